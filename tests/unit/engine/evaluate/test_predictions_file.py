"""What is written is read again; a file from elsewhere, of any content, is refused without harm."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.evaluate import predict_part
from engine.evaluate.baselines.kept import read_comparison, write_comparison
from engine.evaluate.evaluation import Comparison, measure
from engine.evaluate.looks import add_look
from engine.evaluate.looks import test_looks as count_looks
from engine.evaluate.predictions import Predictions, highest
from engine.evaluate.predictions_file import read_predictions, write_predictions
from engine.evaluate.printed.as_json import as_json
from engine.evaluate.printed.as_text import as_lines
from engine.record.run_folder import RunFolder


def classified(**changes: Any) -> Predictions:
    rng = np.random.default_rng(0)
    outputs = rng.dirichlet(np.ones(3), 40).astype(np.float32)
    values: dict[str, Any] = {
        "part": "validation",
        "kind": "images",
        "task": "classification",
        "indices": np.arange(40),
        "ids": tuple(f"고양이/{number}\n.png" for number in range(40)),
        "truth": rng.integers(3, size=40),
        "outputs": outputs,
        "loss": rng.random(40).astype(np.float32),
        "classes": ("a", "b", "c"),
        "epoch": 3,
        "metrics": {"loss": 0.5},
        "fingerprint": "data",
        "model": "model",
        "of": 50,
    }
    return Predictions(**{**values, **changes})


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    (tmp_path / "run").mkdir()
    return RunFolder(tmp_path / "run")


def test_what_is_written_is_read_again(folder: RunFolder) -> None:
    predictions = classified(embedding=np.ones((40, 2), np.float32))
    write_predictions(folder, predictions)
    found = read_predictions(folder, "validation", fingerprint="data", model="model")
    assert found is not None
    assert found.ids == predictions.ids
    for name in ("indices", "truth", "outputs", "loss", "embedding"):
        assert np.array_equal(getattr(found, name), getattr(predictions, name))
    assert (found.metrics, found.classes, found.epoch, found.of) == ({"loss": 0.5}, ("a", "b", "c"), 3, 50)
    assert read_predictions(folder, "validation", fingerprint="other") is None
    assert read_predictions(folder, "validation", model="other") is None
    assert read_predictions(folder, "test") is None


CHANGES: dict[str, Any] = {
    "a class that is none": {"truth": np.full(40, 3)},
    "fewer truths": {"truth": np.zeros(39, np.int64)},
    "other outputs": {"outputs": np.zeros((40, 4), np.float32)},
    "outputs of another dtype": {"outputs": np.zeros((40, 3))},
    "no part of a run": {"part": "elsewhere"},
    "a task that is none": {"task": "dance"},
    "an epoch before the first": {"epoch": -1},
    "a name that is none": {"classes": (1, 2, 3)},
    "metrics of text": {"metrics": {"loss": "low"}},
    "kept classes that are none": {
        "kept": np.full((40, 6), 9, np.int32),
        "outputs": np.ones((40, 6), np.float32),
    },
    "embeddings of others": {"embedding": np.ones((3, 2), np.float32)},
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_makes_no_sense_is_refused(name: str, folder: RunFolder) -> None:
    changed = classified(**CHANGES[name])
    write_predictions(folder, changed)
    assert read_predictions(folder, changed.part) is None


def test_what_is_no_such_file_is_refused(folder: RunFolder) -> None:
    write_predictions(folder, classified())
    path = folder.path / "predictions" / "validation.npz"
    whole = path.read_bytes()
    for content in (b"", b"PK", whole[:-200], whole[: len(whole) // 2], bytes(100) + whole):
        path.write_bytes(content)
        assert read_predictions(folder, "validation") is None
    np.savez(path, about=np.frombuffer(b"[1]", np.uint8))
    assert read_predictions(folder, "validation") is None
    np.savez(path, about=np.array([{"a": 1}], object))
    assert read_predictions(folder, "validation") is None
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.npy", b"nothing")
    assert read_predictions(folder, "validation") is None


def test_nothing_is_written_through_a_link(folder: RunFolder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder.path / "predictions").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="link"):
        write_predictions(folder, classified())
    assert add_look(folder, "command") == 1  # it happens all the same
    assert count_looks(folder) == 0
    write_comparison(folder, classified(), comparison=Comparison())
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_of_very_many_classes_the_truth_and_the_highest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    outputs = rng.dirichlet(np.ones(30), 20).astype(np.float32)
    outputs[0, 3] = outputs[0, 7] = 0.9  # of equal outputs the first class, as argmax has it
    truth = rng.integers(30, size=20)
    values, kept = highest(outputs, truth)
    assert np.array_equal(kept[:, 0], truth)
    assert np.array_equal(kept[:, 1], outputs.argmax(axis=1))
    assert np.array_equal(values[:, 1:], -np.sort(-outputs, axis=1)[:, :5])
    names = tuple(map(str, range(30)))
    changes = {
        "indices": np.arange(20),
        "ids": names[:20],
        "loss": np.zeros(20, np.float32),
        "classes": names,
    }
    whole = classified(truth=truth, outputs=outputs, **changes)
    cut = classified(truth=truth, outputs=values, kept=kept, **changes)
    assert np.array_equal(cut.predicted, whole.predicted)
    assert np.array_equal(cut.certainty, whole.certainty)
    assert cut.scores is None
    found = measure(cut)
    assert "roc_auc" not in found.metrics
    assert found.metrics["accuracy"] == measure(whole).metrics["accuracy"]
    monkeypatch.setattr(predict_part, "MOST_BYTES", 100)
    part: Any = predict_part
    kept_outputs = part._Kept(truth, is_class=True, classes=30)
    kept_outputs.add(part.Found(outputs, np.zeros(20, np.float32)), np.arange(20))
    assert np.array_equal(kept_outputs.outputs[0], values)


def test_outputs_of_which_less_can_be_said_have_a_sentence() -> None:
    assert classified().problem == ""
    assert "no probabilities" in classified(outputs=np.full((40, 3), 2.0, np.float32)).problem
    assert "no probabilities" in classified(outputs=np.full((40, 3), 0.2, np.float32)).problem
    hinge = classified(
        outputs=np.linspace(-1, 1, 40, dtype=np.float32)[:, None], classes=("a", "b"), border=0.0
    )
    assert "margins around 0 and no probabilities" in hinge.problem
    assert hinge.predicted.sum() == 20
    assert hinge.scores is not None
    assert np.array_equal(hinge.scores.argmax(axis=1), hinge.predicted)
    broken = classified(outputs=np.full((40, 3), np.nan, np.float32))
    assert "diverged" in broken.problem
    assert as_json(measure(broken))["count"] == 40
    assert any("diverged" in line for line in as_lines(measure(broken)))


def test_units_are_read_from_the_names_of_targets() -> None:
    numbers = np.zeros((40, 3), np.float32)
    names = ("height [cm]", "Temperature (°C)", "mass")
    found = classified(task="regression", classes=(), targets=names, truth=numbers, outputs=numbers)
    assert found.units == ("cm", "°C", "")
    lines = list(as_lines(measure(found)))
    assert lines[0].startswith("Mean absolute error: height [cm] 0 cm, Temperature (°C) 0 °C, mass 0 on 40 ")
    assert any("height [cm]" in line for line in lines)
    assert "Mean absolute error over 3 targets: 0; simple methods are compared by it." in lines
    # each target has its interval, for people and for a program
    rng = np.random.default_rng(0)
    truth = rng.normal(50, 9, (40, 3)).astype(np.float32)
    off = rng.normal(0, [0.1, 1, 4], (40, 3)).astype(np.float32)
    found = classified(
        task="regression",
        classes=(),
        targets=names,
        truth=truth,
        outputs=truth + off,
        cell_units=("", "", "kg"),
    )
    assert found.units == ("cm", "°C", "kg")
    values = as_json(measure(found))["targets"]["mass"]
    low, high = values["intervals"]["mae"]
    assert low < values["mae"] < high
    assert values["mae"] == pytest.approx(np.abs(off[:, 2]).mean(), rel=1e-5)
    (line,) = [line for line in as_lines(measure(found)) if line.strip().startswith("mass")]
    assert " kg " in line
    assert " to " in line


def test_comparisons_from_elsewhere_are_checked(folder: RunFolder) -> None:
    predictions = classified()
    path = folder.path / "predictions" / "validation.baselines.json"
    write_comparison(folder, predictions, comparison=Comparison(values={"majority": {"accuracy": 0.4}}))
    found = read_comparison(folder, predictions)
    assert found is not None
    assert found.values == {"majority": {"accuracy": 0.4}}
    for old, new in (("majority", "magic"), ("0.4", '"high"'), ("0.4", "NaN"), ('"data"', '"other"')):
        text = path.read_text()
        path.write_text(text.replace(old, new))
        assert read_comparison(folder, predictions) is None
        path.write_text(text)
