"""The base of Qt's models of the tables of results: rows below titles, numbers aligned right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

Index = QModelIndex | QPersistentModelIndex


class TitledModel(QAbstractTableModel):
    """A table with a title for each column.

    Attributes:
        hint: What a title's tip says; "" for none.
    """

    hint = ""

    @property
    def titles(self) -> Sequence[str]:
        """A title for each column."""
        raise NotImplementedError

    def count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def is_numeric(self, column: int) -> bool:
        """Whether a column is aligned right."""
        raise NotImplementedError

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Rows have no rows of their own."""
        return 0 if parent is not None and parent.isValid() else self.count()

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """One for each title."""
        return 0 if parent is not None and parent.isValid() else len(self.titles)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The titles, aligned as their column is."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return side(numeric=self.is_numeric(section))
        return self.hint or None if role == Qt.ItemDataRole.ToolTipRole else None


def side(*, numeric: bool) -> Qt.AlignmentFlag:
    """Return how a cell is aligned: numbers right, words left."""
    across = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return across | Qt.AlignmentFlag.AlignVCenter
