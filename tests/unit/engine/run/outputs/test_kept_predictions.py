"""Predictions are made at the end of a run that took long enough, and leave no trace in what it trains."""

import csv
from pathlib import Path

import numpy as np
import pytest

from engine.evaluate.evaluate import evaluate
from engine.evaluate.predictions_file import read_predictions
from engine.predict.finished_run import FinishedRun
from engine.record.events import ClassesCounted
from engine.record.forecast_file import read_forecast
from engine.record.run_folder import RunFolder
from engine.run.outputs import kept_predictions
from engine.run.outputs.forecaster import Forecaster
from engine.settings import Project
from tests.marks import TRAINS
from tests.runs import small_project, train

pytestmark = TRAINS


def _history(folder: RunFolder) -> list[dict[str, str]]:
    """The rows of history.csv without the time that an epoch took."""
    with folder.history_csv.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]


def _weights(folder: RunFolder) -> list[np.ndarray]:
    return FinishedRun.open(folder).load_model().trained.get_weights()


def test_they_are_there_when_the_run_is_over_and_change_nothing_else(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a recurrent layer with dropout draws a seed in each call
    project = small_project(data, "lstm", fit__epochs=1)
    without = train(project, tmp_path / "without").folder
    assert read_predictions(without, "validation") is None
    monkeypatch.setattr(kept_predictions, "_LEAST", 0.0)
    monkeypatch.setattr(kept_predictions, "_SHARE", 1000.0)
    kept = train(project, tmp_path / "kept").folder
    assert _history(kept) == _history(without)
    assert all(map(np.array_equal, _weights(kept), _weights(without)))
    names = {path.name for path in kept.path.iterdir()} - {path.name for path in without.path.iterdir()}
    assert names == {"predictions"}
    run = FinishedRun.open(kept)
    found = read_predictions(kept, "validation", fingerprint=run.known.fingerprint)
    assert found is not None
    monkeypatch.setattr(FinishedRun, "load_model", None)  # what was kept is what is shown
    assert evaluate(run, compares=False).predictions.metrics == found.metrics
    outcome = kept.outcome()
    assert outcome is not None
    assert found.epoch == outcome.saved_epoch == 1
    assert found.metrics["loss"] == pytest.approx(outcome.saved["val_loss"], rel=1e-5)


def test_counts_of_classes_and_the_forecast_are_read_from_them(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_forecast(folder: RunFolder) -> np.ndarray:
        found = read_forecast(folder.forecast_file)
        assert found is not None
        return found.predicted

    series = Project.model_validate(
        {
            "data": {"kind": "series", "path": "sample:elnino.csv", "window": 6, "horizon": 2},
            "model": {"kind": "dense", "units": [3]},
            "fit": {"epochs": 1},
            "callbacks": [],
        }
    )
    classes = small_project(data, fit__epochs=1)
    (counted,) = train(classes, tmp_path / "quick").of(ClassesCounted)
    forecast = of_forecast(train(series, tmp_path / "quick series").folder)
    monkeypatch.setattr(kept_predictions, "_LEAST", 0.0)
    monkeypatch.setattr(kept_predictions, "_SHARE", 1000.0)
    # what was predicted is not predicted once more
    monkeypatch.setattr("keras.Model.predict_on_batch", None)
    monkeypatch.setattr(Forecaster, "after_epoch", lambda *_: None)
    run = train(classes, tmp_path / "kept")
    (again,) = run.of(ClassesCounted)
    assert (again.examples, again.predicted) == (counted.examples, counted.predicted)
    found = read_predictions(run.folder, "validation")
    assert found is not None
    assert np.bincount(found.predicted, minlength=10).tolist() == list(counted.predicted.values())
    kept = train(series, tmp_path / "kept series").folder
    assert of_forecast(kept) == pytest.approx(forecast, rel=1e-5)
    predictions = read_predictions(kept, "validation")
    assert predictions is not None
    assert np.array_equal(predictions.outputs, of_forecast(kept)[:, 0])


def test_they_are_left_for_later_where_they_would_take_too_long(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_predictions, "_LEAST", -1.0)
    monkeypatch.setattr(kept_predictions, "_SHARE", 0.0)
    run = train(small_project(data, fit__epochs=1), tmp_path / "run")
    assert read_predictions(run.folder, "validation") is None
    assert run.folder.model_file.exists()
