"""Weights from a file that are no numbers, and a model that cannot learn, are refused with the setting."""

from __future__ import annotations

import numpy as np
import pytest

from engine.models.inputs import ModelError
from engine.models.seeded import build_seeded
from engine.settings.model import CodeModel, DenseModel, FileModel


@pytest.fixture
def broken(kit, tmp_path):
    """A model with one NaN and one infinite weight, as `.keras` and as weights alone."""
    model = kit.build(kit.project(model=DenseModel(units=(4,))), kit.inputs("table"))
    kernel = model.weights[0].numpy()
    kernel[0, 0], kernel[1, 1] = np.nan, np.inf
    model.weights[0].assign(kernel)
    model.save(tmp_path / "broken.keras")
    model.save_weights(tmp_path / "broken.weights.h5")
    return tmp_path


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (lambda folder: FileModel(path=str(folder / "broken.keras")), "model.path"),
        (
            lambda folder: DenseModel(units=(4,), start_weights=str(folder / "broken.weights.h5")),
            "model.start_weights",
        ),
    ],
)
def test_a_file_with_nan_is_refused(model, path, broken, kit):
    with pytest.raises(ModelError, match=r"broken\..*: 2 of the 20 values of .*kernel are NaN") as caught:
        kit.build(kit.project(model=model(broken)), kit.inputs("table"))
    assert caught.value.path == path


def test_an_optimizer_with_nan_is_refused(tmp_path, kit):
    project = kit.project(model=DenseModel(units=(4,)))
    model = kit.build(project, kit.inputs("table"))
    model.optimizer.build(model.trainable_variables)
    model.optimizer.variables[-1].assign(model.optimizer.variables[-1] * np.nan)
    model.save(tmp_path / "moments.keras")
    other = kit.project(model=FileModel(path=str(tmp_path / "moments.keras")))
    with pytest.raises(ModelError, match=r"moments\.keras cannot be trained on") as caught:
        kit.build(other, kit.inputs("table"))
    assert caught.value.path == "model.path"


@pytest.mark.parametrize("layers", ["keras.layers.Dense(outputs, trainable=False)", "keras.layers.ReLU()"])
def test_a_model_that_cannot_learn_is_refused(layers, tmp_path, kit):
    path = tmp_path / "frozen.py"
    path.write_text(
        "import keras\n\n\ndef build_model(shape, outputs):\n"
        f"    return keras.Sequential([keras.Input(shape), {layers}])\n"
    )
    inputs = kit.inputs("table", shape=(3,))
    project = kit.project(model=CodeModel(path=str(path)))
    with pytest.raises(ModelError, match="Nothing in this model can be trained") as caught:
        build_seeded(project, inputs, total_steps=1, trusted=lambda _path, _sha256: True)
    assert caught.value.path == "model"
