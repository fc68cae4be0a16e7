import pytest
from PySide6.QtDBus import QDBusMessage
from PySide6.QtWidgets import QWidget

from engine.record.events import Result, RunEnded
from gui.frame.desktop import session_bus
from gui.frame.desktop.desktop import LONG_S, Desktop

ENDED = RunEnded(result=Result.COMPLETED, reason="All 2 epochs are done.", epochs_done=2)


@pytest.fixture
def sent(monkeypatch) -> list[QDBusMessage]:
    messages: list[QDBusMessage] = []
    monkeypatch.setattr(session_bus, "send", messages.append)
    monkeypatch.setattr("sys.platform", "linux")
    return messages


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("gui.frame.desktop.desktop.time.monotonic", lambda: now[0])
    return now


@pytest.fixture
def desktop(qtbot) -> Desktop:
    window = QWidget()
    qtbot.addWidget(window)
    return Desktop(window, progress=lambda: 0.25)


def test_progress_stands_in_the_task_bar_while_a_run_goes_on(desktop, sent, clock):
    desktop.begin()
    desktop.refresh()
    desktop.end(ENDED)
    shown = [message.arguments()[1] for message in sent if message.member() == "Update"]
    assert shown == [
        {"progress": 0.25, "progress-visible": True},
        {"progress": 0.0, "progress-visible": False},
    ]
    assert sent[0].arguments()[0] == "application://fitroom.desktop"
    del clock


@pytest.mark.parametrize("took", [LONG_S - 1, LONG_S + 1])
def test_the_end_of_a_long_run_is_reported(desktop, sent, clock, took):
    desktop.begin()
    clock[0] += took
    desktop.end(ENDED)
    reported = [message.arguments() for message in sent if message.member() == "AddNotification"]
    expected = [["fitroom-run", {"title": "Training is done", "body": "All 2 epochs are done."}]]
    assert reported == (expected if took >= LONG_S else [])


def test_who_looks_at_the_window_gets_no_message(desktop, sent, clock, monkeypatch):
    monkeypatch.setattr(QWidget, "isActiveWindow", lambda _: True)
    desktop.begin()
    clock[0] += 2 * LONG_S
    desktop.end(ENDED)
    assert [message.member() for message in sent] == ["Update"]
