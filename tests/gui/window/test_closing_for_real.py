"""Closing while the real engine trains: the state after the present batch is there, and the run goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from engine.resources import samples_folder
from engine.run.state.store import read_newest
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load
from engine.user_folders import runs_folder
from gui.control.runs.run_state import RunState
from gui.startup.application import Program
from tests.gui.real_engine import RealEngine
from tests.gui.whole_window import opened


def test_closing_saves_the_state_after_the_present_batch(qapp: QApplication, qtbot: QtBot) -> None:
    with opened(qapp, qtbot, RealEngine()) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        endless = assign(load(samples_folder() / "digits.fitroom").project, ["fit.epochs=9999", "callbacks="])
        fitroom.model.replace(endless, title="endless")
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
        room = fitroom.services
        qtbot.waitUntil(lambda: room.shown.history.progress.epoch > 2, timeout=60_000)
        close_and_stop(program)
        qtbot.waitUntil(lambda: not program.window.isVisible())
        assert room.controller.state is RunState.IDLE
        history = room.shown.history
    folder = RunFolder(runs_folder() / "001-digits-cnn")
    assert folder.state == "stopped"
    snapshot = read_newest(folder.resume).snapshot
    assert snapshot is not None
    epoch, step = snapshot.header["position"][:2]
    started = history.started
    assert started is not None
    # no batch was trained that the state does not have
    assert len(history.batches("loss")[0]) == epoch * started.steps_per_epoch + step


def close_and_stop(program: Program) -> None:
    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(one for one in box.findChildren(QPushButton) if one.text() == "Stop and close").click()

    program.window.close()
    QTimer.singleShot(500, answer)
