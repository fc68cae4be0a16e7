"""The script around a custom Python file trains what the program trains, alone in a clean process."""

import json

import numpy as np
import pytest

from engine.data import load
from engine.data.dataset import DataError
from engine.evaluate.evaluate import evaluate
from engine.inspect import inspect
from engine.inspect.fit_notes import notes
from engine.inspect.inactive import inactive
from engine.predict.finished_run import FinishedRun
from engine.record.events import EpochEnded, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.script import facts_of, write_script
from engine.settings import Project
from engine.settings.data.kinds import PythonData
from engine.settings.model import DenseModel
from engine.settings.schedules import CosineDecay
from tests.marks import TRAINS, some_slow

pytestmark = [pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"), TRAINS]

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
    "data set": (DATASET, {"fit.test_split": 0.3}),
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
    run = trained(project, tmp_path)
    *losses, tested = given_by_script(python, project, tmp_path)
    assert losses == pytest.approx(run, rel=1e-6)
    about = json.loads((tmp_path / "run" / "environment.json").read_text())["data"]
    wanted = 20 if "fit.test_split" in values else 0
    assert about["test_examples"] == wanted
    if wanted:
        assert (about["training_examples"], bool(about["test_fingerprint"])) == (50, True)
        opened = FinishedRun.open(tmp_path / "run", trusted=lambda _path, _sha256: True)
        found = evaluate(opened, "test", compares=False)
        assert found.count == wanted
        assert found.metrics["loss"] == pytest.approx(tested, rel=1e-5)


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


WITH_TEST = DATASET + "\n\ntest_data = Rows(40)\n"
IN_HOOKS = DATASET.replace(
    "    def __len__", "    def on_epoch_end(self):\n        self.x = self.x[::-1]\n\n    def __len__"
)
DRAWN = DATASET.replace(
    "        return self.x[index", "        self.x += np.random.normal(size=5)\n        return self.x[index"
)


def test_the_test_part_of_each_kind_of_file(tmp_path):
    """Whole batches where they stay; what the file names; or the setting says why it cannot be."""
    found = {}
    texts = {"stays": DATASET, "own": WITH_TEST, "hooks": IN_HOOKS, "drawn": DRAWN, "generator": ENDING}
    texts["endless"] = GENERATOR
    for name, text in texts.items():
        path = tmp_path / f"{name}.py"
        path.write_text(text, "utf-8")
        project = Project(data=PythonData(path=str(path)), callbacks=()).with_value("fit.test_split", 0.3)
        look = inspect(project, trusted=lambda _path, _sha256: True)
        test = look.test
        grey = inactive(project, look.facts).get("fit.test_split", "")
        batches = look.fitted.batches
        assert batches is not None
        found[name] = (0 if test is None else test.count, batches.count, grey)
        if name == "stays":
            assert test is not None
            kept = np.concatenate([batches.maker.make((0, n))[0] for n in range(5)])
            rows = {row.tobytes() for row in kept.astype("float32")}
            assert len(rows) == 50
            assert not rows & {row.tobytes() for row in test.x}
            assert look.fitted.x[0].tobytes() in rows
            assert notes(project, look.facts)["fit.test_split"] == "2 batches to test on"
            last = inspect(
                project.with_value("fit.validation_method", "last"), trusted=lambda _path, _sha256: True
            )
            assert last.fitted.batches is not None
            assert last.fitted.batches.numbers == (0, 1, 2, 3, 4)
        if name == "own":
            for script in (look.script.text, look.exact_script.text):
                assert "held = runpy.run_path(" in script
                assert "['test_data']" in script or '["test_data"]' in script
                assert "TEST_PATH" in script or "PATH" in script
    assert found["stays"] == (20, 5, "")
    assert found["own"][:2] == (40, 7)
    assert "to test on too" in found["own"][2]
    assert found["hooks"][:2] == found["drawn"][:2] == (0, 7)
    assert "may put other examples" in found["hooks"][2]
    assert "may put other examples" in found["drawn"][2]
    assert found["generator"][0] == found["endless"][0] == 0
    assert "gone through as a whole" in found["generator"][2]
    assert "gone through as a whole" in found["endless"][2]


def test_one_batch_cannot_be_divided(tmp_path):
    path = tmp_path / "own.py"
    path.write_text(DATASET.replace("Rows(70)", "Rows(10)"), "utf-8")
    project = Project(data=PythonData(path=str(path)), callbacks=()).with_value("fit.test_split", 0.3)
    with pytest.raises(DataError, match="makes one batch"):
        _ = inspect(project, trusted=lambda _path, _sha256: True).fitted


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
    text = inspect(project, trusted=lambda _path, _sha256: True).exact_script.text
    losses = "history.history['loss'] + history.history['val_loss']"
    tested = "[results['loss'] if 'results' in globals() else 0]"
    (folder / "script.py").write_text(
        f"{text}\nimport json\nprint(json.dumps({losses} + {tested}))\n", "utf-8"
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
