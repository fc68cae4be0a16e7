"""SIGINT and SIGTERM close the window as a person would; what runs is stopped first and kept."""

import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from gui.startup import application as app_module
from gui.startup.application import Program, run_window
from tests.gui.fake_engine import FakeEngine


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, tmp_path: Path
) -> None:
    monkeypatch.setenv("FITROOM_HOME", str(tmp_path))
    monkeypatch.setattr(app_module, "QApplication", lambda _argv: qapp)
    engine, windows = FakeEngine(), []
    engine.may_open.set()

    def drive(program: Program) -> QTimer:
        windows.append(program)
        timer = QTimer(program)

        def raise_once() -> None:
            if program.fitroom is not None and program.fitroom.rest is not None:
                timer.stop()
                signal.raise_signal(number)

        timer.timeout.connect(raise_once)
        timer.start(50)
        return timer

    before = signal.getsignal(number)
    assert run_window(["fitroom"], engine=engine, drive=drive) == 0
    assert signal.getsignal(number) is before
    assert not windows[0].window.isVisible()
    windows[0].window.deleteLater()
    windows[0].setParent(None)
    # the last window, as it closed, has asked to quit once more: that would end the next test's event loop
    QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit)
