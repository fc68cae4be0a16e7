"""The Results page is open, and its run is deleted, or the theme or the language changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from engine.record.events import Result
from engine.record.outcome import RunOutcome
from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.user_folders import runs_folder
from gui.control.project.page_status import Step
from gui.pages.results.class_tabs import CurvesTab
from gui.pages.results.results_page import ResultsPage
from gui.style import colors
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import FakeEngine
from tests.gui.mouse import choose_in_menu, choose_language
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import opened, whole_window
from tests.gui.wiring.results.test_results import choose, click_run, known, press, tab


def test_a_run_that_is_deleted_is_shown_no_more_and_comes_back_with_its_result(
    qapp: QApplication, qtbot: QtBot
) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        rows = rows_of(fitroom, qtbot)
        QTest.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center()
        )
        rows.setFocus()
        QTest.keyClick(rows, Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: page.nothing.heading.text() == "Train a model first")
        assert not page.headline.isVisible()
        assert not page.tabs.isVisible()
        assert not RunFolder(runs_folder() / "001-digits").model_file.exists()
        QTest.keyClick(rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: rows.count() == 1)
        QTest.mouseClick(
            rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center()
        )
        qtbot.waitUntil(lambda: fitroom.services.shown.folder is not None)
        fitroom.window.show_step(Step.RESULTS)
        qtbot.waitUntil(page.headline.isVisible)


def test_plots_take_the_colours_of_another_theme(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot, FakeEngine()) as fitroom:
        page = known(fitroom, qtbot)
        curves = shown_curves(page, qtbot)
        actions = fitroom.window.actions_table
        grounds: list[str] = []
        for action in (actions.theme_dark, actions.theme_light):
            choose_in_menu(fitroom.window, action)
            ground = QColor(colors().surface)
            plot = curves.curves.plot
            qtbot.waitUntil(lambda plot=plot, ground=ground: plot.backgroundBrush().color() == ground)
            assert curves.curves.plot.drawn[1].color in colors().curves
            grounds.append(ground.name())
        assert grounds[0] != grounds[1]
        choose_in_menu(fitroom.window, actions.theme_system)


def test_another_language_shows_the_same_result_without_evaluating_again(
    qapp: QApplication, qtbot: QtBot
) -> None:
    engine = FakeEngine()
    engine.may_open.set()
    engine.may_continue.set()
    with opened(qapp, qtbot, engine) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        known(fitroom, qtbot)
        first = program.window
        try:
            choose_language(first, "ko")
            qtbot.waitUntil(lambda: program.window is not first and fitroom.rest is not None)
            assert fitroom.rest is not None
            page = fitroom.rest.pages.results
            fitroom.window.show_step(Step.RESULTS)
            qtbot.waitUntil(page.headline.isVisible)
            assert page.headline.sentence.text() == "90\u00a0% of 60 validation pictures right"
            assert page.tabs.tabText(page.tabs.count() - 1) == "내보내기"
            qtbot.waitUntil(lambda: page.result_tabs[0].data is not None)
            assert len(engine.evaluated) == 1
            runs, shown = fitroom.runs, fitroom.services.shown
            qtbot.waitUntil(lambda: runs.marked == (shown.folder,))  # as in the window before
        finally:
            program.language._speak("en")


@pytest.mark.usefixtures("home")
def test_the_first_run_that_is_clicked_is_shown_and_not_the_last_one(
    qapp: QApplication, qtbot: QtBot
) -> None:
    for started, name in enumerate(("old", "new"), start=1):
        run = RunFolder.create(runs_folder(), Project(), name=name)
        ended = RunOutcome(result=Result.STOPPED, reason="Stopped.", epochs_done=1, finished=float(started))
        run.write_outcome(ended)
    with whole_window(qapp, qtbot, FakeEngine()) as fitroom:
        qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == 2)
        click_run(fitroom, qtbot, "001-old")
        assert fitroom.window.step is Step.TRAIN


def test_the_list_marks_the_run_that_is_shown_and_leads_to_it_again(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot, FakeEngine()) as fitroom:
        page = known(fitroom, qtbot)
        first = runs_folder() / "001-digits"
        qtbot.waitUntil(lambda: fitroom.runs.marked == (first,))
        wait_known(fitroom, qtbot)
        train(fitroom, qtbot)
        qtbot.waitUntil(lambda: fitroom.runs.marked == (runs_folder() / "002-digits",))
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: page.head.runs.count() == 2)
        choose(page.head.runs, "001-digits")
        qtbot.waitUntil(lambda: fitroom.runs.marked == (first,))
        press(fitroom, Step.DATA)
        click_run(fitroom, qtbot, "001-digits")
        assert fitroom.window.step is Step.RESULTS


def shown_curves(page: ResultsPage, qtbot: QtBot) -> CurvesTab:
    """Open the tab with the curves, and wait until they are drawn."""
    tab(page, "Curves")
    shown = page.result_tabs[2]
    assert isinstance(shown, CurvesTab)
    qtbot.waitUntil(lambda: shown.data is not None)
    return shown


def rows_of(fitroom: Fitroom, qtbot: QtBot) -> QListWidget:
    """The list of runs, once it has one."""
    (rows,) = fitroom.runs.findChildren(QListWidget)
    qtbot.waitUntil(lambda: rows.count() == 1)
    return rows
