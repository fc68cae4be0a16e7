"""Deep networks for images. The small one is the CNN in `engine.settings.model`."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import setting
from engine.settings.presets.base import ConvolutionSection, Units, dropout, kernel_size


class VggModel(ConvolutionSection):
    """A VGG-style network: several convolutions before each pooling layer."""

    title = "VGG-style CNN"
    about = "Two or more convolutions before each pooling. For images with more detail than a small CNN sees."
    group = "For images"

    kind: Literal["vgg"] = "vgg"
    filters: tuple[Units, ...] = setting(
        (32, 64, 128),
        title="Filters",
        help="Filters of each block, one after the other, such as 32, 64, 128. Every block halves the image.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished, slower; a longer list sees larger shapes.",
        keras="filters",
        min_length=1,
        max_length=8,
    )
    convolutions: int = setting(
        2,
        title="Convolutions",
        help="How many convolutions a block has before it pools.",
        lower="Faster, with simpler patterns.",
        raise_="Larger and more complicated patterns; slower, and harder to train.",
        ge=1,
        le=8,
    )
    kernel_size: Literal[1, 3, 5, 7] = kernel_size()
    batch_normalization: bool = setting(
        True,
        title="Batch normalization",
        help="Keep the values between layers in a steady range while training.",
        keras="BatchNormalization",
    )
    dense_units: int = setting(
        128,
        title="Dense units",
        help="Size of the dense layer behind the convolutions.",
        lower="Fewer parameters, less able to memorize the data.",
        raise_="More ways to combine what the convolutions found; overfits sooner.",
        keras="units",
        ge=1,
        le=65_536,
    )
    dropout: float = dropout(0.3)


class ResnetModel(ConvolutionSection):
    """A residual network (ResNet): blocks of two convolutions with a skip connection."""

    title = "Residual CNN (ResNet)"
    about = "Convolutions that are added to what went into them, so that many layers still learn. For images."
    group = "For images"

    kind: Literal["resnet"] = "resnet"
    filters: tuple[Units, ...] = setting(
        (16, 32, 64),
        title="Filters",
        help="Filters of each group of blocks, one after the other, such as 16, 32, 64."
        " Each group but the first halves the image.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished, slower; a longer list sees larger shapes.",
        keras="filters",
        min_length=1,
        max_length=8,
    )
    blocks: int = setting(
        2,
        title="Blocks",
        help="How many residual blocks of two convolutions each group has.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="A deeper model: can learn more, but overfits sooner; slower.",
        ge=1,
        le=50,
    )
    kernel_size: Literal[1, 3, 5, 7] = kernel_size()
    dropout: float = dropout(0.0)
