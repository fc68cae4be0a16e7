"""The widgets around a list of sections: the buttons that change it, and captions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.forms.sections.kind_picker import KindPicker
from gui.forms.tool_buttons import allow, tool
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
    """

    def __init__(self, picker: KindPicker, commands: Commands) -> None:
        super().__init__()
        self.picker = picker
        self.add = QPushButton(tr("Add"))
        set_icon(self.add, "plus")
        picker.setParent(self.add, picker.windowFlags())
        self.add.clicked.connect(self._open_picker)
        self.up = tool("up", tr("Move up (Alt+Up)"), pressed=commands.up)
        self.down = tool("down", tr("Move down (Alt+Down)"), pressed=commands.down)
        self.copy = tool("copy", tr("Duplicate (Ctrl+D)"), pressed=commands.copy)
        self.remove = tool("trash", tr("Remove (Delete)"), pressed=commands.remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.add)
        row.addStretch(1)
        for button in (self.up, self.down, self.copy, self.remove):
            row.addWidget(button)

    def show_row(self, row: int, *, count: int) -> None:
        """Enable the buttons that apply to the selected row, and show on the others why they do not.

        Args:
            row: The selected row, -1 for none.
            count: Number of rows.
        """
        none = "" if 0 <= row < count else tr("No row is selected.")
        allow(self.up, unless=none or (tr("It is the first already.") if row == 0 else ""))
        allow(self.down, unless=none or (tr("It is the last already.") if row == count - 1 else ""))
        for button in (self.copy, self.remove):
            allow(button, unless=none)

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
