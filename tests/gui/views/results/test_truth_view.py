import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.data.series.naive_forecast import Errors
from engine.record.forecast_file import Forecast
from engine.report.figure import svg
from gui.views.results.ahead.truth_view import TruthView

DAY = 86_400.0


@pytest.fixture
def forecast():
    """Two series that count up, the second column tenfold; the model is 1 too high, two steps ahead."""
    rows = np.arange(30.0)
    truth = np.concatenate([rows, rows + 100]).astype(np.float32)
    starts = np.concatenate([np.arange(20, 29), np.arange(50, 59)])
    both = np.stack([truth, truth * 10], axis=1)
    steps = starts[:, np.newaxis] + np.arange(2)
    ones = np.ones((2, 2))
    return Forecast(
        epoch=4,
        columns=("a", "b"),
        series=("shop 0", "shop 1"),
        truth=both,
        times=np.tile(rows * DAY, 2),
        dated=True,
        bounds=np.array([[0, 30], [30, 60]]),
        starts=starts,
        predicted=(both[steps] + 1).transpose(0, 2, 1),
        errors=Errors(model=ones, last_value=ones * 2, season_ago=ones * 3, season=3),
    )


@pytest.fixture
def view(qtbot, forecast):
    made = TruthView()
    qtbot.addWidget(made)
    made.resize(900, 480)
    made.show_forecast(forecast, units=("°C", ""))
    made.show()
    return made


def test_truth_and_forecast_are_read_where_they_stand(view):
    assert view.words.text().startswith("After epoch 4 the mean absolute error is 1.000 °C;")
    view.plot.setFocus()
    QTest.keyClick(view.plot, Qt.Key.Key_Home)
    assert view.words.text() == "1970-01-21: Truth 20.00 °C, Forecast 21.00 °C"
    QTest.keyClick(view.plot, Qt.Key.Key_Right)
    assert view.words.text() == "1970-01-22: Truth 21.00 °C, Forecast 22.00 °C"


def test_column_step_series_and_naive_forecasts_are_chosen(view):
    view.column.setCurrentIndex(1)
    view.step.setCurrentIndex(1)
    view.series.setCurrentIndex(1)
    QTest.mouseClick(view.naive[next(iter(view.naive))], Qt.MouseButton.LeftButton)
    view.plot.setFocus()
    QTest.keyClick(view.plot, Qt.Key.Key_Home)
    assert view.words.text() == "1970-01-22: Truth 1,210, Forecast 1,211, Last value 1,190"
    assert "stroke-dasharray" in svg(view.drawing())


def test_the_choices_stay_for_another_forecast(view, forecast):
    view.series.setCurrentIndex(1)
    view.show_forecast(forecast)
    assert view.series.currentText() == "shop 1"
    assert view.axes().up == "a"


def test_all_values_are_saved(view):
    rows = list(csv.reader(io.StringIO(view.csv())))
    assert rows[0] == ["Time", "Truth", "Forecast"]
    assert len(rows) == 31
    assert rows[1] == ["1970-01-01", "0.0", ""]
    assert rows[21] == ["1970-01-21", "20.0", "21.0"]
