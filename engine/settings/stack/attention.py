"""Attention, and blocks of several layers with a residual connection."""

from __future__ import annotations

from typing import Any, Literal

from engine.language import tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import (
    Initializer,
    LayerActivation,
    LayerSection,
    Penalty,
    activation,
    initializer,
    regularizer,
    share,
    use_bias,
)


def _num_heads(keras: str = "num_heads") -> int:
    return setting(
        4,
        title="Heads",
        help="How many things are looked for at the same time.",
        lower="Faster, with fewer weights; fewer kinds of connection.",
        raise_="More kinds of connection at once; slower, with more weights.",
        keras=keras,
        ge=1,
        le=256,
    )


def _key_dim() -> int:
    return setting(
        16,
        title="Size of a head",
        help="How many numbers each head compares by.",
        lower="Faster, with fewer weights; coarser comparisons.",
        raise_="Finer comparisons; slower, with more weights.",
        keras="key_dim",
        ge=1,
        le=4096,
    )


class SelfAttentionLayer(LayerSection):
    """Self-attention with `keras.layers.MultiHeadAttention`: query and value are the same input."""

    title = "MultiHeadAttention"
    about = "Self-attention: every step looks at all the others."
    keras_class = "keras.layers.MultiHeadAttention"
    required = frozenset({"num_heads", "key_dim"})
    phrases = (Phrase(tr_later("{num_heads} heads of {key_dim}")),)
    kind: Literal["self_attention"] = "self_attention"
    num_heads: int = _num_heads()
    key_dim: int = _key_dim()
    dropout: float = share(
        help="Share of the attention that is set to zero in training.",
        title="Dropout",
        keras="dropout",
        default=0.0,
    )
    use_bias: bool = use_bias()
    kernel_initializer: Initializer = initializer()
    kernel_regularizer: Penalty | None = regularizer()


class PositionsLayer(LayerSection):
    """A Dense layer over each time step with a separate bias for each step (`keras.layers.EinsumDense`)."""

    title = "Positional embedding"
    about = (
        "Brings each step to a width, and adds what is learned for its place, so that attention knows the"
        " order."
    )
    phrases = (Phrase(tr_later("{units:,} values a step, with its place")),)
    kind: Literal["positions"] = "positions"
    units: int = setting(
        32,
        title="Width",
        help="How many numbers stand for a step from here on.",
        keras="output_shape",
        ge=1,
        le=65_536,
        lower="Faster, and less to memorize; too few cannot distinguish steps.",
        raise_="Finer differences between steps; slower, and wants more examples.",
    )


class ResidualBlock(LayerSection):
    """A residual block: convolutions with batch normalization, and a skip connection."""

    title = "Residual block"
    about = "Convolutions, added to what went into them. For deep networks on images and sequences."
    phrases = (
        Phrase(tr_later("{convolutions} × {filters:,} filters of {kernel_size}, {activation}")),
        Phrase(tr_later("moves by {strides}"), lambda section: section.strides > 1),
    )
    kind: Literal["residual_block"] = "residual_block"
    convolutions: int = setting(
        2,
        title="Convolutions",
        help="How many convolutions follow each other before the sum.",
        ge=1,
        le=8,
        lower="Faster; each block changes less.",
        raise_="Sees more at a time and learns more a block; slower, harder to train.",
    )
    filters: int = setting(
        32,
        title="Filters",
        help="How many channels it gives; a small convolution fits the way around where it is needed.",
        lower="Fewer patterns, faster.",
        raise_="More patterns can be distinguished; slower, with more memory.",
        keras="filters",
        ge=1,
        le=65_536,
    )
    kernel_size: int = setting(
        3,
        title="Kernel size",
        help="How far a filter looks, in steps or in pixels a side.",
        lower="Faster, with fewer weights; each filter sees less around it.",
        raise_="Each filter sees more around it; slower, with more weights.",
        keras="kernel_size",
        ge=1,
        le=1024,
    )
    strides: Literal[1, 2] = setting(
        1,
        title="Strides",
        help="2 halves the size, in the first of the convolutions.",
        lower="Keeps more detail; slower, with more memory.",
        raise_="A smaller result: faster, with less memory and less detail.",
        keras="strides",
        choices={1: "1", 2: "2"},
    )
    activation: LayerActivation = activation("relu")


class TransformerBlock(LayerSection):
    """A Transformer block: self-attention and two Dense layers, normalized, with skip connections."""

    title = "Transformer encoder block"
    about = "Self-attention, then two dense layers; each normalized before and added to what went in."
    phrases = (Phrase(tr_later("{num_heads} heads of {key_dim}, {units:,} units")),)
    kind: Literal["transformer_block"] = "transformer_block"
    num_heads: int = _num_heads()
    key_dim: int = _key_dim()
    units: int = setting(
        64,
        title="Inner units",
        help="The size of the first of the two dense layers.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        keras="units",
        ge=1,
        le=65_536,
    )
    activation: LayerActivation = activation("gelu", more=True)
    dropout: float = share(
        help="Share of the values that is set to zero behind attention and behind the dense layers.",
        title="Dropout",
        keras="Dropout",
        default=0.1,
    )


COMPOSED: tuple[type[Any], ...] = (PositionsLayer, ResidualBlock, TransformerBlock)
"""The sections here that stand for something other than one Keras layer with its arguments."""
