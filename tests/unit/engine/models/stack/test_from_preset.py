"""A stack that begins from another kind of model has the very same layers, weights and outputs."""

import dataclasses

import numpy as np
import pytest

from engine.models.overview.outline import outline
from engine.models.presets.layers_of import BODIES, layer_calls
from engine.script.layers import write_layers
from engine.script.page import Page
from engine.settings.declaration.call import Named
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.stack.model import StackModel
from engine.settings.stack.pretrained import PretrainedLayer
from tests.marks import TRAINS, some_slow

pytestmark = TRAINS

SMALL = "MobileNetV3Small"
CASES = [
    (DenseModel(dropout=0.2), "images"),
    (DenseModel(units=(3,)), "text"),
    (CnnModel(filters=(2, 3), batch_normalization=True), "images"),
    (CnnModel(filters=(2,)), "arrays"),
    (VggModel(filters=(2, 3)), "images"),
    (ResnetModel(filters=(2, 3), blocks=2), "images"),
    (LstmModel(units=(3, 2), bidirectional=True, dropout=0.1, recurrent_dropout=0.1), "series"),
    (LstmModel(units=(3,), cell="gru"), "images"),
    (LstmModel(units=(3,)), "padded"),
    (LstmModel(units=(3,)), "text"),
    (FcnModel(), "series"),
    (FcnModel(filters=(3,)), "text"),
    (SequenceResnetModel(filters=(2, 2, 3), kernel_size=3, dropout=0.1), "series"),
    (SequenceResnetModel(filters=(2, 3)), "images"),
    (SequenceResnetModel(filters=(2, 3)), "text"),
    (TransformerModel(width=8, heads=2, feed_forward=4, blocks=2), "series"),
    (TransformerModel(width=3, heads=4, dropout=0.0), "images"),
    (TransformerModel(width=8, heads=2, feed_forward=4), "text"),
    (TextModel(), "text"),
    (TextModel(gather="max", dense_units=0), "text"),
    (TextModel(gather="convolution", filters=3, dropout=0.0), "text"),
    (TransferModel(base=SMALL, weights="none"), "unit"),
    (TransferModel(base=SMALL, weights="none"), "standard"),
    (TransferModel(base="MobileNetV2", weights="none", dropout=0.0), "grey"),
    (TransferModel(base="MobileNetV2", weights="none"), "standard"),
]
SLOW = [CASES[-4], *CASES[-2:]]  # networks with many layers


def inputs_of(kit, data):
    """Small inputs: the kinds of data of the kit, texts, padded series, and images for known networks."""
    if data == "text":
        return dataclasses.replace(kit.inputs("arrays", shape=(7,)), kind="text", vocabulary=20)
    if data == "padded":
        inputs = kit.inputs("series", scaling="standard")
        return dataclasses.replace(inputs, padding=Named("PADDING", 0.0))
    if data == "grey":
        return kit.inputs("images", shape=(32, 32), scaling="unit")
    if data == "large":
        return kit.inputs("images", shape=(96, 96, 3), scaling="standard")
    if data in ("unit", "standard"):
        return kit.inputs("images", shape=(32, 32, 3), scaling=data)
    return kit.inputs(data)


def begun(kit, model, inputs):
    """The stack that begins from `model`."""
    found = outline(kit.project(model=model), inputs)
    assert found is not None
    assert found.stack is not None
    return found.stack


def test_every_preset_is_tried():
    assert {type(model) for model, _ in CASES} == set(BODIES) - {StackModel}


@pytest.mark.parametrize("case", some_slow(CASES, SLOW), ids=lambda case: f"{case[0].kind}-{case[1]}")
def test_it_builds_and_gives_the_same(case, kit):
    model, data = case
    inputs = inputs_of(kit, data)
    stack = begun(kit, model, inputs)
    before, after = (kit.build(kit.project(model=one), inputs) for one in (model, stack))
    assert [type(one) for one in before.layers] == [type(one) for one in after.layers]
    for ours, theirs in zip(before.get_weights(), after.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    x, _ = kit.batch(inputs)
    x[0, 3:] = 0  # padding, where there is some
    for training in (False, True):
        np.testing.assert_array_equal(*(one(x, training=training) for one in (before, after)))


def test_of_a_network_with_its_weights_as_much_learns(kit, tmp_path):
    network = getattr(kit.keras.applications, SMALL)
    path = tmp_path / "small.weights.h5"
    network(input_shape=(32, 32, 3), include_top=False, weights=None, pooling="avg").save_weights(path)
    model = TransferModel(base=SMALL, weights="file", weights_path=str(path), fine_tune=20)
    inputs = inputs_of(kit, "unit")
    stack = begun(kit, model, inputs)
    before, after = (kit.build(kit.project(model=one), inputs) for one in (model, stack))
    for ours, theirs in zip(before.get_weights(), after.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    learning = [[v.shape for v in one.trainable_variables] for one in (before, after)]
    assert learning[0] == learning[1]


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (CnnModel(), "images"),
        (LstmModel(), "padded"),
        (TextModel(gather="convolution"), "text"),
        (TransferModel(), "unit"),
        (TransferModel(base=SMALL, weights="file", weights_path="a.h5", fine_tune=3), "grey"),
        (TransferModel(base="Xception", weights="none"), "large"),
    ],
    ids=lambda value: getattr(value, "kind", value),
)
def test_a_script_without_blocks_is_the_same_line_by_line(model, data, kit):
    inputs = inputs_of(kit, data)
    texts = []
    for one in (model, begun(kit, model, inputs)):
        page = Page()
        write_layers(page, layer_calls(kit.project(model=one), inputs))
        texts.append(page.text)
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        (TransferModel(), "imagenet"),
        (TransferModel(weights="file", weights_path="a.h5", fine_tune=3), "file"),
    ],
)
def test_where_the_weights_come_from_is_kept(model, kind, kit):
    layers = begun(kit, model, inputs_of(kit, "unit")).layers
    (network,) = (layer for layer in layers if isinstance(layer, PretrainedLayer))
    assert (network.weights, network.weights_path) == (kind, model.weights_path)
    assert network.fine_tune == model.fine_tune
    assert network.preprocessing


def test_the_weights_to_start_from_go_along(kit):
    stack = begun(kit, DenseModel(start_weights="old.weights.h5"), kit.inputs())
    assert stack.start_weights == "old.weights.h5"


@pytest.mark.parametrize(
    "model", [ResnetModel(filters=(1,) * 4, blocks=50), SequenceResnetModel(kernel_size=900)]
)
def test_the_largest_presets_have_room(model, kit):
    inputs = kit.inputs("images", shape=(32, 32, 3))
    assert begun(kit, model, inputs).layers
