"""Activations as separate layers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.language import tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import LayerActivation, LayerSection, activation

_SLOPE_HELP = "How steep the line is below zero."
Axis = Annotated[int, Field(ge=1, le=8)]


class ActivationLayer(LayerSection):
    """Arguments of `keras.layers.Activation`."""

    title = "Activation"
    about = "A function by its name, as a layer of its own; behind BatchNormalization, for example."
    keras_class = "keras.layers.Activation"
    required = frozenset({"activation"})
    phrases = (Phrase(tr_later("{activation}")),)
    kind: Literal["activation"] = "activation"
    activation: LayerActivation = activation("relu")


class ReLULayer(LayerSection):
    """Arguments of `keras.layers.ReLU`."""

    title = "ReLU"
    about = "Cuts off what is below zero, with a slope, a ceiling and a threshold of your own."
    keras_class = "keras.layers.ReLU"
    kind: Literal["relu"] = "relu"
    max_value: Annotated[float, Field(ge=0.0)] | None = setting(
        None,
        title="Ceiling",
        help="No value becomes larger than this.",
        lower="Steadier, but large values can no longer be distinguished.",
        raise_="More large values pass as they are.",
        keras="max_value",
        none_title="none",
    )
    negative_slope: float = setting(
        0.0,
        title="Slope below zero",
        help=_SLOPE_HELP,
        lower="Less passes below zero; at 0 a unit can fall silent for good.",
        raise_="More passes below zero; 1 makes it a straight line.",
        keras="negative_slope",
        ge=0.0,
        le=100.0,
    )
    threshold: float = setting(
        0.0,
        title="Threshold",
        help="What is below this counts as below zero.",
        lower="More of the small values pass.",
        raise_="More of the small values are cut off.",
        keras="threshold",
        ge=0.0,
        le=1_000_000.0,
        more=True,
    )


class LeakyReLULayer(LayerSection):
    """Arguments of `keras.layers.LeakyReLU`."""

    title = "LeakyReLU"
    about = "ReLU that lets a little through below zero."
    keras_class = "keras.layers.LeakyReLU"
    phrases = (Phrase(tr_later("slope {negative_slope:g} below zero")),)
    kind: Literal["leaky_relu"] = "leaky_relu"
    negative_slope: float = setting(
        0.3,
        title="Slope below zero",
        help=_SLOPE_HELP,
        lower="Less passes below zero; at 0 a unit can fall silent for good.",
        raise_="More passes below zero; 1 makes it a straight line.",
        keras="negative_slope",
        ge=0.0,
        le=100.0,
    )


class PReLULayer(LayerSection):
    """Arguments of `keras.layers.PReLU`."""

    title = "PReLU"
    about = "ReLU whose slope below zero is learned."
    keras_class = "keras.layers.PReLU"
    kind: Literal["prelu"] = "prelu"
    shared_axes: Annotated[tuple[Axis, ...], Field(min_length=1, max_length=6)] | None = setting(
        None,
        title="Shared axes",
        help="Axes along which one slope is learned for all, counted from 1; 1, 2 for an image.",
        keras="shared_axes",
        none_title="none",
    )


class ELULayer(LayerSection):
    """Arguments of `keras.layers.ELU`."""

    title = "ELU"
    about = "Smooth below zero, down to a floor."
    keras_class = "keras.layers.ELU"
    phrases = (Phrase(tr_later("floor at -{alpha:g}")),)
    kind: Literal["elu"] = "elu"
    alpha: float = setting(
        1.0,
        title="Depth",
        help="How far below zero it can go.",
        lower="Less passes below zero; 0 makes it a ReLU.",
        raise_="More passes below zero.",
        keras="alpha",
        ge=0.0,
        le=100.0,
    )


class SoftmaxLayer(LayerSection):
    """Arguments of `keras.layers.Softmax`."""

    title = "Softmax"
    about = "Shares that add up to 1 along the last axis."
    keras_class = "keras.layers.Softmax"
    kind: Literal["softmax"] = "softmax"
