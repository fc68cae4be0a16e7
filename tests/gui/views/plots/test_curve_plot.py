import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.record.events import Result, RunEnded
from gui.style import apply
from gui.style.tokens import DARK
from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import LEARNING_RATE, CurveKind
from gui.views.plots.legend import LegendForm


@pytest.fixture
def plot(qtbot, make_history):
    made = CurvePlot("loss")
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.refresh(make_history())
    return made


def drawn(plot, kind) -> tuple[np.ndarray, np.ndarray]:
    return plot.canvas._curves[kind].getData()


def read_out(plot):
    return {kind: entry.value for kind, entry in plot.header.legend.items()}


def test_train_is_solid_and_validation_dashed_in_the_same_hue(plot):
    train, validation = plot.canvas.pen(CurveKind.TRAIN), plot.canvas.pen(CurveKind.VALIDATION)
    assert train.style() is Qt.PenStyle.SolidLine
    assert validation.style() is not Qt.PenStyle.SolidLine
    assert train.color() == validation.color()
    assert plot.canvas.pen(CurveKind.BATCHES).color().lightness() > train.color().lightness() + 60


def test_lines_are_as_broad_on_a_fine_screen(plot, monkeypatch):
    canvas = plot.canvas
    pixels = canvas.pixels
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: 2.0)
    assert not canvas.fits_screen
    plot.follow()
    assert canvas.fits_screen
    assert canvas.pixels == 2 * pixels
    assert canvas._curves[CurveKind.TRAIN].opts["pen"].width() == canvas.pen(CurveKind.TRAIN).width() == 4


def test_a_curve_that_jumps_all_the_time_is_drawn_with_a_thin_pen(plot, make_history):
    widths = [plot.canvas._curves[CurveKind.TRAIN].opts["pen"].width()]
    history = make_history()
    for epoch in range(6, 106):
        history._epochs["loss"].append(epoch, epoch % 2)
    plot.refresh(history)
    widths.append(plot.canvas._curves[CurveKind.TRAIN].opts["pen"].width())
    assert widths == [2, 1]


def test_a_jumping_curve_of_many_points_is_drawn_in_columns_of_pixels(plot, make_history):
    history = make_history()
    for epoch in range(6, 5006):
        history._epochs["loss"].append(epoch, epoch % 2)
        history._epochs["val_loss"].append(epoch, 2 + epoch % 2)
    plot.refresh(history)
    train, validation = plot.canvas._curves[CurveKind.TRAIN], plot.canvas._curves[CurveKind.VALIDATION]
    assert train.opts["connect"] == validation.opts["connect"] == "pairs"
    assert len(train.xData) <= 2 * plot.canvas.box.width() + 2
    assert 0.4 < len(validation.xData) / len(train.xData) < 0.7  # dashed
    plot.canvas.box.setXRange(10, 30, padding=0)
    plot.stay()
    plot.set_log(False)
    assert train.opts["connect"] == "finite"


def test_what_the_history_holds_is_drawn(plot):
    x, y = drawn(plot, CurveKind.TRAIN)
    assert x.tolist() == [1, 2, 3, 4, 5]
    assert y == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])
    assert len(drawn(plot, CurveKind.BATCHES)[0]) == 50
    assert len(drawn(plot, CurveKind.VALIDATION)[0]) == 5


def test_nothing_is_drawn_again_while_nothing_changed(plot, make_history, monkeypatch):
    history = make_history()
    plot.refresh(history)
    monkeypatch.setattr(plot, "_redraw", lambda: pytest.fail("drew again"))
    plot.refresh(history)


def test_the_log_axis_leaves_out_what_is_not_positive(plot, make_history):
    history = make_history()
    history._epochs["loss"].append(6, 0.0)
    plot.set_log(True)
    plot.refresh(history)
    _, y = drawn(plot, CurveKind.TRAIN)
    assert y[:5] == pytest.approx(np.log10([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]))
    assert math.isnan(y[5])


def test_smoothing_keeps_the_raw_curve_pale_behind(plot):
    plot.set_smoothing(0.9)
    raw = plot.canvas._raw[CurveKind.TRAIN].getData()[1]
    assert raw == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])
    smoothed = drawn(plot, CurveKind.TRAIN)[1]
    assert smoothed[0] == 1
    assert (smoothed[1:] > raw[1:]).all()
    plot.set_smoothing(0)
    assert len(plot.canvas._raw[CurveKind.TRAIN].getData()[0]) == 0


def test_a_click_in_the_legend_hides_and_shows_a_curve(plot, qtbot):
    entry = plot.header.legend[CurveKind.VALIDATION]
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert len(drawn(plot, CurveKind.VALIDATION)[0]) == 0
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert len(drawn(plot, CurveKind.VALIDATION)[0]) == 5


def test_the_cursor_reads_all_curves_at_the_nearest_epoch(plot):
    plot.show_cursor(2.2)
    assert read_out(plot)[CurveKind.TRAIN] == "0.5000"
    assert read_out(plot)[CurveKind.VALIDATION] == "0.5400"
    assert plot.header.where.text() == "epoch 2"
    plot.show_cursor(math.nan)
    assert read_out(plot)[CurveKind.TRAIN] == "0.2000"
    assert plot.header.where.text() == ""


def test_the_read_out_does_not_move_what_is_beside_it(plot):
    places = [entry.x() for entry in plot.header.legend.values()]
    for place in (1.0, 3.0, math.nan):
        plot.show_cursor(place)
        plot.layout().activate()
        assert [entry.x() for entry in plot.header.legend.values()] == places


def test_the_best_epoch_is_ringed(plot):
    x, y = plot.canvas._best.getData()
    assert x.tolist() == [5]
    assert y == pytest.approx([1 / 5 + 0.1])
    plot.header.legend[CurveKind.VALIDATION].setChecked(False)
    assert len(plot.canvas._best.getData()[0]) == 0


def test_a_mark_says_what_it_was(plot):
    assert plot.canvas.mark_near(2.0) == "learning rate lowered"
    assert plot.canvas.mark_near(4.0) == ""
    assert plot.canvas._marks[1].getData()[0].tolist() == [2, 2]


def test_the_view_follows_until_it_was_moved(plot, make_history, qtbot):
    assert plot.following
    with qtbot.waitSignal(plot.moved):
        plot.canvas.box.setXRange(1, 2, padding=0)
        plot.canvas.box.sigRangeChangedManually.emit([True, True])
    assert not plot.following
    assert plot.header.follow.isVisible()
    plot.refresh(make_history(9))
    assert plot.canvas.box.viewRange()[0] == pytest.approx([1, 2])
    with qtbot.waitSignal(plot.follow_asked):
        plot.header.follow.click()
    assert plot.following
    assert plot.canvas.box.viewRange()[0][1] >= 9


def test_values_that_are_not_numbers_harm_nothing(plot, make_history):
    history = make_history(1)
    history._epochs["loss"].append(2, math.nan)
    history._epochs["loss"].append(3, math.inf)
    plot.refresh(history)
    low, high = plot.canvas.box.viewRange()[1]
    assert math.isfinite(low)
    assert math.isfinite(high)


def test_the_learning_rate_is_a_quantity(qtbot, make_history):
    plot = CurvePlot(LEARNING_RATE)
    qtbot.addWidget(plot)
    plot.refresh(make_history())
    x, y = drawn(plot, CurveKind.RATE)
    assert list(x) == [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    assert y[0] == 0.1
    assert read_out(plot) == {CurveKind.RATE: "0.02"}


def test_a_metric_can_be_chosen(plot, qtbot):
    plot.offer(("loss", "accuracy"))
    with qtbot.waitSignal(plot.quantity_chosen) as chosen:
        plot.header.chooser.activated.emit(1)
    assert chosen.args == ["accuracy"]
    assert drawn(plot, CurveKind.TRAIN)[1][-1] == pytest.approx(0.9)


def test_the_theme_changes_while_it_is_shown(plot, qapp):
    apply(qapp, Qt.ColorScheme.Dark)
    try:
        assert plot.canvas.backgroundBrush().color().name() == DARK.surface
        assert plot.canvas.pen(CurveKind.TRAIN).color().name() == DARK.curves[0]
    finally:
        apply(qapp, Qt.ColorScheme.Light)


def test_the_ring_says_what_it_stands_for(plot):
    assert plot.canvas.mark_near(5.0) == "best epoch: 5, val_loss 0.3000"


@pytest.mark.parametrize("height", [150, 600])
def test_the_ring_is_whole_at_the_edge_of_the_plot(plot, height):
    plot.resize(700, height)
    low, high = plot.canvas.box.viewRange()[1]
    lowest = min(drawn(plot, CurveKind.TRAIN)[1].min(), drawn(plot, CurveKind.BATCHES)[1].min())
    assert (lowest - low) / (high - low) * plot.canvas.box.height() >= 8


def test_the_legend_is_short_where_there_is_little_room(plot):
    forms = []
    for width in (900, 480, 330, 250):
        plot.resize(width, 300)
        plot.layout().activate()
        entries = list(plot.header.legend.values())
        assert all(entry.geometry().right() < entry.parentWidget().width() + 1 for entry in entries)
        forms.append(entries[0].form)
    assert forms == sorted(forms)
    assert (forms[0], forms[-1]) == (LegendForm.FULL, LegendForm.STROKE)


def test_a_tiny_value_is_written_in_the_legend(plot):
    entry = plot.header.legend[CurveKind.TRAIN]
    full = entry.width_as(LegendForm.FULL)
    entry.set_value("-1.23e-05")
    assert entry.width_as(LegendForm.FULL) > full


def test_the_key_names_the_signs_that_are_there(qtbot, make_history):
    made = CurvePlot(LEARNING_RATE)
    qtbot.addWidget(made)
    made.refresh(make_history())
    key = made.header._key
    assert key is not None
    assert "best epoch" in key.text()
    assert "event" in key.text()


def test_the_legend_says_what_the_values_of_batches_are(plot, make_history):
    entry = plot.header.legend[CurveKind.BATCHES]
    assert entry.text() == "batches (running mean)"  # as of a run from before
    history = make_history()
    assert history.started is not None
    history.apply(replace(history.started, per_batch=("loss",)))
    plot.refresh(history)
    assert entry.text() == "batches"
    plot.show_quantity("accuracy")
    assert entry.text() == "batches (running mean)"


def test_the_ring_is_that_of_the_saved_model_once_there_is_one(plot, make_history):
    history = make_history()
    saved = {"val_loss": 0.56, "val_accuracy": 0.7}
    history.apply(
        RunEnded(result=Result.COMPLETED, reason="Done.", epochs_done=5, saved=saved, saved_epoch=2)
    )
    plot.refresh(history)
    x, _ = plot.canvas._best.getData()
    assert list(x) == [2.0]
    assert plot.canvas.mark_near(2.0).startswith("saved model: epoch 2, val_accuracy 0.7000")
