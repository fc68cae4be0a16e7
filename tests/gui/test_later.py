"""What is made in turns, while anything may happen between two of them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui import later
from gui.control.steps import Step


class Window:
    """Takes a page."""

    def __init__(self) -> None:
        self.taken: list[QWidget] = []

    def set_page(self, _step: Step, page: QWidget) -> None:
        self.taken.append(page)


def test_a_part_that_goes_between_two_turns_is_passed_over(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    parts = [QLabel(str(number), page) for number in range(4)]
    monkeypatch.setattr(later, "_TURN_S", -1.0)  # a turn for each part
    window: Any = Window()
    turns = later._in_its_place(window, Step.FIT, page)
    next(turns)
    assert window.taken == [page]
    next(turns)
    delete(parts[2])
    assert list(turns) == [None] * 3
    styled = [part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) for part in (*parts[:2], parts[3])]
    assert styled == [True] * 3
