"""The transfer preset: a network from keras.applications, with the scaling that belongs to it before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.dense import dropout
from engine.models.images_in import with_channels
from engine.models.inputs import ModelError
from engine.settings.call import Call, Named
from engine.settings.layers import Backbone, Branches
from engine.settings.presets.transfer import BASES, TransferModel

if TYPE_CHECKING:
    from engine.settings.layers import Layer


@dataclass(frozen=True, slots=True)
class _Network:
    """`scaling` brings pixels from 0 to 255 to what the network learned from; () where it does so itself."""

    scaling: tuple[Call, ...]
    smallest: int = 32  # px a side


def _rescaling(scale: Any, offset: Any) -> tuple[Call, ...]:
    return (Call("keras.layers.Rescaling", kwargs={"scale": scale, "offset": offset}),)


_FROM_MINUS_1_TO_1 = _rescaling(Named("1 / 127.5", 1 / 127.5), -1)
# mean and spread of the colours in ImageNet
_MEANS, _SPREADS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_LIKE_IMAGENET = _rescaling(
    Named(f"[1 / 255 / s for s in {_SPREADS}]", [1 / 255 / spread for spread in _SPREADS]),
    Named(
        f"[-m / s for m, s in zip({_MEANS}, {_SPREADS})]",
        [-mean / spread for mean, spread in zip(_MEANS, _SPREADS, strict=True)],
    ),
)
_NETWORKS = {
    "MobileNetV2": _Network(_FROM_MINUS_1_TO_1),
    "MobileNetV3Small": _Network(()),
    "MobileNetV3Large": _Network(()),
    "EfficientNetV2B0": _Network(()),
    "ResNet50V2": _Network(_FROM_MINUS_1_TO_1),
    "DenseNet121": _Network(_LIKE_IMAGENET),
    "Xception": _Network(_FROM_MINUS_1_TO_1, smallest=71),
}
if set(_NETWORKS) != set(BASES):
    raise TypeError("each network that can be chosen needs its scaling here")


def body(settings: TransferModel, shape: tuple[int, ...], *, scaled: bool = False) -> tuple[Layer, ...]:
    """The layers between scaling and head, for images of `shape`: rows, columns, channels if any.

    `scaled` says that the pixels have been brought to spread 1 before, in place of the network's own scaling.
    Raises ModelError when the examples are no images, too small, or of other than one or three channels.
    """
    if settings.weights == "file" and not settings.weights_path:
        raise ModelError(tr("Choose the file with the network's weights."), path="model.weights_path")
    network = _NETWORKS[settings.base]
    layers: list[Layer] = [*with_channels(shape)]
    height, width, channels = (*shape, 1) if len(shape) == 2 else shape
    if min(height, width) < network.smallest:
        raise ModelError(
            tr(
                "{base} reads images of at least {least} × {least} px, and these have {height} × {width};"
                " set height and width of the images to {least} or more, or choose a small CNN.",
                base=settings.base,
                least=network.smallest,
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
    if channels == 1:
        layers.append(Branches(((), (), ()), Call("keras.layers.Concatenate"), ("red", "green", "blue")))
    layers += () if scaled else network.scaling
    layers.append(_network(settings, (height, width, 3), scaled=scaled))
    if settings.dropout:
        layers.append(dropout(settings.dropout))
    return tuple(layers)


def _network(settings: TransferModel, shape: tuple[int, ...], *, scaled: bool) -> Layer:
    kwargs: dict[str, Any] = {"input_shape": shape, "include_top": False}
    kwargs["weights"] = {"imagenet": "imagenet", "file": settings.weights_path, "none": None}[
        settings.weights
    ]
    kwargs["pooling"] = "avg"
    if scaled and not _NETWORKS[settings.base].scaling:
        kwargs["include_preprocessing"] = False
    path = "model.weights_path" if settings.weights == "file" else "model.weights"
    call = Call(
        f"keras.applications.{settings.base}",
        kwargs=kwargs,
        origin={"class": "model.base", "weights": path},
    )
    return call if settings.weights == "none" else Backbone(call, settings.fine_tune, "model.fine_tune")
