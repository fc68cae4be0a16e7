"""What is said at the very layer that does not fit, and where."""

import dataclasses

import pytest

from engine.models.inputs import ModelError
from engine.models.presets.layers_of import layer_calls
from engine.models.stack.trace import body, trace
from engine.settings.stack.attention import PositionsLayer, ResidualBlock
from engine.settings.stack.convolution import Conv1DLayer, Conv2DLayer
from engine.settings.stack.dense import DenseLayer, EmbeddingLayer
from engine.settings.stack.model import StackModel
from engine.settings.stack.pooling import MaxPooling2DLayer, UpSampling2DLayer
from engine.settings.stack.recurrent import GRULayer, LSTMLayer
from engine.settings.stack.shaping import FlattenLayer, PermuteLayer, RepeatVectorLayer, ReshapeLayer
from tests.calls import pieces, source

FLAT, LARGE = FlattenLayer(), UpSampling2DLayer(size=64)


@pytest.mark.parametrize(
    ("layers", "shape", "place", "words"),
    [
        ((FLAT, Conv2DLayer()), (8, 8, 3), "1", ["wants images", "shape 192", "Move it before Flatten"]),
        ((Conv2DLayer(),), (8, 8), "0", ["Put a Reshape to 8, 8, 1 before it."]),
        ((Conv1DLayer(),), (8, 8, 3), "0", ["wants sequences", "8 × 8 × 3", "Put a Reshape"]),
        ((LSTMLayer(), GRULayer()), (6, 2), "1", ["Switch on return_sequences in LSTM"]),
        ((DenseLayer(), LSTMLayer()), (5,), "1", ["Move it before Dense, or remove it."]),
        ((LSTMLayer(),), (5,), "0", ["Put a Reshape before it, or remove it."]),
        ((RepeatVectorLayer(),), (6, 2), "0", ["one row", "Put Flatten"]),
        ((ResidualBlock(),), (5,), "0", ["images", "or sequences", "shape 5"]),
        (
            (MaxPooling2DLayer(pool_size=(9, 2)),),
            (8, 8, 1),
            "0.pool_size",
            ["9 × 2", "8 × 8", "padding to same"],
        ),
        ((Conv1DLayer(dilation_rate=4),), (8, 1), "0.kernel_size", ["looks at 9", "only 8"]),
        ((ReshapeLayer(target_shape=(5, 5)),), (8, 3), "0.target_shape", ["needs 25", "has 24 values"]),
        ((ReshapeLayer(target_shape=(-1, 5)),), (8, 3), "0.target_shape", ["multiple of 5", "24"]),
        ((PermuteLayer(),), (8, 3, 1), "0.dims", ["names 2 axes", "has 3"]),
        ((PositionsLayer(),), (5,), "0", ["wants sequences", "shape 5"]),
        ((DenseLayer(), EmbeddingLayer()), (5,), "1", ["Dense before it", "move it to the top"]),
        ((DenseLayer(units=65_536), DenseLayer(units=65_536)), (5,), "1", ["4,295,032,832 parameters"]),
        ((LARGE, LARGE), (8, 8, 3), "1", ["32768 × 32768 × 3 values"]),
    ],
)
def test_the_sentence_says_what_to_do(layers, shape, place, words):
    with pytest.raises(ModelError) as caught:
        body(StackModel(layers=layers), shape)
    assert caught.value.path == f"model.layers.{place}"
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_behind_a_problem_nothing_is_known_and_before_it_all():
    steps = trace((DenseLayer(units=3), LSTMLayer(), DenseLayer()), (5,))
    assert [step.shape for step in steps] == [(3,), None, None]
    assert [bool(step.problem) for step in steps] == [False, True, False]


def test_what_is_off_is_passed_over():
    off = LSTMLayer(enabled=False)
    steps = trace((off, DenseLayer(units=3)), (5,))
    assert [step.shape for step in steps] == [None, (3,)]
    assert len(body(StackModel(layers=(off, DenseLayer())), (5,))) == 1


def test_the_output_is_flat_whatever_comes_last():
    assert [source(call) for call in body(StackModel(layers=(DenseLayer(units=2),)), (6, 2))] == [
        "keras.layers.Dense(units=2, activation='relu')",
        "keras.layers.Flatten()",
    ]


@pytest.mark.parametrize(
    ("scaling", "path", "words"), [("standard", "model.layers.0", "set scaling to none"), ("none", "", "")]
)
def test_an_embedding_wants_numbers_as_they_are(scaling, path, words, kit):
    project = kit.project(model=StackModel(layers=(EmbeddingLayer(input_dim=9),)))
    inputs = kit.inputs("table", scaling=scaling)
    if not path:
        assert "Embedding(input_dim=9, output_dim=32)" in source(layer_calls(project, inputs)[1])
        return
    with pytest.raises(ModelError, match=words) as caught:
        layer_calls(project, inputs)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("layers", "path", "words"),
    [
        ((), "model.layers", "add Embedding as the first layer"),
        ((DenseLayer(),), "model.layers.0", "which Dense would take for quantities; put Embedding before it"),
        (
            (DenseLayer(enabled=False), FlattenLayer(), EmbeddingLayer()),
            "model.layers.1",
            "put Embedding before",
        ),
        ((EmbeddingLayer(input_dim=19),), "model.layers.0.input_dim", "set input_dim to 20"),
    ],
)
def test_tokens_are_looked_up_first(layers, path, words, kit):
    tokens = dataclasses.replace(kit.inputs("arrays", shape=(7,)), kind="text", vocabulary=20)
    with pytest.raises(ModelError, match=words) as caught:
        layer_calls(kit.project(model=StackModel(layers=layers)), tokens)
    assert caught.value.path == path


def test_arguments_lead_to_their_fields(kit):
    layers = (
        ReshapeLayer(target_shape=(8, 8, 3)),
        Conv2DLayer(kernel_regularizer=0.1),
        LSTMLayer(enabled=False),
    )
    project = kit.project(model=StackModel(layers=layers))
    paths = {
        path
        for call in layer_calls(project, kit.inputs())
        for _, path in pieces(call)
        if path.startswith("model")
    }
    assert paths == {
        "model.layers.0.target_shape",
        "model.layers.1.filters",
        "model.layers.1.kernel_size",
        "model.layers.1.activation",
        "model.layers.1.kernel_regularizer",
    }
    for path in paths:
        project.value_at(path)
