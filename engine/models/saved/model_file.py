"""Models from files: a `.keras` file with its weights, or an architecture alone as JSON. Always in safe mode.

A `.keras` file is a ZIP archive whose `config.json` names every class in it, and JSON is such a description.
Whether it may be loaded is decided in `engine.models.saved.safe_config`; weights are checked in
`engine.models.saved.weights_file`.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.isolated.errors import CORRUPT, reason_of
from engine.language import tr
from engine.models.inputs import ModelError, ModelInputs
from engine.models.saved.check_against_data import PATH, check_shapes
from engine.models.saved.other_files import not_a_model_file
from engine.models.saved.safe_config import LARGEST_CONFIG, refuse_code
from engine.models.saved.weights_file import cannot_be_read, check_names, proved_arrays
from engine.opening import TooLargeError, open_regular, printable, read_regular, require_regular
from engine.settings.schedules import NoSchedule
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.settings.model import FileModel
    from engine.settings.project import Project


def read_model(settings: FileModel, inputs: ModelInputs) -> Any:
    """Return the model in a file, as it was saved.

    Args:
        settings: The file; its path must be absolute or relative to the working folder.
        inputs: What the model must fit.

    Raises:
        ModelError: The file cannot be used, or its model does not fit the data.
    """
    path = _existing(settings.path)
    name = printable(path.name)
    if settings.is_architecture:
        text = _read(path)
        refuse_code(_config(text, name), name)
        model = _made(text, path, inputs)
    else:
        _check_archive(path)
        model = _load(path)
    try:
        check_shapes(model, inputs, name=name)
    except CORRUPT as error:  # a layer alone, or a model without inputs, lacks these attributes
        raise _beyond_keras(path, error) from error
    return model


def read_run_model(path: Path, *, custom: Mapping[str, Any]) -> Any:
    """Return the model that a run has saved, not compiled.

    Args:
        path: The `.keras` file of the run, which may come from elsewhere.
        custom: The classes and functions of the trusted custom file that built the model, by registered name.

    Raises:
        ModelError: The file cannot be used.
    """
    path = _existing(str(path))
    _check_archive(path, custom=custom)
    return _load_uncompiled(import_keras(), path, custom=custom)


def load_run_weights(model: Any, path: Path) -> None:
    """Load the weights of the model that a run has saved into the same model, built again.

    Args:
        model: A built `keras.Model`, changed in place.
        path: The `.keras` file of the run, which may come from elsewhere.

    Raises:
        ModelError: The file cannot be used, or its weights are of another model.
    """
    check_names(path, setting=PATH)
    proved_arrays(path, setting=PATH)
    try:
        model.load_weights(path)
    except CORRUPT as error:
        raise _beyond_keras(path, error) from error


def keep_optimizer_state(model: Any, saved: Any, *, project: Project) -> None:
    """Copy the state of a saved optimizer into a compiled model, if both have the same class.

    The learning rate stays the project's. With a schedule, the step count of the saved optimizer is at
    the end of the schedule, so the state is copied only if the run continues another one (`initial_epoch`).

    Args:
        model: The compiled model, changed in place.
        saved: The optimizer from the file, or None.
        project: Its schedule and `fit.initial_epoch` are used.
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
    # with a schedule there is no variable of this name
    return [variable for variable in optimizer.variables if variable.name != "learning_rate"]


def _existing(text: str) -> Path:
    if not text.strip():
        raise ModelError(tr("No model file is chosen yet; choose a .keras or .json file."), path=PATH)
    path = Path(text)
    if sentence := not_a_model_file(path):
        raise ModelError(sentence, path=PATH)
    try:
        require_regular(path)
    except FileNotFoundError as error:
        raise ModelError(
            tr("There is no file {path}; choose a .keras or .json file.", path=printable(text)), path=PATH
        ) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    return path


def _check_archive(path: Path, *, custom: Mapping[str, Any] | None = None) -> None:
    refuse_code(_archived_config(path), printable(path.name), custom=custom or ())
    check_names(path, setting=PATH)
    proved_arrays(path, setting=PATH)


def _archived_config(path: Path) -> Any:
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            if archive.getinfo("config.json").file_size > LARGEST_CONFIG:
                raise _too_long(path)
            return json.loads(archive.read("config.json"))
    except OSError as error:
        raise _unreadable(path, error) from error
    except RecursionError as error:
        raise _too_deep(path) from error
    except CORRUPT as error:
        raise ModelError(
            tr(
                "{name} is not a .keras file of Keras 3 ({reason}); save it again with"
                " model.save('name.keras').",
                name=printable(path.name),
                reason=reason_of(error),
            ),
            path=PATH,
        ) from error


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, most=LARGEST_CONFIG)
    except TooLargeError as error:
        raise _too_long(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _config(text: bytes, name: str) -> Any:
    try:
        config = json.loads(text)
    except RecursionError as error:
        raise _too_deep(name) from error
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


def _too_long(path: Path) -> ModelError:
    return ModelError(
        tr(
            "{name} describes itself at a length that no model has; choose another file.",
            name=printable(path.name),
        ),
        path=PATH,
    )


def _too_deep(path: Path | str) -> ModelError:
    return ModelError(
        tr(
            "{name} describes objects inside of each other more deeply than Keras can read; choose another"
            " file.",
            name=printable(Path(path).name),
        ),
        path=PATH,
    )


def _unreadable(path: Path, error: OSError) -> ModelError:
    return ModelError(cannot_be_read(path, error.strerror or str(error)), path=PATH)


def _made(text: bytes, path: Path, inputs: ModelInputs) -> Any:
    """Build the model of an architecture, with new weights."""
    try:
        model = import_keras().models.model_from_json(text.decode("utf-8"))
        if not model.built:  # the architecture has no input shape
            model.build((None, *inputs.shape))
    except RecursionError as error:
        raise _too_deep(path) from error
    except Exception as error:
        # Keras builds whatever the file describes, and each layer raises its own errors
        raise _beyond_keras(path, error) from error
    return model


def _beyond_keras(path: Path, error: Exception) -> ModelError:
    return ModelError(
        tr(
            "Keras cannot read {name}: {reason}. Save the model again, or choose another file.",
            name=printable(path.name),
            reason=reason_of(error).rstrip("."),
        ),
        path=PATH,
    )


def _load(path: Path) -> Any:
    keras = import_keras()
    try:
        return keras.models.load_model(path, compile=True)
    except CORRUPT:
        # its compile arguments may be unknown to this Keras; the project has its own anyway
        return _load_uncompiled(keras, path)


def _load_uncompiled(keras: Any, path: Path, *, custom: Mapping[str, Any] | None = None) -> Any:
    try:
        return keras.models.load_model(path, custom_objects=custom, compile=False)
    except RecursionError as error:
        raise _too_deep(path) from error
    except Exception as error:
        # as for an architecture; also for weights that do not fit their layers
        raise _beyond_keras(path, error) from error
