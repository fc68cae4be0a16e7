"""An editor for values by name, such as class weights and headers: a table with an empty row at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout

from gui.forms.editors.editor import Editor
from gui.forms.editors.text_values import UnreadableError, number_text, read_number
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROWS = 8


class PairsEditor(Editor):
    """A table of names and values, for dict[str, float] or dict[str, str].

    A row without a number, or an empty one for str, is not part of the value.

    Args:
        kind: Type of the values.
        name: The accessible name of the table.

    Attributes:
        table: Names in the first column, values in the second.
    """

    is_wide = True

    def __init__(self, kind: type[str | float], *, name: str) -> None:
        super().__init__()
        self._kind = kind
        self._options: tuple[str, ...] = ()
        self.table = QTableWidget(0, 2, self)
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Value")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self._fill({})
        self.table.cellChanged.connect(self._cell_changed)

    def read(self) -> Any:
        """Return the pairs.

        Raises:
            UnreadableError: A value has no name, a name occurs twice, or a value is not a number.
        """
        pairs: dict[str, Any] = {}
        for row in range(self.table.rowCount()):
            name, value = self._text(row, 0), self._text(row, 1)
            if not (value if self._kind is float else name or value).strip():
                continue
            if not name.strip():
                raise UnreadableError(tr("Give {value} a name", value=value))
            if name in pairs:
                raise UnreadableError(tr("{name} is there twice; remove one of them", name=name))
            pairs[name] = read_number(value, float) if self._kind is float else value
        return pairs

    def display(self, value: Any) -> None:
        """Show these pairs, and a row for each option without a value."""
        self._fill(value)

    def set_options(self, options: Sequence[str]) -> None:
        """Offer a row for each of these names."""
        try:
            pairs = self.read()
        except UnreadableError:
            pairs = {} if not isinstance(self._shown, dict) else self._shown
        self._options = tuple(options)
        self._fill(pairs)

    def is_in_use(self) -> bool:
        """Whether the table has the focus, or a cell is being edited."""
        return self.table.hasFocus() or self.table.state() is QAbstractItemView.State.EditingState

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text()

    def _fill(self, pairs: dict[str, Any]) -> None:
        names = (*self._options, *(name for name in pairs if name not in self._options))
        with QSignalBlocker(self.table):
            self.table.setRowCount(0)
            for name in names:
                value = pairs.get(name)
                self._add_row(
                    name, "" if value is None else number_text(value) if self._kind is float else value
                )
            self._add_row("", "")

    def _add_row(self, name: str, value: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        label = QTableWidgetItem(name)
        if name in self._options:
            label.setFlags(label.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.table.setItem(row, 0, label)
        self.table.setItem(row, 1, QTableWidgetItem(value))
        shown = min(self.table.rowCount(), _ROWS)
        height = self.table.horizontalHeader().sizeHint().height() + shown * self.table.rowHeight(0)
        self.table.setFixedHeight(height + 2 * self.table.frameWidth())

    @Slot(int, int)
    def _cell_changed(self, row: int, _column: int) -> None:
        if row == self.table.rowCount() - 1 and self._text(row, 0).strip():
            with QSignalBlocker(self.table):
                self._add_row("", "")
        self.commit()
