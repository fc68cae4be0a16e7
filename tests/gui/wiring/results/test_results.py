"""The sixth step, on an engine that plays."""

import io

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget
from pytestqt.qtbot import QtBot

from engine.data.dataset import DataError
from gui.control.project.page_status import Step
from gui.control.result_data import ResultData
from gui.pages.results.class_tabs import ClassesTab
from gui.pages.results.confusion_tab import ConfusionTab
from gui.pages.results.number_tabs import NumbersTab, WorstTab
from gui.pages.results.results_page import ResultsPage
from gui.wiring.window_parts import Fitroom
from tests.gui.controls import can_be_reached, describe, greyed_without_reason, nameless, reached_by_tab
from tests.gui.cut_off import cut_off, nested_scroll_bars
from tests.gui.fake_engine import FakeEngine
from tests.gui.fake_results import class_result, number_result
from tests.gui.startup.test_application import train, wait_known
from tests.gui.whole_window import LOWEST, SMALLEST, settle, whole_window


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


def trained(fitroom: Fitroom, qtbot: QtBot) -> ResultsPage:
    """Train a run, and return the page of its results, which is not seen yet."""
    wait_known(fitroom, qtbot)
    train(fitroom, qtbot)
    qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == 1)
    assert fitroom.rest is not None
    return fitroom.rest.pages.results


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


def test_a_run_is_evaluated_when_the_page_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = trained(fitroom, qtbot)
        assert engine.evaluated == [], "nobody has looked yet"
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(page.headline.isVisible)
        assert engine.evaluated == [("001-digits", "validation")]
        assert page.headline.sentence.text() == "90\u00a0% of 60 validation pictures right"
        press(fitroom, Step.DATA)
        press(fitroom, Step.RESULTS)
        assert page.headline.isVisible()
        assert len(engine.evaluated) == 1, "what is known is not found again"


def test_a_click_on_a_confused_pair_shows_the_very_examples(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        tab = page.result_tabs[0]
        assert isinstance(tab, ConfusionTab)
        canvas = tab.matrix.canvas
        qtbot.waitUntil(lambda: canvas.isVisible() and canvas.placed.size == 3 and tab.data is not None)
        x, y = canvas.placed.corner(0, 1)
        half = round(canvas.placed.cell / 2)
        place = QPoint(round(x) + half, round(y) + half)
        assert isinstance(engine.result, ResultData)
        found = engine.result.classes
        assert found is not None
        wrong = {place for place in range(60) if found.truth[place] != found.predicted[place]}
        confused = [place for place in range(60) if (found.truth[place], found.predicted[place]) == (0, 1)]
        assert tab.examples.title == f"All mistakes: {len(wrong)} examples"
        qtbot.waitUntil(lambda: set(tab.examples._contents) == wrong)
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert tab.examples.title == "zero taken for one: 2 examples"
        qtbot.waitUntil(lambda: set(tab.examples._contents) == set(confused))


def test_a_class_leads_to_its_mistakes_also_where_these_were_not_seen_yet(
    qapp: QApplication, qtbot: QtBot
) -> None:
    engine = FakeEngine()
    engine.may_answer.clear()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = trained(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: page.head._doing.text() == "Half is done")
        tab(page, "Export")
        engine.may_answer.set()
        qtbot.waitUntil(lambda: len(page.result_tabs) == 3)
        tab(page, "By class")
        mistakes, classes = page.result_tabs[:2]
        assert isinstance(mistakes, ConfusionTab)
        assert isinstance(classes, ClassesTab)
        qtbot.waitUntil(lambda: classes.data is not None)
        table = classes.table.table
        place = table.visualRect(table.numbers.index(0, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert page.tabs.tabText(page.tabs.currentIndex()) == "Mistakes"
        qtbot.waitUntil(lambda: mistakes.examples.title == "zero taken for one: 2 examples")
        assert mistakes.matrix.canvas.current == (0, 1)


def test_the_worst_examples_are_those_of_the_chosen_target(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.result = number_result(names=("price", "rent"))
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        assert fitroom.rest is not None
        lead = fitroom.rest.pages.train.lead  # which knew the mean of both alone
        qtbot.waitUntil(lambda: lead.sentence.text() == page.headline.sentence.text())
        tab(page, "Largest errors")
        worst = page.result_tabs[1]
        assert isinstance(worst, WorstTab)
        rows = worst.examples.rows.filled
        qtbot.waitUntil(lambda: worst.data is not None)
        assert worst.examples.title == "The largest errors of price: 40 examples"
        assert rows.titles[2] == "Error"
        first = rows.index(0, 2).data()
        choose(worst.target, "rent")
        assert worst.examples.title == "The largest errors of rent: 40 examples"
        assert rows.index(0, 2).data() != first
        saved = pd.read_csv(io.StringIO(worst.examples.csv()))
        assert saved.columns.tolist() == ["Example", "Truth (€)", "Answer (€)", "Error (€)"]
        assert np.allclose(saved["Answer (€)"] - saved["Truth (€)"], saved["Error (€)"])


def test_a_tab_makes_at_most_one_plot_in_a_turn(qtbot: QtBot) -> None:
    tab = NumbersTab()
    qtbot.addWidget(tab)
    turns = tab.fill(number_result())
    made = [sum(card._plot is not None for card in tab.regression.plots) for _ in turns]
    assert made[-1] == 4
    assert max(np.diff([0, *made])) == 1


def test_the_test_part_is_evaluated_only_when_it_is_asked_for(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        choose(page.head.parts, "Test")
        qtbot.waitUntil(page.nothing.isVisible)
        assert page.nothing.heading.text() == "The test part is evaluated only when you ask for it"
        assert "It has not been looked at yet." in page.nothing.sentence.text()
        assert ("001-digits", "test") not in engine.evaluated
        QTest.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.headline.isVisible)
        assert page.headline.note.text().startswith("It has been looked at once.")
        tab(page, "By class")
        choose(page.head.parts, "Validation")
        choose(page.head.parts, "Test")
        assert page.headline.isVisible(), "a look that was taken is not taken again"
        choose(page.head.parts, "Training")
        qtbot.waitUntil(lambda: ("001-digits", "train") in engine.evaluated and page.headline.isVisible())
        assert page.tabs.tabText(page.tabs.currentIndex()) == "By class", "parts are compared tab by tab"
        assert engine.evaluated.count(("001-digits", "test")) == 1


def test_an_evaluation_can_be_cancelled_and_begun_again(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.may_answer.clear()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = trained(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: page.head._doing.text() == "Half is done")
        QTest.mouseClick(page.head.cancel, Qt.MouseButton.LeftButton)
        assert page.nothing.heading.text() == "Not evaluated"
        assert not page.head.cancel.isVisible()
        engine.may_answer.set()
        QTest.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.headline.isVisible)


def test_what_keeps_a_run_from_being_evaluated_is_said(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.result = DataError("The data have gone; put them back.")
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = trained(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: page.nothing.sentence.text() == "The data have gone; put them back.")
        engine.result = class_result()
        QTest.mouseClick(page.nothing.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(page.headline.isVisible)


def test_a_run_that_begins_is_not_kept_waiting_by_an_evaluation(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.may_answer.clear()
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = trained(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: len(engine.evaluated) == 1)
        train(fitroom, qtbot)  # it ends, so it was not kept waiting
        engine.may_answer.set()
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(page.headline.isVisible)
        assert engine.evaluated[-1] == ("002-digits", "validation")


def test_the_window_closes_while_a_run_is_evaluated(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.may_answer.clear()
    with whole_window(qapp, qtbot, engine) as fitroom:
        trained(fitroom, qtbot)
        press(fitroom, Step.RESULTS)
        qtbot.waitUntil(lambda: len(engine.evaluated) == 1)
    # `whole_window` fails where the threads have not ended


def known(fitroom: Fitroom, qtbot: QtBot) -> ResultsPage:
    """Train a run, and wait until its result is shown."""
    page = trained(fitroom, qtbot)
    press(fitroom, Step.RESULTS)
    qtbot.waitUntil(page.headline.isVisible)
    return page


def choose(box: QComboBox, text: str) -> None:
    """Choose an entry by keys."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != text:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() > before


def tab(page: ResultsPage, title: str) -> None:
    """Click on a tab."""
    place = [page.tabs.tabText(index) for index in range(page.tabs.count())].index(title)
    QTest.mouseClick(page.tabs, Qt.MouseButton.LeftButton, pos=page.tabs.tabRect(place).center())


MANY = tuple(f"class {number}" for number in range(40))
RESULTS = (
    class_result(classes=MANY, count=400),
    class_result(classes=("ham", "spam"), count=400),
    number_result(names=MANY),
)


@pytest.mark.parametrize("result", RESULTS)
def test_every_tab_is_whole_named_and_reached_by_keys(
    result: ResultData, qapp: QApplication, qtbot: QtBot
) -> None:
    engine = FakeEngine()
    engine.result = result
    with whole_window(qapp, qtbot, engine) as fitroom:
        page = known(fitroom, qtbot)
        found: dict[str, str] = {}
        for place in range(page.tabs.count()):
            tab(page, page.tabs.tabText(place))
            tabs = page.result_tabs[place : place + 1]
            qtbot.waitUntil(lambda tabs=tabs: all(tab.data is not None for tab in tabs))
            settle(fitroom)
            for line in (*cut_off(fitroom.window), *nameless(page), *greyed_without_reason(page)):
                found.setdefault(line, page.tabs.tabText(place))
            fitroom.window.activateWindow()
            fitroom.window.focus_page()
            missed = set(can_be_reached(page)) - set(reached_by_tab(fitroom.window))
            found |= {describe(widget): page.tabs.tabText(place) for widget in missed}
            for size in ((960, 720), LOWEST, SMALLEST):
                fitroom.window.resize(*size)
                settle(fitroom)
                found |= {f"{line} at {size}": page.tabs.tabText(place) for line in nested_scroll_bars(page)}
        assert not found
