"""Pictures that stay on disk, and batches of a custom file: the numbers of Keras for what is in memory."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine.data.streamed import StreamedRows
from engine.evaluate.evaluate import evaluate
from engine.evaluate.part_data import part_data
from engine.evaluate.predictions import PartName
from engine.export.proof.examples import examples_of
from engine.predict.finished_run import FinishedRun
from tests.left_runs import left
from tests.runs import trust_all

CUSTOM = """
import keras
import numpy as np

class_names = ["a", "b", "c"]


class Batches(keras.utils.PyDataset):
    def __init__(self, seed, count):
        super().__init__()
        self.seed, self.count = seed, count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        rng = np.random.default_rng([self.seed, index])
        return rng.normal(size=(7, 4)).astype("float32"), rng.integers(0, 3, 7), rng.uniform(1, 2, 7)


def training_data():
    return Batches(1, 5)


def validation_data():
    return Batches(2, 3)
"""


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    for number in range(60):
        folder = tmp_path / "images" / f"class{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (9, 8, 3), np.uint8)).save(folder / f"{number:03d}.png")
    return tmp_path / "images"


def test_pictures_on_disk_are_evaluated_as_those_in_memory(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path / "home"))
    data = {"kind": "images", "path": str(pictures), "height": 9, "width": 8}
    content: dict[str, Any] = {
        "data": {**data, "storage": "stream"},
        "model": {"kind": "dense", "units": [3]},
        "fit": {"batch_size": 4, "workers": 2, "validation_split": 0.5, "validation_method": "random"},
    }
    run = FinishedRun.open(left(tmp_path / "run", content))
    assert isinstance(part_data(run, "validation").dataset.x, StreamedRows)
    found = evaluate(run, embeds=True)
    in_memory = run.project.with_value("data.storage", "memory")
    other = FinishedRun(run.folder, in_memory)
    model = run.load_model().trained
    wanted = part_data(other, "validation")
    x = np.asarray(wanted.dataset.x)[wanted.indices]
    assert np.allclose(found.predictions.outputs, model.predict(x, verbose=0), rtol=1e-6, atol=1e-6)
    y = wanted.dataset.y[wanted.indices]
    keras_says = model.evaluate(x, y, batch_size=4, verbose=0, return_dict=True)
    assert dict(found.predictions.metrics) == pytest.approx(keras_says, rel=1e-6)
    assert found.predictions.embedding is not None
    assert found.baselines["logistic_regression"]
    # a picture that goes away meanwhile is left out, and the others keep their places
    again = FinishedRun.open(run.folder)
    names = [again.inspection.fitted.names[at] for at in found.predictions.indices]
    (pictures / names[5]).unlink()
    left_over = evaluate(again, data=str(pictures), compares=False).predictions
    assert left_over.count == 59
    at = {Path(name).name: row for row, name in enumerate(left_over.ids)}
    assert Path(names[5]).name not in at
    row = left_over.outputs[at[Path(names[6]).name]]
    assert np.allclose(row, found.predictions.outputs[6], rtol=1e-6, atol=1e-6)


def test_batches_of_a_custom_file_are_evaluated_as_keras_does(tmp_path: Path) -> None:
    path = tmp_path / "batches.py"
    path.write_text(CUSTOM)
    content = {"data": {"kind": "python", "path": str(path)}, "model": {"kind": "dense", "units": [3]}}
    run = FinishedRun.open(left(tmp_path / "run", content, trusted=trust_all), trusted=trust_all)
    names: dict[str, Any] = {}
    exec(CUSTOM, names)  # noqa: S102 - the text stands above
    model = run.load_model().trained
    made: dict[PartName, Any] = {"validation": names["validation_data"], "train": names["training_data"]}
    for part, make in made.items():
        found = evaluate(run, part, model=model)
        keras_says = model.evaluate(make(), verbose=0, return_dict=True)
        wanted = {"loss": keras_says["loss"], "accuracy": keras_says["accuracy"]}
        assert {name: found.metrics[name] for name in wanted} == pytest.approx(wanted, rel=1e-6)
        assert np.allclose(found.predictions.outputs, model.predict(make(), verbose=0), rtol=1e-5, atol=1e-6)
        assert found.predictions.classes == ("a", "b", "c")
    measured = examples_of(run)
    assert (measured.part, measured.count) == ("validation", 21)
    np.testing.assert_array_equal(measured.x, np.concatenate([batch[0] for batch in made["validation"]()]))
    trained = np.concatenate([batch[0] for batch in made["train"]()])
    assert {row.tobytes() for row in measured.calibration} == {row.tobytes() for row in trained}
