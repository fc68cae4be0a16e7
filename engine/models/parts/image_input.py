"""What models for images and for sequences begin with: an axis for channels, or steps; whether data fits."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.parts.ends import reshape

if TYPE_CHECKING:
    from engine.settings.declaration.call import Call


def with_channels(shape: tuple[int, ...]) -> list[Call]:
    """What gives examples of `shape` an axis for channels, where they have none.

    Raises ModelError when the examples are no images.
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
    return [reshape((*shape, 1))] if len(shape) == 2 else []


def check_blocks(count: int, shape: tuple[int, ...], *, whole: int = 0) -> None:
    """Whether `count` blocks can each halve an image of `shape`, all but the first `whole` of them.

    Raises ModelError with the number that fits.
    """
    height, width = shape[:2]
    # half a pixel is none
    most = min(height, width).bit_length() - 1 + whole
    if count > most:
        fits = tr("use at most {most}", most=most) if most else tr("choose the dense model")
        raise ModelError(
            tr(
                "Blocks of convolution and pooling: {count} is too many for images of {height} × {width} px;"
                " {fits}.",
                count=count,
                height=height,
                width=width,
                fits=fits,
            ),
            path="model.filters" if most else "model",
        )


def in_steps(shape: tuple[int, ...]) -> list[Call]:
    """What makes one row of all that is seen at a step, where it is more: an image is read row by row.

    Raises ModelError when the examples have no steps.
    """
    if len(shape) < 2:
        raise ModelError(
            tr(
                "This model reads step by step, and an example of this data is one row without steps;"
                " choose the dense model, or read the file as a time series."
            ),
            path="model",
        )
    return [reshape((shape[0], prod(shape[1:])))] if len(shape) > 2 else []
