"""A model that a custom Python file builds. The file runs only when it is trusted.

Running the file is left to `engine.custom_code.run_file`.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

from engine.custom_code.run_file import trusted_code
from engine.language import tr
from engine.models.inputs import ModelError, ModelInputs
from engine.models.saved.check_against_data import PATH, check_shapes
from engine.settings.losses import Encoding
from engine.tensorflow_import import import_keras

if TYPE_CHECKING:
    from engine.custom_code.run_file import CustomCode, Trusted
    from engine.settings.model import CodeModel


class CustomModelError(ModelError):
    """An error of the custom file, with file and line."""

    def __init__(self, message: str) -> None:
        super().__init__(message, path=PATH)


def custom_model(settings: CodeModel, inputs: ModelInputs, *, trusted: Trusted) -> Any:
    """Build the model with the function in the file.

    The function is called with the shape of one example and the number of outputs, or without arguments where
    it takes none.

    Args:
        settings: File and function.
        inputs: What the model must fit.
        trusted: Whether the file may run.

    Returns:
        A built `keras.Sequential` or functional `keras.Model`, not compiled for this project yet.

    Raises:
        ModelError: The file is not trusted, cannot be read, raises an error, or gives no model that fits.
    """
    return built_by(trusted_model_code(settings, trusted=trusted), settings.function, inputs=inputs)


def built_by(code: CustomCode, function: str, *, inputs: ModelInputs) -> Any:
    """Build the model as `custom_model` does.

    Args:
        code: The trusted file.
        function: The name of the function in it.
        inputs: What the model must fit.

    Raises:
        ModelError: The file raises an error, or gives no model that fits.
    """
    keras = import_keras()
    path = code.path
    build: Any = code.run().get(function)
    if not callable(build):
        raise ModelError(
            tr("{file} has no function {name}.", file=path.name, name=function),
            path="model.function",
        )
    outputs = 1 if inputs.encoding is Encoding.BINARY else inputs.outputs
    with code.answered():
        takes = inspect.signature(build).parameters
        model: Any = build(inputs.shape, outputs) if takes else build()
    # inputs and layers of a subclassed keras.Model are not known
    if not isinstance(model, keras.Sequential) and not (
        isinstance(model, keras.Model) and getattr(model, "inputs", None)
    ):
        raise CustomModelError(
            tr(
                "{name} in {file} gives {kind}; it must give a keras.Sequential or a functional keras.Model.",
                name=function,
                file=path.name,
                kind=type(model).__name__,
            )
        )
    if not model.built:
        with code.answered():
            model.build((None, *inputs.shape))
    check_shapes(model, inputs, name=path.name)
    return model


def custom_objects(code: CustomCode) -> dict[str, Any]:
    """Return the classes and functions of a trusted file that a saved model may have, by registered name.

    Raises:
        ModelError: The file raises an error.
    """
    keras = import_keras()
    names = code.run()
    return {
        keras.saving.get_registered_name(item): item
        for item in names.values()
        # a function that the file only imports may do anything, and a model file decides what it is given
        if isinstance(item, type | FunctionType)
        and (
            item.__module__ == names["__name__"] or (isinstance(item, type) and issubclass(item, keras.Layer))
        )
    }


def trusted_model_code(settings: CodeModel, *, trusted: Trusted) -> CustomCode:
    """Return the file of a custom model.

    Args:
        settings: The file.
        trusted: Whether it may run.

    Raises:
        ModelError: It is not trusted, or cannot be read.
    """
    path = Path(settings.path)
    try:
        return trusted_code(path, trusted, refusal=CustomModelError)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CustomModelError(
            tr("{name} cannot be read: {reason}.", name=path.name, reason=reason)
        ) from error
