"""Editors in which a value is chosen: yes or no, one of a few, one of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QPushButton

from gui.forms.editors.editor import Editor
from gui.style import SPACE, mark
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SEGMENTS_AT_MOST = 3
_COLUMNS = 32  # of text in all segments together; a character of East Asia takes two


def fit_in_segments(titles: Iterable[str]) -> bool:
    """Whether buttons with these titles fit side by side into a narrow form."""
    shown = list(titles)
    columns = sum(2 if east_asian_width(letter) in "WF" else 1 for title in shown for letter in title)
    return len(shown) <= SEGMENTS_AT_MOST and columns <= _COLUMNS


class FlagEditor(Editor):
    """A check box for True and False.

    Attributes:
        box: The check box.
    """

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
    """A few buttons side by side, one of them checked.

    Args:
        choices: The values and their titles.

    Attributes:
        group: The buttons, with the index of their value as id.
    """

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
        """The value of the checked button."""
        return self._values[self.group.checkedId()]

    def display(self, value: Any) -> None:
        """Check the button of `value`."""
        button = self.group.button(self._values.index(value))
        with QSignalBlocker(self.group):
            button.setChecked(True)
        self.setFocusProxy(button)

    def set_name(self, name: str, *, about: str) -> None:
        """Set the accessible name and description of each button."""
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
    """A combo box, for more than a few choices.

    Args:
        choices: The values and their titles.

    Attributes:
        combo: The combo box.
    """

    is_typed = False

    def __init__(self, choices: Mapping[Any, str]) -> None:
        super().__init__()
        self._values = tuple(choices)
        self._titles = dict(choices)
        self._misfits: Mapping[Any, str] = {}
        self.combo = NoWheelComboBox(self)
        self.combo.addItems(list(choices.values()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self.combo.currentIndexChanged.connect(self._chosen)

    def read(self) -> Any:
        """The value of the selected item."""
        return self._values[self.combo.currentIndex()]

    def display(self, value: Any) -> None:
        """Select the item of `value`."""
        with QSignalBlocker(self.combo):
            self.combo.setCurrentIndex(self._values.index(value))
        self._write()

    def show_misfits(self, reasons: Mapping[Any, str]) -> None:
        """Disable the choices that do not fit, each with a few words on what it is for; keep the chosen one.

        Args:
            reasons: The words by value, such as "for numbers"; a value that is missing fits.
        """
        self._misfits = reasons
        self._keep_width()
        self._write()
        metrics = self.combo.fontMetrics()
        longest = max(
            metrics.horizontalAdvance(self.combo.itemText(place)) for place in range(len(self._values))
        )
        self.combo.view().setMinimumWidth(longest + 2 * SPACE.xl)

    def _write(self) -> None:
        """Write the items, the misfits among them with their reason."""
        items = self.combo.model()
        for place, value in enumerate(self._values):
            reason, title = self._misfits.get(value, ""), self._titles[value]
            words = tr("{choice} – {reason}", choice=title, reason=reason) if reason else title
            self.combo.setItemData(place, words if reason else None, Qt.ItemDataRole.ToolTipRole)
            self.combo.setItemData(place, reason or None, Qt.ItemDataRole.AccessibleDescriptionRole)
            # the box has no room for the reason, which stands in its tool tip and at the field
            self.combo.setItemText(place, title if place == self.combo.currentIndex() else words)
            if isinstance(items, QStandardItemModel):
                items.item(place).setEnabled(not reason)

    def _keep_width(self) -> None:
        """Have the box as wide as the titles need; what is said in its list alone does not widen the form."""
        metrics = self.combo.fontMetrics()
        wide = max(metrics.horizontalAdvance(title) for title in self._titles.values())
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        wide -= self.combo.iconSize().width()  # for which this policy leaves room, and there is no icon
        self.combo.setMinimumContentsLength(-(-wide // metrics.horizontalAdvance("X")))

    def set_marked(self, marked: bool) -> None:
        """Draw the frame of the box in the colour of problems, or not."""
        mark(self.combo, "problem", value=marked)

    def is_in_use(self) -> bool:
        """Whether the box has the focus."""
        return self.combo.hasFocus()

    @Slot(int)
    def _chosen(self, _index: int) -> None:
        self.commit()
