"""The list of runs: number, name, best value, state, epochs and time.

It emits what is asked for; opening and deleting are left to `gui.control.runs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.style import RADIUS, SPACE, TYPE, colors, set_icon
from gui.text import tr
from gui.views.parts.empty_state import EmptyState
from gui.views.run.run_row import STATE_COLORS, RunRow, middle_line, second_line, value_lines

_ROW = Qt.ItemDataRole.UserRole
_PAUSED = Qt.ItemDataRole.UserRole + 1
_HEIGHT, _HIGH = 46, 62


class RunsList(QWidget):
    """Shows runs in the order given, the newest first; several can be selected to be compared.

    Signals:
        selected(Path): The folder of the run to show.
        delete_requested(tuple[Path, ...]): The folders of the runs to delete.
        put_back_requested(): The run that was deleted last is to be restored.
        folder_requested(Path): The folder to open in the file manager.
        compare_requested(tuple[Path, ...]): The folders of the selected runs, the oldest first.
    """

    selected = Signal(object)
    delete_requested = Signal(object)
    put_back_requested = Signal()
    folder_requested = Signal(object)
    compare_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deleted = 0
        self._rows: tuple[RunRow, ...] = ()
        self._paused: Path | None = None
        self._list = QListWidget()
        self._list.setProperty("role", "rail")
        self._list.setItemDelegate(_RowPainter(self._list))
        self._list.setAccessibleName(tr("Runs"))
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.itemSelectionChanged.connect(self._selection_changed)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(EmptyState("runs", tr("No runs yet"), text=tr("Every run will be kept here.")))
        self._compare = QPushButton()
        self._compare.clicked.connect(self._ask_compare)
        self._compare.hide()
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self._list, 1)
        column.addWidget(self._compare)
        self._pages.addWidget(below)

    @Slot(object)
    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Show these runs; the selection is kept, and nothing is emitted.

        Args:
            rows: The runs, the newest first.
        """
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        chosen, place = self.marked, self._list.verticalScrollBar().value()
        self._list.blockSignals(True)
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(row.name)
            item.setData(_ROW, row)
            reason = tr.again(row.outcome.reason) if row.outcome is not None else ""
            lines = (f"{row.number:03d}  {row.name}", *value_lines(row), reason)
            item.setToolTip("\n".join(line for line in lines if line))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.number} {row.name} {row.state}")
            self._list.addItem(item)
        self._list.blockSignals(False)
        self._pages.setCurrentIndex(1 if rows else 0)
        self._mark(chosen)
        self.show_paused(self._paused)
        self._list.verticalScrollBar().setValue(place)

    def show_paused(self, folder: Path | None) -> None:
        """Say of the run in `folder` that it is held; None for no run."""
        self._paused = folder
        for index in range(self._list.count()):
            item = self._list.item(index)
            item.setData(_PAUSED, folder is not None and _row(item).folder == folder)

    def select(self, folder: Path) -> None:
        """Select the run in `folder`, without a signal."""
        self._mark((folder,))

    @property
    def marked(self) -> tuple[Path, ...]:
        """The folders of the selected runs, the oldest first."""
        # not the current item: Qt makes the first one current when the list gets the focus
        rows = sorted((_row(item) for item in self._list.selectedItems()), key=lambda row: row.number)
        return tuple(row.folder for row in rows)

    @property
    def current(self) -> Path | None:
        """The folder of the selected run; None while none or several are."""
        chosen = self.marked
        return chosen[0] if len(chosen) == 1 else None

    def _mark(self, folders: Sequence[Path]) -> None:
        self._list.blockSignals(True)
        self._list.clearSelection()
        for index in range(self._list.count()):
            item = self._list.item(index)
            if _row(item).folder in folders:
                item.setSelected(True)
        self._list.blockSignals(False)
        self._offer_to_compare()
        self._list.viewport().update()

    def _offer_to_compare(self) -> None:
        count = len(self.marked)
        self._compare.setText(tr("Compare {count} runs", count=count))
        self._compare.setVisible(count > 1)

    def event(self, event: QEvent) -> bool:
        """Claim the undo shortcut while there is a deleted run to restore."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._deleted
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete asks to delete the selected runs, undo asks to restore the one deleted last."""
        if event.key() == Qt.Key.Key_Delete:
            self._ask_delete()
        elif self._deleted and event.matches(QKeySequence.StandardKey.Undo):
            self._deleted -= 1
            self.put_back_requested.emit()
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """Make the context menu of the selected run, or of several; it deletes itself when closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = QAction(tr("Show its folder"), menu)
        set_icon(show, "folder", tint="muted")
        show.triggered.connect(self._ask_folder)
        several = len(self.marked)
        delete = QAction(
            tr("Delete {count} runs", count=several) if several > 1 else tr("Delete the run"), menu
        )
        set_icon(delete, "trash", tint="danger")
        delete.triggered.connect(self._ask_delete)
        compare = QAction(self._compare.text(), menu)
        compare.triggered.connect(self._ask_compare)
        menu.addActions([compare, delete] if several > 1 else [show, delete])
        return menu

    @Slot(QPoint)
    def _open_menu(self, place: QPoint) -> None:
        if self._list.indexAt(place).isValid():
            self.menu().popup(self._list.viewport().mapToGlobal(place))

    @Slot()
    def _selection_changed(self) -> None:
        self._offer_to_compare()
        if self.current is not None:
            self.selected.emit(self.current)

    @Slot()
    def _ask_compare(self) -> None:
        self.compare_requested.emit(self.marked)

    @Slot()
    def _ask_folder(self) -> None:
        if self.current is not None:
            self.folder_requested.emit(self.current)

    @Slot()
    def _ask_delete(self) -> None:
        if self.marked:
            self._deleted += 1
            self.delete_requested.emit(self.marked)


class _RowPainter(QStyledItemDelegate):
    """Draws two or three lines for each run: its name is whole where there is room, numbers say of what."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = cast("RunRow", index.data(_ROW))
        return QSize(super().sizeHint(option, index).width(), _HIGH if middle_line(row) else _HEIGHT)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, row = colors(), cast("RunRow", index.data(_ROW))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, room, font = option.state, QRectF(option.rect), option.font
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.soft if chosen else theme.hover))
            painter.drawRoundedRect(room.adjusted(2, 1, -2, -1), RADIUS.control, RADIUS.control)
        inner = room.adjusted(SPACE.m, SPACE.xs, -SPACE.m, -SPACE.xs)
        said = middle_line(row)
        high = inner.height() / (3 if said else 2)
        upper = QRectF(inner.left(), inner.top(), inner.width(), high)
        lower = upper.translated(0, inner.height() - high)
        left, middle = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text))
        title = painter.fontMetrics().elidedText(
            f"{row.number:03d}  {row.name}", Qt.TextElideMode.ElideRight, round(upper.width())
        )
        painter.drawText(upper, left | middle, title)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(theme, STATE_COLORS[row.state])))
        painter.drawEllipse(QRectF(lower.left(), lower.center().y() - 3.5, 7, 7))
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        if said:
            shown = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, round(inner.width()))
            painter.drawText(upper.translated(0, high), left | middle, shown)
        words = lower.adjusted(SPACE.l, 0, 0, 0)
        line = painter.fontMetrics().elidedText(
            second_line(
                row,
                now=datetime.now(row.started.tzinfo),
                paused=row.is_paused or bool(index.data(_PAUSED)),
            ),
            Qt.TextElideMode.ElideRight,
            round(words.width()),
        )
        painter.drawText(words, left | middle, line)
        painter.restore()


def _row(item: QListWidgetItem) -> RunRow:
    return cast("RunRow", item.data(_ROW))
