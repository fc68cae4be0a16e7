"""The transfer preset: a network from keras.applications, with the scaling that belongs to it before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.dense import dropout
from engine.models.images_in import with_channels
from engine.models.inputs import ModelError
from engine.models.network import NETWORKS, network_layers

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.transfer import TransferModel


def body(settings: TransferModel, shape: tuple[int, ...], *, scaled: bool = False) -> tuple[Layer, ...]:
    """The layers between scaling and head, for images of `shape`: rows, columns, channels if any.

    `scaled` says that the pixels have been brought to spread 1 before, in place of the network's own scaling.
    Raises ModelError when the examples are no images, too small, or of other than one or three channels.
    """
    if settings.weights == "file" and not settings.weights_path:
        raise ModelError(tr("Choose the file with the network's weights."), path="model.weights_path")
    first = with_channels(shape)
    height, width, channels = (*shape, 1) if len(shape) == 2 else shape
    smallest = NETWORKS[settings.base].smallest
    if min(height, width) < smallest:
        raise ModelError(
            tr(
                "{base} reads images of at least {least} × {least} px, and these have {height} × {width};"
                " set height and width of the images to {least} or more, or choose a small CNN.",
                base=settings.base,
                least=smallest,
                height=height,
                width=width,
            )
        )
    if channels not in (1, 3):
        raise ModelError(
            tr(
                "{base} reads grey images or colour, and these have {channels} channels; choose another CNN.",
                base=settings.base,
                channels=channels,
            )
        )
    network = network_layers(settings, (height, width, channels), scales=not scaled, path="model")
    return (*first, *network, *((dropout(settings.dropout),) if settings.dropout else ()))
