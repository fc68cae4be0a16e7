"""A value that was not accepted keeps Train from starting with the one before, and its field is led to."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.control.project.page_status import Readiness, Step
from gui.control.runs.run_state import RunState
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import whole_window


@pytest.mark.parametrize("typed", ["0", "many"])
def test_train_leads_to_the_field_with_the_refused_value(
    qapp: QApplication, qtbot: QtBot, typed: str
) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        window, banner = fitroom.window, fitroom.window.banner
        window.activateWindow()
        assert fitroom.rest is not None
        fitroom.rest.side.go_to("fit.epochs")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert window.rail.button(Step.FIT).state.standing is Readiness.ATTENTION
        window.show_step(Step.DATA)
        window.focus_page()
        QTest.keyClick(window, Qt.Key.Key_F5)
        assert fitroom.services.controller.state is RunState.IDLE
        assert window.step is Step.FIT
        assert QApplication.focusWidget() is field
        assert field.text() == typed
        assert "Nothing is trained yet" in banner.text
        field.selectAll()
        QTest.keyClicks(field, "3")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert banner.text == ""
        assert window.rail.button(Step.FIT).state.standing is not Readiness.ATTENTION
        QTest.keyClick(field, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: fitroom.services.controller.last_project is not None)
        last = fitroom.services.controller.last_project
        assert last is not None
        assert last.fit.epochs == 3


def test_undo_brings_another_value_and_takes_the_refused_one_away(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        model = fitroom.model
        model.edit("fit.epochs", 7)
        model.edit("fit.epochs", 0)
        assert list(model.unaccepted) == ["fit.epochs"]
        fitroom.window.actions_table.undo.trigger()
        assert not model.unaccepted


def test_another_project_takes_the_refused_value_away(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        fitroom.window.activateWindow()
        assert fitroom.rest is not None
        fitroom.rest.side.go_to("fit.epochs")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        QTest.keyClicks(field, "0")
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert list(fitroom.model.unaccepted) == ["fit.epochs"]
        QTest.keyClick(fitroom.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert not fitroom.model.unaccepted
        assert field.text() == str(fitroom.model.project.fit.epochs)
