"""Beyond the last row of a file: the model's own forecast of the last window, at the times that follow."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from engine.data.series.cut_series import Part
from engine.data.series.latest import following
from engine.evaluate.evaluate import evaluate
from engine.evaluate.future import future, over_truth
from engine.evaluate.measures.by_step import residual_interval
from engine.evaluate.words import beside_sentence
from engine.predict.finished_run import FinishedRun
from engine.problems import RunError
from engine.record.run_folder import RunFolder
from engine.resources import resolve
from tests.left_runs import left


def test_the_future_begins_after_the_last_row(series: RunFolder) -> None:
    run = FinishedRun.open(series)
    model = run.load_model().trained
    predictions = evaluate(run, compares=False, model=model).predictions
    (found,) = future(run, predictions, model=model)
    table = pd.read_csv(resolve("sample:elnino.csv", None))
    assert found.name == "temperature"
    assert found.past[-5:] == pytest.approx(table["temperature"].to_numpy()[-5:])
    window = run.inspection.fitted.shape[0]
    last = table["temperature"].to_numpy(np.float32)[-window:].reshape(1, window, 1)
    assert found.values == pytest.approx(model.predict(last, verbose=0)[0], rel=1e-5)
    low, high = residual_interval(*predictions.by_step())
    assert found.low == pytest.approx(found.values + low[0])
    assert found.high == pytest.approx(found.values + high[0])
    months = [datetime.fromtimestamp(time, UTC) for time in (found.past_times[-1], *found.times)]
    ahead = [(month.year * 12 + month.month, month.day) for month in months]
    assert [month - ahead[0][0] for month, _ in ahead] == [0, 1, 2, 3]
    assert len({day for _, day in ahead}) == 1


def test_two_columns_and_one_that_is_only_seen(tmp_path: Path) -> None:
    rows = 60
    table = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=rows).strftime("%Y-%m-%d")})
    for at, name in enumerate(("rain", "sun", "wind")):
        table[name] = np.sin(np.arange(rows) / (at + 2)).round(4)
    table.to_csv(tmp_path / "weather.csv", index=False)
    data = {
        "kind": "series",
        "path": str(tmp_path / "weather.csv"),
        "features": ["wind", "rain", "sun"],
        "target": ["rain", "sun"],
        "window": 5,
        "horizon": 2,
    }
    fit = {"validation_method": "last"}
    folder = left(tmp_path / "run", {"data": data, "model": {"kind": "dense", "units": [4]}, "fit": fit})
    run = FinishedRun.open(folder)
    model = run.load_model().trained
    found = future(run, evaluate(run, compares=False, model=model).predictions, model=model)
    last = table[["wind", "rain", "sun"]].to_numpy(np.float32)[np.newaxis, -5:]
    wanted = model.predict(last, verbose=0).reshape(2, 2)
    assert [one.name for one in found] == ["rain", "sun"]
    for one, values in zip(found, wanted, strict=True):
        assert one.values == pytest.approx(values, rel=1e-5)
        assert one.past[-5:] == pytest.approx(table[one.name].to_numpy()[-5:], rel=1e-6)
        assert (one.low <= one.high).all()
        assert [datetime.fromtimestamp(time, UTC).day for time in one.times] == [1, 2]
    assert "also sees wind, up to the last row" in beside_sentence(found)
    assert beside_sentence(()) == ""


def test_the_forecast_is_over_the_truth_of_any_part(series: RunFolder) -> None:
    run = FinishedRun.open(series)
    predictions = evaluate(run, "train", compares=False).predictions
    found = over_truth(run.inspection.fitted, predictions)
    assert found is not None
    order = np.argsort(predictions.indices)
    places = found.starts[:, np.newaxis] + np.arange(found.horizon)
    assert found.truth[places, 0] == pytest.approx(predictions.truth[order])
    assert found.predicted[:, 0] == pytest.approx(predictions.outputs[order])
    errors = np.abs(predictions.truth - predictions.outputs).mean(axis=0)
    assert found.errors.model[0] == pytest.approx(errors, rel=1e-5)


def test_only_a_forecast_has_a_future(rows: RunFolder) -> None:
    run = FinishedRun.open(rows)
    with pytest.raises(RunError, match="forecasts nothing"):
        future(run, evaluate(run, compares=False).predictions)
    assert over_truth(run.inspection.fitted, evaluate(run, compares=False).predictions) is None


@pytest.mark.parametrize(
    ("times", "after"),
    [
        (["2024-01-31", "2024-02-29", "2024-03-31"], ["2024-04-30", "2024-05-31"]),
        (["2023-10-01", "2024-01-01", "2024-04-01"], ["2024-07-01", "2024-10-01"]),
        (["2024-02-26", "2024-02-27", "2024-02-28"], ["2024-02-29", "2024-03-01"]),
        (["2024-01-01T00:00", "2024-01-01T06:00", "2024-01-01T12:00"], ["2024-01-01T18:00", "2024-01-02"]),
        (["2024-01-01", "2024-01-02", "2024-01-04", "2024-01-05"], ["2024-01-06", "2024-01-07"]),
    ],
)
def test_the_times_that_follow_continue_the_last_ones(times: list[str], after: list[str]) -> None:
    seen = np.array(times, "datetime64[s]").astype(np.float64)
    part = Part("", np.zeros((len(seen), 1)), np.array([]), seen, np.arange(len(seen)))
    found = following(part, len(after), dated=True)
    assert found.tolist() == np.array(after, "datetime64[s]").astype(np.float64).tolist()


def test_numbers_of_rows_go_on_by_their_step() -> None:
    part = Part("", np.zeros((1, 1)), np.array([]), np.array([7.0]), np.arange(1))
    assert following(part, 2, dated=False).tolist() == [8.0, 9.0]
