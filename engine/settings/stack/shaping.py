"""Layers that reshape values, and Masking, which hides steps."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from engine.language import tr, tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import LayerSection, sizes_in_words

Edge = Annotated[int, Field(ge=0, le=1024)]
Edges = Edge | Annotated[tuple[Edge, ...], Field(min_length=2, max_length=2)]
Length = Annotated[int, Field(ge=-1, le=10_000_000)]
Axis = Annotated[int, Field(ge=1, le=8)]


class FlattenLayer(LayerSection):
    """Arguments of `keras.layers.Flatten`."""

    title = "Flatten"
    about = "One long row out of everything, for Dense behind it."
    keras_class = "keras.layers.Flatten"
    kind: Literal["flatten"] = "flatten"


class ReshapeLayer(LayerSection):
    """Arguments of `keras.layers.Reshape`."""

    title = "Reshape"
    about = "The same values in another shape."
    keras_class = "keras.layers.Reshape"
    required = frozenset({"target_shape"})
    phrases = (Phrase(tr_later("to {shape}")),)
    kind: Literal["reshape"] = "reshape"
    target_shape: tuple[Length, ...] = setting(
        (-1, 1),
        title="Shape",
        help="The shape of one example afterwards, such as 28, 28, 1. One -1 takes what is left.",
        keras="target_shape",
        min_length=1,
        max_length=6,
    )

    @property
    def shape(self) -> str:
        """The shape in words."""
        return sizes_in_words(self.target_shape)

    @field_validator("target_shape")
    @classmethod
    def _one_open(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if 0 in value or value.count(-1) > 1:
            raise ValueError(tr("write lengths of 1 or more, and -1 once at most"))
        return value


class PermuteLayer(LayerSection):
    """Arguments of `keras.layers.Permute`."""

    title = "Permute"
    about = "The axes in another order."
    keras_class = "keras.layers.Permute"
    required = frozenset({"dims"})
    phrases = (Phrase(tr_later("axes {order}")),)
    kind: Literal["permute"] = "permute"
    dims: tuple[Axis, ...] = setting(
        (2, 1),
        title="Order of axes",
        help="Which axis comes first, second and so on, counted from 1; 2, 1 changes two.",
        keras="dims",
        min_length=1,
        max_length=6,
    )

    @property
    def order(self) -> str:
        """The axes in words."""
        return ", ".join(map(str, self.dims))

    @field_validator("dims")
    @classmethod
    def _each_once(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if sorted(value) != list(range(1, len(value) + 1)):
            raise ValueError(tr("name each axis once, such as 2, 1 or 3, 1, 2"))
        return value


class RepeatVectorLayer(LayerSection):
    """Arguments of `keras.layers.RepeatVector`."""

    title = "RepeatVector"
    about = "One row again and again, as the steps of a sequence."
    keras_class = "keras.layers.RepeatVector"
    required = frozenset({"n"})
    phrases = (Phrase(tr_later("{n:,} times")),)
    kind: Literal["repeat_vector"] = "repeat_vector"
    n: int = setting(
        4,
        title="Times",
        help="How many steps there are then.",
        lower="A shorter sequence, faster.",
        raise_="A longer sequence, slower.",
        keras="n",
        ge=1,
        le=100_000,
    )


def _padding() -> Any:
    return setting(
        1,
        title="Zeros",
        help="How many zeros are put at each edge.",
        lower="A smaller result, faster; the edges count less.",
        raise_="A larger result, slower; the edges count more.",
        keras="padding",
    )


class ZeroPadding1DLayer(LayerSection):
    """Arguments of `keras.layers.ZeroPadding1D`."""

    title = "ZeroPadding1D"
    about = "Zeros before and after a sequence."
    keras_class = "keras.layers.ZeroPadding1D"
    phrases = (Phrase(tr_later("{padding} at each edge")),)
    kind: Literal["zero_padding1d"] = "zero_padding1d"
    padding: Edge = _padding()


class ZeroPadding2DLayer(LayerSection):
    """Arguments of `keras.layers.ZeroPadding2D`."""

    title = "ZeroPadding2D"
    about = "Zeros around an image."
    keras_class = "keras.layers.ZeroPadding2D"
    phrases = (Phrase(tr_later("{zeros} at each edge")),)
    kind: Literal["zero_padding2d"] = "zero_padding2d"
    padding: Edges = _padding()

    @property
    def zeros(self) -> str:
        """The zeros in words."""
        return sizes_in_words(self.padding)


class MaskingLayer(LayerSection):
    """Arguments of `keras.layers.Masking`."""

    title = "Masking"
    about = "Hides steps that are all padding from the recurrent layers behind it."
    keras_class = "keras.layers.Masking"
    phrases = (Phrase(tr_later("steps of {mask_value:g} are passed over")),)
    kind: Literal["masking"] = "masking"
    mask_value: float = setting(
        0.0,
        title="Value of padding",
        help="A step whose values are all this number is passed over.",
        keras="mask_value",
    )
