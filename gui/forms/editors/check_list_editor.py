"""An editor for several of many values: metrics, columns. A check box above the list means the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from gui.forms.editors.editor import Editor
from gui.style import SPACE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VALUE = Qt.ItemDataRole.UserRole
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class CheckListEditor(Editor):
    """A list with check boxes. Chosen values come first, in their order.

    Args:
        titles: The values that can be chosen and their titles; `set_options` replaces the values.
        none_title: Title of the check box above the list.
        empty: The value while that check box is checked: None or ().

    Attributes:
        usual: The check box above the list.
        list: The list.
    """

    is_wide = True
    is_typed = False

    def __init__(self, titles: Mapping[Any, str], *, none_title: str, empty: tuple[()] | None) -> None:
        super().__init__()
        self._declared = dict(titles)
        self._titles = dict(titles)
        self._empty = empty
        self.usual = QCheckBox(none_title, self)
        self.usual.setChecked(True)
        self.list = QListWidget(self)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(_Narrow(self.list))
        for hide in (self.list.setVerticalScrollBarPolicy, self.list.setHorizontalScrollBarPolicy):
            hide(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # all rows are there, as the page scrolls
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.usual)
        column.addWidget(self.list)
        self.setFocusProxy(self.usual)
        self._fill(())
        self.usual.toggled.connect(self._usual_toggled)
        self.list.itemChanged.connect(self._item_changed)

    def read(self) -> Any:
        """The checked values in the order of the list, or the value of the check box above it."""
        if self.usual.isChecked():
            return self._empty
        return self._checked()

    def display(self, value: Any) -> None:
        """Check these values."""
        with QSignalBlocker(self.usual):
            self.usual.setChecked(value == self._empty)
        self._fill(value or ())

    def set_options(self, options: Sequence[str]) -> None:
        """Offer these values; chosen ones that are not among them remain."""
        titles = {option: self._declared.get(option, option) for option in options}
        if list(titles) != list(self._titles):
            self._titles = titles
            self._fill(self._checked())

    def set_name(self, name: str, *, about: str) -> None:
        """Set the accessible names of the check box and the list."""
        self.usual.setAccessibleName(f"{name}: {self.usual.text()}")
        self.list.setAccessibleName(name)
        self.list.setAccessibleDescription(about)

    def is_in_use(self) -> bool:
        """Whether the box or the list has the focus."""
        return self.usual.hasFocus() or self.list.hasFocus()

    def _checked(self) -> tuple[Any, ...]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.data(_VALUE) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _fill(self, chosen: Sequence[Any]) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            for value in (*chosen, *(value for value in self._titles if value not in chosen)):
                item = QListWidgetItem(self._titles.get(value, str(value)), self.list)
                item.setData(_VALUE, value)
                item.setToolTip(item.text())
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked)
        self._show_list()

    def _show_list(self) -> None:
        self.list.setVisible(not self.usual.isChecked() and self.list.count() > 0)
        height = self.list.count() * max(self.list.sizeHintForRow(0), 0) + 2 * self.list.frameWidth() + 4
        self.list.setFixedHeight(height)

    @Slot(bool)
    def _usual_toggled(self, _checked: bool) -> None:
        self._show_list()
        self.commit()

    @Slot(object)
    def _item_changed(self, _item: QListWidgetItem) -> None:
        self.commit()


class _Narrow(QStyledItemDelegate):
    """Rows as wide as the list: a long title ends in "…" and is whole in its tip."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, super().sizeHint(option, index).height())
