import sys
import threading
import time
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from engine.data.dataset import DataError
from engine.data.reading.context import LoadCancelled
from engine.problems import Problem
from engine.settings import Project
from gui.control.workers.engine_worker import InspectionRequest, InspectionWorker


class Threads(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QThread] = []

    @Slot(object)
    def take(self, _value: object) -> None:
        self.seen.append(QThread.currentThread())


def test_everything_found_is_reported_in_the_windows_thread(inspecting: Any, qtbot: QtBot) -> None:
    inspector, threads = inspecting.inspector, Threads()
    signals = [
        inspector.named,
        inspector.described,
        inspector.measured,
        inspector.scripted,
        inspector.problems_changed,
        inspector.summarized,
    ]
    for signal in signals:
        signal.connect(threads.take)
    inspector.open()
    inspector.open_models()
    with qtbot.waitSignals(signals):
        inspector.look_at(Project(), None)
    assert threads.seen == [QThread.currentThread()] * 6


def test_nothing_is_asked_before_the_engine_is_open(inspecting: Any, qtbot: QtBot) -> None:
    inspecting.inspector.look_at(Project(), None)
    with qtbot.assertNotEmitted(inspecting.inspector.requested, wait=400):
        pass
    with qtbot.waitSignal(inspecting.inspector.summarized):
        inspecting.inspector.open()
        inspecting.inspector.open_models()


def test_only_the_latest_state_is_looked_at(inspecting: Any, qtbot: QtBot) -> None:
    inspector = inspecting.inspector
    inspecting.engine.may_load.clear()
    inspector.open()
    inspector.open_models()
    projects = [Project().with_value("fit.epochs", epochs) for epochs in (1, 2, 3)]
    with qtbot.waitSignal(inspector.requested):
        inspector.look_at(projects[0], None)
    inspector.look_at(projects[1], None)
    inspector.look_at(projects[2], None)
    with qtbot.waitSignal(inspector.summarized) as summarized:
        inspecting.engine.may_load.set()
    assert summarized.args == [projects[2]]
    assert inspecting.engine.summarized == [projects[2]]


def test_an_answer_of_an_older_look_never_overwrites_a_newer_choice(inspecting: Any, qtbot: QtBot) -> None:
    inspector, engine = inspecting.inspector, inspecting.engine
    older, newer = (Project().with_value("fit.epochs", epochs) for epochs in (1, 2))
    scripts: list[object] = []
    inspector.scripted.connect(scripts.append)
    inspector.open()
    inspector.open_models()
    engine.may_load.clear()
    with qtbot.waitSignal(inspector.requested):
        inspector.look_at(older, None)
    engine.may_load.set()
    deadline = time.monotonic() + 60
    while engine.summarized != [older] and time.monotonic() < deadline:
        time.sleep(0.01)  # the window's thread is busy: all answers of the older look wait for it
    inspector.look_at(newer, None)
    assert not inspector.knows(newer, None)
    with qtbot.waitSignal(inspector.summarized) as summarized:
        pass
    assert summarized.args == [newer]
    assert scripts == [("script", newer, True)]
    assert inspector.knows(newer, None)


@pytest.mark.usefixtures("qapp")
def test_a_reading_that_was_given_up_is_no_mistake(
    engine: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A later request can come while the script is written, and while other problems are looked for."""
    worker = InspectionWorker(engine, threading.Lock())
    checked: list[object] = []
    worker.checked.connect(lambda _number, problems: checked.append(problems))
    worker.inspect(InspectionRequest(0, Project(), None))
    assert len(checked) == 1

    def given_up(*_: object) -> object:
        raise LoadCancelled

    monkeypatch.setattr(type(worker._look), "script", property(given_up), raising=False)
    worker.write_script(0)
    engine.data_error, engine.check_error = DataError("There is nothing at x."), LoadCancelled()
    worker.inspect(InspectionRequest(0, Project().with_value("data.path", "b.npz"), None))
    assert len(checked) == 1
    assert not caplog.records


def test_data_is_read_once_for_edits_elsewhere(inspecting: Any, qtbot: QtBot) -> None:
    inspector = inspecting.inspector
    inspector.open()
    inspector.open_models()
    for epochs in (1, 2):
        with qtbot.waitSignal(inspector.summarized):
            inspector.look_at(Project().with_value("fit.epochs", epochs), None)
    assert len(inspecting.engine.loaded) == 1
    with qtbot.waitSignal(inspector.summarized):
        inspector.read_again()
    assert len(inspecting.engine.loaded) == 2


def test_data_that_cannot_be_used_is_a_problem_at_its_setting(inspecting: Any, qtbot: QtBot) -> None:
    inspecting.engine.data_error = DataError("There is nothing at x.", path="data.path")
    inspecting.inspector.open()
    with qtbot.waitSignal(inspecting.inspector.problems_changed):
        inspecting.inspector.look_at(Project(), None)
    assert inspecting.inspector.problems == (Problem("data.path", "There is nothing at x."),)


def test_no_model_is_built_beside_a_run_and_it_is_made_up_for(inspecting: Any, qtbot: QtBot) -> None:
    inspector = inspecting.inspector
    inspector.open()
    inspector.open_models()
    inspecting.building.acquire()
    inspector.hold(running=True)
    with qtbot.waitSignal(inspector.busy_changed, check_params_cb=lambda busy: not busy):
        inspector.look_at(Project(), None)
    assert inspecting.engine.summarized == []
    inspecting.building.release()
    with qtbot.waitSignal(inspector.summarized):
        inspector.hold(running=False)


def test_data_is_shown_before_tensorflow_is_there_and_the_model_follows(
    inspecting: Any, qtbot: QtBot
) -> None:
    inspector = inspecting.inspector
    inspector.open()
    with qtbot.waitSignals([inspector.described, inspector.measured]):
        inspector.look_at(Project(), None)
    with qtbot.waitSignal(inspector.summarized):
        inspector.open_models()


def test_a_script_is_there_also_when_the_data_cannot_be_read(inspecting: Any, qtbot: QtBot) -> None:
    inspecting.engine.data_error = DataError("There is nothing at x.")
    inspecting.inspector.open()
    with qtbot.waitSignal(inspecting.inspector.scripted) as scripted:
        inspecting.inspector.look_at(Project(), None)
    assert scripted.args == [("script", Project(), False)]


def test_the_exact_script_is_written_only_while_it_is_asked_for(inspecting: Any, qtbot: QtBot) -> None:
    inspector, engine = inspecting.inspector, inspecting.engine
    inspector.open()
    inspector.open_models()
    with qtbot.waitSignal(inspector.summarized):
        inspector.look_at(Project(), None)
    assert engine.written == ["plain"]
    with qtbot.waitSignal(inspector.scripted) as scripted:
        inspector.prefer_script(True)
    assert scripted.args == [("exact script", Project(), True)]
    assert engine.summarized == [Project()]  # nothing else is done for it
    edited = Project().with_value("fit.epochs", 3)
    with qtbot.waitSignal(inspector.scripted) as scripted:
        inspector.look_at(edited, None)
    assert scripted.args == [("exact script", edited, True)]
    with qtbot.waitSignal(inspector.scripted) as scripted:
        inspector.prefer_script(False)
    assert scripted.args == [("script", edited, True)]
    assert engine.written == ["plain", "exact", "exact", "plain"]


def test_whatever_is_raised_the_look_is_over(
    inspecting: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reported.append(kind))
    inspecting.engine.check_error = RecursionError()
    inspector = inspecting.inspector
    inspector.open()
    with (
        qtbot.waitSignal(inspector.problems_changed) as blocker,
        qtbot.waitSignal(inspector.busy_changed, check_params_cb=lambda busy: not busy),
    ):
        inspector.look_at(Project(), None)
    [problem] = (blocker.args or [()])[0]
    assert "crash report" in problem.message
    assert reported == [RecursionError]
