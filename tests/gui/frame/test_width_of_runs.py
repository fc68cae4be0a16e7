"""The list of runs is made wider by its edge, and keeps its width over a restart."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import opened

WIDER = 90


def edge_of_the_rail(window) -> QSplitter:
    found = window.rail.parent()
    assert isinstance(found, QSplitter)
    return found


def test_the_list_of_runs_keeps_the_width_that_it_was_given_by_mouse(
    qapp: QApplication, qtbot: QtBot
) -> None:
    with opened(qapp, qtbot, FakeEngine()) as program:
        window = program.window
        before, handle = window.rail.width(), edge_of_the_rail(window).handle(1)
        begin = handle.rect().center()
        assert handle.width() >= 6, "wide enough to be hit"
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=begin)
        QTest.mouseMove(handle, begin + QPoint(WIDER, 0))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=begin)
        qtbot.waitUntil(lambda: window.rail.width() >= before + WIDER - 1)
        wide = window.rail.width()
        assert program.fitroom is not None
        assert program.fitroom.runs.width() >= wide - 30, "the list has the room"
        program.opening.keep_place()  # as on leaving; `quit` would end the event loop of the tests
    with opened(qapp, qtbot, FakeEngine()) as program:
        assert program.window.rail.width() == wide
        program.window.resize(1500, 900)
        qtbot.wait(20)
        assert program.window.rail.width() == wide, "a larger window gives its room to the page"
