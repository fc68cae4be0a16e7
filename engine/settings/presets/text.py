"""The model for texts. Models for sequences also read them: `engine.settings.presets.sequences`."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import setting
from engine.settings.presets.base import TokenSection, dropout, embedding


class TextModel(TokenSection):
    """An embedding, a layer that combines the tokens, and a Dense layer."""

    title = "Text: embedding and pooling"
    about = (
        "Every token becomes a row of numbers, and their mean says what the text is about."
        " Small, fast, and hard to beat."
    )
    group = "For text"

    kind: Literal["text"] = "text"
    embedding: int = embedding(more=False)
    gather: Literal["mean", "max", "convolution"] = setting(
        "mean",
        title="Tokens together",
        help="How all tokens of a text become one row: their mean, the largest of each number, or the largest"
        " of what filters find in neighbouring tokens. The first two do not see the order.",
        choices={"mean": "Mean", "max": "Largest", "convolution": "1-D convolution, then the largest"},
    )
    filters: int = setting(
        64,
        title="Filters",
        help="How many filters look at neighbouring tokens.",
        lower="Fewer patterns, faster.",
        raise_="More phrases can be distinguished; slower, and overfits sooner.",
        keras="filters",
        ge=1,
        le=65_536,
    )
    kernel_size: int = setting(
        5,
        title="Kernel size",
        help="How many tokens a filter looks at together.",
        lower="Faster, and shorter phrases.",
        raise_="Longer phrases are seen together; slower, with more weights.",
        keras="kernel_size",
        unit="tokens",
        ge=1,
        le=1024,
    )
    dense_units: int = setting(
        32,
        title="Dense units",
        help="Size of the dense layer behind them; 0 for none.",
        lower="A smaller model: faster, and less able to memorize the data.",
        raise_="Can learn more, but overfits sooner; slower.",
        keras="units",
        ge=0,
        le=65_536,
    )
    dropout: float = dropout(0.3)
