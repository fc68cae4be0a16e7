"""Finding a kind by typing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from engine.settings.declaration.declare import alternatives
from engine.settings.stack import LayerSettings
from engine.settings.stack.dense import DenseLayer
from engine.settings.stack.recurrent import GRULayer
from gui.forms.sections.list_editors import LayerListEditor
from gui.forms.sections.section_list import SUMMARY


@pytest.fixture
def page(window: QScrollArea) -> LayerListEditor:
    page = LayerListEditor()
    window.setWidget(page)
    page.show_values((DenseLayer(),))
    return page


def test_all_layers_are_there_until_something_is_typed(page: LayerListEditor) -> None:
    picker = page.tools.picker
    picker.show_found("")
    assert set(picker.kinds()) == set(alternatives(LayerSettings))
    picker.show_found("conv image")
    assert {kind.title for kind in picker.kinds()} >= {"Conv2D"}
    assert all("image" in f"{kind.title} {kind.about}" for kind in picker.kinds())
    picker.show_found("no such layer")
    assert picker.kinds() == []


def test_return_takes_the_layer_whose_name_begins_so(page: LayerListEditor, qtbot: QtBot) -> None:
    added: list[tuple[str, object]] = []
    page.edited.connect(lambda path, value: added.append((path, value)))
    picker = page.tools.picker
    picker.open_below(QPushButton(page))
    qtbot.keyClicks(picker.search, "gru")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert added == [("model.layers", (DenseLayer(), GRULayer()))]
    assert picker.isHidden()


def test_return_takes_nothing_where_nothing_is_found(page: LayerListEditor, qtbot: QtBot) -> None:
    picker = page.tools.picker
    picker.open_below(QPushButton(page))
    qtbot.keyClicks(picker.search, "xyz")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert page.list.count() == 1
    picker.hide()


def test_what_does_not_fit_is_grey_says_why_and_is_not_taken(page: LayerListEditor, qtbot: QtBot) -> None:
    picker = page.tools.picker
    reason = "A GRU reads series."
    page.show_misfits({GRULayer: reason})
    picker.open_below(QPushButton(page))
    qtbot.keyClicks(picker.search, "gru")
    (item,) = picker.list.findItems("GRU", Qt.MatchFlag.MatchExactly)
    assert item.data(SUMMARY) == reason
    assert item.data(Qt.ItemDataRole.AccessibleDescriptionRole) == reason
    at = picker.list.visualItemRect(item).center()
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.list.count() == 1
    page.show_misfits({})
    picker.list.scrollToItem(item)
    at = picker.list.visualItemRect(item).center()
    added: list[object] = []
    page.edited.connect(lambda _path, value: added.append(value))
    qtbot.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert added == [(DenseLayer(), GRULayer())]


def test_arrows_move_while_typing(page: LayerListEditor, qtbot: QtBot) -> None:
    picker = page.tools.picker
    picker.open_below(QPushButton(page))
    before = picker.list.currentRow()
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    assert picker.list.currentRow() == before + 1
    picker.hide()


def test_shapes_stand_in_their_rows_and_what_is_around_is_said(page: LayerListEditor) -> None:
    plain = page.list.viewport().grab().toImage()
    page.list.show_details(["64  ·  832"])
    assert page.list.viewport().grab().toImage() != plain
    page.show_around("Before: Input", "Behind: Dense")
    assert (page.above.text(), page.below.text()) == ("Before: Input", "Behind: Dense")
