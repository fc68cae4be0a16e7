"""Checks that the input and output shapes of a loaded model fit the data and the loss."""

from __future__ import annotations

from typing import Any

from engine.language import tr
from engine.models.inference_model import TRAINED
from engine.models.inputs import ModelError, ModelInputs
from engine.settings.losses import Encoding

PATH = "model.path"


def check_shapes(model: Any, inputs: ModelInputs, *, name: str) -> None:
    """Check the inputs and outputs of a model against the data.

    Args:
        model: A built `keras.Model`.
        inputs: Shape, encoding and outputs of the data.
        name: Name of its file, for messages.

    Raises:
        ModelError: The shapes do not fit, or the model contains its preprocessing and only predicts.
    """
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
                "{name} has {inputs} inputs and {outputs} outputs, and a model has one of each here: let it"
                " take one array and cut it apart inside, as in x[..., :3], and join its outputs with"
                " keras.layers.Concatenate.",
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
