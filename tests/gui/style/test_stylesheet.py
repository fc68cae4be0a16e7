"""Showing without the cost of styling what nobody sees yet."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.style import set_shown

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def part(qtbot: QtBot) -> Iterator[QLabel]:
    window = QWidget()
    qtbot.addWidget(window)
    made = QLabel("part", window)
    QVBoxLayout(window).addWidget(made)
    yield made
    window.close()  # and is kept until here


def test_what_nobody_has_hidden_is_not_styled_before_its_window_is_seen(part: QLabel) -> None:
    new = QLabel("new", part.window())
    set_shown(new, on=True)
    assert not new.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
    part.window().show()
    assert new.isVisible()


def test_what_was_hidden_before_is_seen_again(part: QLabel) -> None:
    set_shown(part, on=False)
    part.window().show()
    assert not part.isVisible()
    set_shown(part, on=True)
    assert part.isVisible()


def test_hidden_and_shown_again_before_the_window_is(part: QLabel) -> None:
    set_shown(part, on=False)
    set_shown(part, on=True)
    part.window().show()
    assert part.isVisible()


def test_a_part_that_comes_later_is_seen_at_once(part: QLabel) -> None:
    part.window().show()
    later = QLabel("later", part.window())
    set_shown(later, on=True)
    assert later.isVisible()
