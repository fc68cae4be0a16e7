import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot
from pytestqt.qtbot import QtBot

from engine.problems import Problem
from engine.record.events import LogLine, Result, RunEnded
from engine.run.control import (
    ReduceLearningRate,
    SetEpochs,
    SetLearningRate,
    SetPatience,
    StopAfterEpoch,
)
from engine.settings import Project
from engine.tensorflow_import import TensorFlowError
from gui.control.runs.run_state import RunState
from tests.started import started


class Asker(QObject):
    """Asks the worker, from the window's thread, to import TensorFlow."""

    asked = Signal()


class Listener(QObject):
    """Notes the thread in which each signal is received."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[QThread] = []

    @Slot(object)
    def take(self, _value: object) -> None:
        self.threads.append(QThread.currentThread())


def project(epochs: int = 1) -> Project:
    return Project().with_value("fit.epochs", epochs)


def ask_to_open(running: Any) -> Asker:
    asker = Asker()
    asker.asked.connect(running.worker.open_engine)
    asker.asked.emit()
    return asker


def open_engine(running: Any, qtbot: QtBot) -> None:
    running.engine.may_open.set()
    with qtbot.waitSignal(running.controller.ready):
        ask_to_open(running)


def test_a_run_happens_in_the_workers_thread_and_is_reported_in_the_windows(
    running: Any, qtbot: QtBot
) -> None:
    listener = Listener()
    for signal in (
        running.worker.opened,
        running.worker.began,
        running.worker.ended,
        running.pump.event_received,
    ):
        signal.connect(listener.take)
    open_engine(running, qtbot)
    with qtbot.waitSignal(running.controller.ended) as ended:
        running.controller.start(project(epochs=3), None)
    assert (ended.args or [])[0].result is Result.COMPLETED
    assert threading.main_thread() not in running.engine.threads
    assert len(listener.threads) >= 5
    assert set(listener.threads) == {QThread.currentThread()}


def test_every_event_is_in_the_history_when_the_end_is_reported(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    with qtbot.waitSignal(running.controller.ended):
        running.controller.start(project(epochs=40), None)
    history = running.pump.history
    assert len(history.batches("loss")[0]) == 40 * 5
    assert history.outcome is not None
    assert running.controller.state is RunState.IDLE


def test_train_before_tensorflow_is_there_is_kept(running: Any, qtbot: QtBot) -> None:
    asker = ask_to_open(running)
    running.controller.start(project(), None)
    assert running.controller.state is RunState.WAITING
    assert not running.engine.folder.exists()
    with qtbot.waitSignal(running.controller.ended) as ended:
        running.engine.may_open.set()
    assert (ended.args or [])[0].result is Result.COMPLETED
    del asker


def test_stop_drops_a_kept_start(running: Any, qtbot: QtBot) -> None:
    asker = ask_to_open(running)
    running.controller.start(project(), None)
    running.controller.stop()
    assert running.controller.state is RunState.IDLE
    with qtbot.waitSignal(running.controller.ready):
        running.engine.may_open.set()
    assert not running.engine.folder.exists()
    del asker


def test_stop_ends_the_run_and_keeps_what_is_there(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.may_continue.clear()
    running.controller.start(project(epochs=10_000), None)
    assert running.engine.batch_done.acquire(timeout=60)
    running.controller.stop()
    assert running.controller.state is RunState.STOPPING
    with qtbot.waitSignal(running.controller.ended) as ended:
        running.engine.may_continue.set()
    assert (ended.args or [])[0].result is Result.STOPPED
    assert len(running.pump.history.batches("loss")[0]) == 1


def test_a_paused_run_does_nothing_until_it_goes_on(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.may_continue.clear()
    running.controller.start(project(epochs=2), None)
    assert running.engine.batch_done.acquire(timeout=60)
    running.controller.toggle_pause()
    assert running.controller.state is RunState.PAUSED
    running.engine.may_continue.set()
    assert not running.engine.batch_done.acquire(timeout=0.2)
    with qtbot.waitSignal(running.controller.ended) as ended:
        running.controller.toggle_pause()
        assert running.controller.state is RunState.RUNNING
    assert (ended.args or [])[0].result is Result.COMPLETED


def test_a_second_start_while_a_run_is_stopping_says_why_not(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.may_continue.clear()
    running.controller.start(project(epochs=2), None)
    assert running.engine.batch_done.acquire(timeout=60)
    running.controller.stop()
    with qtbot.waitSignal(running.controller.refused) as refused:
        running.controller.start(project(), None)
    assert "still stopping" in (refused.args or [])[0].message
    with qtbot.waitSignal(running.controller.ended):
        running.engine.may_continue.set()


def test_what_stands_in_the_way_is_reported_and_makes_no_folder(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.found = [
        Problem("fit.epochs", "Only a remark.", "warning"),
        Problem("data.path", "No data is chosen yet."),
    ]
    with qtbot.waitSignal(running.controller.refused) as refused:
        running.controller.start(project(), None)
    assert (refused.args or [])[0].path == "data.path"
    assert running.controller.state is RunState.IDLE
    assert not running.engine.folder.exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.folder.mkdir()
    with qtbot.waitSignal(running.controller.refused) as refused:
        running.controller.start(project(), None)
    assert (refused.args or [])[0].message == "The run's folder cannot be written: File exists."


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TensorFlowError("TensorFlow could not be loaded."), "TensorFlow could not be loaded."),
        (
            ImportError("no pandas"),
            "A part of Fitroom is missing (no pandas). Install its requirements again.",
        ),
    ],
)
def test_without_tensorflow_train_says_why(
    running: Any, qtbot: QtBot, error: Exception, sentence: str
) -> None:
    running.engine.open_error = error
    running.engine.may_open.set()
    with qtbot.waitSignal(running.controller.refused):
        asker = ask_to_open(running)
    with qtbot.waitSignal(running.controller.refused) as refused:
        running.controller.start(project(), None)
    assert (refused.args or [])[0].message == sentence
    del asker


def test_a_mistake_of_ours_ends_the_run_and_reaches_the_report(
    running: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    open_engine(running, qtbot)
    running.engine.mistake = ZeroDivisionError()
    with qtbot.waitSignal(running.controller.ended) as ended:
        running.controller.start(project(), None)
    assert (ended.args or [])[0].result is Result.FAILED
    qtbot.waitUntil(lambda: reported == [ZeroDivisionError])
    assert running.controller.state is RunState.IDLE


@pytest.mark.parametrize("error", [AttributeError("4f"), SystemExit(3), KeyboardInterrupt()])
@pytest.mark.parametrize("place", ["check_error", "mistake"])
def test_whatever_a_worker_raises_the_run_is_over(
    running: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: str, error: BaseException
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    open_engine(running, qtbot)
    setattr(running.engine, place, error)
    answer = running.controller.refused if place == "check_error" else running.controller.ended
    with qtbot.waitSignal(answer) as answered:
        running.controller.start(project(), None)
    said = (answered.args or [])[0]
    assert "crash report" in (said.message if place == "check_error" else said.reason)
    assert running.controller.state is RunState.IDLE
    assert reported == [type(error)]


def test_resume_goes_on_in_the_folder_that_was_named(running: Any, qtbot: QtBot, tmp_path: Path) -> None:
    open_engine(running, qtbot)
    with qtbot.waitSignals([running.controller.began, running.controller.ended]):
        running.controller.resume(tmp_path)
    assert running.controller.folder == tmp_path


def test_a_mistake_of_ours_at_the_start_does_not_keep_a_run_waiting(
    running: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    running.engine.open_error = ZeroDivisionError()
    running.controller.start(project(), None)
    with qtbot.waitSignal(running.controller.refused) as refused:
        running.engine.may_open.set()
        asker = ask_to_open(running)
    assert "crash report" in (refused.args or [])[0].message
    assert running.controller.state is RunState.IDLE
    qtbot.waitUntil(lambda: reported == [ZeroDivisionError])
    del asker


def test_what_the_run_had_reported_is_in_the_history_before_it_goes_on(
    running: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    open_engine(running, qtbot)
    running.engine.reported_before = [
        started(epochs=1, steps_per_epoch=5, examples=20),
        LogLine(level="info", text="said before"),
        RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=0),
    ]
    ends: list[object] = []
    running.pump.event_received.connect(
        lambda event: ends.append(event) if isinstance(event, RunEnded) else None
    )
    with qtbot.waitSignal(running.controller.ended):
        running.controller.resume(tmp_path)
    assert running.pump.history.lines_after(0)[1][0].text == "said before"
    assert len(ends) == 1
    assert running.controller.resumed == tmp_path
    assert running.controller.last_project.fit.epochs == 7


def test_more_epochs_are_asked_of_the_engine(running: Any, qtbot: QtBot, tmp_path: Path) -> None:
    open_engine(running, qtbot)
    with qtbot.waitSignal(running.controller.ended):
        running.controller.train_more(tmp_path, 12)
    assert running.engine.more == 12


def test_every_change_reaches_the_run(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.may_continue.clear()
    controller = running.controller
    controller.start(project(epochs=2), None)
    assert running.engine.batch_done.acquire(timeout=60)
    controller.set_learning_rate(0.5)
    controller.reduce_learning_rate()
    controller.set_epochs(9)
    controller.set_patience(1, 3)
    controller.stop_after_epoch(True)
    controller.stop_after_epoch(False)
    assert running.engine.control.take() == [
        SetLearningRate(0.5),
        ReduceLearningRate(),
        SetEpochs(9),
        SetPatience(1, 3),
        StopAfterEpoch(),
        StopAfterEpoch(wanted=False),
    ]


def test_a_rate_that_follows_a_schedule_is_not_changed_by_hand(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    running.engine.may_continue.clear()
    scheduled = project(epochs=2).with_value("compile.schedule", {"kind": "exponential"})
    running.controller.start(scheduled, None)
    assert running.engine.batch_done.acquire(timeout=60)
    with qtbot.waitSignal(running.controller.unable) as reported:
        running.controller.reduce_learning_rate()
    assert "schedule" in (reported.args or [""])[0]
    running.controller.set_learning_rate(0.5)
    assert running.engine.control.take() == []


def test_nothing_is_asked_of_a_run_that_is_over(running: Any, qtbot: QtBot) -> None:
    open_engine(running, qtbot)
    with qtbot.waitSignal(running.controller.ended):
        running.controller.start(project(), None)
    running.controller.set_epochs(9)
    running.controller.set_patience(0, 1)
    running.controller.stop_after_epoch(True)
    assert running.engine.control.take() == []
