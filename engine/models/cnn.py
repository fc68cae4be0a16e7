"""The CNN preset: blocks of convolution and pooling, then one dense layer. For images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.dense import dropout, hidden
from engine.models.edges import reshape
from engine.models.inputs import ModelError
from engine.settings.call import Call

if TYPE_CHECKING:
    from engine.settings.model import CnnModel


def body(settings: CnnModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """The layers between scaling and head, for examples of `shape`: rows, columns, channels if any.

    Raises ModelError when the examples are no images, or too small for so many blocks.
    """
    if len(shape) not in (2, 3):
        raise ModelError(
            tr(
                "A CNN reads images, and an example of this data is one row of {count} numbers;"
                " choose the dense model.",
                count=shape[0],
            )
            if len(shape) == 1
            else tr(
                "A CNN reads images, and an example of this data is an array of {shape} numbers;"
                " choose the dense model or LSTM.",
                shape=" × ".join(map(str, shape)),
            ),
            path="model",
        )
    height, width = shape[:2]
    # every block halves both sides, and half a pixel is none
    most = min(height, width).bit_length() - 1
    if len(settings.filters) > most:
        fits = tr("use at most {most}", most=most) if most else tr("choose the dense model")
        raise ModelError(
            tr(
                "{count} blocks of convolution and pooling are too many for images of {height} ×"
                " {width} px; {fits}.",
                count=len(settings.filters),
                height=height,
                width=width,
                fits=fits,
            ),
            path="model.filters" if most else "model",
        )
    calls = [reshape((height, width, 1))] if len(shape) == 2 else []
    for filters in settings.filters:
        calls += _block(settings, filters)
    calls += [
        Call("keras.layers.Flatten"),
        hidden(settings.dense_units, settings.activation, path="model.dense_units"),
    ]
    if settings.dropout:
        calls.append(dropout(settings.dropout))
    return tuple(calls)


def _block(settings: CnnModel, filters: int) -> list[Call]:
    kwargs = {"filters": filters, "kernel_size": settings.kernel_size, "padding": "same"}
    origin = {
        "filters": "model.filters",
        "kernel_size": "model.kernel_size",
        "activation": "model.activation",
    }
    activation = {"activation": settings.activation}
    if settings.batch_normalization:
        block = [
            # the normalization takes the mean away, and a bias with it
            Call("keras.layers.Conv2D", kwargs=kwargs | {"use_bias": False}, origin=origin),
            Call("keras.layers.BatchNormalization"),
            Call("keras.layers.Activation", kwargs=activation, origin=origin),
        ]
    else:
        block = [Call("keras.layers.Conv2D", kwargs=kwargs | activation, origin=origin)]
    return [*block, Call("keras.layers.MaxPooling2D")]
