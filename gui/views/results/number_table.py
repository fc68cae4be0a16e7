"""A table of numbers that is sorted by a click on a title, or with the key S on a column.

It is as high as its rows, as the tab that it stands in scrolls.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollArea, QTableView, QWidget

from engine.evaluate.result_words import percent
from engine.language import with_minus
from gui.text import tr
from gui.views.results.titled_model import Index, TitledModel, side

_ROW = 28
_MEASURED, _PADDING = 60, 24
_TITLE_PADDING = 32  # with room for the arrow of the sorted column
_NARROWEST, _WIDE_ENOUGH = 72, 100  # of the first column, so that long names leave the numbers in view


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        title: Its title.
        values: One for each row; NaN is a dash.
        as_share: Whether the values are shares, written in percent.
    """

    title: str
    values: Sequence[str | float]
    as_share: bool = False


class NumberModel(TitledModel):
    """The rows as Qt's model, in their order of now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.order: list[int] = []
        self.hint = tr("A click, or the key S in this column, sorts the rows.")

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, in their own order."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.order = list(range(len(columns[0].values) if columns else 0))
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        """Return what is written in a cell, by its place in the order of now."""
        value = self.columns[column].values[self.order[row]]
        if isinstance(value, str):
            return value
        if math.isnan(value):
            return "–"
        if self.columns[column].as_share:
            return percent(value)
        return with_minus(f"{value:,}" if isinstance(value, int) else f"{value:,.4g}")

    def is_numeric(self, column: int) -> bool:
        """Whether a column is aligned right."""
        values = self.columns[column].values
        return bool(values) and not isinstance(values[0], str)

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the columns."""
        return tuple(column.title for column in self.columns)

    def count(self) -> int:
        """Return how many values a column has."""
        return len(self.order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        return (
            side(numeric=self.is_numeric(index.column()))
            if role == Qt.ItemDataRole.TextAlignmentRole
            else None
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows; what is not a number stands last."""
        self.layoutAboutToBeChanged.emit()
        values = self.columns[column].values
        descending = order is Qt.SortOrder.DescendingOrder

        def rank(row: int) -> Any:
            value = values[row]
            if isinstance(value, str):
                return value.casefold()
            missing = math.isnan(value)
            return (missing != descending, 0.0 if missing else value)

        self.order.sort(key=rank, reverse=descending)
        self.layoutChanged.emit()


class NumberTable(QTableView):
    """The table.

    Args:
        name: Accessible name.

    Attributes:
        numbers: Its model.

    Signals:
        row_chosen(int): The row of the given values that was clicked, or chosen with Return.
    """

    row_chosen = Signal(int)

    def __init__(self, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = NumberModel(self)
        self.setModel(self.numbers)
        self.setAccessibleName(name)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names are often alike but for their ends
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(self._sort)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns; the first one takes the remaining width."""
        header = self.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.numbers.show_columns(columns)
        for at in range(1, len(columns)):
            title = header.fontMetrics().horizontalAdvance(columns[at].title) + _TITLE_PADDING
            self.setColumnWidth(at, max(title, self._widest(at)))
        self._fit_first()
        bar = self.horizontalScrollBar().sizeHint().height()  # in a narrow window there is one
        rows = _ROW * self.numbers.rowCount()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + bar)

    def texts(self) -> list[list[str]]:
        """Return what is written in all cells, in the order of now."""
        rows, columns = range(self.numbers.rowCount()), range(self.numbers.columnCount())
        return [[self.numbers.text(row, column) for column in columns] for row in rows]

    def sort_by(self, column: int) -> None:
        """Sort by a column; numbers begin with the lowest, and once more turns the order around."""
        header = self.horizontalHeader()
        again = header.sortIndicatorSection() == column
        ascending = not again or header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        order = Qt.SortOrder.AscendingOrder if ascending else Qt.SortOrder.DescendingOrder
        header.setSortIndicator(column, order)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """S sorts by the column of the current cell."""
        if event.key() == Qt.Key.Key_S and not event.modifiers():
            self.sort_by(max(self.currentIndex().column(), 0))
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        """The tab follows the keys to rows that are out of sight."""
        super().currentChanged(current, previous)
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.hasFocus() and (inside := around.widget()) is not None:
            cell = self.visualRect(current)
            place = self.viewport().mapTo(inside, cell.center())
            around.ensureVisible(place.x(), place.y(), 0, cell.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The first column takes the remaining width."""
        super().resizeEvent(event)
        self._fit_first()

    def _fit_first(self) -> None:
        # not by Qt's Stretch, whose least width is one for all columns
        if count := self.numbers.columnCount():
            others = sum(self.columnWidth(at) for at in range(1, count))
            least = max(_NARROWEST, min(self._widest(0), _WIDE_ENOUGH))
            self.setColumnWidth(0, max(self.viewport().width() - others, least))

    def _widest(self, column: int) -> int:
        """The width in pixels of the first rows' cells; Qt's own takes as long as painting them."""
        rows = range(min(self.numbers.rowCount(), _MEASURED))
        longest = max((self.numbers.text(row, column) for row in rows), key=len, default="")
        return self.fontMetrics().horizontalAdvance(longest) + _PADDING

    @Slot(int, Qt.SortOrder)
    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        if 0 <= column < self.numbers.columnCount():
            self.numbers.sort(column, order)
            if self.numbers.rowCount():
                self.setCurrentIndex(self.numbers.index(0, column))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        self.row_chosen.emit(self.numbers.order[index.row()])
