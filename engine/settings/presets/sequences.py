"""Networks for sequences without recurrence. The recurrent ones are in `engine.settings.model`."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import setting
from engine.settings.presets.base import ConvolutionSection, TokenSection, Units, dropout


class SequenceConvolutions(TokenSection, ConvolutionSection):
    """Base class of networks with convolutions over time steps."""

    kernel_size: int = setting(
        5,
        title="Kernel size",
        help="How many steps a filter looks at together.",
        lower="Faster, with fewer weights; each filter sees a shorter stretch.",
        raise_="Each filter sees a longer stretch; slower, with more weights.",
        keras="kernel_size",
        unit="steps",
        ge=1,
        le=1024,
    )


class FcnModel(SequenceConvolutions):
    """1-D convolutions over the time steps, followed by global average pooling."""

    title = "1-D CNN (FCN)"
    about = (
        "Convolutions over the steps, and the mean of what they find. Fast, and good at classes of sequences."
    )
    group = "For sequences"

    kind: Literal["fcn1d"] = "fcn1d"
    filters: tuple[Units, ...] = setting(
        (64, 128, 64),
        title="Filters",
        help="Filters of each convolution, one after the other, such as 64, 128, 64.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished, slower; a longer list sees longer stretches.",
        keras="filters",
        min_length=1,
        max_length=16,
    )
    dropout: float = dropout(0.0)


class SequenceResnetModel(SequenceConvolutions):
    """A 1-D residual network: blocks of three convolutions over the time steps with a skip connection."""

    title = "Residual 1-D CNN"
    about = "Blocks of three convolutions over the steps, added to what went into them. For long sequences."
    group = "For sequences"

    kind: Literal["resnet1d"] = "resnet1d"
    filters: tuple[Units, ...] = setting(
        (32, 64, 64),
        title="Filters",
        help="Filters of each block, one after the other, such as 32, 64, 64.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished, slower; a longer list sees longer stretches.",
        keras="filters",
        min_length=1,
        max_length=32,
    )
    dropout: float = dropout(0.0)


class TransformerModel(TokenSection):
    """A Transformer encoder, small enough for small data sets."""

    title = "Transformer"
    about = "Every step looks at every other at once. For sequences whose parts explain each other from afar."
    group = "For sequences"

    kind: Literal["transformer"] = "transformer"
    width: int = setting(
        32,
        title="Width",
        help="How many numbers stand for a step within the model.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        ge=1,
        le=4096,
    )
    heads: int = setting(
        4,
        title="Heads",
        help="How many ways of looking at the other steps a block has.",
        lower="Fewer kinds of connection, each compared by more numbers.",
        raise_="More kinds of connection, each compared by fewer numbers.",
        keras="num_heads",
        ge=1,
        le=64,
    )
    feed_forward: int = setting(
        64,
        title="Feed-forward units",
        help="Size of the dense layer behind each attention.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        keras="units",
        ge=1,
        le=65_536,
    )
    blocks: int = setting(
        2,
        title="Encoder blocks",
        help="How many blocks follow each other.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="A deeper model: can learn more, but overfits sooner; slower.",
        ge=1,
        le=48,
    )
    dropout: float = dropout(0.1)
