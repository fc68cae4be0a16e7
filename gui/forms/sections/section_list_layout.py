"""Where the parts of a list of sections stand: the form of the selected row beside the list, or below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gui.style import SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gui.forms.sections.section_list import SectionList

LIST_WIDTH = 264
_LIST_HEIGHT, _LOW_LIST_HEIGHT, _HIGH_LIST_HEIGHT = 300, 200, 480
_NO_LIMIT = 16_777_215  # Qt's QWIDGETSIZE_MAX


class ListLayout(QBoxLayout):
    """Two columns: the list with what is around it, and what is about the selected row.

    Args:
        rows: The list.
        column: The widgets of its column, from top to bottom; the list is one of them.
        beside: The widgets about the selected row, above its form.
    """

    def __init__(self, rows: SectionList, *, column: Sequence[QWidget], beside: Sequence[QWidget]) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self._list, self._narrow = rows, False
        left, self._beside = QVBoxLayout(), QVBoxLayout()
        self._form_at = len(beside)
        for layout, widgets in ((left, column), (self._beside, beside)):
            layout.setSpacing(SPACE.s)
            for widget in widgets:
                layout.addWidget(widget)
            layout.addStretch(1)
        self.setSpacing(SPACE.xl)
        self.addLayout(left)
        self.addLayout(self._beside, 1)

    def add_form(self, form: QWidget) -> None:
        """Put the form of the selected row below what is said of it.

        Args:
            form: The form; deleting it takes it out of the layout.
        """
        self._beside.insertWidget(self._form_at, form)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the form below the list, or beside it."""
        direction = QBoxLayout.Direction
        self.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self._list.setMaximumWidth(_NO_LIMIT if narrow else LIST_WIDTH)
        self._list.setMinimumWidth(0 if narrow else LIST_WIDTH)
        self._narrow = narrow
        self.fit_height()

    def fit_height(self) -> None:
        """Make the list as high as its rows, within limits, above a form; at least 300 pixels beside one."""
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        low = min(max(rows + SPACE.s, _LOW_LIST_HEIGHT), _HIGH_LIST_HEIGHT)
        self._list.setMinimumHeight(low if self._narrow else _LIST_HEIGHT)
