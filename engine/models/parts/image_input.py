"""The first layers of models for images and sequences: a channel axis, or steps; and whether data fits."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.parts.input_and_head import reshape

if TYPE_CHECKING:
    from engine.settings.declaration.call import Call


def with_channels(shape: tuple[int, ...]) -> list[Call]:
    """Return the layer that adds a channel axis where examples have none; [] where they have one.

    Args:
        shape: (rows, columns) or (rows, columns, channels) of an example.

    Raises:
        ModelError: The examples are not images.
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
    """Check that images are large enough for a number of blocks that each halve them.

    Args:
        count: Number of blocks.
        shape: Rows and columns of an image first.
        whole: How many blocks, the first ones, do not halve.

    Raises:
        ModelError: There are too many blocks; the message says how many fit.
    """
    height, width = shape[:2]
    # half a pixel is no pixel
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
    """Return the layer that flattens what is seen at each step, as for images, which are read row by row.

    Args:
        shape: Shape of an example, steps first.

    Returns:
        The layers that make it (steps, features); [] where it is so already.

    Raises:
        ModelError: The examples have no steps.
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
