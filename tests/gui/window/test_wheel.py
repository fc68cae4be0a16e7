"""The wheel, turned as a person turns it, changes no editor that has not the focus."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QSlider, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine.resources import samples_folder
from gui.control.project.page_status import Step
from gui.forms.editors.column_kinds_editor import ColumnKindsEditor
from gui.wiring.window_parts import Fitroom
from tests.gui.whole_window import wait_at_rest, whole_window

EDITORS = (QComboBox, QAbstractSpinBox, QSlider, QTabBar)


def editors(page: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    for kind in EDITORS:
        found += page.findChildren(kind)
    return [editor for editor in found if editor.isVisible() and editor.isEnabled()]


def turn_over(fitroom: Fitroom, editor: QWidget) -> None:
    shown = shown_by(editor)
    place = QPointF(editor.mapTo(fitroom.window, QPoint(8, editor.height() // 2)))
    handle = fitroom.window.windowHandle()
    for way in (-120, 120):
        QTest.wheelEvent(handle, place, QPoint(0, way))
        QApplication.processEvents()
        assert shown_by(editor) == shown


def shown_by(editor: QWidget) -> object:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    if isinstance(editor, QTabBar):
        return editor.currentIndex()
    return editor.value() if isinstance(editor, QSlider) else editor.property("text")


@pytest.mark.parametrize("step", list(Step))
def test_scrolling_over_a_page_changes_nothing(step: Step, qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot, size=(1280, 1400)) as fitroom:
        fitroom.file_commands.open_path(samples_folder() / "wine.fitroom")
        fitroom.window.show_step(step)
        if step is Step.DATA:
            table = fitroom.window.page(step).findChildren(ColumnKindsEditor)[0]
            qtbot.waitUntil(lambda: len(table.boxes()) > 2)
        wait_at_rest(fitroom, qtbot)
        fitroom.window.activateWindow()
        fitroom.window.focus_page()
        page = fitroom.window.page(step)
        before = fitroom.model.project
        looked_at = 0
        for editor in editors(page):
            top = editor.mapTo(fitroom.window, QPoint(0, 0)).y()
            if not 0 < top < fitroom.window.height() - 60:
                continue
            looked_at += 1
            assert not editor.hasFocus()
            turn_over(fitroom, editor)
            assert not editor.hasFocus()
        assert looked_at or step not in (Step.DATA, Step.FIT)
        assert fitroom.model.project == before
        if step is Step.RESULTS:
            for other in (Step.FIT, Step.CALLBACKS, Step.DATA, Step.MODEL):
                QTest.mouseClick(fitroom.window.rail.button(other), Qt.MouseButton.LeftButton)
                qtbot.waitUntil(lambda other=other: fitroom.window.step is other)
                assert not isinstance(QApplication.focusWidget(), EDITORS), other
