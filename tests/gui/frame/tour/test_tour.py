from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.control.program.preferences import Preferences
from gui.control.project.page_status import Step
from gui.wiring.window_parts import Fitroom
from tests.gui.cut_off import cut_off
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import opened, wait_at_rest, whole_window


@pytest.fixture
def fitroom(qapp: QApplication, qtbot: QtBot, toured: None, home) -> Iterator[Fitroom]:
    """The window as it is at the very first start."""
    del toured
    Preferences(home / "settings").keep("toured", False)
    with whole_window(qapp, qtbot) as made:
        made.window.activateWindow()
        wait_at_rest(made, qtbot)
        yield made


def test_it_comes_at_the_first_start_and_goes_through_five_stops(fitroom: Fitroom, qtbot: QtBot) -> None:
    tour = fitroom.tour
    texts: list[str] = []
    for stop in range(5):
        assert tour.at == stop
        texts.append(tour._text.text())
        assert fitroom.window.rect().contains(tour.geometry())
        assert list(cut_off(tour)) == []
        part = tour._stops[stop].part
        assert part.isVisible()
        qtbot.keyClick(tour.next_button, Qt.Key.Key_Space)
    assert len(set(texts)) == 5
    assert tour.isHidden()


def test_esc_leaves_it_for_good_and_the_menu_begins_it_again(fitroom: Fitroom, qtbot: QtBot, home) -> None:
    fitroom.tour.next_stop()
    qtbot.keyClick(fitroom.tour.next_button, Qt.Key.Key_Escape)
    assert fitroom.tour.isHidden()
    assert Preferences(home / "settings").flag("toured", default=False)
    fitroom.window.actions_table.tour.trigger()
    assert not fitroom.tour.isHidden()
    assert fitroom.tour.at == 0


def test_tab_stays_in_the_card_and_esc_leaves_from_the_page_too(fitroom: Fitroom, qtbot: QtBot) -> None:
    tour = fitroom.tour
    qtbot.keyClick(tour.next_button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is tour.leave_button
    qtbot.keyClick(tour.leave_button, Qt.Key.Key_Tab)
    qtbot.keyClick(tour.next_button, Qt.Key.Key_Return)
    assert tour.at == 1
    qtbot.keyClick(tour.next_button, Qt.Key.Key_Backtab)
    qtbot.keyClick(tour.back_button, Qt.Key.Key_Return)
    assert tour.at == 0
    assert QApplication.focusWidget() is tour.next_button  # the first stop has no button back
    rail = fitroom.window.rail.button(Step.FIT)
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Escape)
    assert tour.isHidden()


def test_everything_can_be_used_meanwhile_and_training_ends_it(fitroom: Fitroom, qtbot: QtBot) -> None:
    qtbot.mouseClick(fitroom.window.rail.button(Step.FIT), Qt.MouseButton.LeftButton)
    assert fitroom.window.step is Step.FIT
    assert not fitroom.tour.isHidden()
    with qtbot.waitSignal(fitroom.services.controller.ended):
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
    assert fitroom.tour.isHidden()


def test_who_trains_at_once_is_not_led_away(qapp: QApplication, qtbot: QtBot, toured: None, home) -> None:
    del toured
    Preferences(home / "settings").keep("toured", False)
    engine = FakeEngine()  # TensorFlow is not there yet
    with opened(
        qapp, qtbot, engine, at_once=lambda program: program.window.actions_table.train.trigger()
    ) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        assert fitroom.tour.isHidden()
        engine.may_open.set()
        engine.may_continue.set()
        with qtbot.waitSignal(fitroom.services.controller.ended):
            pass
