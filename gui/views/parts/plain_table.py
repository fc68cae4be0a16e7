"""A small read-only table that is as high as its rows, for a few facts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gui.text import tr
from gui.views.parts import numbers

_ROW = 28
_MOST_ROWS = 200  # of a table that does not scroll


class PlainTable(QTableWidget):
    """A read-only table; numbers and their titles are aligned right.

    Args:
        name: The accessible name.
        most_height: The largest height in pixels; more rows are scrolled. None on a page that scrolls itself:
            all rows are there, of very many the first ones and a line that says how many more there are.

    Signals:
        row_asked(int): A row was clicked, or a key pressed on it; only where rows are offered.
    """

    row_asked = Signal(int)

    def __init__(self, name: str, *, most_height: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most_height = most_height
        if most_height is None:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_rows(
        self, titles: Sequence[str], rows: Sequence[Sequence[str | float]], *, wide: int | None
    ) -> None:
        """Show these rows in place of the last ones.

        Args:
            titles: A title for each column.
            rows: The cells of each row. An int is written with separators, a float with five digits.
            wide: The index of the column that takes the remaining width; None for none.
        """
        left = len(rows) - _MOST_ROWS if self._most_height is None else 0
        if left > 0:
            more = tr("… and {count} more", count=numbers.count(left))
            rows = [*rows[:_MOST_ROWS], [more, *[""] * (len(titles) - 1)]]
        self.setColumnCount(len(titles))
        self.setRowCount(len(rows))
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                item = QTableWidgetItem(_written(value))
                item.setToolTip(item.text())
                if not isinstance(value, str):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(row, column, item)
        for column, title in enumerate(titles):
            item = QTableWidgetItem(title)
            numeric = bool(rows) and not isinstance(rows[0][column], str)
            side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if wide is not None:
            header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        needed = header.sizeHint().height() + _ROW * len(rows) + 4
        if wide is None:
            needed += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(needed if self._most_height is None else min(needed, self._most_height))

    def offer_rows(self, about: str) -> None:
        """Emit `row_asked` from now on: by a click, and by Return or space on the current row.

        Args:
            about: What happens then, as the accessible description.
        """
        self.setAccessibleDescription(about)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.cellClicked.connect(self._ask_row)

    @Slot(int, int)
    def _ask_row(self, row: int, _column: int = 0) -> None:
        self.row_asked.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return and space ask for the current row, where rows are offered."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.accessibleDescription() and self.rowCount():
            self._ask_row(max(self.currentRow(), 0))
        else:
            super().keyPressEvent(event)


def _written(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return numbers.count(value) if isinstance(value, int) else f"{value:.5g}"
