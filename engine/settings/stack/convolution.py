"""Layers that convolve a sequence or an image with small kernels."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import model_validator

from engine.language import tr, tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import (
    PADDINGS,
    Initializer,
    LayerActivation,
    LayerSection,
    Padding,
    Penalty,
    Size,
    Sizes,
    activation,
    initializer,
    padding,
    regularizer,
    sizes_in_words,
    use_bias,
)

_FILTERS_HELP = "How many filters there are, and so how many channels the layer gives."
_KERNEL_HELP = "How far a filter looks, in steps or in pixels a side."
CausalPadding = Literal["valid", "same", "causal"]
_CAUSAL: dict[Any, str] = {**PADDINGS, "causal": "Never look ahead (causal)"}


def _filters() -> int:
    return setting(
        32,
        title="Filters",
        help=_FILTERS_HELP,
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished; slower, with more memory.",
        keras="filters",
        ge=1,
        le=65_536,
    )


def _kernel_size() -> Any:
    return setting(
        3,
        title="Kernel size",
        help=_KERNEL_HELP,
        lower="Faster, with fewer weights; each filter sees less around it.",
        raise_="Each filter sees more around it; slower, with more weights.",
        keras="kernel_size",
    )


def _strides() -> Any:
    return setting(
        1,
        title="Strides",
        help="How far the filter moves at a time; 2 halves the size.",
        lower="Keeps more detail; slower, with more memory.",
        raise_="A smaller result: faster, with less memory and less detail.",
        keras="strides",
    )


def _dilation_rate() -> Any:
    return setting(
        1,
        title="Dilation",
        help="The distance between the values that a filter looks at; more looks farther.",
        lower="Sees what is near, without gaps.",
        raise_="Sees farther with the same weights, but skips what lies between.",
        keras="dilation_rate",
        more=True,
    )


def _depth_multiplier() -> int:
    return setting(
        1,
        title="Filters a channel",
        help="How many filters each channel has of its own.",
        lower="Fewer patterns, faster.",
        raise_="More patterns in each channel; slower, with more memory.",
        keras="depth_multiplier",
        ge=1,
        le=64,
        more=True,
    )


class ConvolutionSection(LayerSection):
    """Base class of all convolutions."""

    keras_defaults: ClassVar = {"activation": "linear"}

    @property
    def kernel(self) -> str:
        """The size of the kernel in words."""
        return sizes_in_words(getattr(self, "kernel_size"))  # noqa: B009 - each kind has its own type of it

    @model_validator(mode="after")
    def _one_of_both(self) -> ConvolutionSection:
        if getattr(self, "strides", 1) > 1 and getattr(self, "dilation_rate", 1) > 1:
            sentence = tr("a filter with dilation moves by 1; set strides or dilation_rate to 1")
            raise ValueError(f"dilation_rate: {sentence}")
        return self


_FILTERED = (
    Phrase(tr_later("{filters:,} filters of {kernel}, {activation}")),
    Phrase(tr_later("moves by {strides}"), lambda section: section.strides > 1),
)
_BY_CHANNEL = (
    Phrase(tr_later("a filter of {kernel} for each channel, {activation}")),
    Phrase(tr_later("moves by {strides}"), lambda section: section.strides > 1),
)


class Conv1DLayer(ConvolutionSection):
    """Arguments of `keras.layers.Conv1D`."""

    title = "Conv1D"
    about = "Filters that move along the steps of a sequence."
    keras_class = "keras.layers.Conv1D"
    required = frozenset({"filters", "kernel_size"})
    phrases = _FILTERED
    kind: Literal["conv1d"] = "conv1d"
    filters: int = _filters()
    kernel_size: Size = _kernel_size()
    strides: Size = _strides()
    padding: CausalPadding = padding(_CAUSAL)
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    kernel_initializer: Initializer = initializer()
    kernel_regularizer: Penalty | None = regularizer()


class Conv2DLayer(ConvolutionSection):
    """Arguments of `keras.layers.Conv2D`."""

    title = "Conv2D"
    about = "Filters that move over an image."
    keras_class = "keras.layers.Conv2D"
    required = frozenset({"filters", "kernel_size"})
    phrases = _FILTERED
    kind: Literal["conv2d"] = "conv2d"
    filters: int = _filters()
    kernel_size: Sizes = _kernel_size()
    strides: Size = _strides()
    padding: Padding = padding()
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    kernel_initializer: Initializer = initializer()
    kernel_regularizer: Penalty | None = regularizer()


class SeparableConv1DLayer(ConvolutionSection):
    """Arguments of `keras.layers.SeparableConv1D`."""

    title = "SeparableConv1D"
    about = "A convolution in two cheap halves: along the steps, then across the channels."
    keras_class = "keras.layers.SeparableConv1D"
    required = frozenset({"filters", "kernel_size"})
    phrases = _FILTERED
    kind: Literal["separable_conv1d"] = "separable_conv1d"
    filters: int = _filters()
    kernel_size: Size = _kernel_size()
    strides: Size = _strides()
    padding: CausalPadding = padding(_CAUSAL)
    depth_multiplier: int = _depth_multiplier()
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    depthwise_initializer: Initializer = initializer(name="depthwise_initializer")
    pointwise_initializer: Initializer = initializer(
        name="pointwise_initializer", title="First weights across"
    )


class SeparableConv2DLayer(ConvolutionSection):
    """Arguments of `keras.layers.SeparableConv2D`."""

    title = "SeparableConv2D"
    about = "A convolution in two cheap halves: over the image, then across the channels."
    keras_class = "keras.layers.SeparableConv2D"
    required = frozenset({"filters", "kernel_size"})
    phrases = _FILTERED
    kind: Literal["separable_conv2d"] = "separable_conv2d"
    filters: int = _filters()
    kernel_size: Sizes = _kernel_size()
    strides: Size = _strides()
    padding: Padding = padding()
    depth_multiplier: int = _depth_multiplier()
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    depthwise_initializer: Initializer = initializer(name="depthwise_initializer")
    pointwise_initializer: Initializer = initializer(
        name="pointwise_initializer", title="First weights across"
    )


class DepthwiseConv1DLayer(ConvolutionSection):
    """Arguments of `keras.layers.DepthwiseConv1D`."""

    title = "DepthwiseConv1D"
    about = "A filter for each channel alone, along the steps of a sequence."
    keras_class = "keras.layers.DepthwiseConv1D"
    required = frozenset({"kernel_size"})
    phrases = _BY_CHANNEL
    kind: Literal["depthwise_conv1d"] = "depthwise_conv1d"
    kernel_size: Size = _kernel_size()
    strides: Size = _strides()
    padding: Padding = padding()
    depth_multiplier: int = _depth_multiplier()
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    depthwise_initializer: Initializer = initializer(name="depthwise_initializer")


class DepthwiseConv2DLayer(ConvolutionSection):
    """Arguments of `keras.layers.DepthwiseConv2D`."""

    title = "DepthwiseConv2D"
    about = "A filter for each channel alone, over an image."
    keras_class = "keras.layers.DepthwiseConv2D"
    required = frozenset({"kernel_size"})
    phrases = _BY_CHANNEL
    kind: Literal["depthwise_conv2d"] = "depthwise_conv2d"
    kernel_size: Sizes = _kernel_size()
    strides: Size = _strides()
    padding: Padding = padding()
    depth_multiplier: int = _depth_multiplier()
    dilation_rate: Size = _dilation_rate()
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    depthwise_initializer: Initializer = initializer(name="depthwise_initializer")
