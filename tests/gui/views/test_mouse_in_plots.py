"""Plots are read and zoomed by a real pointer and a real wheel over the viewport that a person sees."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.views.plots.curve_plot import CurvePlot
from gui.views.plots.curves import CurveKind
from gui.views.run.compare_view import CompareView
from gui.views.run.train_view import TrainView
from tests.gui.mouse import move_to, point_at, wheel


@pytest.fixture
def view(qtbot, make_history):
    made = TrainView()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_history(make_history())
    return made


@pytest.fixture
def plot(qtbot, make_history):
    made = CurvePlot("loss")
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    made.refresh(make_history())
    return made


def test_the_pointer_reads_the_nearest_epoch_in_every_plot(qtbot, view):
    plots = view.plots
    move_to(qtbot, plots.loss.canvas, 2.1)
    for plot in (plots.loss, plots.chosen, plots.rate):
        assert plot.header.where.text() == "epoch 2"
        assert plot.canvas._cursor.isVisible()
        assert plot.canvas._cursor.value() == pytest.approx(2)
    assert plots.loss.header.legend[CurveKind.TRAIN].value == "0.5000"
    assert plots.loss.header.legend[CurveKind.VALIDATION].value == "0.5400"
    QApplication.sendEvent(plots.loss.canvas, QEvent(QEvent.Type.Leave))
    assert plots.chosen.header.where.text() == ""
    assert not plots.rate.canvas._cursor.isVisible()


def test_the_wheel_zooms_the_epochs_and_with_ctrl_both_axes(plot):
    canvas = plot.canvas
    epochs, values = canvas.box.viewRange()
    wheel(canvas.viewport(), point_at(canvas, 2))
    zoomed, same = canvas.box.viewRange()
    assert zoomed[1] - zoomed[0] < (epochs[1] - epochs[0]) * 0.95
    assert same == pytest.approx(values)
    assert not plot.following
    wheel(canvas.viewport(), point_at(canvas, 2), ctrl=True)
    _, smaller = canvas.box.viewRange()
    assert smaller[1] - smaller[0] < (values[1] - values[0]) * 0.95


def test_nothing_leaves_the_plot(qtbot, plot):
    canvas = plot.canvas
    whole = canvas.box.viewRange()
    wheel(canvas.viewport(), point_at(canvas, 2), notches=-40, ctrl=True)
    for seen, all_of_it in zip(canvas.box.viewRange(), whole, strict=True):
        assert seen == pytest.approx(all_of_it)
    wheel(canvas.viewport(), point_at(canvas, 2), notches=3, ctrl=True)
    start = point_at(canvas, 2)
    viewport = canvas.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 12):
        QTest.mouseMove(viewport, start + QPoint(60 * step, 40 * step))
        qtbot.wait(12)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(660, 440))
    now = canvas.box.viewRange()
    for (low, high), (least, most) in zip(now, whole, strict=True):
        assert low >= least - 1e-6
        assert high <= most + 1e-6


def test_the_ring_at_the_last_epoch_is_whole(plot, make_history):
    plot.refresh(make_history(10, of=10))
    canvas = plot.canvas
    last = canvas.box.mapViewToScene(QPointF(10, 0.1)).x()
    assert canvas.box.sceneBoundingRect().right() - last >= 5.5  # half of the ring


def test_runs_that_are_compared_are_read_by_the_pointer(qtbot, make_history):
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    view.show_runs({"001-a": make_history(), "002-b": make_history(3)}, [None, None])
    move_to(qtbot, view.plot, 2.9)
    assert "epoch 3" in view._key.text()
    assert view._key.text().count("<b>0.3333</b>") == 2
    move_to(qtbot, view.plot, 4.9)
    assert view._key.text().count("<b>0.2000</b>") == 1
    QApplication.sendEvent(view.plot, QEvent(QEvent.Type.Leave))
    assert "epoch" not in view._key.text()
