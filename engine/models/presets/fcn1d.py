"""The 1-D CNN preset: convolutions over the steps of a sequence, then their mean, without other pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.parts.convolution import convolution
from engine.models.parts.image_input import in_steps
from engine.models.presets.dense import dropout
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.presets.sequences import FcnModel


def body(settings: FcnModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: Shape of an example, steps first.

    Raises:
        ModelError: The examples have no steps.
    """
    calls = in_steps(shape)
    for filters in settings.filters:
        calls += convolution(
            filters, settings.kernel_size, activation=settings.activation, normalized=True, dimensions=1
        )
    calls.append(Call("keras.layers.GlobalAveragePooling1D"))
    if settings.dropout:
        calls.append(dropout(settings.dropout))
    return tuple(calls)
