"""Projects and killed runs of earlier programs open in the window, by clicks and keys."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidget
from pytestqt.qtbot import QtBot

from engine.user_folders import runs_folder
from gui.control.project.page_status import Step
from tests.gui.fake_engine import FakeEngine
from tests.gui.startup.test_application import wait_known
from tests.gui.whole_window import whole_window
from tests.upgrade.made import KINDS, MADE, copied


@pytest.mark.parametrize("made", MADE)
def test_projects_and_runs_of_an_earlier_program(
    made: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = copied(made, tmp_path / "fixtures")
    kinds = [kind for program, kind in KINDS if program == made]
    for number, kind in enumerate(kinds, start=1):
        shutil.copytree(here / "killed" / kind, runs_folder() / f"{number:03d}-{kind}")
    with whole_window(qapp, qtbot, FakeEngine()) as fitroom:
        window, shown = fitroom.window, fitroom.services.shown
        for kind in kinds:
            chosen = str(here / f"{kind}.fitroom")
            monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, chosen=chosen: (chosen, ""))
            qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
            qtbot.waitUntil(lambda kind=kind: fitroom.files.name == f"{kind}.fitroom")
            wait_known(fitroom, qtbot)
            assert window.banner.text == ""
            assert fitroom.services.inspector.problems == ()
        qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == len(kinds))
        (rows,) = fitroom.runs.findChildren(QListWidget)
        for row in range(len(kinds)):
            with qtbot.waitSignal(shown.changed):
                place = rows.visualItemRect(rows.item(row)).center()
                qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
            assert window.step is Step.TRAIN
            assert shown.state == "interrupted"
            assert shown.history.started is not None
            assert len(shown.history.batches("loss")[0]) > 2
            assert shown.opened is not None
            assert shown.opened.project is not None
            way = shown.continuation()
            assert way is not None
            assert not way.finished
