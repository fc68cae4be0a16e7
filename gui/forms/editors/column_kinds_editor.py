"""An editor for the kinds of the columns of a table: one row for each, with the found and the chosen kind.

Its options are the columns of the data as `engine.data.kind_facts.ColumnFacts`; only kinds that differ from
the found ones are part of its value. A column that another setting uses as target or weight cannot be
changed here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from gui.forms.editors.editor import Editor
from gui.style import SPACE
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.kind_facts import ColumnFacts

MOST_COLUMNS = 300
"""A table with more columns shows the first of them; the project file can name any."""
_ROWS = 12
_ROW = 34
_LETTERS = 14
_NAME, _KIND, _MISSING, _VALUES = range(4)


class ColumnKindsEditor(Editor):
    """Edits dict[str, str]: the chosen kind of each column for which it is not the found one.

    Args:
        titles: The kinds and their titles.
        name: The accessible name of the table.

    Attributes:
        table: One row for each column of the data, with a combo box.
    """

    is_wide = True
    is_typed = False

    def __init__(self, titles: Mapping[str, str], *, name: str) -> None:
        super().__init__()
        self._titles = dict(titles)
        self._facts: tuple[ColumnFacts, ...] = ()
        self._chosen: dict[str, str] = {}
        self._waiting = QLabel(tr("The columns stand here when the file has been read."), self)
        self._waiting.setProperty("role", "muted")
        self._more = QLabel("", self)
        self._more.setProperty("role", "muted")
        self.table = QTableWidget(0, 4, self)
        self.table.setHorizontalHeaderLabels([tr("Column"), tr("Kind"), tr("Missing"), tr("Values")])
        self.table.setAccessibleName(name)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_VALUES, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        for part in (self._waiting, self.table, self._more):
            column.addWidget(part)
        self.setFocusProxy(self.table)
        self._fill()

    def read(self) -> Any:
        """The chosen kinds by column."""
        return dict(self._chosen)

    def display(self, value: Any) -> None:
        """Show these kinds."""
        self._chosen = dict(value)
        self._fill()

    def set_options(self, options: Sequence[Any]) -> None:
        """Show the columns of the data, given as `ColumnFacts`."""
        if tuple(options) != self._facts:
            self._facts = tuple(options)
            self._fill()

    def is_in_use(self) -> bool:
        """Whether the focus is in the table."""
        return self.table.hasFocus() or any(box.hasFocus() for box in self.boxes())

    def boxes(self) -> list[NoWheelComboBox]:
        """Return the combo boxes of all rows, from the first to the last."""
        found = (self.table.cellWidget(row, _KIND) for row in range(self.table.rowCount()))
        return [box for box in found if isinstance(box, NoWheelComboBox)]

    def _fill(self) -> None:
        shown = self._facts[:MOST_COLUMNS]
        self.table.setRowCount(len(shown))
        for row, facts in enumerate(shown):
            self._put(row, _NAME, facts.name)
            self._put(row, _MISSING, f"{facts.missing:,}" if facts.missing else "")
            self._put(row, _VALUES, _in_words(facts), role="problem" if facts.problem else "")
            self._put_box(row, facts)
        self._waiting.setVisible(not shown)
        self.table.setVisible(bool(shown))
        left = len(self._facts) - len(shown)
        self._more.setText(tr("… and {count} more columns, as they were found", count=f"{left:,}"))
        self._more.setVisible(left > 0)
        height = self.table.horizontalHeader().sizeHint().height() + min(len(shown), _ROWS) * _ROW
        self.table.setFixedHeight(height + 2 * self.table.frameWidth() + 2)

    def _put(self, row: int, column: int, text: str, *, role: str = "") -> None:
        item = QTableWidgetItem(text)
        item.setToolTip(text)
        if column == _MISSING:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role:
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
        self.table.setItem(row, column, item)

    def _put_box(self, row: int, facts: ColumnFacts) -> None:
        box = self.table.cellWidget(row, _KIND)
        if not isinstance(box, NoWheelComboBox):
            box = NoWheelComboBox(self.table)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(_LETTERS)
            self.table.setCellWidget(row, _KIND, box)
            box.activated.connect(partial(self._choose, row))
        above = facts.chosen != facts.found and facts.name not in self._chosen
        usual = facts.chosen if above else facts.found
        title = tr("{kind} (chosen above)") if above else tr("{kind} (found)")
        with QSignalBlocker(box):
            box.clear()
            box.addItem(title.format(kind=self._titles[usual]), "")
            for kind, name in self._titles.items():
                box.addItem(name, kind)
            box.setCurrentIndex(max(box.findData(self._chosen.get(facts.name, "")), 0))
        box.setEnabled(not above)
        box.setAccessibleName(tr("Kind of {name}", name=facts.name))

    def _choose(self, row: int, index: int) -> None:
        facts = self._facts[row]
        kind = str(self.boxes()[row].itemData(index))
        if kind in ("", facts.found):
            self._chosen.pop(facts.name, None)
        else:
            self._chosen[facts.name] = kind
        self.commit()


def _in_words(facts: ColumnFacts) -> str:
    if facts.problem:
        return facts.problem
    more = ", …" if facts.distinct > len(facts.examples) else ""
    return f"{facts.distinct:,}: {', '.join(facts.examples)}{more}"
