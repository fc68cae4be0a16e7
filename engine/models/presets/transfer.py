"""The transfer preset: a network from keras.applications, with the scaling that belongs to it before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import tr
from engine.models.inputs import ModelError
from engine.models.parts.backbone import NETWORKS, network_layers, unfit
from engine.models.parts.image_input import with_channels
from engine.models.presets.dense import dropout

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.network import TransferModel


def body(settings: TransferModel, shape: tuple[int, ...], *, scaled: bool = False) -> tuple[Layer, ...]:
    """The layers between scaling and head, for images of `shape`: rows, columns, channels if any.

    `scaled` says that the pixels have been brought to spread 1 before, in place of the network's own scaling.
    Raises ModelError when the examples are no images, too small, or of other than one or three channels.
    """
    first = with_channels(shape)
    shape = (*shape, 1) if len(shape) == 2 else shape
    found = unfit(
        settings,
        shape,
        larger=tr(
            "Set height and width of the images to {least} or more, or choose a small CNN.",
            least=NETWORKS[settings.base].smallest,
        ),
        coloured=tr("Choose another CNN."),
    )
    if found is not None:
        raise ModelError(found.message, path=f"model.{found.field}" if found.field else "model")
    network = network_layers(settings, shape, scales=not scaled, path="model")
    return (*first, *network, *((dropout(settings.dropout),) if settings.dropout else ()))
