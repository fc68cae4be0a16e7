"""Preprocessing as plain data: the inputs of the model for inference, which takes data as it was read.

`engine.data.preprocessing` makes these, `engine.models.inference_model` builds the model from them, and
`engine.script` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.settings.layers import Layer


@dataclass(frozen=True, slots=True)
class RawInput:
    """One input of the model for inference, of shape (n, 1).

    Attributes:
        name: Its key in the dict that is passed to `predict`.
        dtype: Its dtype.
        layers: The preprocessing layers, with an output of (n, any). The outputs of all inputs, concatenated
            in this order, are the input of the trained model.
    """

    name: str
    dtype: Literal["string", "float32"]
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A column of the trained model's inputs that holds indices of categories.

    Attributes:
        name: Name of the column.
        values: Number of indices; they are 0 to values - 1.
        size: Size of the embedding.
        path: Dotted path of the setting that the size comes from, "" where there is none.
    """

    name: str
    values: int
    size: int
    path: str = ""
