import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.history.metric_history import MetricHistory
from engine.record.events import LogLine, Phase, PhaseChanged, Result, RunEnded
from gui.views.plots.curves import CurveKind
from gui.views.run.progress_strip import ProgressStrip
from gui.views.run.train_view import TrainView
from tests.gui.mouse import point_at, wheel


@pytest.fixture
def view(qtbot):
    made = TrainView()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


@pytest.fixture
def strip(qtbot):
    made = ProgressStrip()
    qtbot.addWidget(made)
    made.resize(900, 40)
    made.show()
    return made


class TestTrainView:
    def test_before_the_first_run_it_says_what_will_be_here(self, view):
        assert view._pages.currentWidget() is view._empty

    def test_a_run_is_shown_and_followed(self, view, make_history, qtbot):
        history = make_history()
        view.show_history(history)
        assert view._pages.currentIndex() == 1
        assert view.log.toPlainText().endswith("first line")
        assert view.plots.chosen.isVisible()
        assert view.plots.chosen.quantity == "accuracy"
        history.apply(LogLine(level="warning", text="second line"))
        qtbot.waitUntil(lambda: view.log.toPlainText().endswith("second line"))

    def test_a_turn_draws_one_plot_and_a_refresh_all_that_is_left(self, view, make_history):
        history = make_history()
        view.show_history(history)
        view._timer.stop()
        history.apply(LogLine(level="warning", text="second line"))
        plots = view.plots
        view.take_turn()
        assert plots.loss._drawn[1] == history.version
        assert plots.chosen._drawn[1] < history.version
        view.take_turn()
        assert plots.chosen._drawn[1] == history.version
        view.refresh()
        assert plots.rate._drawn[1] == history.version
        assert view.log.toPlainText().endswith("second line")

    def test_it_rests_while_it_is_hidden(self, view, make_history):
        view.show_history(make_history())
        view.hide()
        assert not view._timer.isActive()
        view.show()
        assert view._timer.isActive()

    def test_another_run_begins_with_an_empty_log(self, view, make_history):
        view.show_history(make_history())
        view.show_history(make_history())
        assert view.log.toPlainText().count("first line") == 1

    def test_facts_and_gauges_are_reported(self, view, make_history):
        view.show_history(make_history())
        facts = {name: label.text() for name, label in view.facts._rows.items()}
        assert facts["Epoch"] == "5 of 10"
        assert facts["Device"] == "CPU, 2 cores"
        assert facts["Parameters"] == "12,345"
        gauge = view.facts._gauges[0]
        assert gauge._wait.text() == "wait 3 of"
        assert gauge.patience.value() == 10
        assert gauge._best.text() == "best val_loss 0.0310 at epoch 12"
        assert gauge._end.text() == "stopping restores the weights of epoch 12"

    def test_a_crashed_run_is_not_said_to_run(self, view, make_history):
        view.show_history(make_history(), live=False)
        assert "Interrupted" in view.facts._state.text()
        assert view.facts._reason.text()

    def test_a_run_that_failed_before_it_began_has_no_axes_but_the_reason(self, view, qtbot):
        history = MetricHistory()
        history.apply(PhaseChanged(phase=Phase.READING))
        view.show_history(history)
        assert view.notice.heading.text() == "Reading data…"
        assert not view.plots.isVisible()
        ended = RunEnded(result=Result.FAILED, reason="No file.", epochs_done=0, problem_path="data.path")
        history.apply(ended)
        view.refresh()
        assert view.notice.heading.text() == "The run failed"
        assert view.notice.sentence.text() == "No file."
        assert not view.facts._reason.isVisible()
        with qtbot.waitSignal(view.place_asked) as asked:
            view.notice.button.click()
        assert asked.args == ["data.path"]

    def test_a_run_that_failed_later_keeps_its_curves(self, view, make_history):
        history = make_history()
        history.apply(RunEnded(result=Result.FAILED, reason="The disk is full.", epochs_done=5))
        view.show_history(history)
        assert view.plots.isVisible()
        assert view.facts._reason.text() == "The disk is full."

    def test_plots_share_their_zoom(self, view, make_history):
        view.show_history(make_history())
        wheel(view.plots.loss.canvas.viewport(), point_at(view.plots.loss.canvas, 2.0), notches=6)
        assert not view.plots.rate.following
        epochs = view.plots.loss.canvas.box.viewRange()[0]
        assert epochs[1] - epochs[0] < 5
        assert view.plots.rate.canvas.box.viewRange()[0] == pytest.approx(epochs, abs=0.2)
        QTest.mouseClick(view.plots.chosen.header.follow, Qt.MouseButton.LeftButton)
        assert view.plots.loss.following

    def test_all_epochs_stay_in_view_when_the_page_is_laid_out_again(self, view, make_history):
        view.show_history(make_history())
        view.plots.rate.canvas.resize(300, 90)
        view.plots.loss.resize(700, 260)
        before = view.plots.rate.canvas.box.viewRange()[0]
        view.plots.loss._redraw()
        for plot in (view.plots.loss, view.plots.chosen, view.plots.rate):
            assert plot.canvas.box.viewRange()[0] == before

    def test_smoothing_and_log_reach_the_plots(self, view, make_history):
        view.show_history(make_history())
        view.plots._smoothing.setValue(60)
        view.plots._log.setChecked(True)
        assert view.plots.loss._smoothing[CurveKind.VALIDATION].weight == pytest.approx(0.6)
        assert view.plots.loss._log
        assert view.plots.chosen._log

    def test_a_chosen_metric_stays_chosen_in_the_next_run(self, view, make_history):
        view.show_history(make_history())
        view.plots._metric_chosen("accuracy")
        view.show_history(make_history())
        assert view.plots.chosen.quantity == "accuracy"

    def test_the_log_folds_away(self, view, make_history):
        view.show_history(make_history())
        view._log_button.click()
        assert not view.log.isVisible()
        view._log_button.click()
        assert view.log.isVisible()


class TestProgressStrip:
    def test_it_says_what_it_is_given(self, strip):
        strip.say("Importing TensorFlow…")
        assert strip._state.text() == "Importing TensorFlow…"
        assert not strip._bar.isVisible()

    def test_a_run_is_counted(self, strip, make_history):
        strip.show_history(make_history())
        assert "epoch 5 of 10" in strip._state.text()
        assert strip._bar.value() == 500
        assert strip._best.text() == "best val_loss 0.3000 at epoch 5"

    def test_a_pause_is_said(self, strip, make_history):
        history = make_history()
        history.apply(PhaseChanged(phase=Phase.PAUSED))
        strip.show_history(history)
        assert "Paused" in strip._state.text()

    def test_the_bar_wanders_while_nothing_can_be_counted(self, strip, make_history):
        history = type(make_history())()
        history.apply(PhaseChanged(phase=Phase.READING))
        strip.show_history(history)
        assert strip._bar.maximum() == 0
        assert "Reading data" in strip._state.text()

    def test_the_end_and_its_reason_are_said(self, strip, make_history):
        history = make_history()
        strip.show_history(history)
        history.apply(RunEnded(result=Result.STOPPED, reason="Stopped by hand.", epochs_done=5))
        strip.refresh()
        assert "Stopped" in strip._state.text()
        assert strip._reason.text() == "Stopped by hand."
        assert not strip._bar.isVisible()
        assert not strip._left.isVisible()


def test_a_low_page_folds_its_log_until_the_person_decides(qtbot, make_history):
    view = TrainView()
    qtbot.addWidget(view)
    view.resize(900, 560)
    view.show()
    view.show_history(make_history())
    assert not view.log.isVisible()
    view.resize(900, 800)
    assert view.log.isVisible()
    view._log_button.click()
    view.resize(900, 820)
    assert not view.log.isVisible()


def test_the_run_before_stands_behind_the_curves_and_can_be_hidden(view, make_history):
    history, before = make_history(), make_history(3)
    view.show_history(history)
    plots = view.plots
    assert not plots._with_previous_run.isVisible()
    plots.show_previous_run(12, before, changes="Dropout 0.2 → 0.5")
    assert plots._with_previous_run.text() == "run 012 behind"
    assert plots._changes.text() == "changed since: Dropout 0.2 → 0.5"
    train, held = plots.loss.canvas.previous_run.curves
    assert train.yData.tolist() == before.epochs("loss")[1].tolist()
    assert held.yData.tolist() == before.epochs("val_loss")[1].tolist()
    plots._log.setChecked(True)
    assert train.yData[0] == pytest.approx(math.log10(before.epochs("loss")[1][0]))
    plots._with_previous_run.setChecked(False)
    assert len(train.xData) == 0
    plots.show_previous_run(0, None, changes="")
    assert not plots._with_previous_run.isVisible()
