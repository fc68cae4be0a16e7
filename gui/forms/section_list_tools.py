"""What stands around a list of sections: the buttons that change it, and lines that always stand."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from gui.forms.kind_picker import KindPicker
from gui.style import SPACE, set_icon
from gui.text import tr


class ListTools(QWidget):
    """Buttons to add, move, duplicate and remove; what they do is up to the editor."""

    def __init__(self, picker: KindPicker) -> None:
        super().__init__()
        self.picker = picker
        self.add = QPushButton(tr("Add"))
        set_icon(self.add, "plus")
        picker.setParent(self.add, picker.windowFlags())
        self.add.clicked.connect(self._open_picker)
        self.up = _button("up", tr("Move up (Alt+Up)"))
        self.down = _button("down", tr("Move down (Alt+Down)"))
        self.copy = _button("copy", tr("Duplicate (Ctrl+D)"))
        self.remove = _button("trash", tr("Remove (Delete)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        row.addWidget(self.add)
        row.addStretch(1)
        for button in (self.up, self.down, self.copy, self.remove):
            row.addWidget(button)

    def show_row(self, row: int, *, count: int) -> None:
        """Row `row` of `count` is selected, -1 for none: enable what can be done with it."""
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        for button in (self.copy, self.remove):
            button.setEnabled(0 <= row < count)

    @Slot()
    def _open_picker(self) -> None:
        self.picker.open_below(self.add)


def caption(text: str) -> QLabel:
    """A line in small letters around the list; hidden where it says nothing."""
    row = QLabel(text)
    row.setWordWrap(True)
    row.setProperty("role", "caption")
    if not text:
        row.hide()  # to show it here, where it has no parent yet, would open a window
    return row


def _button(icon: str, name: str) -> QToolButton:
    button = QToolButton()
    set_icon(button, icon)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
