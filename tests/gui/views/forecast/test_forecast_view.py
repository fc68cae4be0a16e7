import numpy as np
import pytest

from engine.data.kind_facts import ForecastRows
from engine.data.series.naive_forecast import errors_of
from engine.record.forecast_file import Forecast, forecast_of
from gui.views.forecast.forecast_plot import Line
from gui.views.forecast.forecast_view import ForecastView, lines_of


def made(*, horizon: int = 2, columns: int = 2, series: int = 2, season: int | None = 3) -> Forecast:
    """Series of 30 rows that count up, the second column tenfold; the model is 1 too high."""
    count = np.arange(30.0) + 100 * np.arange(series)[:, np.newaxis]
    values = np.stack([count.ravel() * 10**column for column in range(columns)], axis=1).astype(np.float32)
    firsts = 30 * np.arange(series)
    rows = ForecastRows(
        columns=tuple("ab"[:columns]),
        values=values,
        times=np.tile(np.arange(30.0) * 86_400, series),
        dated=True,
        bounds=np.stack([firsts, firsts + 30], axis=1),
        series=tuple(f"shop {number}" for number in range(series)),
        starts=np.concatenate([first + np.arange(20, 31 - horizon) for first in firsts]),
        horizon=horizon,
    )
    windows = np.arange(len(rows.starts))
    truth = values[rows.starts[:, np.newaxis] + np.arange(horizon)].transpose(0, 2, 1)
    errors = errors_of(rows, windows, predicted=truth + 1, season=season)
    return forecast_of(rows, windows, predicted=truth + 1, errors=errors, epoch=4)


@pytest.fixture
def view(qtbot):
    made_view = ForecastView()
    qtbot.addWidget(made_view)
    made_view.resize(900, 500)
    made_view.show()
    return made_view


def test_the_lines_stand_where_they_should():
    lines = lines_of(made(), column=1, step=1, series=1)
    truth, forecast = lines[Line.TRUTH], lines[Line.FORECAST]
    assert truth.y[0] == 1000
    np.testing.assert_array_equal(forecast.x, np.arange(21, 30) * 86_400)
    np.testing.assert_array_equal(forecast.y, 1211 + 10 * np.arange(9.0))
    np.testing.assert_array_equal(lines[Line.LAST_VALUE].y, forecast.y - 21)
    np.testing.assert_array_equal(lines[Line.SEASON_AGO].y, forecast.y - 31)


def test_a_column_a_step_and_a_series_can_be_chosen(view):
    view.show_forecast(made())
    assert [view.step.itemText(at) for at in range(2)] == ["1 step ahead", "2 steps ahead"]
    assert "error is 1.000; with the last value it is 1.000, with the value of a season ago (3 steps)" in (
        view.words.text()
    )
    view.column.setCurrentIndex(1)
    view.step.setCurrentIndex(1)
    view.step.activated.emit(1)
    assert view.entries[Line.FORECAST].value == "1.0000"
    assert view.entries[Line.LAST_VALUE].value == "20.00"
    assert view.words.text().endswith("The model does better.")
    view.show_forecast(made())
    assert (view.column.currentIndex(), view.step.currentIndex()) == (1, 1)


def test_what_is_no_choice_is_not_offered(view):
    view.show_forecast(made(horizon=1, columns=1, series=1, season=None))
    assert not any(chooser.isVisible() for chooser in (view.column, view.step, view.series))
    assert not view.entries[Line.SEASON_AGO].isVisible()
    assert view.words.text().endswith("not yet better than such a naive forecast.")


def test_naive_forecasts_are_drawn_when_asked_for(view):
    view.show_forecast(made())
    curve = view.plot._curves[Line.LAST_VALUE]
    assert not curve.isVisible()
    view.entries[Line.LAST_VALUE].click()
    assert curve.isVisible()
    assert len(curve.getData()[0]) == 9
