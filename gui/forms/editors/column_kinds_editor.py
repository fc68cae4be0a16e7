"""An editor for the columns of a table: which are inputs, and what each of them is.

Its options are the columns of the data, each as `engine.data.kind_facts.ColumnFacts` with its range; only
kinds that differ from the found ones are part of its value. Which columns are inputs is another setting of
the section (`features`), edited in the same table; so a column is left out by its kind, or because others are
named. A column that another setting uses as target or weight cannot be changed here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
)

from gui.forms.editors.column_words import chosen_words, found_words, is_chosen_above, value_words
from gui.forms.editors.editor import Editor
from gui.style import SPACE
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.data.describe import Range
    from engine.data.kind_facts import ColumnFacts
    from engine.settings.declaration.declare import Section

MOST_COLUMNS = 300
"""A table with more columns shows the first of them; the project file can name any."""
FIRST_ROWS = 16
"""So many rows are shown before all are asked for: the page scrolls, and not the table within it."""
_ROW = 34
_USE, _NAME, _KIND, _VALUES, _MISSING = range(5)
_WIDTHS = {_USE: 52, _KIND: 204, _MISSING: 68}
_MOST_OF_NAMES = 0.6  # of the room that names and values share
_BESIDE_TEXT = 26  # pixels left and right of the text of a cell
_LEFT_OUT = "ignore"


class ColumnKindsEditor(Editor):
    """Edits dict[str, str]: the chosen kind of each column for which it is not the found one.

    Args:
        titles: The kinds and their titles.
        name: The accessible name of the table.

    Attributes:
        table: One row for each column of the data, with a check box and a combo box.
        all: The button that shows all rows.
    """

    is_wide = True
    is_below = True
    is_typed = False

    def __init__(self, titles: Mapping[str, str], *, name: str) -> None:
        super().__init__()
        self._titles = dict(titles)
        self._facts: tuple[ColumnFacts, ...] = ()
        self._ranges: tuple[Range | None, ...] = ()
        self._chosen: dict[str, str] = {}
        self._inputs: tuple[str, ...] = ()  # () means all that are not left out
        self._most = FIRST_ROWS
        self._waiting = QLabel(tr("The columns stand here when the file has been read."), self)
        self._waiting.setProperty("role", "muted")
        self._more = QLabel("", self)
        self._more.setProperty("role", "muted")
        self._grey = QLabel("", self)
        self._grey.setProperty("role", "caption")
        self._grey.setWordWrap(True)
        self.all = QPushButton(self)
        self.all.setProperty("kind", "ghost")
        self.all.clicked.connect(self._show_all)
        self.table = QTableWidget(0, 5, self)
        self.table.setHorizontalHeaderLabels(
            [tr("Use"), tr("Column"), tr("Kind"), tr("Values"), tr("Missing")]
        )
        self.table.setAccessibleName(name)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for place, width in _WIDTHS.items():
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(place, width)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        for part in (self._waiting, self.table, self._grey, self._more):
            column.addWidget(part)
        column.addWidget(self.all, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.table)
        self._fill()
        self.table.itemChanged.connect(self._item_changed)

    def read(self) -> Any:
        """The chosen kinds by column."""
        return dict(self._chosen)

    def display(self, value: Any) -> None:
        """Show these kinds."""
        self._chosen = dict(value)
        self._fill()

    def show_siblings(self, section: Section) -> None:
        """Take which columns are inputs; () for all that are not left out."""
        inputs = tuple(getattr(section, "features", ()))
        if inputs != self._inputs:
            self._inputs = inputs
            self._fill()

    def set_options(self, options: Sequence[Any]) -> None:
        """Show the columns of the data, given as pairs of `ColumnFacts` and, of numbers, their range."""
        facts, ranges = tuple(one for one, _ in options), tuple(span for _, span in options)
        if (facts, ranges) != (self._facts, self._ranges):
            if facts != self._facts:
                self._most = FIRST_ROWS
            self._facts, self._ranges = facts, ranges
            self._fill()

    def is_in_use(self) -> bool:
        """Whether the focus is in the table."""
        return self.table.hasFocus() or any(box.hasFocus() for box in self.boxes())

    def boxes(self) -> list[NoWheelComboBox]:
        """Return the combo boxes of all rows, from the first to the last."""
        found = (self.table.cellWidget(row, _KIND) for row in range(self.table.rowCount()))
        return [box for box in found if isinstance(box, NoWheelComboBox)]

    @Slot()
    def _show_all(self) -> None:
        self._most = MOST_COLUMNS
        self._fill()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        shown = self._facts[: self._most]
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(shown))
            for row, facts in enumerate(shown):
                self._put_use(row, facts)
                self._put(row, _NAME, facts.name)
                self._put(
                    row,
                    _VALUES,
                    value_words(facts, self._ranges[row]),
                    role="problem" if facts.problem else "",
                )
                self._put(row, _MISSING, f"{facts.missing:,}" if facts.missing else "")
                self._put_box(row, facts)
        self._waiting.setVisible(not shown)
        self.table.setVisible(bool(shown))
        self._say_grey([facts for facts in shown if is_chosen_above(facts, self._chosen)])
        left = len(self._facts) - MOST_COLUMNS
        self._more.setText(tr("… and {count} more columns, as they were found", count=f"{left:,}"))
        self._more.setVisible(left > 0 and len(shown) == MOST_COLUMNS)
        offered = min(len(self._facts), MOST_COLUMNS)
        self.all.setText(tr("Show {count} columns", count=f"{offered:,}"))
        self.all.setVisible(offered > len(shown))
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + len(shown) * _ROW + 2 * self.table.frameWidth() + 2)

        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give names and values their share of the new width."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Give the names the room that they need, as far as the values keep some."""
        room = self.width() - 2 * self.table.frameWidth() - sum(_WIDTHS.values())
        metrics = self.table.fontMetrics()
        widest = max(
            (metrics.horizontalAdvance(facts.name) for facts in self._facts[: self._most]), default=0
        )
        wanted = max(widest + _BESIDE_TEXT, room // 2)
        self.table.horizontalHeader().resizeSection(_NAME, max(min(wanted, int(room * _MOST_OF_NAMES)), 40))

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

    def _put_use(self, row: int, facts: ColumnFacts) -> None:
        item = QTableWidgetItem()
        flags = Qt.ItemFlag.ItemIsSelectable
        if not self._is_target_or_weight(facts):
            flags |= Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
            item.setCheckState(Qt.CheckState.Checked if self._is_input(facts) else Qt.CheckState.Unchecked)
            item.setToolTip(tr("Whether the model is given {name}", name=facts.name))
        item.setFlags(flags)
        self.table.setItem(row, _USE, item)

    def _put_box(self, row: int, facts: ColumnFacts) -> None:
        box = self.table.cellWidget(row, _KIND)
        if not isinstance(box, NoWheelComboBox):
            box = NoWheelComboBox(self.table)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.table.setCellWidget(row, _KIND, box)
            box.activated.connect(partial(self._choose, row))
        above = is_chosen_above(facts, self._chosen)
        with QSignalBlocker(box):
            box.clear()
            found = found_words(facts, self._titles)
            box.addItem(self._titles[facts.chosen] if above else found, "")
            for kind, name in self._titles.items():
                box.addItem(name, kind)
            box.setCurrentIndex(max(box.findData(self._chosen.get(facts.name, "")), 0))
        box.setEnabled(not above)
        reason = chosen_words(facts, self._titles) if above else ""
        box.setToolTip(reason or box.currentText())
        box.setAccessibleDescription(reason)
        box.setAccessibleName(tr("Kind of {name}", name=facts.name))

    def _say_grey(self, chosen: Sequence[ColumnFacts]) -> None:
        """Say below the table why the boxes of these columns are disabled."""
        self._grey.setText("\n".join(chosen_words(facts, self._titles) for facts in chosen))
        self._grey.setVisible(bool(chosen))

    def _kind(self, facts: ColumnFacts) -> str:
        return (
            facts.chosen
            if is_chosen_above(facts, self._chosen)
            else self._chosen.get(facts.name, facts.found)
        )

    def _is_target_or_weight(self, facts: ColumnFacts) -> bool:
        return self._kind(facts) in ("target", "weight")

    def _is_input(self, facts: ColumnFacts) -> bool:
        named = not self._inputs or facts.name in self._inputs
        return named and self._kind(facts) != _LEFT_OUT

    def _choose(self, row: int, index: int) -> None:
        self._set_kind(self._facts[row], str(self.boxes()[row].itemData(index)))

    def _set_kind(self, facts: ColumnFacts, kind: str) -> None:
        if kind == "" or (kind == facts.found and facts.is_read):
            self._chosen.pop(facts.name, None)
        else:
            self._chosen[facts.name] = kind
        self._fill()
        self.commit()

    @Slot(QTableWidgetItem)
    def _item_changed(self, item: QTableWidgetItem) -> None:
        if item.column() != _USE:
            return
        facts, wanted = self._facts[item.row()], item.checkState() is Qt.CheckState.Checked
        others = tuple(name for name in self._inputs if name != facts.name)
        if wanted and self._kind(facts) == _LEFT_OUT:
            self._set_kind(facts, "" if facts.found != _LEFT_OUT else facts.likely)
        if self._inputs and (wanted or others):
            order = {one.name: place for place, one in enumerate(self._facts)}
            named = (*others, facts.name) if wanted else others
            self._inputs = tuple(sorted(named, key=lambda name: order.get(name, len(order))))
            self.sibling_changed.emit("features", self._inputs)
        elif not wanted:
            self._set_kind(facts, _LEFT_OUT)
