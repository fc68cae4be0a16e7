"""Models from files: a `.keras` file with its weights, or an architecture alone as JSON. Safe mode, always.

A `.keras` file is a ZIP archive whose `config.json` names every class in it, and JSON is such a description.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.fits_data import PATH, check_shapes
from engine.models.inputs import ModelError, ModelInputs
from engine.models.safe_config import LARGEST_CONFIG, refuse_code
from engine.settings.schedules import NoSchedule
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from engine.settings.model import FileModel
    from engine.settings.project import Project


def read_model(settings: FileModel, inputs: ModelInputs) -> Any:
    """The model in the file, as it was saved; ModelError when it cannot be used or does not fit the data."""
    path = _existing(settings.path)
    if settings.is_architecture:
        text = _read(path)
        refuse_code(_config(text, path.name), path.name)
        model = _made(text, path, inputs)
    else:
        refuse_code(_archived_config(path), path.name)
        model = _load(path)
    check_shapes(model, inputs, name=path.name)
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
        raise ModelError(tr("No model file is chosen yet; choose a .keras or .json file."), path=PATH)
    path = Path(text)
    if not path.is_file():
        raise ModelError(tr("There is no file {path}; choose a .keras or .json file.", path=path), path=PATH)
    return path


def _archived_config(path: Path) -> Any:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo("config.json").file_size > LARGEST_CONFIG:
                raise _too_long(path.name)
            return json.loads(archive.read("config.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError) as error:
        raise ModelError(
            tr(
                "{name} is not a .keras file of Keras 3; save it again with model.save('name.keras').",
                name=path.name,
            ),
            path=PATH,
        ) from error
    except OSError as error:
        raise _unreadable(path.name, error) from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_CONFIG:
            raise _too_long(path.name)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path.name, error) from error


def _config(text: bytes, name: str) -> Any:
    try:
        config = json.loads(text)
    except ValueError as error:
        raise _no_architecture(name) from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise _no_architecture(name)
    return config


def _no_architecture(name: str) -> ModelError:
    return ModelError(
        tr("{name} is no architecture of a Keras model; write one with model.to_json().", name=name),
        path=PATH,
    )


def _too_long(name: str) -> ModelError:
    return ModelError(tr("{name} describes itself at a length that no model has.", name=name), path=PATH)


def _unreadable(name: str, error: OSError) -> ModelError:
    return ModelError(
        tr("{name} cannot be read: {reason}.", name=name, reason=error.strerror or error), path=PATH
    )


def _made(text: bytes, path: Path, inputs: ModelInputs) -> Any:
    """The model of an architecture, with new weights."""
    try:
        model = import_keras().models.model_from_json(text.decode("utf-8"))
        if not model.built:  # it was described before it knew its data
            model.build((None, *inputs.shape))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise _beyond_keras(path.name, error) from error
    return model


def _beyond_keras(name: str, error: Exception) -> ModelError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return ModelError(tr("Keras cannot read {name}: {reason}", name=name, reason=reason), path=PATH)


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
        raise _beyond_keras(path.name, error) from error
