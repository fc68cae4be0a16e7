"""Networks of keras.applications as layers: the pixel scaling that each was trained with, and the network.

They are used by the transfer preset and by stacks. Errors of their weights are in
`engine.models.parts.backbone_weights`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.settings.declaration.call import Call, Named
from engine.settings.layers import Backbone, Branches
from engine.settings.presets.network import BASES

if TYPE_CHECKING:
    from engine.settings.layers import Layer
    from engine.settings.presets.network import NetworkSection


@dataclass(frozen=True, slots=True)
class Network:
    """Facts of a network of keras.applications without its top.

    Attributes:
        scaling: Layers that scale pixels of 0 to 255 as in its training; () where the network contains them.
        width: Number of features it gives for an image, after global average pooling.
        parameters: Number of parameters, non-trainable ones included.
        smallest: Smallest side of an image, in pixels.
    """

    scaling: tuple[Call, ...]
    width: int
    parameters: int
    smallest: int = 32


def _rescaling(scale: Any, offset: Any) -> tuple[Call, ...]:
    return (Call("keras.layers.Rescaling", kwargs={"scale": scale, "offset": offset}),)


_FROM_MINUS_1_TO_1 = _rescaling(Named("1 / 127.5", 1 / 127.5), -1)
# mean and standard deviation of the colours in ImageNet
_MEANS, _SPREADS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_LIKE_IMAGENET = _rescaling(
    Named(f"[1 / 255 / s for s in {_SPREADS}]", [1 / 255 / spread for spread in _SPREADS]),
    Named(
        f"[-m / s for m, s in zip({_MEANS}, {_SPREADS})]",
        [-mean / spread for mean, spread in zip(_MEANS, _SPREADS, strict=True)],
    ),
)
NETWORKS = {
    "MobileNetV2": Network(_FROM_MINUS_1_TO_1, 1280, 2_257_984),
    "MobileNetV3Small": Network((), 576, 939_120),
    "MobileNetV3Large": Network((), 960, 2_996_352),
    "EfficientNetV2B0": Network((), 1280, 5_919_312),
    "ResNet50V2": Network(_FROM_MINUS_1_TO_1, 2048, 23_564_800),
    "DenseNet121": Network(_LIKE_IMAGENET, 1024, 7_037_504),
    "Xception": Network(_FROM_MINUS_1_TO_1, 2048, 20_861_480, smallest=71),
}
if set(NETWORKS) != set(BASES):
    raise TypeError("each network that can be chosen needs its scaling here")


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a network cannot read the images.

    Attributes:
        message: One sentence.
        field: Name of the setting to look at, "" for the network as a whole.
    """

    message: str
    field: str = ""


def unfit(settings: NetworkSection, shape: tuple[int, ...], *, larger: str, coloured: str) -> Unfit | None:
    """Return why the network cannot read the images; None when it can.

    Args:
        settings: Which network, and where its weights come from.
        shape: (rows, columns, channels) of an image.
        larger: What to do when the images are too small, as a sentence.
        coloured: What to do when they have other than one or three channels, as a sentence.
    """
    if settings.weights == "file" and not settings.weights_path:
        return Unfit(tr("Choose the file with the network's weights."), "weights_path")
    height, width, channels = shape
    least = NETWORKS[settings.base].smallest
    if min(height, width) < least:
        return Unfit(
            tr(
                "{base} reads images of at least {least} × {least} px, and these have {height} × {width}."
                " {remedy}",
                base=settings.base,
                least=least,
                height=height,
                width=width,
                remedy=larger,
            )
        )
    if channels not in (1, 3):
        return Unfit(
            tr(
                "{base} reads images that are grey or in colour, and these have {channels} channels."
                " {remedy}",
                base=settings.base,
                channels=channels,
                remedy=coloured,
            )
        )
    return None


def network_layers(
    settings: NetworkSection, shape: tuple[int, ...], *, scales: bool, path: str
) -> tuple[Layer, ...]:
    """Return the network, with the layers before it.

    Args:
        settings: Which network, where its weights come from, and how many of its layers are trainable.
        shape: (rows, columns, channels) of an image, with 1 or 3 channels.
        scales: Whether pixels of 0 to 255 are scaled here as in the network's training; else it gets its
            inputs unchanged.
        path: Dotted path of the settings, such as "model".
    """
    network = NETWORKS[settings.base]
    height, width, channels = shape
    grey = Branches(((), (), ()), Call("keras.layers.Concatenate"), ("red", "green", "blue"))
    return (
        *((grey,) if channels == 1 else ()),
        *(network.scaling if scales else ()),
        _network(settings, (height, width, 3), scales=scales, path=path),
    )


def _network(settings: NetworkSection, shape: tuple[int, ...], *, scales: bool, path: str) -> Layer:
    kwargs: dict[str, Any] = {"input_shape": shape, "include_top": False}
    kwargs["weights"] = {"imagenet": "imagenet", "file": settings.weights_path, "none": None}[
        settings.weights
    ]
    kwargs["pooling"] = "avg"
    if not scales and not NETWORKS[settings.base].scaling:
        kwargs["include_preprocessing"] = False
    weights = "weights_path" if settings.weights == "file" else "weights"
    call = Call(
        f"keras.applications.{settings.base}",
        kwargs=kwargs,
        origin={"class": f"{path}.base", "weights": f"{path}.{weights}"},
    )
    return call if settings.weights == "none" else Backbone(call, settings.fine_tune, f"{path}.fine_tune")
