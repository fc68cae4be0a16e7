"""Pooling layers, which reduce several values to one, and upsampling layers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from engine.language import tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import LayerSection, Padding, Size, Sizes, padding, sizes_in_words

Times = Annotated[int, Field(ge=1, le=64)]
BothTimes = Times | Annotated[tuple[Times, ...], Field(min_length=2, max_length=2)]


def _pool_size() -> Any:
    return setting(
        2,
        title="Pool size",
        help="How many steps, or pixels a side, become one.",
        lower="Keeps more detail; slower, with more memory.",
        raise_="A smaller result: faster, with less memory and less detail.",
        keras="pool_size",
    )


def _strides() -> Any:
    return setting(
        None,
        title="Strides",
        help="How far it moves at a time.",
        lower="Keeps more detail; slower, with more memory.",
        raise_="A smaller result: faster, with less memory and less detail.",
        keras="strides",
        none_title="as the pool size",
        more=True,
    )


class PoolingSection(LayerSection):
    """Base class of all pooling."""

    phrases = (Phrase(tr_later("{pool} become one")),)

    @property
    def pool(self) -> str:
        """The size of the pool in words."""
        return sizes_in_words(getattr(self, "pool_size"))  # noqa: B009 - each kind has its own type of it


class MaxPooling1DLayer(PoolingSection):
    """Arguments of `keras.layers.MaxPooling1D`."""

    title = "MaxPooling1D"
    about = "Keeps the largest of a few steps."
    keras_class = "keras.layers.MaxPooling1D"
    kind: Literal["max_pooling1d"] = "max_pooling1d"
    pool_size: Size = _pool_size()
    strides: Size | None = _strides()
    padding: Padding = padding()


class MaxPooling2DLayer(PoolingSection):
    """Arguments of `keras.layers.MaxPooling2D`."""

    title = "MaxPooling2D"
    about = "Keeps the largest of each small square; halves an image."
    keras_class = "keras.layers.MaxPooling2D"
    kind: Literal["max_pooling2d"] = "max_pooling2d"
    pool_size: Sizes = _pool_size()
    strides: Size | None = _strides()
    padding: Padding = padding()


class AveragePooling1DLayer(PoolingSection):
    """Arguments of `keras.layers.AveragePooling1D`."""

    title = "AveragePooling1D"
    about = "The mean of a few steps."
    keras_class = "keras.layers.AveragePooling1D"
    required = frozenset({"pool_size"})
    kind: Literal["average_pooling1d"] = "average_pooling1d"
    pool_size: Size = _pool_size()
    strides: Size | None = _strides()
    padding: Padding = padding()


class AveragePooling2DLayer(PoolingSection):
    """Arguments of `keras.layers.AveragePooling2D`."""

    title = "AveragePooling2D"
    about = "The mean of each small square."
    keras_class = "keras.layers.AveragePooling2D"
    required = frozenset({"pool_size"})
    kind: Literal["average_pooling2d"] = "average_pooling2d"
    pool_size: Sizes = _pool_size()
    strides: Size | None = _strides()
    padding: Padding = padding()


class GlobalPoolingSection(LayerSection):
    """Base class of all global pooling."""

    keepdims: bool = setting(
        False,
        title="Keep the axes",
        help="Leave an axis of length 1 in the place of each that was brought together.",
        keras="keepdims",
        more=True,
    )


class GlobalMaxPooling1DLayer(GlobalPoolingSection):
    """Arguments of `keras.layers.GlobalMaxPooling1D`."""

    title = "GlobalMaxPooling1D"
    about = "The largest value of each channel over all steps."
    keras_class = "keras.layers.GlobalMaxPooling1D"
    kind: Literal["global_max_pooling1d"] = "global_max_pooling1d"


class GlobalAveragePooling1DLayer(GlobalPoolingSection):
    """Arguments of `keras.layers.GlobalAveragePooling1D`."""

    title = "GlobalAveragePooling1D"
    about = "The mean of each channel over all steps."
    keras_class = "keras.layers.GlobalAveragePooling1D"
    kind: Literal["global_average_pooling1d"] = "global_average_pooling1d"


class GlobalMaxPooling2DLayer(GlobalPoolingSection):
    """Arguments of `keras.layers.GlobalMaxPooling2D`."""

    title = "GlobalMaxPooling2D"
    about = "The largest value of each channel over the whole image."
    keras_class = "keras.layers.GlobalMaxPooling2D"
    kind: Literal["global_max_pooling2d"] = "global_max_pooling2d"


class GlobalAveragePooling2DLayer(GlobalPoolingSection):
    """Arguments of `keras.layers.GlobalAveragePooling2D`."""

    title = "GlobalAveragePooling2D"
    about = "The mean of each channel over the whole image."
    keras_class = "keras.layers.GlobalAveragePooling2D"
    kind: Literal["global_average_pooling2d"] = "global_average_pooling2d"


class UpSampling1DLayer(LayerSection):
    """Arguments of `keras.layers.UpSampling1D`."""

    title = "UpSampling1D"
    about = "Repeats every step."
    keras_class = "keras.layers.UpSampling1D"
    phrases = (Phrase(tr_later("{size} times as long")),)
    kind: Literal["up_sampling1d"] = "up_sampling1d"
    size: Times = setting(
        2,
        title="Size",
        help="How many times each step is repeated.",
        lower="A smaller result, faster.",
        raise_="A larger result, which takes more time and memory.",
        keras="size",
    )


class UpSampling2DLayer(LayerSection):
    """Arguments of `keras.layers.UpSampling2D`."""

    title = "UpSampling2D"
    about = "Makes an image larger."
    keras_class = "keras.layers.UpSampling2D"
    phrases = (Phrase(tr_later("{times} times as large")),)
    kind: Literal["up_sampling2d"] = "up_sampling2d"
    size: BothTimes = setting(
        2,
        title="Size",
        help="How many times as large it becomes.",
        lower="A smaller result, faster.",
        raise_="A larger result, which takes more time and memory.",
        keras="size",
    )
    interpolation: Literal["nearest", "bilinear"] = setting(
        "nearest",
        title="Interpolation",
        help="How the pixels between are found.",
        keras="interpolation",
        choices={"nearest": "nearest", "bilinear": "bilinear"},
    )

    @property
    def times(self) -> str:
        """The size in words."""
        return sizes_in_words(self.size)
