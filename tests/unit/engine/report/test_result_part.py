"""A report has the results of the predictions that its run has kept, and none that are of another model."""

import zipfile
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from engine.data.series.naive_forecast import Errors
from engine.evaluate.evaluation import Comparison, measure
from engine.evaluate.measures.ahead import Future
from engine.evaluate.predictions import Predictions
from engine.evaluate.predictions_file import model_digest, write_predictions
from engine.record.forecast_file import Forecast, write_forecast
from engine.record.run_folder import RunFolder
from engine.report.ahead_lines import future_lines, truth_lines
from engine.report.figure import svg
from engine.report.page import html, is_wide, report_of
from engine.report.result_lines import method_name, predicted_lines
from engine.report.result_part import (
    kept_evaluation,
    kept_forecast,
    result_drawings,
    result_sentence,
)


def predictions(**changes):
    """Forty examples of three classes, of which four are wrong."""
    truth = np.arange(40) % 3
    outputs = np.eye(3, dtype=np.float32)[truth]
    outputs[:4] = np.roll(outputs[:4], 1, axis=1)
    known: dict[str, Any] = {
        "part": "validation",
        "kind": "images",
        "task": "classification",
        "indices": np.arange(40),
        "ids": tuple(f"{number}.png" for number in range(40)),
        "truth": truth,
        "outputs": outputs,
        "loss": np.zeros(40, np.float32),
        "classes": ("cat", "dog", "<horse>"),
        "fingerprint": "data",
        "model": "",
        "of": 40,
    }
    return Predictions(**(known | changes))


def numbers(**changes):
    rng = np.random.default_rng(0)
    truth = rng.normal(size=(50, 3)).astype(np.float32)
    known: dict[str, Any] = {
        "kind": "table",
        "task": "regression",
        "indices": np.arange(50),
        "ids": tuple(map(str, range(50))),
        "truth": truth,
        "outputs": truth + np.float32(0.25),
        "loss": np.zeros(50, np.float32),
        "classes": (),
        "targets": ("a", "b", "c"),
        "of": 50,
    }
    return predictions(**(known | changes))


def long_forecast():
    """Of two series, by day, after the first epoch."""
    return Forecast(
        epoch=1,
        columns=("sun",),
        series=("a", "b"),
        truth=np.ones((2_400, 1), np.float32),
        times=np.arange(0, 2_400 * 86_400.0, 86_400.0),
        dated=True,
        bounds=np.array([[0, 2_300], [2_300, 2_400]]),
        starts=np.arange(10, 2_290),
        predicted=np.full((2_280, 1, 3), 2, np.float32),
        errors=Errors(model=np.ones((1, 3)), last_value=np.ones((1, 3)), season_ago=None, season=None),
    )


@pytest.fixture
def folder(tmp_path):
    """A run folder with a model's file."""
    made = RunFolder(tmp_path)
    with zipfile.ZipFile(made.model_file, "w") as archive:
        archive.writestr("config.json", "{}")
    return made


def test_classes_have_a_matrix_and_a_table():
    found = measure(predictions(), comparison=Comparison(values={"majority": {"accuracy": 0.35}}))
    words = result_sentence(found)
    assert words.startswith("90.0 % of 40 validation pictures right (95 %: ")
    assert "Most frequent class" in words
    matrix, table, roc, recall, calibrated = map(svg, result_drawings(found))
    assert ">Confusion matrix<" in matrix
    assert "&lt;horse&gt;" in matrix
    assert ">Each class<" in table
    assert (
        f">dog ({roc_auc_score(found.predictions.truth == 1, found.predictions.outputs[:, 1]):.3f})<" in roc
    )
    assert ">Precision-recall<" in recall
    assert ">Share that is right<" in calibrated


def test_of_very_many_classes_the_worst_are_listed():
    truth = np.arange(60) % 30
    outputs = np.eye(30, dtype=np.float32)[np.where(truth == 7, 8, truth)]
    many = predictions(
        truth=truth,
        outputs=outputs,
        classes=tuple(f"class {number}" for number in range(30)),
        indices=np.arange(60),
        ids=("",) * 60,
        loss=np.zeros(60, np.float32),
    )
    _, table, *_ = map(svg, result_drawings(measure(many)))
    assert "The 20 classes with the lowest F1" in table
    assert table.index(">class 7<") < table.index(">class 8<")


def test_each_target_has_its_measures_and_the_plots_of_the_window():
    figures = [svg(drawing) for drawing in result_drawings(measure(numbers(targets=("a", "b (kg)", "c"))))]
    assert len(figures) == 1 + 3 * 4
    assert [is_wide(figure) for figure in figures] == [True, *[False] * 12]
    assert ">0.2500 kg<" in figures[0]  # too high on average
    assert "Predicted against true: a<" in figures[1]
    assert figures[1].count("<circle") == 50
    assert "Error over the prediction: b (kg)<" in figures[7]
    assert ">Prediction minus truth (kg)<" in figures[7]


def test_of_very_many_classes_those_that_are_found_worst_have_curves():
    truth = np.arange(300) % 30
    outputs = np.random.default_rng(0).random((300, 30)).astype(np.float32)
    outputs[np.arange(300), truth] += np.where(truth == 7, 0, 2)
    names = tuple(f"class {number}" for number in range(30))
    many = predictions(
        truth=truth,
        outputs=outputs / outputs.sum(axis=1, keepdims=True),
        classes=names,
        indices=np.arange(300),
        ids=("",) * 300,
        loss=np.zeros(300, np.float32),
    )
    found = measure(many)
    _, _, rates, precisions, *_ = map(svg, result_drawings(found))
    area = roc_auc_score(truth == 7, found.predictions.outputs[:, 7])
    assert f">class 7 ({area:.3f})<" in rates
    assert ">ROC: classes with the lowest F1<" in rates
    assert ">Precision-recall: classes with the lowest F1<" in precisions


def test_two_classes_have_the_cost_of_each_threshold():
    truth = np.arange(40) % 2
    second = np.where(truth == 1, 0.8, 0.2).astype(np.float32)
    two = predictions(truth=truth, outputs=second[:, np.newaxis], classes=("no", "yes"), threshold=0.3)
    *_, costs = map(svg, result_drawings(measure(two)))
    assert ">Threshold (each mistake costs 1)<" in costs
    assert ">Threshold of yes<" in costs
    assert ">Cost of all mistakes<" in costs
    hinge = predictions(truth=truth, outputs=2 * second[:, np.newaxis] - 1, classes=("no", "yes"), border=0.0)
    assert not any("Cost of all mistakes" in svg(drawing) for drawing in result_drawings(measure(hinge)))


def test_a_forecast_is_drawn_over_the_truth_and_into_the_future():
    steps = numbers(targets=("sun+1", "sun+2", "sun+3"), columns=("sun",), horizon=3, kind="series")
    over = long_forecast()
    ahead = Future(
        name="sun",
        unit="",
        dated=False,
        past_times=np.arange(100.0),
        past=np.zeros(100),
        times=np.arange(100.0, 103.0),
        values=np.ones(3),
        low=np.zeros(3),
        high=np.full(3, 2.0),
    )
    drawings = result_drawings(measure(steps), forecast=over, future=(ahead,))
    _, truth, beyond = map(svg, drawings)
    assert ">Forecast over the truth: sun (a)<" in truth
    assert ">1972<" in truth  # a tick of the dates
    assert [len(line.x) for line in truth_lines(over, column=0)] == [2_010, 2_000]
    assert [len(line.x) for line in truth_lines(over, column=0, series=1)] == [100, 0]
    assert ">The future: sun<" in beyond
    assert ">95 % interval<" in beyond
    assert [len(line.x) for line in future_lines(ahead)] == [6, 24, 4]


def test_the_kept_forecast_is_that_of_the_kept_predictions(folder):
    known = numbers(targets=("sun+1", "sun+2", "sun+3"), columns=("sun",), horizon=3, kind="series", epoch=1)
    assert kept_forecast(folder, measure(known)) is None
    write_forecast(folder.forecast_file, long_forecast())
    kept = kept_forecast(folder, measure(known))
    assert kept is not None
    assert kept.series == ("a", "b")
    assert kept_forecast(folder, measure(replace(known, epoch=2))) is None


def test_a_forecast_has_its_errors_by_step():
    steps = numbers(targets=("sun+1", "sun+2", "sun+3"), columns=("sun",), horizon=3, kind="series")
    beside = Comparison(by_step={"last_value": np.ones((1, 3)), "other": np.ones((1, 3))})
    [figure] = map(svg, result_drawings(measure(steps, comparison=beside)))
    assert "Error by step ahead: sun" in figure
    assert ">Last value<" in figure
    assert ">0<" in figure  # an axis that begins above it would make a small difference look large
    assert method_name("other") == "other"


def test_many_dots_are_thinned_and_none_is_a_figure_too():
    values = np.random.default_rng(0).normal(size=500)
    dots, diagonal = predicted_lines(values, values, most=100)
    assert len(dots.x) == 100
    assert diagonal.x[0] == values.min()
    assert predicted_lines(np.empty(0), np.empty(0), most=9)[1].x.tolist() == [0, 1]


def test_a_report_reads_what_the_run_has_kept(folder, history):
    assert kept_evaluation(folder) is None
    write_predictions(folder, predictions(model=model_digest(folder.model_file)))
    found = kept_evaluation(folder)
    assert found is not None
    report = report_of(
        "1",
        history,
        project=None,
        environment={},
        result=result_sentence(found),
        drawings=result_drawings(found),
    )
    page = html(report)
    assert len(report.figures) == 2 + 5
    assert '<p class="result">90.0 %' in page
    assert report_of("1", history, project=None, environment={}).result == ""


def test_predictions_of_another_model_are_not_in_the_report(folder):
    write_predictions(folder, predictions(model="another"))
    assert kept_evaluation(folder) is None
    folder.model_file.unlink()
    assert kept_evaluation(folder) is None
