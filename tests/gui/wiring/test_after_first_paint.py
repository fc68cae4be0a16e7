"""What is made in turns, while anything may happen between two of them."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui import idle_work as turns
from gui.control.project.page_status import Step
from gui.wiring import after_first_paint as later


class Window:
    """Takes a page, and shows it."""

    def __init__(self) -> None:
        self.brought: list[QWidget] = []
        self.shown: list[QWidget] = []

    def create_page(self, page: QWidget) -> None:
        self.brought.append(page)

    def set_page(self, _step: Step, page: QWidget) -> None:
        self.shown.append(page)


def test_a_part_that_goes_between_two_turns_is_passed_over(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    parts = [QLabel(str(number), page) for number in range(4)]
    monkeypatch.setattr(turns, "_TURN_S", -1.0)  # a turn for each part
    window: Any = Window()
    work = later.in_its_place(window, page, step=Step.FIT)
    next(work)
    assert window.brought == [page]
    next(work)
    delete(parts[2])
    assert list(work) == [0] * 4
    assert window.shown == [page]
    styled = [part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for part in (*parts[:2], parts[3])]
    assert styled == [True] * 3


def test_only_a_part_that_waits_for_its_place_is_left_unstyled(qtbot: QtBot) -> None:
    """Work in turns takes no request to be styled from the rest of the application."""
    place, bystander = QWidget(), QLabel("elsewhere")
    for widget in (place, bystander):
        qtbot.addWidget(widget)
    made: list[QWidget] = []

    def parts() -> Iterator[QWidget]:
        for number in range(2):
            part = QWidget()
            QLabel(str(number), part)
            made.append(part)
            yield part

    work = turns.Turns(place)
    work.begin(_made(parts()))
    qtbot.waitUntil(lambda: len(made) == 2)
    qtbot.wait(10)
    styled = Qt.WidgetAttribute.WA_WState_Polished
    assert bystander.testAttribute(styled)
    for part in made:
        assert not part.testAttribute(styled)
        assert not part.findChildren(QLabel)[0].testAttribute(styled)
        part.setParent(place)
    place.show()
    assert all(part.findChildren(QLabel)[0].testAttribute(styled) for part in made if part.isVisible())


def _made(parts: Iterator[QWidget]) -> Generator[int]:
    yield from turns.one_a_turn(parts)
