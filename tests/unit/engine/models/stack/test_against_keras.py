"""What is found by arithmetic is what Keras builds; and each layer takes a training step."""

import warnings

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.models.graph import through
from engine.models.inputs import ModelError
from engine.models.presets.layers_of import layer_calls
from engine.models.stack.trace import trace
from engine.settings.declaration.declare import alternatives
from engine.settings.stack import LayerSettings
from engine.settings.stack.attention import ResidualBlock, TransformerBlock
from engine.settings.stack.convolution import (
    Conv1DLayer,
    Conv2DLayer,
    DepthwiseConv2DLayer,
    SeparableConv2DLayer,
)
from engine.settings.stack.model import StackModel
from engine.settings.stack.pooling import MaxPooling2DLayer
from engine.settings.stack.pretrained import PretrainedLayer
from engine.settings.stack.recurrent import GRULayer, LSTMLayer
from engine.settings.stack.regularizing import BatchNormalizationLayer
from engine.settings.stack.shaping import PermuteLayer, ZeroPadding2DLayer
from tests.marks import TRAINS
from tests.unit.engine.settings.strategies import sections

pytestmark = TRAINS

SHAPES = ((8, 8, 3), (6, 4), (12,))
SPECIAL = [
    Conv1DLayer(padding="causal", dilation_rate=2),
    Conv1DLayer(strides=2, padding="same", kernel_regularizer=0.01, use_bias=False),
    Conv2DLayer(kernel_size=(2, 3), dilation_rate=2),
    DepthwiseConv2DLayer(kernel_size=(3, 2), strides=2, depth_multiplier=2),
    SeparableConv2DLayer(strides=2, padding="same", depth_multiplier=3),
    MaxPooling2DLayer(pool_size=(3, 2), padding="same"),
    MaxPooling2DLayer(pool_size=3, strides=1),
    LSTMLayer(bidirectional=True, return_sequences=True),
    LSTMLayer(bidirectional=True, merge_mode="sum", recurrent_dropout=0.1),
    GRULayer(reset_after=False, dropout=0.2, go_backwards=True),
    BatchNormalizationLayer(scale=False),
    PermuteLayer(dims=(3, 1, 2)),
    ZeroPadding2DLayer(padding=(0, 2)),
    ResidualBlock(filters=3),
    ResidualBlock(filters=4, strides=2),
    ResidualBlock(filters=3, convolutions=1),
    ResidualBlock(filters=4, convolutions=3),
    TransformerBlock(dropout=0.0),
]
EACH = [*(kind() for kind in alternatives(LayerSettings) if kind is not PretrainedLayer), *SPECIAL]


def keras_of(layers, shape, *, kit, learned=False):
    """The model of these layers, behind one that learns where it does not itself."""
    inputs = kit.keras.Input(shape)
    values = kit.keras.layers.Dense(shape[-1])(inputs) if learned else inputs
    return kit.keras.Model(inputs, through(layers, values))


@pytest.mark.parametrize("section", EACH, ids=lambda section: section.kind)
def test_a_layer_gives_what_was_said_and_learns(section, kit):
    fitting = 0
    for shape in SHAPES:
        (step,) = trace((section,), shape)
        if step.shape is None:
            continue
        fitting += 1
        model = keras_of(step.layers, shape, kit=kit)
        assert model.output_shape == (None, *step.shape)
        assert model.count_params() == step.parameters
        if not step.parameters:
            model = keras_of(step.layers, shape, kit=kit, learned=True)
        model.compile("sgd", "mse", run_eagerly=True)
        x = np.random.default_rng(0).uniform(0, 2, (2, *shape)).astype("float32")
        assert np.isfinite(model.train_on_batch(x, np.zeros((2, *step.shape), "float32")))
    assert fitting


layers = st.one_of([sections(kind) for kind in alternatives(LayerSettings)])


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)
@given(stack=st.lists(layers, max_size=5).map(tuple), shape=st.sampled_from(SHAPES))
def test_any_stack_builds_or_says_at_which_layer_it_does_not(stack, shape, kit):
    model = StackModel(layers=stack)
    inputs = kit.inputs("arrays", shape=shape)
    steps = trace(model.layers, shape)
    broken = [number for number, step in enumerate(steps) if step.problem]
    if broken:
        with pytest.raises(ModelError, match=r"\.$") as caught:
            layer_calls(kit.project(model=model), inputs)
        (number,) = broken
        assert caught.value.path.startswith(f"model.layers.{number}")
        return
    calls = layer_calls(kit.project(model=model), inputs)
    assume(sum(step.parameters for step in steps) < 200_000)
    assume(all(np.prod(step.shape or (1,)) < 100_000 for step in steps))
    values = kit.keras.Input(shape)
    with warnings.catch_warnings():
        # of a softmax over one value, and of a mask that ends at a layer
        warnings.simplefilter("ignore")
        for step in steps:
            if step.layers:
                values = through(step.layers, values)
                assert tuple(values.shape[1:]) == step.shape
        ends = through(calls[1:], kit.keras.Input(shape))
    assert tuple(ends.shape) == (None, 3)
