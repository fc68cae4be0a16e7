"""The sixth step, on an engine that plays."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from gui.control.project.page_status import Step
from gui.wiring.window_parts import Fitroom
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import whole_window


def test_without_a_run_the_page_leads_to_where_one_is_trained(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        QTest.mouseClick(fitroom.window.rail.button(Step.RESULTS), Qt.MouseButton.LeftButton)
        nothing = fitroom.rest.pages.results.nothing
        assert nothing.heading.text() == "Train a model first"
        QTest.mouseClick(nothing.button, Qt.MouseButton.LeftButton)
        assert fitroom.window.step is Step.TRAIN


def test_a_click_on_a_run_leads_to_where_it_was_left(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        for count in (1, 2):
            wait_known(fitroom, qtbot)
            train(fitroom, qtbot)
            qtbot.waitUntil(lambda count=count: len(fitroom.services.library.runs) == count)
        click_run(fitroom, qtbot, "001-digits")
        assert fitroom.window.step is Step.TRAIN
        press(fitroom, Step.RESULTS)
        click_run(fitroom, qtbot, "002-digits")
        assert fitroom.window.step is Step.RESULTS, "a run that was not left anywhere is shown here"
        press(fitroom, Step.TRAIN)
        press(fitroom, Step.DATA)
        click_run(fitroom, qtbot, "001-digits")
        assert fitroom.window.step is Step.RESULTS
        click_run(fitroom, qtbot, "002-digits")
        assert fitroom.window.step is Step.TRAIN


def press(fitroom: Fitroom, step: Step) -> None:
    QTest.mouseClick(fitroom.window.rail.button(step), Qt.MouseButton.LeftButton)


def click_run(fitroom: Fitroom, qtbot: QtBot, name: str) -> None:
    """Click on a run in the list, and wait until it is shown."""
    (rows,) = fitroom.runs.findChildren(QListWidget)
    qtbot.waitUntil(lambda: rows.count() == len(fitroom.services.library.runs))
    row = [run.folder.name for run in fitroom.services.library.runs].index(name)
    place = rows.visualItemRect(rows.item(row)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    shown = fitroom.services.shown
    qtbot.waitUntil(lambda: shown.folder is not None and shown.folder.name == name)
