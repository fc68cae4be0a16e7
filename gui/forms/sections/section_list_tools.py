"""The widgets around a list of sections: the buttons that change it, with tool tips, and captions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gui.forms.sections.kind_picker import KindPicker
from gui.style import SPACE, set_icon
from gui.text import tr


@dataclass(frozen=True, slots=True)
class Commands:
    """What the buttons do to the selected row.

    Attributes:
        up: Moves it up.
        down: Moves it down.
        copy: Duplicates it.
        remove: Removes it.
    """

    up: Callable[[], Any]
    down: Callable[[], Any]
    copy: Callable[[], Any]
    remove: Callable[[], Any]


class ListTools(QWidget):
    """Buttons to add, move, duplicate and remove.

    Args:
        picker: Opened by the Add button, which becomes its parent.
        commands: What the other buttons do.

    Attributes:
        picker: The popup with the kinds.
        add: The Add button; `up`, `down`, `copy` and `remove` are the other buttons.
        why: Why a button is disabled.
    """

    def __init__(self, picker: KindPicker, commands: Commands) -> None:
        super().__init__()
        self.picker = picker
        self.add = QPushButton(tr("Add"))
        set_icon(self.add, "plus")
        picker.setParent(self.add, picker.windowFlags())
        self.add.clicked.connect(self._open_picker)
        self.up = _tool("up", tr("Move up (Alt+Up)"), pressed=commands.up)
        self.down = _tool("down", tr("Move down (Alt+Down)"), pressed=commands.down)
        self.copy = _tool("copy", tr("Duplicate (Ctrl+D)"), pressed=commands.copy)
        self.remove = _tool("trash", tr("Remove (Delete)"), pressed=commands.remove)
        self.why = QLabel()
        self.why.setProperty("role", "caption")
        self.why.setAlignment(Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.hair)
        row = QHBoxLayout()
        row.setSpacing(SPACE.xs)
        row.addWidget(self.add)
        row.addStretch(1)
        for button in (self.up, self.down, self.copy, self.remove):
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.why)

    def show_row(self, row: int, *, count: int) -> None:
        """Enable the buttons that apply to the selected row, and say below them why the others do not.

        Args:
            row: The selected row, -1 for none.
            count: Number of rows; without any, there is nothing but the Add button.
        """
        none = "" if 0 <= row < count else tr("No row is selected.")
        only = tr("It is the only one.") if count == 1 else ""
        first = none or only or (tr("It is the first already.") if row == 0 else "")
        last = none or only or (tr("It is the last already.") if row == count - 1 else "")
        if not count and any(button.hasFocus() for button in (self.copy, self.remove)):
            self.add.setFocus()
        for button, reason in ((self.up, first), (self.down, last), (self.copy, none), (self.remove, none)):
            _allow(button, unless=reason)
            button.setVisible(count > 0)
        self.why.setText((first or last or " ") if count else " ")  # a line in any case: nothing moves

    @Slot()
    def _open_picker(self) -> None:
        self.picker.open_below(self.add)


def caption(text: str) -> QLabel:
    """Create a caption; hidden if `text` is empty."""
    row = QLabel(text)
    row.setWordWrap(True)
    row.setProperty("role", "caption")
    if not text:
        row.hide()  # shown without a parent, it would be a window
    return row


def _allow(button: QToolButton, *, unless: str) -> None:
    """Enable a button, or disable it and add the reason to its tooltip.

    Args:
        button: The button.
        unless: Why it is disabled, as a sentence; "" to enable it.
    """
    button.setEnabled(not unless)
    button.setToolTip(f"{button.accessibleName()}\n{unless}" if unless else button.accessibleName())
    button.setAccessibleDescription(unless)


def _tool(icon: str, name: str, *, pressed: Callable[[], Any]) -> QToolButton:
    """Create a button with an icon.

    Args:
        icon: Name of the icon in `resources`.
        name: The translated tooltip and accessible name.
        pressed: Called when it is clicked.
    """
    button = QToolButton()
    set_icon(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.clicked.connect(pressed)
    return button
