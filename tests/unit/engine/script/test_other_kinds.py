"""Validation and test data of another kind: the run and both scripts take them, with the same losses."""

import json

import numpy as np
import pytest
from PIL import Image

from engine.inspect import inspect
from engine.record.events import EpochEnded, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import Session
from engine.settings import Project
from tests.marks import TRAINS, some_slow

pytestmark = [pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"), TRAINS]

GENERATOR = """
import numpy as np

class_names = ["0", "1"]


def batch(seed):
    y = np.arange(8) % 2
    x = np.random.default_rng(seed).integers(0, 120, (8, 6, 6, 1)) + 120 * y.reshape(8, 1, 1, 1)
    return x.astype("uint8"), y


def training_data():
    for number in range(5):
        yield batch(number)


def test_data():
    for number in range(5, 8):
        yield batch(number)
"""
DATASET = """
import keras
import numpy as np


class Rows(keras.utils.PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        x = np.random.default_rng(index).integers(0, 256, (8, 6, 6, 1)).astype("uint8")
        return x, np.arange(8) % 2


validation_data = Rows()
"""
KINDS = {"generator": "python", "arrays": "arrays", "images": "images"}
# training data, validation data, test data
CASES = [
    ("generator.py", "arrays.npz", "generator.py"),
    ("generator.py", "images", ""),
    ("arrays.npz", "dataset.py", "images"),
    ("images", "names.npz", "generator.py"),
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "generator.py").write_text(GENERATOR)
    (tmp_path / "dataset.py").write_text(DATASET)
    rng = np.random.default_rng(3)
    y = np.arange(20) % 2
    x = (rng.integers(0, 120, (20, 6, 6, 1)) + 120 * y.reshape(20, 1, 1, 1)).astype(np.uint8)
    np.savez(tmp_path / "arrays.npz", x=x.astype(np.int64), y=y)
    np.savez(tmp_path / "names.npz", x=x[:8], y=np.array(["0", "1"])[y[:8]])
    for number, label in enumerate(y):
        (tmp_path / "images" / str(label)).mkdir(parents=True, exist_ok=True)
        Image.fromarray(x[number, :, :, 0]).save(tmp_path / "images" / str(label) / f"{number}.png")
    return tmp_path


def trusted(_path: object, _sha256: object) -> bool:
    return True


def project_of(folder, train, validation, test):
    return Project.model_validate(
        {
            "data": {"kind": KINDS[train.partition(".")[0]], "path": str(folder / train)},
            "model": {"kind": "dense", "units": [4]},
            "fit": {
                "epochs": 2,
                "validation_data": str(folder / validation),
                "test_data": str(folder / test) if test else "",
            },
            "run": {"device": "cpu"},
        }
    )


@pytest.mark.parametrize("case", some_slow(CASES, [CASES[1], CASES[3]]))
def test_run_and_scripts_validate_on_it(case, folder, python):
    train, validation, test = case
    project = project_of(folder, train, validation, test)
    look = inspect(project, trusted=trusted)
    assert [problem.message for problem in look.problems if problem.severity == "error"] == []
    assert look.validation is not None
    assert (look.test is None) == (not test)
    events = []
    run = RunFolder.create_at(folder / "run", project)
    ended = Session(project, run, events.append, Control(), trusted=trusted).run()
    assert ended.result is Result.COMPLETED, ended.reason
    epochs = [event.values for event in events if isinstance(event, EpochEnded)]
    about = json.loads((run.path / "environment.json").read_text())["data"]
    assert about["validation_examples"] == look.validation.count
    assert about["test_examples"] == (0 if look.test is None else look.test.count)
    ends = "\nimport json\nprint(json.dumps([history.history['loss'], history.history['val_loss']]))\n"
    for name, script in (("exact", look.exact_script), ("plain", look.script)):
        (folder / f"{name}.py").write_text(script.text + ends, "utf-8")
        printed = python.run(folder / f"{name}.py").splitlines()
        found = json.loads(printed[-1])
        assert ("results" in script.text) == bool(test)
        if name == "exact":
            wanted = [[epoch[value] for epoch in epochs] for value in ("loss", "val_loss")]
            np.testing.assert_allclose(found, wanted, rtol=1e-6)
