"""The VGG-style preset: several convolutions before each pooling, then one dense layer. For images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.presets.cnn import pooled

if TYPE_CHECKING:
    from engine.settings.declaration.call import Call
    from engine.settings.presets.images import VggModel


def body(settings: VggModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: (rows, columns) or (rows, columns, channels) of an example.

    Raises:
        ModelError: The examples are not images, or too small for so many blocks.
    """
    return pooled(settings, shape, convolutions=settings.convolutions)
