"""The residual 1-D preset: blocks of three convolutions over the steps, added to their input."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from engine.models.parts.convolution import activated, convolution
from engine.models.parts.image_input import in_steps
from engine.models.presets.dense import dropout
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Block, Branches

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.sequences import SequenceResnetModel


def body(settings: SequenceResnetModel, shape: tuple[int, ...]) -> tuple[Layer, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: Shape of an example, steps first.

    Raises:
        ModelError: The examples have no steps.
    """
    layers: list[Layer] = [*in_steps(shape)]
    before = prod(shape[1:])
    for filters in settings.filters:
        layers.append(_block(settings, filters, widens=filters != before))
        before = filters
    layers.append(Call("keras.layers.GlobalAveragePooling1D"))
    if settings.dropout:
        layers.append(dropout(settings.dropout))
    return tuple(layers)


def _block(settings: SequenceResnetModel, filters: int, *, widens: bool) -> Block:
    width, size = Named("filters", filters), settings.kernel_size
    changed = [
        *convolution(width, size, activation=settings.activation, normalized=True, dimensions=1),
        *convolution(width, size, activation=settings.activation, normalized=True, dimensions=1),
        *convolution(width, size, normalized=True, dimensions=1),
    ]
    kept = convolution(width, 1, normalized=True, dimensions=1, kernel_path="") if widens else []
    return Block(
        "widening_block" if widens else "residual_block",
        "Three convolutions, added to what went into them once that is as wide."
        if widens
        else "Three convolutions, added to what went into them.",
        (
            Branches((tuple(changed), tuple(kept)), Call("keras.layers.Add"), ("changed", "kept")),
            *activated(settings.activation),
        ),
        {"filters": filters},
        {"filters": "model.filters"},
    )
