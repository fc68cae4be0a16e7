"""Models from `.keras` files: read in safe mode, always, and only when no code of others is in them.

A `.keras` file is a ZIP archive whose `config.json` names every class in it. It is looked through before
Keras sees it, so that a refusal can name what is in the way.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language import tr, tr_later
from engine.models.inputs import ModelError, ModelInputs
from engine.models.whole import TRAINED
from engine.settings.losses import Encoding
from engine.settings.schedules import NoSchedule
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.settings.model import FileModel
    from engine.settings.project import Project

PATH = "model.path"
LARGEST_CONFIG = 64 * 2**20
"""Bytes; the description of a model with thousands of layers has a few million."""
_UNSAFE = {
    "Lambda": tr_later("a Lambda layer, which is Python code"),
    "__lambda__": tr_later("a Python lambda, which is code"),
    "TorchModuleWrapper": tr_later("a PyTorch module, which is code"),
    "TFSMLayer": tr_later("a SavedModel, which is code"),
    "JaxLayer": tr_later("a JAX function, which is code"),
    "FlaxLayer": tr_later("a Flax module, which is code"),
}


def read_model(settings: FileModel, inputs: ModelInputs) -> Any:
    """The model in the file, as it was saved; ModelError when it cannot be used or does not fit the data."""
    path = _existing(settings.path)
    _refuse_code(path)
    model = _load(path)
    _check_shapes(model, inputs, path.name)
    return model


def keep_optimizer_state(model: Any, saved: Any, *, project: Project) -> None:
    """Give the compiled `model` the state of the `saved` optimizer (or None), when both are of one class.

    The learning rate stays the project's. With a schedule the step count would put the run at the schedule's
    end, so the state is then kept only for a run that says it goes on (`initial_epoch`).
    """
    if type(saved) is not type(model.optimizer) or not saved.built:
        return
    if not isinstance(project.compile.schedule, NoSchedule) and not project.fit.initial_epoch:
        return
    model.optimizer.build(model.trainable_variables)
    new, old = (_state(optimizer) for optimizer in (model.optimizer, saved))
    if [variable.shape for variable in new] != [variable.shape for variable in old]:
        return
    for variable, value in zip(new, old, strict=True):
        variable.assign(value)


def _state(optimizer: Any) -> list[Any]:
    # a schedule takes the place of the variable of this name
    return [variable for variable in optimizer.variables if variable.name != "learning_rate"]


def _existing(text: str) -> Path:
    if not text.strip():
        raise ModelError(tr("No model file is chosen yet; choose a .keras file."), path=PATH)
    path = Path(text)
    if not path.is_file():
        raise ModelError(tr("There is no file {path}; choose a .keras file.", path=path), path=PATH)
    return path


def _refuse_code(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > LARGEST_CONFIG:
                raise ModelError(
                    tr("{name} describes itself at a length that no model has.", name=path.name), path=PATH
                )
            config = json.loads(archive.read("config.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        raise ModelError(
            tr(
                "{name} is not a .keras file of Keras 3; save it again with model.save('name.keras').",
                name=path.name,
            ),
            path=PATH,
        ) from error
    except OSError as error:
        raise ModelError(
            tr("{name} cannot be read: {reason}.", name=path.name, reason=error.strerror or error), path=PATH
        ) from error
    for part in _parts(config):
        name, module = str(part.get("class_name")), part.get("module")
        if name in _UNSAFE:
            raise ModelError(
                tr(
                    "{name} holds {what}, and code in model files is never run.",
                    name=path.name,
                    what=tr(_UNSAFE[name]),
                ),
                path=PATH,
            )
        known = module is None or module in ("keras", "builtins") or str(module).startswith("keras.")
        if (
            not known
            or str(module).startswith("keras.src.saving")
            or part.get("registered_name") not in (None, name)
        ):
            raise ModelError(
                tr(
                    "{name} holds {class_name}, a class of somebody's own;"
                    " only Keras's own layers can be read.",
                    name=path.name,
                    class_name=name,
                ),
                path=PATH,
            )


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    """Every description of an object in `config`, at any depth."""
    waiting = [config]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if "class_name" in found:
                yield found
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found


def _load(path: Path) -> Any:
    keras = import_keras()
    try:
        return keras.models.load_model(path, compile=True)
    except (TypeError, ValueError, KeyError, AttributeError):
        # the way in which it was compiled may be beyond this Keras; the project has its own
        return _load_uncompiled(keras, path)


def _load_uncompiled(keras: Any, path: Path) -> Any:
    try:
        return keras.models.load_model(path, compile=False)
    except (TypeError, ValueError, KeyError, AttributeError, OSError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            tr("Keras cannot read {name}: {reason}", name=path.name, reason=reason), path=PATH
        ) from error


def _check_shapes(model: Any, inputs: ModelInputs, name: str) -> None:
    if any(layer.name == TRAINED for layer in model.layers):
        raise ModelError(
            tr(
                "{name} takes data as it was read and holds its own preprocessing, so it predicts, but"
                " cannot be trained on. Resume its run to train it on, or choose a file that"
                " ModelCheckpoint saved.",
                name=name,
            ),
            path=PATH,
        )
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ModelError(
            tr(
                "{name} has {inputs} inputs and {outputs} outputs; a model needs one of each here.",
                name=name,
                inputs=len(model.inputs),
                outputs=len(model.outputs),
            ),
            path=PATH,
        )
    wanted = tuple(model.inputs[0].shape[1:])
    if not _fits(wanted, inputs.shape):
        raise ModelError(
            tr(
                "{name} takes examples of {wanted}, and this data has {given}; choose other data or"
                " another model.",
                name=name,
                wanted=_in_words(wanted),
                given=_in_words(inputs.shape),
            ),
            path=PATH,
        )
    given = tuple(model.outputs[0].shape[1:])
    outputs = (1,) if inputs.encoding is Encoding.BINARY else (inputs.outputs,)
    if not _fits(given, outputs):
        raise ModelError(
            tr(
                "{name} gives {given} for each example, and this data with this loss needs {wanted};"
                " choose other data, another loss or another model.",
                name=name,
                given=_in_words(given),
                wanted=_in_words(outputs),
            ),
            path=PATH,
        )


def _fits(model: tuple[int | None, ...], data: tuple[int, ...]) -> bool:
    return len(model) == len(data) and all(m in (None, d) for m, d in zip(model, data, strict=True))


def _in_words(shape: tuple[int | None, ...]) -> str:
    sizes = " × ".join("any" if size is None else str(size) for size in shape)
    return f"{sizes or 'single'} values"
