"""The sheet of keys has every command that has a key, under its menu, and what the mouse does."""

from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.frame.commands.actions import make_actions
from gui.frame.commands.keys import groups, sheet
from gui.frame.commands.menus import Menus
from gui.text import without_key


def test_every_key_stands_under_its_menu(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = make_actions(window, QUndoStack(window))
    menus = Menus(actions, window)
    found = dict(groups(menus))
    assert list(found)[:5] == ["File", "Edit", "Run", "View", "Help"]
    assert ("Train", "F5") in found["Run"]
    assert ("Zoom the epochs", "wheel") in found["In a plot"]
    shown = {what for rows in found.values() for what, _keys in rows}
    with_keys: list[QAction] = [action for action in actions.all() if action.shortcuts()]
    assert {without_key(action.text()) for action in with_keys} <= shown
    assert "<b>Run</b>" in sheet(menus)
