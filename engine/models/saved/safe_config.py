"""Checks that the config of a model has no classes but those of Keras.

The check is done before Keras deserializes the config, so that the error can name the refused object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language import tr, tr_later
from engine.models.inputs import ModelError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LARGEST_CONFIG = 64 * 2**20
"""Bytes; the description of a model with thousands of layers has a few million."""
_SIZES = ("units", "filters", "input_dim", "output_dim", "num_heads", "key_dim", "max_tokens")
_LARGEST_SIZE = 2**27
_UNSAFE = {
    "Lambda": tr_later("a Lambda layer, which is Python code"),
    "__lambda__": tr_later("a Python lambda, which is code"),
    "TorchModuleWrapper": tr_later("a PyTorch module, which is code"),
    "TFSMLayer": tr_later("a SavedModel, which is code"),
    "JaxLayer": tr_later("a JAX function, which is code"),
    "FlaxLayer": tr_later("a Flax module, which is code"),
}


def refuse_code(config: Any, name: str, *, custom: Collection[str] = ()) -> None:
    """Check the config of a model.

    Args:
        config: The parsed JSON.
        name: Name of its file, for the message.
        custom: Registered names of the classes and functions of trusted custom code, which it may have.

    Raises:
        ModelError: It has a Lambda layer with code, a custom class, or a layer too large for any memory.
    """
    for part in _parts(config):
        _refuse_large(part, name)
        class_name, module = str(part.get("class_name")), part.get("module")
        if class_name in _UNSAFE:
            raise ModelError(
                tr(
                    "{name} holds {what}{called}, and code in model files is never run.",
                    name=name,
                    what=tr(_UNSAFE[class_name]),
                    called=_called(part),
                ),
                path="model.path",
            )
        if part.get("registered_name") in custom:
            continue
        known = module is None or module in ("keras", "builtins") or str(module).startswith("keras.")
        if (
            not known
            or str(module).startswith("keras.src.saving")
            or part.get("registered_name") not in (None, class_name)
        ):
            raise ModelError(
                tr(
                    "{name} holds {class_name}{called}, a custom class; only Keras's own layers can be read.",
                    name=name,
                    class_name=class_name,
                    called=_called(part),
                ),
                path="model.path",
            )


def _refuse_large(part: dict[str, Any], name: str) -> None:
    """Raise a ModelError when a layer is too large for the memory of any machine."""
    config = part.get("config")
    if not isinstance(config, dict):
        return
    for key in _SIZES:
        size = config.get(key)
        if isinstance(size, (int, float)) and not abs(size) <= _LARGEST_SIZE:
            raise ModelError(
                tr(
                    "{name} holds {class_name}{called} with {key} {size:,}, which is more than fits into"
                    " memory; choose another file.",
                    name=name,
                    class_name=part.get("class_name"),
                    called=_called(part),
                    key=key,
                    size=size,
                ),
                path="model.path",
            )


def _called(part: dict[str, Any]) -> str:
    """The name that the object has in its model, in brackets; "" where it has none."""
    config = part.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    return f" ({name})" if name else ""


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    """Every serialized object in `config`, at any depth."""
    waiting = [config]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if "class_name" in found:
                yield found
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found
