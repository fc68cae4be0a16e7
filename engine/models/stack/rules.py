"""The output shape and parameter count of each layer of a stack: one rule for each family of layers.

A rule takes the settings of a layer and the shape of one example, and returns the output shape and the number
of parameters, non-trainable ones included. It raises `MisfitError`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

from engine.language import tr
from engine.models.parts.backbone import NETWORKS
from engine.models.stack.misfit import MisfitError, Shape, check_image, check_row, check_steps, in_words
from engine.models.stack.windows import moved
from engine.settings.declaration.declare import alternatives
from engine.settings.stack import COMPOSED, LayerSettings
from engine.settings.stack import activating as act
from engine.settings.stack import attention as att
from engine.settings.stack import convolution as conv
from engine.settings.stack import dense as den
from engine.settings.stack import pooling as pool
from engine.settings.stack import pretrained as pre
from engine.settings.stack import recurrent as rec
from engine.settings.stack import regularizing as reg
from engine.settings.stack import shaping as shp


@dataclass(frozen=True, slots=True)
class Given:
    """The output of a layer.

    Attributes:
        shape: Shape for one example.
        parameters: Number of parameters, non-trainable ones included.
    """

    shape: Shape
    parameters: int = 0


Rule = Callable[[Any, Shape], Given]


def _same(_section: Any, shape: Shape) -> Given:
    return Given(shape)


def _same_steps(section: Any, shape: Shape) -> Given:
    check_steps(section, shape)
    return Given(shape)


def _same_image(section: Any, shape: Shape) -> Given:
    check_image(section, shape)
    return Given(shape)


def _dense(section: den.DenseLayer, shape: Shape) -> Given:
    return Given((*shape[:-1], section.units), section.units * (shape[-1] + section.use_bias))


def _embedding(section: den.EmbeddingLayer, shape: Shape) -> Given:
    return Given((*shape, section.output_dim), section.input_dim * section.output_dim)


def _convolution(section: Any, shape: Shape) -> Given:
    space = moved(section, shape)
    kernel = prod(space.kernel) * shape[-1]
    return Given((*space.out, section.filters), section.filters * (kernel + section.use_bias))


def _separable(section: Any, shape: Shape) -> Given:
    space = moved(section, shape)
    between = shape[-1] * section.depth_multiplier
    learned = prod(space.kernel) * between + section.filters * (between + section.use_bias)
    return Given((*space.out, section.filters), learned)


def _depthwise(section: Any, shape: Shape) -> Given:
    space = moved(section, shape)
    channels = shape[-1] * section.depth_multiplier
    return Given((*space.out, channels), channels * (prod(space.kernel) + section.use_bias))


def _pooling(section: Any, shape: Shape) -> Given:
    return Given((*moved(section, shape).out, shape[-1]))


def _global(section: Any, shape: Shape) -> Given:
    ones = (1,) * (len(shape) - 1) if section.keepdims else ()
    return Given((*ones, shape[-1]))


def _global_steps(section: Any, shape: Shape) -> Given:
    check_steps(section, shape)
    return _global(section, shape)


def _global_image(section: Any, shape: Shape) -> Given:
    check_image(section, shape)
    return _global(section, shape)


def _larger_steps(section: pool.UpSampling1DLayer, shape: Shape) -> Given:
    check_steps(section, shape)
    return Given((shape[0] * section.size, shape[1]))


def _larger_image(section: pool.UpSampling2DLayer, shape: Shape) -> Given:
    check_image(section, shape)
    rows, columns = _both(section.size)
    return Given((shape[0] * rows, shape[1] * columns, shape[2]))


def _recurrent(gates: int) -> Rule:
    def rule(section: rec.RecurrentSection, shape: Shape) -> Given:
        check_steps(section, shape)
        units = section.units
        biases = (2 if getattr(section, "reset_after", False) else 1) * section.use_bias
        learned = gates * units * (shape[1] + units + biases)
        if section.bidirectional:
            learned *= 2
            units *= 2 if section.merge_mode == "concat" else 1
        return Given((shape[0], units) if section.return_sequences else (units,), learned)

    return rule


def _attention(section: att.SelfAttentionLayer, shape: Shape) -> Given:
    check_steps(section, shape)
    inner, width = section.num_heads * section.key_dim, shape[1]
    biases = (3 * inner + width) * section.use_bias
    return Given(shape, 4 * width * inner + biases)


def _positions(section: att.PositionsLayer, shape: Shape) -> Given:
    check_steps(section, shape)
    steps, features = shape
    return Given((steps, section.units), section.units * (features + steps))


def _network(section: pre.PretrainedLayer, _shape: Shape) -> Given:
    network = NETWORKS[section.base]
    return Given((network.width,), network.parameters)


def _normalization(kept: int) -> Rule:
    return lambda section, shape: Given(shape, shape[-1] * (section.center + section.scale + kept))


def _learned_slope(section: act.PReLULayer, shape: Shape) -> Given:
    shared = section.shared_axes or ()
    if shared and max(shared) > len(shape):
        sentence = tr(
            "PReLU shares axis {axis}, and {shape} has no such axis.", axis=max(shared), shape=in_words(shape)
        )
        raise MisfitError(sentence, field="shared_axes")
    return Given(shape, prod(1 if axis in shared else size for axis, size in enumerate(shape, start=1)))


def _flatten(_section: Any, shape: Shape) -> Given:
    return Given((prod(shape),))


def _reshape(section: shp.ReshapeLayer, shape: Shape) -> Given:
    target, have = section.target_shape, prod(shape)
    known = prod(size for size in target if size > 0)
    if known != have and not (-1 in target and have % known == 0):
        sentence = tr(
            "Reshape to {target} needs {wanted}, and {shape} has {have} values.",
            target=in_words(target),
            wanted=tr("a multiple of {count}", count=known) if -1 in target else known,
            shape=in_words(shape),
            have=have,
        )
        raise MisfitError(sentence, field="target_shape")
    return Given(tuple(have // known if size == -1 else size for size in target))


def _permute(section: shp.PermuteLayer, shape: Shape) -> Given:
    if len(section.dims) != len(shape):
        sentence = tr(
            "Permute names {named} axes, and {shape} has {count}; name all of them.",
            named=len(section.dims),
            shape=in_words(shape),
            count=len(shape),
        )
        raise MisfitError(sentence, field="dims")
    return Given(tuple(shape[axis - 1] for axis in section.dims))


def _repeat(section: shp.RepeatVectorLayer, shape: Shape) -> Given:
    check_row(section, shape)
    return Given((section.n, *shape))


def _padded_steps(section: shp.ZeroPadding1DLayer, shape: Shape) -> Given:
    check_steps(section, shape)
    return Given((shape[0] + 2 * section.padding, shape[1]))


def _padded_image(section: shp.ZeroPadding2DLayer, shape: Shape) -> Given:
    check_image(section, shape)
    rows, columns = _both(section.padding)
    return Given((shape[0] + 2 * rows, shape[1] + 2 * columns, shape[2]))


def _both(value: int | tuple[int, ...]) -> tuple[int, ...]:
    return (value, value) if isinstance(value, int) else value


RULES: dict[type[Any], Rule] = {
    den.DenseLayer: _dense,
    den.EmbeddingLayer: _embedding,
    conv.Conv1DLayer: _convolution,
    conv.Conv2DLayer: _convolution,
    conv.SeparableConv1DLayer: _separable,
    conv.SeparableConv2DLayer: _separable,
    conv.DepthwiseConv1DLayer: _depthwise,
    conv.DepthwiseConv2DLayer: _depthwise,
    pool.MaxPooling1DLayer: _pooling,
    pool.MaxPooling2DLayer: _pooling,
    pool.AveragePooling1DLayer: _pooling,
    pool.AveragePooling2DLayer: _pooling,
    pool.GlobalMaxPooling1DLayer: _global_steps,
    pool.GlobalMaxPooling2DLayer: _global_image,
    pool.GlobalAveragePooling1DLayer: _global_steps,
    pool.GlobalAveragePooling2DLayer: _global_image,
    pool.UpSampling1DLayer: _larger_steps,
    pool.UpSampling2DLayer: _larger_image,
    rec.LSTMLayer: _recurrent(4),
    rec.GRULayer: _recurrent(3),
    rec.SimpleRNNLayer: _recurrent(1),
    att.SelfAttentionLayer: _attention,
    att.PositionsLayer: _positions,
    pre.PretrainedLayer: _network,
    reg.BatchNormalizationLayer: _normalization(2),
    reg.LayerNormalizationLayer: _normalization(0),
    reg.DropoutLayer: _same,
    reg.SpatialDropout1DLayer: _same_steps,
    reg.SpatialDropout2DLayer: _same_image,
    reg.GaussianNoiseLayer: _same,
    act.ActivationLayer: _same,
    act.ReLULayer: _same,
    act.LeakyReLULayer: _same,
    act.PReLULayer: _learned_slope,
    act.ELULayer: _same,
    act.SoftmaxLayer: _same,
    shp.FlattenLayer: _flatten,
    shp.ReshapeLayer: _reshape,
    shp.PermuteLayer: _permute,
    shp.RepeatVectorLayer: _repeat,
    shp.ZeroPadding1DLayer: _padded_steps,
    shp.ZeroPadding2DLayer: _padded_image,
    shp.MaskingLayer: _same_steps,
}
if {*RULES, *COMPOSED} != set(alternatives(LayerSettings)):
    raise TypeError("each layer of a stack needs a rule here")
