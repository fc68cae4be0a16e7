"""Models that read texts begin with an embedding; the others are refused, with what to choose."""

import dataclasses

import pytest

from engine.models.inputs import ModelError
from engine.models.presets.layers_of import BODIES, layer_calls
from engine.models.proposal import misfits
from engine.settings.layers import in_a_row
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.base import TokenSection
from engine.settings.presets.sequences import FcnModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel


@pytest.fixture
def tokens(kit):
    return dataclasses.replace(kit.inputs("arrays", shape=(7,)), kind="text", vocabulary=20)


def layers(project, inputs):
    calls = in_a_row(layer_calls(project, inputs))
    assert calls is not None
    return calls


@pytest.mark.parametrize(
    ("model", "masked", "second"),
    [
        (TextModel(), True, "GlobalAveragePooling1D"),
        (TextModel(gather="max"), False, "GlobalMaxPooling1D"),
        (TextModel(gather="convolution", filters=3, kernel_size=2), False, "Conv1D"),
        (LstmModel(units=(3,)), True, "LSTM"),
        (FcnModel(filters=(3,)), False, "Conv1D"),
        (DenseModel(units=(3,)), True, "GlobalAveragePooling1D"),
    ],
)
def test_an_embedding_comes_first(model, masked, second, kit, tokens):
    project = kit.project(model=model.model_copy(update={"embedding": 5}))
    entry, embedding, after, *_ = layers(project, tokens)
    assert entry.kwargs == {"shape": (7,), "dtype": "int32"}
    assert embedding.path == "keras.layers.Embedding"
    assert (embedding.kwargs["input_dim"], embedding.kwargs["output_dim"]) == (20, 5)
    assert embedding.kwargs.get("mask_zero", False) is masked
    assert embedding.origin["output_dim"] == "model.embedding"
    assert after.path.endswith(second)


def test_what_fills_a_text_up_changes_nothing_where_there_is_a_mask(kit, tokens):
    keras = kit.keras
    built = kit.build(kit.project(model=TextModel(dropout=0.0)), tokens)
    short = kit.build(kit.project(model=TextModel(dropout=0.0)), dataclasses.replace(tokens, shape=(2,)))
    short.set_weights(built.get_weights())
    long = keras.ops.convert_to_numpy(built(keras.ops.array([[4, 5, 0, 0, 0, 0, 0]], "int32")))
    given = keras.ops.convert_to_numpy(short(keras.ops.array([[4, 5]], "int32")))
    assert long == pytest.approx(given, rel=1e-5)


def test_dense_units_may_be_none(kit, tokens):
    paths = [layer.path for layer in layers(kit.project(model=TextModel(dense_units=0, dropout=0.0)), tokens)]
    assert [path.rpartition(".")[2] for path in paths] == [
        "Input",
        "Embedding",
        "GlobalAveragePooling1D",
        "Dense",
    ]


def test_models_that_read_no_texts_are_refused(kit, tokens):
    with pytest.raises(ModelError, match="does not read texts") as caught:
        layer_calls(kit.project(model=CnnModel()), tokens)
    assert caught.value.path == "model"
    with pytest.raises(ModelError, match="reads texts"):
        layer_calls(kit.project(model=TextModel()), kit.inputs("series"))


def test_what_does_not_fit_is_known_before():
    on_text, on_rows = misfits((7,), is_text=True), misfits((7, 2))
    assert {kind for kind in BODIES if kind not in on_text} == {
        StackModel,  # with an embedding among its own layers
        *(kind for kind in BODIES if issubclass(kind, TokenSection)),
    }
    assert TextModel in on_rows
    assert TextModel not in on_text
