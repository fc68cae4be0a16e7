"""Rows of a table, or texts, each with its truth and its answer, as a table that is filled as it is seen."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from engine.language import with_minus
from gui.text import tr
from gui.views.results.examples.cell_examples import (
    CellExamples,
    Content,
    sure_title,
    sure_words,
    whole_words,
)
from gui.views.results.titled_model import Index, TitledModel, side

_ROW = 28
_AHEAD = 40
_WIDEST = 260
_LEAST_TEXT = 160
_GAP = 24  # beside the widest cell
_SURE = 2  # the column of how sure it is
_MEASURED = 60  # rows whose cells decide how wide a column is
_MEASURED_COLUMNS = 24  # a table may have thousands; the others are as wide as their titles


class ExampleModel(TitledModel):
    """The examples as Qt's model; a cell that was not read yet is a dot."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.examples = CellExamples("", (), "table")
        self._titles: tuple[str, ...] = ()
        self._contents: dict[int, tuple[str | float, ...]] = {}
        self._places: dict[int, int] = {}

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles of the columns."""
        return self._titles

    def show_examples(self, examples: CellExamples) -> None:
        """Show other examples, none of them read yet."""
        self.beginResetModel()
        self.examples, self._contents = examples, {}
        inside = (tr("Text"),) if examples.kind == "text" else examples.columns
        self._titles = (tr("Truth"), tr("Answer"), sure_title(examples.lines), *inside, tr("Example"))
        self._places = {line.id: place for place, line in enumerate(examples.lines)}
        self.endResetModel()

    def fill(self, contents: Mapping[int, Content]) -> None:
        """Fill the rows of these ids; what is not shown is ignored."""
        for number, content in contents.items():
            place = self._places.get(number)
            if place is None or not isinstance(content, str | tuple):
                continue
            self._contents[number] = (content,) if isinstance(content, str) else content
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.titles) - 1))

    def is_read(self, place: int) -> bool:
        """Whether the row at a place is filled."""
        return self.examples.lines[place].id in self._contents

    def count(self) -> int:
        """Return how many examples there are."""
        return len(self.examples.lines)

    def is_numeric(self, column: int) -> bool:
        """Whether the first row has a number there."""
        return bool(self.examples.lines) and self._has_number(0, column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell; numbers are aligned right."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(numeric=self._has_number(index.row(), index.column()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return whole_words(self.examples.lines[index.row()]) if index.column() == 0 else None
        return None

    def text(self, row: int, column: int) -> str:
        """Return what is written in a cell."""
        value = self._value(row, column)
        if isinstance(value, str):
            return with_minus(value) if _is_number(value) else value
        return _number(value)

    def _has_number(self, row: int, column: int) -> bool:
        if column <= _SURE:
            return column == _SURE or bool(self.examples.lines[row].error)
        value = self._value(row, column)
        return not isinstance(value, str) or _is_number(value)

    def _value(self, row: int, column: int) -> str | float:
        line = self.examples.lines[row]
        known = (line.truth, line.answer, sure_words(line))
        if column < len(known):
            return known[column]
        inside = len(self.titles) - len(known) - 1
        if column - len(known) >= inside:
            return line.name
        content = self._contents.get(line.id)
        return "…" if content is None else content[column - len(known)]


class ExampleRows(QTableView):
    """The table.

    Signals:
        wanted(tuple[int, ...]): Ids of the rows in view that are not filled yet, the first ones first.
        opened(int): Place of the row that is to be shown larger.
    """

    wanted = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filled = ExampleModel(self)
        self.setModel(self.filled)
        self._asked: tuple[int, ...] = ()
        self.setAccessibleName(tr("Examples"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setResizeContentsPrecision(_MEASURED)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._ask = QTimer(self)
        self._ask.setSingleShot(True)
        self._ask.setInterval(0)
        self._ask.timeout.connect(self._ask_for_visible)

    def show_examples(self, examples: CellExamples) -> None:
        """Show examples; what they hold comes with `fill`."""
        self._asked = ()
        self.filled.show_examples(examples)
        self._fit_columns()
        if examples.lines:
            self.setCurrentIndex(self.filled.index(0, 0))
        self._ask.start()

    def fill(self, contents: Mapping[int, Content]) -> None:
        """Fill rows with what was read, by id."""
        first = not any(map(self.filled.is_read, range(min(len(self.filled.examples.lines), _MEASURED))))
        self.filled.fill(contents)
        if first:
            self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what is in view now, and give a text the room that is left."""
        super().resizeEvent(event)
        self._fit_text()
        self._ask.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what is in view now."""
        super().showEvent(event)
        self._ask.start()

    def _fit_columns(self) -> None:
        header, last = self.horizontalHeader(), self.filled.columnCount() - 1
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(self.filled.examples.kind != "text")
        wide, usual = self.fontMetrics().horizontalAdvance, header.defaultSectionSize() - _GAP
        for column, title in enumerate(self.filled.titles):
            if column < _MEASURED_COLUMNS or column == last:
                hint = header.sectionSizeHint(column)
                self.setColumnWidth(column, min(max(hint, self._widest(column)), _WIDEST))
            elif wide(title) > usual:  # Qt's own hint takes ten times as long
                self.setColumnWidth(column, min(header.sectionSizeHint(column), _WIDEST))
        self._fit_text()

    def _widest(self, column: int) -> int:
        """The width in pixels of the first rows' cells; Qt's own takes as long as painting them."""
        rows = range(min(self.filled.count(), _MEASURED))
        wide = self.fontMetrics().horizontalAdvance
        return max((wide(self.filled.text(row, column)) for row in rows), default=0) + _GAP

    def _fit_text(self) -> None:
        """A text ends with "…" where the table does; its example's name is behind it."""
        if self.filled.examples.kind == "text":
            before = sum(self.columnWidth(column) for column in range(_SURE + 1))
            self.setColumnWidth(_SURE + 1, max(self.viewport().width() - before, _LEAST_TEXT))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        self._ask.start()

    @Slot()
    def _ask_for_visible(self) -> None:
        lines = self.filled.examples.lines
        if not self.isVisible() or not lines:
            return
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        end = min((last if last >= 0 else len(lines)) + _AHEAD, len(lines))
        ids = tuple(lines[place].id for place in range(first, end) if not self.filled.is_read(place))
        if ids and ids != self._asked:
            self._asked = ids
            self.wanted.emit(ids)


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _number(value: float) -> str:
    """A value of the data: a whole number as it is, as it may be a year."""
    if isinstance(value, int):
        return with_minus(str(value))
    return "–" if math.isnan(value) else with_minus(f"{value:.6g}")
