import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from engine.evaluate.measures.ahead import Future
from engine.evaluate.measures.by_step import errors_by_step
from engine.evaluate.measures.regression import regression
from engine.report.figure import svg
from gui.style import apply
from gui.views.results.ahead.future_view import FutureView
from gui.views.results.ahead.horizon_view import HorizonView
from gui.views.results.regression.regression_view import RegressionView
from tests.gui.mouse import move_to

NAMES = ("rent", "warmth")
DAY = 86_400.0


@pytest.fixture
def numbers():
    """True values and predictions of two targets."""
    rng = np.random.default_rng(5)
    truth = np.column_stack([rng.normal(90_000, 30_000, 200), rng.normal(20, 4, 200)])
    return truth, truth + rng.normal(0, 1, truth.shape) * [8_000, 1.5] + [2_000, 0]


@pytest.fixture
def view(qtbot, numbers):
    made = RegressionView()
    qtbot.addWidget(made)
    made.resize(1000, 1000)
    truth, predicted = numbers
    units = ("€", "°C")
    show(made, regression(truth, predicted, names=NAMES), truth=truth, predicted=predicted, units=units)
    made.show()
    return made


def show(view, scores, **values):
    """Show a regression at once, all of its plots."""
    for _ in view.show_regression(scores, **values):
        pass


def rows_of(text):
    return list(csv.reader(io.StringIO(text)))


def test_the_table_has_scikit_learns_numbers_in_the_targets_units(view, numbers):
    truth, predicted = numbers
    [first, second] = view.scores.table.texts()
    assert first[2].startswith(f"{mean_absolute_error(truth[:, 0], predicted[:, 0]):,.0f} € (")
    assert second[3].startswith(f"{root_mean_squared_error(truth[:, 1], predicted[:, 1]):.3f} °C (")
    saved = rows_of(view.scores.csv())
    assert float(saved[1][1]) == pytest.approx(r2_score(truth[:, 0], predicted[:, 0]))
    assert "rent" in svg(view.scores.drawing())


def test_a_row_of_the_table_chooses_the_target(view, qtbot):
    assert view.target.isVisible()
    assert "€" in view.predicted.axes().across
    place = view.scores.table.visualRect(view.scores.table.numbers.index(1, 0)).center()
    QTest.mouseClick(view.scores.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.target.currentText() == "warmth"
    qtbot.waitUntil(lambda: "°C" in view.predicted.axes().across)
    qtbot.waitUntil(lambda: "°C" in view.histogram.words.text())


def test_the_choice_of_a_target_stays_and_one_target_needs_none(view, numbers):
    truth, predicted = numbers
    view.target.setCurrentIndex(1)
    show(view, regression(truth, predicted, names=NAMES), truth=truth, predicted=predicted)
    assert view.target.currentText() == "warmth"
    assert view.predicted.axes().across == "Truth"
    one = regression(truth[:, :1], predicted[:, :1], names=NAMES[:1])
    show(view, one, truth=truth[:, :1], predicted=predicted[:, :1])
    assert not view.target.isVisible()


def test_a_click_on_a_dot_chooses_its_example(view, numbers, qtbot):
    truth, predicted = numbers
    plot = view.predicted.plot
    plot.scene().minDragTime = 0
    at = int(np.argmax(truth[:, 0]))
    place = plot.mapFromScene(plot.box.mapViewToScene(QPointF(truth[at, 0], predicted[at, 0])))
    with qtbot.waitSignal(view.example_chosen) as chosen:
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [at]


def test_the_example_that_is_read_is_chosen_with_return(view, numbers, qtbot):
    truth, _ = numbers
    plot = view.predicted.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_End)
    at = int(np.argmax(truth[:, 0]))
    assert view.predicted.words.text().startswith(f"Truth {truth[at, 0]:,.0f} €, prediction")
    with qtbot.waitSignal(view.example_chosen) as chosen:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen.args == [at]
    assert len(rows_of(view.predicted.csv())) == 201


def test_errors_are_read_and_saved(view, numbers, qtbot):
    _, predicted = numbers
    assert view.histogram.words.text().startswith("Half of the errors lie between ")
    move_to(qtbot, view.histogram.plot, 0.0)
    assert "examples with an error from" in view.histogram.words.text()
    counts = [float(row[1]) for row in rows_of(view.histogram.csv())[1:]]
    assert sum(counts) == 200
    move_to(qtbot, view.errors.plot, float(predicted[3, 0]))
    assert view.errors.words.text().startswith("Prediction ")
    assert len(rows_of(view.errors.csv())) == 201
    assert "circle" in svg(view.errors.drawing())


def test_the_error_by_true_value_names_the_worst_part(view):
    assert view.quantiles.words.text().startswith("The error is largest where the truth is ")
    QTest.keyClick(view.quantiles.plot, Qt.Key.Key_Home)
    assert ", 40 examples: error " in view.quantiles.words.text()
    assert [int(row[2]) for row in rows_of(view.quantiles.csv())[1:]] == [40] * 5
    assert "≤" in svg(view.quantiles.drawing())


def test_each_plot_can_be_saved_from_the_whole(view, qtbot):
    for card in (view.scores, view.predicted, view.histogram, view.errors, view.quantiles):
        with qtbot.waitSignal(view.save_asked) as asked:
            card.menu_button.menu().actions()[1].trigger()
        assert asked.args[0].makers[".svg"]().startswith(b"<svg")
        with qtbot.waitSignal(view.copy_asked):
            card.menu_button.menu().actions()[0].trigger()


def test_a_truth_that_never_varies_has_no_r2(view):
    truth = np.ones((5, 1))
    show(view, regression(truth, truth, names=("a",)), truth=truth, predicted=truth)
    assert view.predicted.words.text() == "The truth is always the same, so R² is not defined."
    assert view.scores.table.texts()[0][1] == "–"


def test_ten_thousand_dots_at_most_are_drawn(view):
    truth = np.random.default_rng(0).normal(size=(20_000, 1))
    show(view, regression(truth, truth, names=("a",)), truth=truth, predicted=truth)
    assert len(view.predicted.plot.drawn[0].x) == 10_000


@pytest.fixture
def shown(qtbot):
    def show(view):
        qtbot.addWidget(view)
        view.resize(640, 460)
        view.show()
        return view

    return show


def test_errors_by_step_beside_simple_forecasts(shown, qtbot):
    steps = np.arange(1, 13)
    truth = np.zeros((50, 2, 12))
    predicted = truth + steps * 0.1
    others = {"last_value": truth + 0.65, "season": truth + 2.0, "linear_ar": truth + 1.5}
    view = shown(HorizonView())
    view.show_errors(
        errors_by_step(truth, predicted, columns=("load", "sun"), others=others), units=("MW", "")
    )
    assert view.words.text() == "Up to 6 steps ahead the model is better than each simple forecast."
    assert "Linear autoregression" in view.key.text()
    assert view.axes().names == tuple(map(str, range(1, 13)))
    move_to(qtbot, view.plot, 3.1)
    assert view.words.text().startswith("3 steps ahead: Model 0.3000 MW, Last value 0.6500 MW")
    QTest.keyClick(view.plot, Qt.Key.Key_End)
    assert view.words.text().startswith("12 steps ahead: Model 1.200 MW")
    view.column.setCurrentIndex(1)
    assert "MW" not in view.axes().up
    saved = rows_of(view.csv())
    assert saved[0] == [
        "Column", "Steps ahead", "Model", "RMSE", "Last value", "A season ago", "Linear autoregression"
    ]  # fmt: skip
    assert len(saved) == 25
    assert svg(view.drawing()).count("stroke-dasharray") >= 3


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (0.1, "At every step ahead the model is better than each simple forecast."),
        (0.9, "One step ahead a simple forecast is at least as good as the model."),
    ],
)
def test_one_step_is_shown_as_bars(shown, error, sentence):
    truth = np.zeros((20, 1, 1))
    view = shown(HorizonView())
    view.show_errors(errors_by_step(truth, truth + error, columns=("a",), others={"last_value": truth + 0.5}))
    assert view.words.text() == sentence
    assert not view.column.isVisible()
    assert view.plot.drawn[0].form == "bars"
    QTest.keyClick(view.plot, Qt.Key.Key_Right)
    QTest.keyClick(view.plot, Qt.Key.Key_Right)
    assert view.words.text() == "Last value: 0.5000"
    assert ">Last value<" in svg(view.drawing())
    view.show_errors(errors_by_step(truth, truth, columns=("a",)))
    assert view.words.text().startswith("Without a simple forecast")


@pytest.fixture
def future(shown):
    start = 1_700_006_400.0  # a midnight
    past = np.arange(60.0)
    times = np.array([start + day * DAY for day in range(60, 67)])
    made = Future(
        name="warmth",
        unit="°C",
        dated=True,
        past_times=np.array([start + day * DAY for day in range(60)]),
        past=past,
        times=times,
        values=np.arange(60.0, 67.0),
        low=np.arange(58.0, 65.0),
        high=np.arange(63.0, 70.0),
    )
    view = shown(FutureView())
    view.show_future([made])
    return view


def test_the_future_continues_the_data_with_its_interval(future, qtbot):
    assert future.words.text() == "2024-01-20: 66.00 °C (95 %: 64.00 to 69.00 °C)"
    area, data, forecast = future.plot.drawn
    assert area.form == "area"
    assert forecast.x[0] == data.x[-1]
    assert len(data.x) == 24
    future.plot.setFocus()
    QTest.keyClick(future.plot, Qt.Key.Key_Home)
    assert future.words.text().startswith("2024-01-14: 60.00 °C (")
    move_to(qtbot, future.plot, float(data.x[3]))
    assert future.words.text() == "2023-12-24: 39.00 °C"
    rows = rows_of(future.csv())
    assert rows[1] == ["warmth", "2024-01-14", "60.0", "58.0", "63.0"]


def test_the_future_is_drawn_in_both_themes_and_in_files(future, qapp):
    light = future.plot.viewport().grab().toImage()
    apply(qapp, Qt.ColorScheme.Dark)
    try:
        assert future.plot.viewport().grab().toImage() != light
        drawn = svg(future.drawing())
    finally:
        apply(qapp, Qt.ColorScheme.Light)
    assert "<polygon" in drawn
    assert ">2024-01-" in drawn


def test_a_future_without_an_interval_or_a_date(shown):
    nothing = np.full(2, np.nan)
    rows = np.arange(10.0)
    one = Future("a", "", False, rows, rows, np.array([10.0, 11.0]), np.array([1.5, 2.5]), nothing, nothing)
    view = shown(FutureView())
    view.show_future([one, one])
    assert view.column.isVisible()
    assert view.words.text() == "11: 2.500"
    assert [line.form for line in view.plot.drawn] == ["line", "line"]
    view.show_future([])
    assert view.words.text() == ""
    assert svg(view.drawing())
