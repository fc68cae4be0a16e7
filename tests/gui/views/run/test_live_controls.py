import pytest
from PySide6.QtCore import Qt

from engine.record.events import EpochsSet, GaugeChanged, LearningRateSet, Result, RunEnded
from gui.views.run.facts_panel import FactsPanel
from gui.views.run.gauge import Gauge


@pytest.fixture
def facts(qtbot):
    made = FactsPanel()
    qtbot.addWidget(made)
    made.resize(252, 700)
    made.show()
    return made


@pytest.fixture
def reported(facts):
    heard = []
    live = facts.live
    live.rate_asked.connect(lambda value: heard.append(("rate", value)))
    live.reduce_asked.connect(lambda: heard.append(("reduce",)))
    live.epochs_asked.connect(lambda value: heard.append(("epochs", value)))
    live.stop_after_epoch_asked.connect(lambda value: heard.append(("stop", value)))
    facts.patience_asked.connect(lambda index, value: heard.append(("patience", index, value)))
    return heard


def test_they_are_there_only_while_a_run_goes_on(facts, make_history):
    history = make_history()
    facts.refresh(history, live=True)
    assert facts.live.isVisible()
    assert facts._gauges[0].patience.isVisible()
    facts.refresh(history, live=False)
    assert not facts.live.isVisible()
    assert not facts._gauges[0].patience.isVisible()
    assert facts._gauges[0]._wait.text() == "wait 3 of 10"
    history.apply(RunEnded(result=Result.COMPLETED, reason="Done.", epochs_done=5))
    facts.refresh(history, live=True)
    assert not facts.live.isVisible()


def test_enter_asks_for_the_rate_and_a_word_is_refused_in_a_sentence(facts, reported, make_history, qtbot):
    facts.refresh(make_history(), live=True)
    rate = facts.live.rate
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "fast")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert reported == []
    assert "above 0" in facts.live._message.text()
    rate.selectAll()
    qtbot.keyClicks(rate, "2e-4")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert reported == [("rate", 2e-4)]
    assert not facts.live._message.isVisible()


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", ""])
def test_a_rate_that_cannot_be_is_not_asked_for(facts, reported, make_history, qtbot, text):
    facts.refresh(make_history(), live=True)
    facts.live.rate.setText(text)
    qtbot.keyClick(facts.live.rate, Qt.Key.Key_Return)
    assert reported == []


def test_a_rate_that_the_run_tells_is_shown_but_not_over_what_is_typed(facts, make_history, qtbot):
    history = make_history()
    facts.refresh(history, live=True)
    history.apply(LearningRateSet(position=4.5, learning_rate=0.25))
    facts.refresh(history, live=True)
    assert facts.live.rate.text() == "0.25"
    facts.activateWindow()
    facts.live.rate.setFocus()
    qtbot.waitUntil(facts.live.rate.hasFocus)
    qtbot.keyClicks(facts.live.rate, "5")
    history.apply(LearningRateSet(position=4.6, learning_rate=0.125))
    facts.refresh(history, live=True)
    assert facts.live.rate.text() == "0.255"


def test_a_tenth_at_a_click(facts, reported, make_history):
    facts.refresh(make_history(), live=True)
    facts.live.reduce.click()
    assert reported == [("reduce",)]


def test_quick_steps_make_one_change(facts, reported, make_history, qtbot):
    facts.refresh(make_history(), live=True)
    for _ in range(3):
        facts.live.epochs.stepUp()
    qtbot.waitUntil(lambda: bool(reported))
    assert reported == [("epochs", 13)]


def test_epochs_and_patience_follow_the_run(facts, reported, make_history):
    history = make_history()
    facts.refresh(history, live=True)
    history.apply(EpochsSet(epochs=33))
    facts.refresh(history, live=True)
    assert facts.live.epochs.value() == 33
    assert facts._rows["Epoch"].text() == "5 of 33"
    facts._gauges[0].patience.settled.emit(4)
    assert reported == [("patience", 0, 4)]


def test_a_schedule_is_said_and_nothing_can_be_typed(facts, make_history):
    facts.live.refuse_rate("It follows a schedule.")
    facts.refresh(make_history(), live=True)
    assert not facts.live.rate.isEnabled()
    assert not facts.live.reduce.isEnabled()
    assert facts.live._message.text() == "It follows a schedule."
    facts.live.refuse_rate("")
    assert facts.live.rate.isEnabled()
    assert not facts.live._message.isVisible()


def test_stop_after_this_epoch_can_be_taken_back(facts, reported, make_history):
    facts.refresh(make_history(), live=True)
    facts.live.stop.click()
    facts.live.stop.click()
    assert reported == [("stop", True), ("stop", False)]
    facts.live.show_stop_after_epoch(True)
    assert facts.live.stop.isChecked()
    assert len(reported) == 2


@pytest.mark.parametrize(
    ("restores", "words"),
    [(0, "stopping keeps the weights of the last epoch"), (7, "stopping restores the weights of epoch 7")],
)
def test_the_gauge_says_what_stopping_leaves(qtbot, restores, words):
    gauge = shown_gauge(qtbot, restores=restores)
    assert gauge._end.isVisible()
    assert gauge._end.text() == words


def test_a_callback_that_stops_nothing_restores_nothing(qtbot):
    assert not shown_gauge(qtbot, restores=None)._end.isVisible()


def shown_gauge(qtbot, *, restores):
    gauge = Gauge()
    qtbot.addWidget(gauge)
    event = GaugeChanged(
        index=0, name="x", monitor="loss", wait=1, patience=3, best=0.5, best_epoch=7, restores=restores
    )
    gauge.show_gauge(event, editable=False)
    gauge.show()
    return gauge
