"""The transfer preset: a network of keras.applications, with the pixel scaling of its training before it.

The network itself is made in `engine.models.parts.backbone`.
"""

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
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: (rows, columns) or (rows, columns, channels) of an image.
        scaled: Whether the pixels are standardized already, which replaces the network's own scaling.

    Raises:
        ModelError: The examples are not images, too small, or of other than one or three channels.
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
