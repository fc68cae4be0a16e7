"""Weights alone, onto a model of the settings: the same answers, or the layer that does not fit."""

import numpy as np
import pytest

from engine.models.inputs import ModelError
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel


def saved(model, folder, kit, data="images"):
    inputs = kit.inputs(data)
    built = kit.build(kit.project(model=model), inputs)
    built.run_eagerly = True  # one step is sooner done than compiled
    built.train_on_batch(*kit.batch(inputs))
    path = folder / "kept.weights.h5"
    built.save_weights(path)
    return built, path


def starting(model, path):
    return model.model_copy(update={"start_weights": str(path)})


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (DenseModel(units=(4,), dropout=0.5), "table"),
        (CnnModel(filters=(4,), dense_units=4, batch_normalization=True), "images"),
        (ResnetModel(filters=(4, 6), dropout=0.2), "images"),
        (LstmModel(units=(3,), bidirectional=True, dropout=0.2), "series"),
    ],
)
def test_a_model_of_the_same_layers_begins_with_them(model, data, tmp_path, kit):
    before, path = saved(model, tmp_path, kit, data)
    again = kit.build(kit.project(model=starting(model, path)), kit.inputs(data), seed=5)
    again.run_eagerly = True
    x, _ = kit.batch(kit.inputs(data))
    np.testing.assert_array_equal(before.predict_on_batch(x), again.predict_on_batch(x))


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            DenseModel(units=(5,)),
            r"does not fit at layer .*dense.*kernel: it holds \(192, 4\), .* \(192, 5\)",
        ),
        (DenseModel(units=(4, 4)), "holds 4 arrays of weights, and this model has 6"),
        (DenseModel(units=()), "holds 4 arrays of weights, and this model has 2"),
    ],
)
def test_what_does_not_fit_is_named(other, words, tmp_path, kit):
    _, path = saved(DenseModel(units=(4,)), tmp_path, kit)
    with pytest.raises(ModelError, match=words) as caught:
        kit.build(kit.project(model=starting(other, path)), kit.inputs("images"))
    assert caught.value.path == "model.start_weights"


def test_what_is_no_file_of_weights(tmp_path, kit):
    (tmp_path / "text.weights.h5").write_text("hello")
    for name, words in (
        ("text.weights.h5", "weights in .* are damaged"),
        ("none.weights.h5", "There is no file"),
    ):
        with pytest.raises(ModelError, match=words):
            kit.build(kit.project(model=starting(DenseModel(), tmp_path / name)), kit.inputs("table"))
