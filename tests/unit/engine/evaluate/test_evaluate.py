"""A run is evaluated on its parts: measures, baselines, what is kept, and the count of looks."""

import json
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
import pytest
from sklearn import metrics

from engine.data.dataset import DataError, forecast_of
from engine.data.kind_facts import ForecastRows
from engine.data.series.naive_forecast import errors_of
from engine.evaluate.evaluate import evaluate
from engine.evaluate.looks import test_looks as count_looks
from engine.evaluate.part_data import ids_of, part_data
from engine.evaluate.predictions import Predictions
from engine.evaluate.printed.as_json import as_json
from engine.evaluate.printed.as_text import as_lines
from engine.evaluate.shown_examples import ShownExamples
from engine.evaluate.words import sentence
from engine.predict.finished_run import FinishedRun
from engine.problems import RunError
from engine.record.run_folder import RunFolder
from engine.report.result_part import kept_evaluation, result_sentence


@pytest.fixture
def copied(weighted: RunFolder, tmp_path: Path) -> RunFolder:
    """The run in a folder of its own, without predictions."""
    shutil.copytree(weighted.path, tmp_path / "run", ignore=shutil.ignore_patterns("predictions"))
    return RunFolder(tmp_path / "run")


def test_classes_are_measured_beside_baselines(weighted: RunFolder) -> None:
    run = FinishedRun.open(weighted)
    found = evaluate(run)
    predictions, matrix = found.predictions, found.confusion
    assert matrix is not None
    truth, predicted = predictions.truth, predictions.outputs.argmax(axis=1)
    assert np.array_equal(matrix.counts, metrics.confusion_matrix(truth, predicted, labels=range(10)))
    assert found.metrics["accuracy"] == pytest.approx(metrics.accuracy_score(truth, predicted))
    assert list(found.metrics)[:2] == ["loss", "accuracy"]
    assert set(found.baselines) == {"majority", "logistic_regression", "gradient_boosting"}
    counts = np.bincount(run.inspection.fitted.y[run.inspection.split.train])
    assert found.baselines["majority"]["accuracy"] == pytest.approx((truth == counts.argmax()).mean())
    assert found.baselines["logistic_regression"]["accuracy"] > 0.4
    assert predictions.epoch == 1
    assert predictions.are_probabilities
    assert predictions.problem == ""
    assert len(predictions.ids) == len(set(predictions.ids)) == predictions.count


def test_what_was_kept_is_used_while_data_and_model_are_the_same(copied: RunFolder) -> None:
    run = FinishedRun.open(copied)
    first = evaluate(run)
    with mock.patch.object(FinishedRun, "load_model", side_effect=AssertionError("loaded again")):
        again = evaluate(FinishedRun.open(copied))
    assert as_json(again) == as_json(first)
    assert np.array_equal(again.predictions.loss, first.predictions.loss)
    assert again.predictions.ids == first.predictions.ids
    model = run.load_model().trained
    model.layers[-1].bias.assign(model.layers[-1].bias + 3.0 * np.arange(10))
    model.save(copied.model_file)
    other = evaluate(FinishedRun.open(copied), compares=False)
    assert not np.allclose(other.predictions.outputs, first.predictions.outputs)


def test_looks_at_the_test_part_are_counted(copied: RunFolder) -> None:
    run = FinishedRun.open(copied)
    assert count_looks(copied) == 0
    first = evaluate(run, "test", compares=False)
    again = evaluate(run, "test", compares=False, looker="window")
    assert (first.looks, again.looks, count_looks(copied)) == (1, 2, 2)
    assert any("first look" in line for line in as_lines(first))
    assert any("look 2" in line for line in as_lines(again))
    assert evaluate(run, "validation", compares=False).looks == 0


def test_the_chosen_threshold_decides_everywhere(two: RunFolder, tmp_path: Path) -> None:
    shutil.copytree(two.path, tmp_path / "run")
    folder = RunFolder(tmp_path / "run")
    run = FinishedRun.open(folder)
    first = evaluate(run, compares=False)
    second = np.sort(first.predictions.outputs[:, 0].astype(np.float64))
    half = [line for line in as_lines(first) if "threshold" in line]
    threshold = float((second[3] + second[4]) / 2)
    run.set_threshold(threshold)
    found = evaluate(FinishedRun.open(folder), compares=False)
    truth, said = found.predictions.truth, found.predictions.outputs[:, 0] > threshold
    assert int(said.sum()) == len(said) - 4
    matrix = found.confusion
    assert matrix is not None
    assert np.array_equal(matrix.counts, metrics.confusion_matrix(truth, said))
    assert found.metrics["accuracy"] == metrics.accuracy_score(truth, said)
    assert found.metrics["loss"] == first.metrics["loss"]
    assert found.metrics["roc_auc"] == first.metrics["roc_auc"]
    assert (as_json(first)["threshold"], as_json(found)["threshold"]) == (0.5, threshold)
    lines = [line for line in as_lines(found) if "threshold" in line]
    assert not half
    assert lines[0].startswith(f"1 is the answer where its probability is above {threshold:.3g}")
    kept = kept_evaluation(folder)
    assert kept is not None
    assert np.array_equal(kept.predictions.predicted, said)
    assert lines[0] in result_sentence(kept)
    assert found.predictions.certainty.min() < 0.5


def test_a_threshold_is_in_the_outputs_of_two_columns_and_of_margins() -> None:
    def predicted(outputs: list[Any], **values: Any) -> list[int]:
        given = np.array(outputs, np.float32)
        found = Predictions(
            part="validation",
            kind="arrays",
            task="classification",
            indices=np.arange(len(given)),
            ids=("",) * len(given),
            truth=np.zeros(len(given), np.int64),
            outputs=given,
            loss=np.zeros(len(given), np.float32),
            classes=("a", "b"),
            **values,
        )
        return found.predicted.tolist()

    pairs = [[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]]
    assert predicted(pairs) == [0, 0, 1]
    assert predicted(pairs, threshold=0.2) == [0, 1, 1]
    assert predicted([[-0.9], [-0.2], [0.3]], border=0.0) == [0, 0, 1]
    assert predicted([[-0.9], [-0.2], [0.3]], border=0.0, threshold=0.25) == [0, 1, 1]


def test_numbers_are_measured_in_their_units(rows: RunFolder) -> None:
    run = FinishedRun.open(rows)
    found = evaluate(run)
    truth, outputs = found.predictions.truth, found.predictions.outputs
    assert found.metrics["rmse"] == pytest.approx(metrics.root_mean_squared_error(truth, outputs))
    assert found.metrics["r2"] == pytest.approx(metrics.r2_score(truth, outputs), rel=1e-5)
    assert set(found.baselines) == {"mean", "ridge", "gradient_boosting"}
    train = run.inspection.fitted.y[run.inspection.split.train]
    mean = np.full_like(truth, train.mean())
    assert found.baselines["mean"]["mae"] == pytest.approx(metrics.mean_absolute_error(truth, mean), rel=1e-5)
    assert found.baselines["ridge"]["mae"] < found.baselines["mean"]["mae"]
    assert sentence(found).startswith("Mean absolute error of body_mass_g: ")


def test_a_forecast_is_measured_by_step_beside_simple_ones(series: RunFolder) -> None:
    run = FinishedRun.open(series)
    found = evaluate(run)
    data = part_data(run, "validation")
    rows = forecast_of(data.dataset)
    assert rows is not None
    _, predicted = found.predictions.by_step()
    wanted = errors_of(rows, data.indices, predicted=predicted, season=data.season)
    (step,) = found.steps
    assert step.mae == pytest.approx(wanted.model[0], rel=1e-5)
    assert step.others["last_value"] == pytest.approx(wanted.last_value[0], rel=1e-5)
    assert wanted.season_ago is not None
    assert step.others["season"] == pytest.approx(wanted.season_ago[0], rel=1e-5)
    assert step.others["linear_ar"][0] < step.others["last_value"][0]
    # days without a time of day have dates alone
    assert date.fromisoformat(found.predictions.ids[0])
    lines = list(as_lines(found))
    assert lines[0].startswith("Mean absolute error of temperature: ")
    assert " validation windows (95 %: " in lines[0]
    assert any(line.split()[:1] == ["3"] for line in lines)
    kept = evaluate(run)
    assert kept.steps[0].others["linear_ar"] == pytest.approx(step.others["linear_ar"])


def test_other_data_are_read_as_the_run_read_its_own(weighted: RunFolder, data: Path, tmp_path: Path) -> None:
    run = FinishedRun.open(weighted)
    with np.load(data / "digits.npz") as whole:
        np.savez(tmp_path / "more.npz", x=whole["x"][:30], y=whole["y"][:30], sample_weight=np.ones(30))
    found = evaluate(run, data=str(tmp_path / "more.npz"), compares=False)
    assert (found.part, found.count) == ("other", 30)
    assert " of 30 examples right" in sentence(found)
    np.savez(tmp_path / "text.npz", x=np.zeros((4, 3), np.float32), y=np.arange(4), sample_weight=np.ones(4))
    with pytest.raises(DataError, match="shape"):
        evaluate(run, data=str(tmp_path / "text.npz"))


def test_a_run_says_what_it_lacks(rows: RunFolder, copied: RunFolder) -> None:
    with pytest.raises(RunError, match="no examples to test on"):
        evaluate(FinishedRun.open(rows), "test")
    content = json.loads(copied.environment_json.read_text())
    content["data"]["fingerprint"] = "another"
    copied.environment_json.write_text(json.dumps(content))
    with pytest.raises(DataError, match="has changed since this run"):
        evaluate(FinishedRun.open(copied))
    copied.model_file.unlink()
    with pytest.raises(RunError, match="lost its model"):
        FinishedRun.open(copied)


def test_the_very_examples_are_shown(weighted: RunFolder, rows: RunFolder, series: RunFolder) -> None:
    run = FinishedRun.open(weighted)
    predictions = evaluate(run, compares=False).predictions
    pictures = ShownExamples(run, predictions)
    assert (pictures.kind, pictures.columns) == ("pictures", ())
    found: Any = pictures.at([2])[2]
    assert found.label == predictions.classes[predictions.truth[2]]
    assert found.index == predictions.indices[2]
    run = FinishedRun.open(rows)
    table = ShownExamples(run, evaluate(run, compares=False).predictions)
    assert table.kind == "table"
    assert "flipper_length_mm" in table.columns
    found = table.at([0])[0]
    assert len(found) == len(table.columns)
    run = FinishedRun.open(series)
    assert ShownExamples(run, evaluate(run, compares=False).predictions).kind == "series"


def test_what_the_last_layer_gets_is_kept_where_asked(copied: RunFolder) -> None:
    run = FinishedRun.open(copied)
    model = run.load_model().trained
    evaluate(run, compares=False, model=model)
    found = evaluate(run, compares=False, embeds=True, model=model).predictions
    assert found.embedding is not None
    outputs = model.layers[-1](found.embedding)
    assert np.allclose(outputs, found.outputs, atol=1e-5)
    kept = evaluate(FinishedRun.open(copied), compares=False, embeds=True).predictions.embedding
    assert kept is not None
    assert np.array_equal(kept, found.embedding)


@pytest.mark.parametrize(
    ("step", "shown"), [(86_400, "2024-01-02"), (3_600, "2024-01-01 01:00"), (30, "2024-01-01 00:00:30")]
)
def test_of_a_time_no_more_is_shown_than_it_has(step: int, shown: str) -> None:
    began = 1_704_067_200  # 2024-01-01
    rows = ForecastRows(
        columns=("load",),
        values=np.zeros((3, 1), np.float32),
        times=began + step * np.arange(3, dtype=np.float64),
        dated=True,
        bounds=np.array([[0, 3]]),
        series=(),
        starts=np.array([1, 2]),
        horizon=1,
    )
    windows: Any = SimpleNamespace(names=(), rows=None, series=SimpleNamespace(forecast=rows))
    assert ids_of(windows, np.array([0])) == (shown,)
