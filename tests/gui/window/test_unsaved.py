"""Unsaved settings are never lost: by a new project, another one, a sample, or by closing the window."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from engine.settings.project_file.file import load
from gui.control.project.open_project import empty_project
from gui.control.project.page_status import Step
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import opened, whole_window

CTRL = Qt.KeyboardModifier.ControlModifier


def press_in_banner(fitroom: Fitroom, text: str) -> None:
    buttons = fitroom.window.banner.findChildren(QPushButton)
    QTest.mouseClick(next(one for one in buttons if one.text() == text), Qt.MouseButton.LeftButton)


def test_a_new_project_and_a_sample_take_nothing_away(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        window, model, banner = fitroom.window, fitroom.model, fitroom.window.banner
        window.activateWindow()
        model.edit("fit.epochs", 77)
        window.show_step(Step.FIT)
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)
        assert model.project == empty_project()
        assert window.step is Step.DATA
        assert "digits.fitroom had unsaved changes" in banner.text
        press_in_banner(fitroom, "Back to digits.fitroom")
        assert model.project.fit.epochs == 77
        assert fitroom.files.name == "digits.fitroom"
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)
        qtbot.waitUntil(banner.isVisible)
        QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
        assert model.project.fit.epochs == 77
        assert not banner.isVisible(), "what it said is no longer so"
        before = model.project
        links = next(label for label in window.findChildren(QLabel) if label.text().startswith("Samples:"))
        wine = links.fontMetrics().horizontalAdvance("Samples: Handwritten digits · Vowels · W")
        QTest.mouseClick(links, Qt.MouseButton.LeftButton, pos=QPoint(wine, 8))
        assert model.project.data.called == "wine.csv"
        assert "Wine" in banner.text
        press_in_banner(fitroom, "Undo")
        assert model.project == before


def test_a_new_project_is_saved_under_a_name_that_is_typed(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    with whole_window(qapp, qtbot) as fitroom:
        window = fitroom.window
        window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_N, CTRL)
        offered: list[str] = []

        def answer() -> None:
            dialog = qapp.activeModalWidget()
            if not isinstance(dialog, QFileDialog):
                asking.start()
                return
            (name,) = dialog.findChildren(QLineEdit)
            offered.append(name.text())
            name.selectAll()
            QTest.keyClicks(name, "first")
            QTest.keyClick(name, Qt.Key.Key_Return)

        asking = QTimer(interval=20, singleShot=True)
        asking.timeout.connect(answer)
        asking.start()
        QTest.keyClick(window, Qt.Key.Key_S, CTRL)
        assert offered == ["untitled.fitroom"]
        assert load(tmp_path / "first.fitroom").project == empty_project()
        assert fitroom.files.name == "first.fitroom"


@pytest.mark.parametrize(("answer", "closes"), [("Do not close", False), ("Close and lose them", True)])
def test_closing_asks_where_unsaved_settings_cannot_be_kept(
    qapp: QApplication, qtbot: QtBot, home: Path, answer: str, *, closes: bool
) -> None:
    engine = FakeEngine()
    engine.may_open.set()
    with opened(qapp, qtbot, engine) as program:
        assert program.fitroom is not None
        program.fitroom.model.edit("fit.epochs", 77)
        (home / "settings").rename(home / "moved")
        (home / "settings").write_text("not a folder")
        asked: list[str] = []

        def reply() -> None:
            box = qapp.activeModalWidget()
            assert isinstance(box, QMessageBox)
            asked.append(box.text())
            QTest.mouseClick(
                next(one for one in box.buttons() if one.text() == answer), Qt.MouseButton.LeftButton
            )

        QTimer.singleShot(200, reply)
        program.window.close()
        qtbot.waitUntil(lambda: bool(asked))
        assert "digits.fitroom" in asked[0]
        qtbot.waitUntil(lambda: program.window.isVisible() is not closes)


def test_a_program_that_goes_before_its_window_leaves_no_command_behind(
    qapp: QApplication, qtbot: QtBot, capfd: pytest.CaptureFixture[str]
) -> None:
    """The undo stack says that nothing can be undone any more; its actions have gone with it."""
    engine = FakeEngine()
    engine.may_open.set()
    with opened(qapp, qtbot, engine) as program:
        assert program.fitroom is not None
        program.fitroom.model.edit("fit.epochs", 77)
        window = program.window
        assert window.actions_table.undo.isEnabled()
    gone: list[bool] = []
    program.destroyed.connect(lambda: gone.append(True))
    del program
    gc.collect()
    assert gone
    assert isValid(window)
    assert "Traceback" not in capfd.readouterr().err
