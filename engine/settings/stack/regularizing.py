"""Normalization layers, and layers that add noise or drop values in training."""

from __future__ import annotations

from typing import Literal

from engine.language import tr_later
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase
from engine.settings.stack.base import LayerSection, share

_SHARE = (Phrase(tr_later("{rate:.0%} are set to zero in training")),)


class NormalizationSection(LayerSection):
    """Base class of normalization layers."""

    epsilon: float = setting(
        0.001,
        title="Epsilon",
        help="A small number that keeps divisions steady.",
        lower="Evens out more exactly, but blows up values that hardly differ.",
        raise_="Steadier where values hardly differ, but evens out less.",
        keras="epsilon",
        gt=0.0,
        le=1.0,
        more=True,
    )
    center: bool = setting(
        True, title="Learn a shift", help="Add a learned constant afterwards.", keras="center", more=True
    )
    scale: bool = setting(
        True,
        title="Learn a factor",
        help="Multiply by a learned factor afterwards.",
        keras="scale",
        more=True,
    )


class BatchNormalizationLayer(NormalizationSection):
    """Arguments of `keras.layers.BatchNormalization`."""

    title = "BatchNormalization"
    about = "Keeps each channel in a steady range over the batch; training goes faster."
    keras_class = "keras.layers.BatchNormalization"
    kind: Literal["batch_normalization"] = "batch_normalization"
    momentum: float = setting(
        0.99,
        title="Momentum",
        help="How slowly the mean and variance for later use follow. Small batches or short runs want less.",
        lower="Follows sooner, but shakes more from batch to batch.",
        raise_="Steadier, but needs many batches until it is right.",
        keras="momentum",
        ge=0.0,
        lt=1.0,
    )


class LayerNormalizationLayer(NormalizationSection):
    """Arguments of `keras.layers.LayerNormalization`."""

    title = "LayerNormalization"
    about = "Keeps each example, or each step, in a steady range. For sequences and attention."
    keras_class = "keras.layers.LayerNormalization"
    kind: Literal["layer_normalization"] = "layer_normalization"


class DropoutLayer(LayerSection):
    """Arguments of `keras.layers.Dropout`."""

    title = "Dropout"
    about = "Sets values to zero at random in training, against overfitting."
    keras_class = "keras.layers.Dropout"
    required = frozenset({"rate"})
    phrases = _SHARE
    kind: Literal["dropout"] = "dropout"
    rate: float = share(help="Share of the values that is set to zero.")


class SpatialDropout1DLayer(LayerSection):
    """Arguments of `keras.layers.SpatialDropout1D`."""

    title = "SpatialDropout1D"
    about = "Sets whole channels of a sequence to zero in training."
    keras_class = "keras.layers.SpatialDropout1D"
    required = frozenset({"rate"})
    phrases = _SHARE
    kind: Literal["spatial_dropout1d"] = "spatial_dropout1d"
    rate: float = share(help="Share of the channels that is set to zero.")


class SpatialDropout2DLayer(LayerSection):
    """Arguments of `keras.layers.SpatialDropout2D`."""

    title = "SpatialDropout2D"
    about = "Sets whole channels of an image to zero in training."
    keras_class = "keras.layers.SpatialDropout2D"
    required = frozenset({"rate"})
    phrases = _SHARE
    kind: Literal["spatial_dropout2d"] = "spatial_dropout2d"
    rate: float = share(help="Share of the channels that is set to zero.")


class GaussianNoiseLayer(LayerSection):
    """Arguments of `keras.layers.GaussianNoise`."""

    title = "GaussianNoise"
    about = "Adds random noise in training."
    keras_class = "keras.layers.GaussianNoise"
    required = frozenset({"stddev"})
    phrases = (Phrase(tr_later("standard deviation {stddev:g}")),)
    kind: Literal["gaussian_noise"] = "gaussian_noise"
    stddev: float = setting(
        0.1,
        title="Standard deviation",
        help="How strong the noise is, in the size of the values.",
        lower="Learns faster, and overfits sooner.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="stddev",
        ge=0.0,
        le=1.0,
    )
