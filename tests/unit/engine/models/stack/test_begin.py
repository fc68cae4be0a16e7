"""A stack that begins from another kind of model has the very same layers."""

import numpy as np
import pytest

from engine.models.edges import beginning
from engine.models.presets import BODIES
from engine.models.stack.begin import stack_of
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.transfer import TransferModel

CASES = [
    (DenseModel(dropout=0.2), "images"),
    (CnnModel(filters=(2, 3), batch_normalization=True), "images"),
    (CnnModel(filters=(2,)), "arrays"),
    (VggModel(filters=(2, 3)), "images"),
    (ResnetModel(filters=(2, 3), blocks=2), "images"),
    (LstmModel(units=(3, 2), bidirectional=True, dropout=0.1, recurrent_dropout=0.1), "series"),
    (LstmModel(units=(3,), cell="gru"), "images"),
    (FcnModel(), "series"),
]


@pytest.mark.parametrize(("model", "data"), CASES, ids=lambda value: getattr(value, "kind", value))
def test_it_builds_and_gives_the_same(model, data, kit):
    inputs = kit.inputs(data)
    project = kit.project(model=model)
    _, shape = beginning(project, inputs)
    stack = stack_of(BODIES[type(model)](model, shape), shape)
    assert stack is not None
    before, after = kit.build(project, inputs), kit.build(kit.project(model=stack), inputs)
    x, _ = kit.batch(inputs)
    np.testing.assert_array_equal(before.predict_on_batch(x), after.predict_on_batch(x))


@pytest.mark.parametrize(
    "model", [TransferModel(), TransformerModel(), SequenceResnetModel()], ids=lambda model: model.kind
)
def test_what_a_list_cannot_hold_is_none(model):
    shape = (32, 32, 3) if model.kind == "transfer" else (6, 2)
    assert stack_of(BODIES[type(model)](model, shape), shape) is None


def test_blocks_of_the_transformer_are_found():
    shape = (6, 8)
    layers = BODIES[TransformerModel](TransformerModel(width=8, heads=2, blocks=1), shape)
    blocks = stack_of(layers[1:], shape)
    assert blocks is not None
    assert blocks.layers[0].kind == "transformer_block"
