"""The sheet of keys: the shortcuts by menu, then what keys and mouse do in plots, lists and fields."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QMenu, QMenuBar, QScrollArea, QVBoxLayout, QWidget

from engine.language import tr_later
from gui.style import SPACE
from gui.text import tr, without_key

Group = tuple[str, list[tuple[str, str]]]
"""A heading, and rows of what is done and by which keys."""

_PLACES = (
    (
        tr_later("In a plot"),
        (
            (tr_later("Read the values of an epoch"), tr_later("point at it")),
            (tr_later("Zoom the epochs"), tr_later("wheel")),
            (tr_later("Zoom epochs and values"), tr_later("Ctrl and wheel, or drag with the right button")),
            (tr_later("Move"), tr_later("drag")),
            (tr_later("Hide or show a curve"), tr_later("click on its name")),
            (tr_later("Copy or save the plot"), tr_later("right click")),
        ),
    ),
    (
        tr_later("In the drawing of the model"),
        (
            (tr_later("Zoom"), tr_later("+ and -, or Ctrl and wheel")),
            (tr_later("Show all of it"), "0"),
            (tr_later("Move"), tr_later("drag, or the arrows")),
        ),
    ),
    (
        tr_later("In a list of layers or callbacks"),
        (
            (tr_later("Move a row"), tr_later("Alt and up or down, or drag")),
            (tr_later("Make another one like it"), "Ctrl+D"),
            (tr_later("Take it away"), tr_later("Delete")),
        ),
    ),
    (
        tr_later("In the list of runs"),
        (
            (tr_later("Mark several, to compare them"), tr_later("Ctrl and click")),
            (tr_later("Delete the run"), tr_later("Delete")),
            (tr_later("Put back the run that was deleted here"), "Ctrl+Z"),
        ),
    ),
    (
        tr_later("In a field with a number"),
        (
            (tr_later("One step more or less"), tr_later("up and down")),
            (tr_later("Ten steps more or less"), tr_later("page up and page down")),
            (tr_later("Back to the default"), "Ctrl+Shift+Backspace"),
        ),
    ),
)


class KeysSheet(QDialog):
    """The sheet in a separate, non-modal window, as large as its content or as the screen allows.

    Args:
        menus: The menus whose shortcuts are listed.
        parent: The main window.
    """

    def __init__(self, menus: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        text = QLabel(sheet(menus))
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        text.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.m)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(text)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        room = self.screen().availableGeometry().size() * 0.9
        bar = area.verticalScrollBar().sizeHint().width()
        self.resize((text.sizeHint().grownBy(QMargins(0, 0, bar, 0))).boundedTo(room))


def groups(menus: QMenuBar) -> Iterator[Group]:
    """Yield each menu that has a command with a shortcut, then each place with keys or mouse actions."""
    for action in menus.actions():
        menu = action.menu()
        if isinstance(menu, QMenu) and (rows := list(_commands(menu))):
            yield without_key(action.text()), rows
    for place, rows in _PLACES:
        yield tr(place), [(tr(what), tr(keys)) for what, keys in rows]


def sheet(menus: QMenuBar) -> str:
    """Return the groups as HTML in two columns: menus at the left, places at the right."""
    found = list(groups(menus))
    commands = len(found) - len(_PLACES)
    columns = "".join(
        f"<td style='padding-right: 32px'>{''.join(map(_table, part))}</td>"
        for part in (found[:commands], found[commands:])
    )
    return f"<table><tr>{columns}</tr></table>"


def _commands(menu: QMenu) -> Iterator[tuple[str, str]]:
    for action in menu.actions():
        inside = action.menu()
        if isinstance(inside, QMenu):
            yield from _commands(inside)
        elif action.shortcuts():
            yield without_key(action.text()), _keys(action)


def _keys(action: QAction) -> str:
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def _table(group: Group) -> str:
    title, rows = group
    lines = "".join(
        f"<tr><td style='padding-right: 16px; white-space: nowrap'>{escape(what)}</td>"
        f"<td style='white-space: nowrap'><b>{escape(keys)}</b></td></tr>"
        for what, keys in rows
    )
    return f"<p style='margin: 6px 0 2px 0'><b>{escape(title)}</b></p><table cellspacing='2'>{lines}</table>"
