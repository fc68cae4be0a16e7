"""The sixth step, on an engine that plays."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.control.project.page_status import Step
from tests.gui.whole_window import whole_window


def test_without_a_run_the_page_leads_to_where_one_is_trained(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        QTest.mouseClick(fitroom.window.rail.button(Step.RESULTS), Qt.MouseButton.LeftButton)
        nothing = fitroom.rest.pages.results.nothing
        assert nothing.heading.text() == "Train a model first"
        QTest.mouseClick(nothing.button, Qt.MouseButton.LeftButton)
        assert fitroom.window.step is Step.TRAIN
