"""The residual preset: groups of blocks whose convolutions are added to their input. For images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.parts.convolution import activated, convolution
from engine.models.parts.image_input import check_blocks, with_channels
from engine.models.presets.dense import dropout
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Block, Branches

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.images import ResnetModel


def body(settings: ResnetModel, shape: tuple[int, ...]) -> tuple[Layer, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: (rows, columns) or (rows, columns, channels) of an example.

    Raises:
        ModelError: The examples are not images, or too small for so many groups.
    """
    layers: list[Layer] = [*with_channels(shape)]
    check_blocks(len(settings.filters), shape, whole=1)
    first = settings.filters[0]
    layers += convolution(first, settings.kernel_size, activation=settings.activation, normalized=True)
    for group, filters in enumerate(settings.filters):
        for number in range(settings.blocks):
            halves = bool(group) and number == 0
            layers.append(_halving(settings, filters) if halves else _residual(settings, filters))
    layers.append(Call("keras.layers.GlobalAveragePooling2D"))
    if settings.dropout:
        layers.append(dropout(settings.dropout))
    return tuple(layers)


def _residual(settings: ResnetModel, filters: int) -> Block:
    width = Named("filters", filters)
    return Block(
        "residual_block",
        "Two convolutions, added to what went into them.",
        (
            Branches((tuple(_two(settings, width)), ()), Call("keras.layers.Add"), ("changed", "kept")),
            *activated(settings.activation),
        ),
        {"filters": filters},
        {"filters": "model.filters"},
    )


def _halving(settings: ResnetModel, filters: int) -> Block:
    width = Named("filters", filters)
    return Block(
        "halving_block",
        "The same with more filters, at half the size; a convolution fits the shortcut.",
        (
            Branches(
                (
                    tuple(_two(settings, width, strides=2)),
                    tuple(convolution(width, 1, normalized=True, strides=2, kernel_path="")),
                ),
                Call("keras.layers.Add"),
                ("changed", "kept"),
            ),
            *activated(settings.activation),
        ),
        {"filters": filters},
        {"filters": "model.filters"},
    )


def _two(settings: ResnetModel, filters: Named, *, strides: int = 1) -> list[Call]:
    size, activation = settings.kernel_size, settings.activation
    return [
        *convolution(filters, size, activation=activation, normalized=True, strides=strides),
        *convolution(filters, size, normalized=True),
    ]
