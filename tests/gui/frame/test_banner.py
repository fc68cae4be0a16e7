"""Around and over the pages: banners move nothing, the strip speaks of the page, Return presses."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.problems import Problem
from gui.control.project.page_status import Step
from gui.forms.editors.line_editors import LineEditor
from gui.frame import banner as frame_banner
from gui.frame.banner import Banner
from gui.frame.report_dialog import ReportDialog
from gui.wiring.window_parts import Fitroom
from tests.gui.whole_window import settle, wait_at_rest, whole_window

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def places(fitroom: Fitroom) -> list[QRect]:
    """Where everything stands that a hand could be about to click."""
    window = fitroom.window
    found = [one for one in window.findChildren(QWidget) if one.isVisible() and not in_banner(fitroom, one)]
    return [QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in found]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def change_undo_redo(fitroom: Fitroom, path: str, *keys: Qt.Key) -> None:
    """Change a field by keys, undo and redo by keys; the focus stays where it was."""
    assert fitroom.rest is not None
    model = fitroom.model
    before = model.project
    fitroom.rest.side.go_to(path)
    for key in keys:
        QTest.keyClick(focused(), key)
    field, after = focused(), model.project
    assert after != before, path
    QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert model.project == before, path
    QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL | SHIFT)
    assert model.project == after, path
    assert QApplication.focusWidget() is field, path


def in_banner(fitroom: Fitroom, widget: QWidget) -> bool:
    banner = fitroom.window.banner
    return widget is banner or banner.isAncestorOf(widget)


def test_a_banner_moves_nothing_and_stays_within_the_page(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        window, banner = fitroom.window, fitroom.window.banner
        wait_at_rest(fitroom, qtbot)
        before = places(fitroom)
        banner.show_message("A long sentence. " * 20, actions={"Do it": lambda: None})
        settle(fitroom)
        assert places(fitroom) == before
        for size in ((1280, 800), (960, 460)):
            window.resize(*size)
            settle(fitroom)
            shown = QRect(banner.mapTo(window, QPoint(0, 0)), banner.size())
            page = QRect(window.page_area.mapTo(window, QPoint(0, 0)), window.page_area.size())
            assert page.contains(shown)
            assert banner.height() >= banner.heightForWidth(banner.width())


def test_what_is_done_is_said_for_a_while_and_frees_what_lies_below(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_banner, "_DONE_MS", 0)
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(600, 300)
    below = QPushButton("Save", page)
    below.setGeometry(100, 260, 80, 30)
    banner = Banner(page, over=page)
    page.show()
    qtbot.waitExposed(page)
    banner.show_done("Saved: /home/someone/plot.png")
    assert page.childAt(below.geometry().center()) is not below
    qtbot.waitUntil(banner.isHidden)
    assert page.childAt(below.geometry().center()) is below
    banner.show_done("Saved: /home/someone/plot.png")
    banner.show_message("plot.png cannot be written.")
    settled: list[bool] = []
    QTimer.singleShot(0, lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled))
    assert banner.text == "plot.png cannot be written."  # a problem stays until it is dismissed


def test_the_report_of_a_crash_is_shown_here(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    report = tmp_path / "crash.txt"
    report.write_text("Fatal Python error: a tree fell")
    with whole_window(qapp, qtbot) as fitroom:
        fitroom.window.activateWindow()
        fitroom.window.banner.show_crash(report, "OSError: odd")
        button = next(iter(fitroom.window.banner._buttons))
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        (dialog,) = fitroom.window.findChildren(ReportDialog)
        assert "a tree fell" in dialog.findChildren(QPlainTextEdit)[0].toPlainText()
        dialog.close()


def test_return_presses_what_has_the_focus(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        fitroom.window.activateWindow()
        button = fitroom.window.rail.button(Step.FIT)
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert fitroom.window.step is Step.FIT
        fitroom.tour.begin()
        QTest.keyClick(focused(), Qt.Key.Key_Return)
        assert fitroom.tour.at == 1
        fitroom.tour.leave()


def test_undo_and_redo_reach_the_project_from_a_field_that_keeps_the_focus(
    qapp: QApplication, qtbot: QtBot
) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        fitroom.window.activateWindow()
        assert fitroom.rest is not None
        model = fitroom.model
        fitroom.rest.side.go_to("fit.epochs")
        epochs = QApplication.focusWidget()
        assert isinstance(epochs, QLineEdit)
        before = model.project.fit.epochs
        QTest.keyClicks(epochs, "33")
        fitroom.rest.side.go_to("fit.batch_size")
        field = focused()
        QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
        assert model.project.fit.epochs == before
        QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL | SHIFT)
        assert model.project.fit.epochs == 33
        assert QApplication.focusWidget() is field
        change_undo_redo(fitroom, "fit.shuffle", Qt.Key.Key_Space)
        change_undo_redo(fitroom, "fit.class_weight", Qt.Key.Key_Right)
        change_undo_redo(fitroom, "compile.loss", Qt.Key.Key_Down)
        change_undo_redo(fitroom, "callbacks.0.monitor", Qt.Key.Key_End, Qt.Key.Key_X, Qt.Key.Key_Return)
        model.edit("callbacks", (*model.project.callbacks, type(model.project.callbacks[0])()))
        fitroom.rest.side.go_to(f"callbacks.{len(model.project.callbacks) - 1}.patience")
        QTest.keyClick(focused(), Qt.Key.Key_Z, CTRL)
        assert QApplication.focusWidget() is fitroom.rest.pages.callbacks.form.list


def test_the_strip_speaks_of_the_page_that_is_shown(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        window = fitroom.window
        said: list[str] = []
        for step in Step:
            QTest.mouseClick(window.rail.button(step), Qt.MouseButton.LeftButton)
            said.append(fitroom.strip._state.text())
        assert len(set(said)) == len(Step)
        assert "epochs" in said[2]
        assert "TensorBoard" in said[3]


def test_a_warning_is_drawn_as_one_at_its_field(qapp: QApplication, qtbot: QtBot) -> None:
    warning, error = Problem("fit.batch_size", "It is large.", "warning"), Problem("fit.batch_size", "No.")
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        page = fitroom.rest.pages.fit
        fitroom.window.show_step(Step.FIT)
        editor = page.fit_form.row("fit.batch_size").editor
        assert isinstance(editor, LineEditor)
        for problem, role in ((warning, "warning"), (error, "problem")):
            page.show_problems([problem])
            label = next(one for one in page.findChildren(QLabel) if one.text() == problem.message)
            assert label.property("role") == role
            assert bool(editor.line.property("problem")) is (problem is error)
