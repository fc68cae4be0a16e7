"""Editors in which a value is chosen: yes or no, one of a few, one of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton

from gui.forms.editors.editor import Editor
from gui.style import SPACE, mark
from gui.style.no_wheel import NoWheelComboBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEGMENTS_AT_MOST = 3
_COLUMNS = 32  # of text in all segments together; a character of East Asia takes two


def fit_in_segments(titles: Iterable[str]) -> bool:
    """Whether so many titles of such a length stand side by side in a narrow form."""
    shown = list(titles)
    columns = sum(2 if east_asian_width(letter) in "WF" else 1 for title in shown for letter in title)
    return len(shown) <= SEGMENTS_AT_MOST and columns <= _COLUMNS


class FlagEditor(Editor):
    """A check box for True and False."""

    is_typed = False

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.commit)

    def read(self) -> bool:
        """Whether the box is checked."""
        return self.box.isChecked()

    def display(self, value: Any) -> None:
        """Check the box or not."""
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))


class SegmentsEditor(Editor):
    """A few buttons side by side, one of them down."""

    is_typed = False

    def __init__(self, choices: Mapping[Any, str]) -> None:
        super().__init__()
        self._values = tuple(choices)
        self.group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.xs)
        for number, title in enumerate(choices.values()):
            button = QPushButton(title, self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.group.addButton(button, number)
            row.addWidget(button)
        self.group.buttons()[0].setChecked(True)
        self.setFocusProxy(self.group.buttons()[0])
        self.group.idToggled.connect(self._toggled)

    def read(self) -> Any:
        """The value of the button that is down."""
        return self._values[self.group.checkedId()]

    def display(self, value: Any) -> None:
        """Put the button of `value` down."""
        button = self.group.button(self._values.index(value))
        with QSignalBlocker(self.group):
            button.setChecked(True)
        self.setFocusProxy(button)

    def set_name(self, name: str, *, about: str) -> None:
        """Say to a screen reader what each button chooses."""
        for button in self.group.buttons():
            button.setAccessibleName(f"{name}: {button.text()}")
            button.setAccessibleDescription(about)

    def is_in_use(self) -> bool:
        """Whether one of the buttons has the focus."""
        return any(button.hasFocus() for button in self.group.buttons())

    @Slot(int, bool)
    def _toggled(self, number: int, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.group.button(number))
            self.commit()


class ComboEditor(Editor):
    """A list that opens, for more than a few choices."""

    is_typed = False

    def __init__(self, choices: Mapping[Any, str]) -> None:
        super().__init__()
        self._values = tuple(choices)
        self.combo = NoWheelComboBox(self)
        self.combo.addItems(list(choices.values()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self.combo.currentIndexChanged.connect(self._chosen)

    def read(self) -> Any:
        """The value of the chosen line."""
        return self._values[self.combo.currentIndex()]

    def display(self, value: Any) -> None:
        """Choose the line of `value`."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self._values.index(value))

    def set_marked(self, marked: bool) -> None:
        """Draw the frame of the box in the colour of problems."""
        mark(self.combo, "problem", value=marked)

    def is_in_use(self) -> bool:
        """Whether the box has the focus."""
        return self.combo.hasFocus()

    @Slot(int)
    def _chosen(self, _index: int) -> None:
        self.commit()
