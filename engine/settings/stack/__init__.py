"""A model as a list of layers: one section for each layer, with the arguments of its Keras class.

The modules are families of layers. `engine.models.stack` turns the list into Keras layers.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.language import tr_later
from engine.settings.declaration.declare import Section
from engine.settings.stack import (
    activating,
    attention,
    convolution,
    dense,
    pooling,
    pretrained,
    recurrent,
    regularizing,
    shaping,
)
from engine.settings.stack.base import LayerSection

LayerSettings = Annotated[
    dense.DenseLayer
    | dense.EmbeddingLayer
    | convolution.Conv1DLayer
    | convolution.Conv2DLayer
    | convolution.SeparableConv1DLayer
    | convolution.SeparableConv2DLayer
    | convolution.DepthwiseConv1DLayer
    | convolution.DepthwiseConv2DLayer
    | pooling.MaxPooling1DLayer
    | pooling.MaxPooling2DLayer
    | pooling.AveragePooling1DLayer
    | pooling.AveragePooling2DLayer
    | pooling.GlobalMaxPooling1DLayer
    | pooling.GlobalMaxPooling2DLayer
    | pooling.GlobalAveragePooling1DLayer
    | pooling.GlobalAveragePooling2DLayer
    | pooling.UpSampling1DLayer
    | pooling.UpSampling2DLayer
    | recurrent.LSTMLayer
    | recurrent.GRULayer
    | recurrent.SimpleRNNLayer
    | attention.SelfAttentionLayer
    | attention.PositionsLayer
    | attention.ResidualBlock
    | attention.TransformerBlock
    | pretrained.PretrainedLayer
    | regularizing.BatchNormalizationLayer
    | regularizing.LayerNormalizationLayer
    | regularizing.DropoutLayer
    | regularizing.SpatialDropout1DLayer
    | regularizing.SpatialDropout2DLayer
    | regularizing.GaussianNoiseLayer
    | activating.ActivationLayer
    | activating.ReLULayer
    | activating.LeakyReLULayer
    | activating.PReLULayer
    | activating.ELULayer
    | activating.SoftmaxLayer
    | shaping.FlattenLayer
    | shaping.ReshapeLayer
    | shaping.PermuteLayer
    | shaping.RepeatVectorLayer
    | shaping.ZeroPadding1DLayer
    | shaping.ZeroPadding2DLayer
    | shaping.MaskingLayer,
    Field(discriminator="kind"),
]

_FAMILIES = {
    dense: tr_later("Connected"),
    convolution: tr_later("Convolution"),
    pooling: tr_later("Pooling and size"),
    recurrent: tr_later("With a memory"),
    attention: tr_later("Attention and blocks"),
    pretrained: tr_later("Learned elsewhere"),
    regularizing: tr_later("Steadiness and chance"),
    activating: tr_later("Activation"),
    shaping: tr_later("Shape"),
}

COMPOSED = (*attention.COMPOSED, *pretrained.COMPOSED)
"""The sections that stand for something other than one Keras layer with its arguments."""


def family_of(layer: type[Section]) -> str:
    """Return the heading under which this kind of layer is shown."""
    return next(title for module, title in _FAMILIES.items() if module.__name__ == layer.__module__)


__all__ = ["COMPOSED", "LayerSection", "LayerSettings", "family_of"]
