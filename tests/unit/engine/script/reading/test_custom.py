"""The script around a custom Python file trains what the program trains, alone in a clean process."""

import json

import pytest

from engine.data import load
from engine.record.events import EpochEnded, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.data.kinds import PythonData
from engine.settings.model import DenseModel
from engine.settings.schedules import CosineDecay
from tests.marks import UNTRACED, some_slow

pytestmark = [pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"), UNTRACED]

DATASET = """
import keras
import numpy as np

class_names = ["low", "high"]


class Rows(keras.utils.PyDataset):
    def __init__(self, count):
        super().__init__()
        rng = np.random.default_rng(4)
        self.x = rng.normal(size=(count, 5))
        self.y = (self.x.sum(axis=1) > 0).astype("int64")

    def __len__(self):
        return len(self.x) // 10

    def __getitem__(self, index):
        return self.x[index * 10 : index * 10 + 10], self.y[index * 10 : index * 10 + 10]


def training_data():
    return Rows(70)


validation_data = Rows(30)
"""
GENERATOR = """
import numpy as np


def training_data():
    rng = np.random.default_rng(1)
    for _ in range(6):
        x = rng.normal(size=(8, 3)).astype("float32")
        yield x, x.sum(axis=1), np.linspace(0.5, 1.5, 8)


def validation_data():
    rng = np.random.default_rng(2)
    while True:
        x = rng.normal(size=(8, 3)).astype("float32")
        yield x, x.sum(axis=1), np.ones(8)
"""
ENDING = GENERATOR.replace("while True", "for _ in range(3)")
CASES = {
    "data set": (DATASET, {}),
    "data set in its order, one-hot": (
        DATASET,
        {"fit.shuffle": False, "compile.loss": "categorical_crossentropy", "fit.workers": 2},
    ),
    "passes that do not end with the epoch": (
        DATASET,
        {"fit.steps_per_epoch": 4, "fit.validation_steps": 2, "compile.schedule": CosineDecay()},
    ),
    "generators that end": (ENDING, {}),
    "generator": (GENERATOR, {"fit.steps_per_epoch": 4, "fit.validation_steps": 3}),
}


@pytest.mark.parametrize("case", some_slow(CASES, list(CASES)[1:]))
def test_trains_as_the_program(python, case, tmp_path):
    text, values = CASES[case]
    path = tmp_path / "own.py"
    path.write_text(text, "utf-8")
    project = Project(
        data=PythonData(path=str(path)), model=DenseModel(units=(6,), dropout=0.2), callbacks=()
    )
    for name, value in {"fit.epochs": 3, **values}.items():
        project = project.with_value(name, value)
    assert given_by_script(python, project, tmp_path) == pytest.approx(trained(project, tmp_path), rel=1e-6)


@pytest.mark.parametrize("case", some_slow(list(CASES)[:3], list(CASES)[2:3]))
def test_the_plain_form_gives_keras_the_dataset_as_it_is(python, case, tmp_path):
    text, values = CASES[case]
    path = tmp_path / "own.py"
    path.write_text(text, "utf-8")
    project = Project(data=PythonData(path=str(path)), model=DenseModel(units=(6,)), callbacks=()).with_value(
        "fit.epochs", 2
    )
    for name, value in values.items():
        project = project.with_value(name, value)
    script = write_script(project, facts_of(project, dataset_of(path))).text
    is_as_it_is = "one-hot" not in case
    assert ("class Ordered" not in script) == is_as_it_is
    assert ("shuffle=False" not in script) == is_as_it_is
    (tmp_path / "script.py").write_text(script + "\nprint(sorted(history.history))\n", "utf-8")
    printed = python.run(tmp_path / "script.py").splitlines()
    assert "2 epochs" in printed
    assert "val_loss" in printed[-1]


def test_workers_are_arguments_of_the_dataset(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(DATASET, "utf-8")
    project = Project(data=PythonData(path=str(path)), callbacks=()).with_value("fit.workers", 3)
    facts = facts_of(project, dataset_of(path))
    assert "batches.workers = 3\n" in write_script(project, facts).text
    assert "workers=3)" in write_script(project, facts, exact=True).text


def dataset_of(path):
    return load(PythonData(path=str(path)), None, trusted=lambda _path, _sha256: True)


def given_by_script(python, project, folder):
    dataset = load(project.data, None, trusted=lambda _path, _sha256: True)
    text = write_script(project, facts_of(project, dataset), exact=True).text
    (folder / "script.py").write_text(
        text + "\nimport json\nprint(json.dumps(history.history['loss'] + history.history['val_loss']))\n",
        "utf-8",
    )
    return json.loads(python.run(folder / "script.py").splitlines()[-1])


def trained(project, folder):
    events = []
    run = RunFolder.create_at(folder / "run", project)
    session = Session(project, run, events.append, Control(), trusted=lambda _path, _sha256: True)
    ended = session.run()
    assert ended.result is Result.COMPLETED, ended.reason
    epochs = [event.values for event in events if isinstance(event, EpochEnded)]
    return [epoch["loss"] for epoch in epochs] + [epoch["val_loss"] for epoch in epochs]
