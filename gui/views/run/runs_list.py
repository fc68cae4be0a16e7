"""The list of runs: number, name, best value, state, epochs and time.

It emits what is asked for; opening and deleting are left to `gui.control.runs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from gui.style import SPACE, set_icon
from gui.text import tr
from gui.views.parts.empty_state import EmptyState
from gui.views.run.row_painter import PAUSED, ROW, RowPainter
from gui.views.run.run_row import RunRow, value_lines


class _List(QListWidget):
    """Knows whether a selection is made by a press of the mouse, after which a click follows."""

    is_pressed = False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.is_pressed = True
        super().mousePressEvent(event)
        self.is_pressed = False


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
        self._list = _List()
        self._list.setProperty("role", "rail")
        self._list.setItemDelegate(RowPainter(self._list))
        self._list.setAccessibleName(tr("Runs"))
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._list.itemSelectionChanged.connect(self._selection_changed)
        self._list.itemClicked.connect(self._ask_again)
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
            item.setData(ROW, row)
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
            item.setData(PAUSED, folder is not None and _row(item).folder == folder)

    def select(self, folder: Path) -> bool:
        """Select the run in `folder`, without a signal, and return whether it is listed.

        Arrow keys move from it.
        """
        self._mark((folder,))
        self._list.blockSignals(True)
        for item in self._list.selectedItems():
            self._list.setCurrentItem(item, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._list.blockSignals(False)
        return self.marked == (folder,)

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
        if self.current is not None and not self._list.is_pressed:
            self.selected.emit(self.current)

    @Slot(QListWidgetItem)
    def _ask_again(self, item: QListWidgetItem) -> None:
        """A click asks for a run, also where it is selected already: another page may be shown."""
        if self.current == _row(item).folder:
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


def _row(item: QListWidgetItem) -> RunRow:
    return cast("RunRow", item.data(ROW))
