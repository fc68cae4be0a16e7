"""Every preset at its default size, from a project as a person leaves it: both forms of its script train."""

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.inspect.staged_data import StagedData
from engine.resources import samples_folder
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.data.kinds import ArraysData, SeriesData, TableData, TextData
from engine.settings.model import CnnModel, DenseModel, LstmModel
from engine.settings.presets.images import ResnetModel, VggModel
from engine.settings.presets.network import TransferModel
from engine.settings.presets.sequences import FcnModel, SequenceResnetModel, TransformerModel
from engine.settings.presets.text import TextModel
from engine.settings.project_file.file import load as load_project
from tests.marks import TRAINS
from tests.unit.engine.script.clean import assert_clean
from tests.unit.engine.script.test_same_numbers import PRINT, run_program, run_script

pytestmark = [pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"), TRAINS]

IMAGES, SEQUENCES = "images.npz", "sample:vowels.npz"
PRESETS: dict[str, tuple[Any, Any]] = {
    "dense": (TableData(path="sample:wine.csv"), DenseModel()),
    "cnn": (IMAGES, CnnModel()),
    "vgg": (IMAGES, VggModel()),
    "resnet": (IMAGES, ResnetModel()),
    "transfer": (IMAGES, TransferModel(weights="none")),
    "transfer from a file": (IMAGES, TransferModel(weights="file")),
    "lstm": (ArraysData(path=SEQUENCES), LstmModel()),
    "fcn": (SeriesData(path="sample:elnino.csv"), FcnModel()),
    "sequence resnet": (SeriesData(path="sample:elnino.csv"), SequenceResnetModel()),
    "transformer": (SeriesData(path="sample:elnino.csv"), TransformerModel()),
    "text": (TextData(path="sample:constitution.csv"), TextModel()),
}


def project_of(preset, folder):
    data, model = PRESETS[preset]
    if data == IMAGES:
        rng = np.random.default_rng(0)
        y = np.arange(72) % 3
        x = rng.integers(0, 80, (72, 32, 32, 3)) + y[:, None, None, None] * 80
        np.savez(folder / IMAGES, x=x.astype(np.uint8), y=y)
        data = ArraysData(path=str(folder / IMAGES))
    if isinstance(model, TransferModel) and model.weights == "file":
        model = model.model_copy(update={"weights_path": str(write_weights(folder))})
    return Project(data=data, model=model)


def write_weights(folder):
    """The weights of a network without its last layers, as a person has them from somewhere."""
    import keras

    keras.utils.set_random_seed(3)
    path = folder / "network.weights.h5"
    applications: Any = keras.applications
    network = applications.MobileNetV2(include_top=False, weights=None, input_shape=(32, 32, 3))
    network.save_weights(path)
    return path


@pytest.mark.slow
@pytest.mark.timeout(600)  # a pretrained network takes ten epochs twice
@pytest.mark.parametrize("preset", PRESETS)
def test_the_exact_script_is_the_run_to_the_last_bit(preset, python, tmp_path):
    project = project_of(preset, tmp_path).with_value("fit.epochs", 10)
    scripts, programs = run_script(python, project, tmp_path), run_program(project, tmp_path)
    for name, values in scripts.items():
        if name != "learning_rate":
            assert [epoch[name] for epoch in programs if name in epoch] == values, name


def flats(folder):
    """A table with dates, long texts, categories with and without an embedding, and gaps."""
    rng = np.random.default_rng(3)
    words = ("sunny", "quiet", "small", "large", "near", "park", "river", "old", "new", "garden", "bright")
    table = pd.DataFrame(
        {
            "sold": pd.date_range("2021-01-01", periods=300, freq="7h").strftime("%Y-%m-%d %H:%M"),
            "city": rng.choice([f"city {number:02}" for number in range(40)], 300),
            "colour": rng.choice(["red", "green", "blue"], 300),
            "about": [" ".join(rng.choice(words, rng.integers(4, 9))) for _ in range(300)],
            "size": np.where(rng.random(300) < 0.1, np.nan, rng.normal(80, 20, 300).round(1)),
            "price": rng.normal(300, 20, 300).round(1),
        }
    )
    table.to_csv(folder / "flats.csv", index=False)
    return Project(data=TableData(path=str(folder / "flats.csv"), target="price", embed_from=20))


@pytest.mark.slow
@pytest.mark.parametrize("preset", [*PRESETS, "a table with columns of all kinds"])
def test_the_plain_script_trains_evaluates_and_predicts(preset, python, tmp_path):
    project = project_of(preset, tmp_path) if preset in PRESETS else flats(tmp_path)
    project = project.with_value("fit.epochs", 2)
    text = write_script(project, facts_of(project, StagedData(project).fitted)).text
    scripts = tmp_path / "plain"
    scripts.mkdir()
    (scripts / "plain.py").write_text(text, "utf-8")
    assert_clean(scripts)
    (tmp_path / "script.py").write_text(text + PRINT, "utf-8")
    printed = python.run(tmp_path / "script.py").splitlines()
    history = json.loads(printed[-1])
    assert len(history["loss"]) == 2
    assert "2 epochs" in printed
    assert (tmp_path / "model.keras").is_file()


SAMPLES = ["digits", "wine", "penguins", "vowels"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_plain_script_of_a_sample_is_short(sample):
    project = load_project(samples_folder() / f"{sample}.fitroom", keep_aside=False).project
    dataset = StagedData(project, samples_folder()).fitted
    text = write_script(project, facts_of(project, dataset, base=samples_folder())).text
    lines = text.splitlines()
    assert len(lines) <= 60
    assert 'PATH = "' + str(project.data.source).removeprefix("sample:") + '"' in lines
    assert "model.fit(\n    x_train,\n    y_train,\n" in text
    assert "model.evaluate(" in text
    assert "model.predict(" in text
