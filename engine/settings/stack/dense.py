"""Fully connected layers, and the embedding, which looks up a vector for an index."""

from __future__ import annotations

from typing import ClassVar, Literal

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
    units,
    use_bias,
)


class DenseLayer(LayerSection):
    """Arguments of `keras.layers.Dense`."""

    title = "Dense"
    about = "Every value with every value before it. Works on the last axis."
    keras_class = "keras.layers.Dense"
    required = frozenset({"units"})
    keras_defaults: ClassVar = {"activation": "linear"}
    phrases = (Phrase(tr_later("{units:,} units, {activation}")),)
    kind: Literal["dense"] = "dense"
    units: int = units(64)
    activation: LayerActivation = activation("relu")
    use_bias: bool = use_bias()
    kernel_initializer: Initializer = initializer()
    kernel_regularizer: Penalty | None = regularizer()


class EmbeddingLayer(LayerSection):
    """Arguments of `keras.layers.Embedding`."""

    title = "Embedding"
    about = "A learned row of numbers for each whole number. For words, characters and categories."
    keras_class = "keras.layers.Embedding"
    required = frozenset({"input_dim", "output_dim"})
    phrases = (Phrase(tr_later("{input_dim:,} entries, {output_dim:,} values each")),)
    kind: Literal["embedding"] = "embedding"
    input_dim: int = setting(
        1000,
        title="Entries",
        help="How many different whole numbers there are: the largest one in the data, plus 1.",
        lower="Less memory; a larger number in the data has no entry.",
        raise_="Room for larger numbers; entries that never come up only take memory.",
        keras="input_dim",
        ge=1,
        le=10_000_000,
    )
    output_dim: int = setting(
        32,
        title="Values each",
        help="How many numbers stand for one entry.",
        lower="Faster, and less to memorize.",
        raise_="Finer differences between entries; slower, and needs more data.",
        keras="output_dim",
        ge=1,
        le=65_536,
    )
    mask_zero: bool = setting(
        False,
        title="Zero is padding",
        help="Tell the recurrent layers behind it to pass over the number 0.",
        keras="mask_zero",
    )
    embeddings_regularizer: Penalty | None = regularizer(name="embeddings_regularizer")
