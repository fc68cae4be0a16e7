"""From a `Call` to the Keras object that it describes. Only public names below `keras` can be called."""

from __future__ import annotations

from typing import Any

from engine.settings.declaration.call import Call, Named
from engine.tensorflow_import import import_keras


def construct(call: Call) -> Any:
    """The object that `call` makes; calls among its arguments are made first.

    Raises ValueError when the path is not a public name below `keras`; what Keras raises goes through.
    """
    args = [construct_value(value) for value in call.args]
    return construct_named(call.path)(*args, **construct_arguments(call))


def construct_arguments(call: Call) -> dict[str, Any]:
    """The keyword arguments of `call`, with the calls among them made."""
    return {name: construct_value(value) for name, value in call.kwargs.items()}


def construct_value(value: Any) -> Any:
    """`value` with every `Call` in it made and every `Named` replaced by what it stands for."""
    if isinstance(value, Call):
        return construct(value)
    if isinstance(value, Named):
        return value.value
    if isinstance(value, (list, tuple)):
        made = [construct_value(item) for item in value]
        return made if isinstance(value, list) else tuple(made)
    return value


def construct_named(path: str) -> Any:
    """The class or function at `path`, such as "keras.ops.cast"; ValueError when it is not a public name."""
    first, *parts = path.split(".")
    found: Any = import_keras()
    if first != "keras" or not parts or parts[0] == "src":
        raise ValueError(f"{path!r} is not a public name of Keras")
    for part in parts:
        if part.startswith("_") or not hasattr(found, part):
            raise ValueError(f"{path!r} is not a public name of Keras")
        found = getattr(found, part)
    return found
