"""What is known of a model before it is built."""

import dataclasses

from engine.models.overview.outline import OutlineRow, outline
from engine.settings.model import CnnModel, DenseModel, FileModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.dense import EmbeddingLayer
from engine.settings.stack.model import StackModel
from engine.settings.stack.recurrent import LSTMLayer


def test_a_stack_has_a_row_for_each_layer_and_what_stands_around(kit):
    found = outline(kit.project(model=StackModel()), kit.inputs(scaling="unit"))
    assert found is not None
    assert found.first == "Input → Rescaling → 8 × 8 × 3"
    assert found.last == "Dense → 3"
    assert found.rows == (OutlineRow("192", 0), OutlineRow("64", 64 * 193))
    assert found.stack is None


def test_the_row_of_a_layer_that_does_not_fit_says_nothing_of_a_shape(kit):
    found = outline(kit.project(model=StackModel(layers=(LSTMLayer(),))), kit.inputs())
    assert found is not None
    assert found.rows == (OutlineRow("", 0),)
    assert found.last == "Flatten → Dense → 3"


def test_another_kind_comes_with_the_same_layers_as_a_stack(kit):
    found = outline(kit.project(model=DenseModel(units=(5,))), kit.inputs())
    assert found is not None
    assert found.stack is not None
    assert [layer.kind for layer in found.stack.layers] == ["flatten", "dense"]


def test_a_stack_on_texts_begins_with_their_tokens(kit):
    tokens = dataclasses.replace(kit.inputs("arrays", shape=(7,)), kind="text", vocabulary=20)
    found = outline(kit.project(model=TextModel(embedding=5)), tokens)
    assert found is not None
    assert found.stack is not None
    first = found.stack.layers[0]
    assert first == EmbeddingLayer(input_dim=20, output_dim=5, mask_zero=True)
    again = outline(kit.project(model=found.stack), tokens)
    assert again is not None
    assert again.first == "Input → 7"
    assert again.rows[:2] == (OutlineRow("7 × 5", 100), OutlineRow("5", 0))
    not_for_text = outline(kit.project(model=CnnModel()), tokens)
    assert not_for_text is not None
    assert not_for_text.stack is None


def test_a_kind_that_does_not_fit_has_no_stack_and_a_file_nothing(kit):
    found = outline(kit.project(model=CnnModel()), kit.inputs("table"))
    assert found is not None
    assert found.stack is None
    assert outline(kit.project(model=FileModel()), kit.inputs()) is None
