"""The CNN preset: blocks of convolution and pooling, then one dense layer. For images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.parts.convolution import convolution
from engine.models.parts.image_input import check_blocks, with_channels
from engine.models.presets.dense import dropout, hidden
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.model import CnnModel
    from engine.settings.presets.images import VggModel


def body(settings: CnnModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: (rows, columns) or (rows, columns, channels) of an example.

    Raises:
        ModelError: The examples are not images, or too small for so many blocks.
    """
    return pooled(settings, shape, convolutions=1)


def pooled(settings: CnnModel | VggModel, shape: tuple[int, ...], *, convolutions: int) -> tuple[Call, ...]:
    """Return blocks of convolutions, each with a pooling at its end, then a dense layer.

    Args:
        settings: The settings of the CNN or of the VGG-style network.
        shape: (rows, columns) or (rows, columns, channels) of an example.
        convolutions: How many convolutions a block has.

    Raises:
        ModelError: The examples are not images, or too small for so many blocks.
    """
    calls = with_channels(shape)
    check_blocks(len(settings.filters), shape)
    for filters in settings.filters:
        for _ in range(convolutions):
            calls += convolution(
                filters,
                settings.kernel_size,
                activation=settings.activation,
                normalized=settings.batch_normalization,
            )
        calls.append(Call("keras.layers.MaxPooling2D"))
    calls += [
        Call("keras.layers.Flatten"),
        hidden(settings.dense_units, settings.activation, path="model.dense_units"),
    ]
    if settings.dropout:
        calls.append(dropout(settings.dropout))
    return tuple(calls)
