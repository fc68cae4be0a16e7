"""A list widget of sections: check box, title, summary, and a detail at the right; ordered by dragging.

It emits what the person asks for; `gui.forms.sections.section_list_editor` changes the sections.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from gui.style import SPACE, TYPE, colors

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = 2
_CONTROL = Qt.KeyboardModifier.ControlModifier
_BESIDE = 52  # what check box and margins take of a row's width
SUMMARY = Qt.ItemDataRole.UserRole
_PROBLEM = Qt.ItemDataRole.UserRole + 1
_DETAIL = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class ListWords:
    """The translated texts of a list.

    Attributes:
        name: The accessible name of the list.
        empty: What is shown in the empty list.
        none_selected: Heading while no row is selected.
        footnote: What is shown below the list; "" for nothing.
    """

    name: str
    empty: str
    none_selected: str
    footnote: str = ""


class SectionList(QListWidget):
    """Rows that can be checked, selected, dragged, and moved or removed with the keyboard.

    Args:
        name: The accessible name.
        empty: What is shown in the empty list.

    Signals:
        toggled: row, and whether it is checked now.
        moved: row to be moved, and the row to which it is moved.
        removed: row to be removed.
        copied: row to be duplicated.
    """

    toggled = Signal(int, bool)
    moved = Signal(int, int)
    removed = Signal(int)
    copied = Signal(int)

    def __init__(self, name: str, *, empty: str = "") -> None:
        super().__init__()
        self._empty = empty
        self.setItemDelegate(TitleAndSentence(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.itemChanged.connect(self._item_changed)
        self.model().rowsMoved.connect(self._rows_moved)

    def show_rows(self, rows: Sequence[tuple[str, str, bool]]) -> None:
        """Show rows of (title, summary, whether it is checked); the selected row remains selected."""
        current = self.currentRow()
        with QSignalBlocker(self):
            while self.count() > len(rows):
                self.takeItem(self.count() - 1)
            while self.count() < len(rows):
                self.addItem(QListWidgetItem())
            for number, (title, summary, is_on) in enumerate(rows):
                item = self.item(number)
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                    | Qt.ItemFlag.ItemIsUserCheckable
                    | Qt.ItemFlag.ItemIsDragEnabled
                )
                item.setText(title)
                item.setToolTip(summary)
                item.setData(SUMMARY, summary)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, summary)
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            if rows:
                self.setCurrentRow(min(max(current, 0), len(rows) - 1))
        self.scheduleDelayedItemsLayout()  # rows may have become higher or lower

    def show_problem(self, row: int, text: str) -> None:
        """Show a problem in a row, in place of its summary; "" removes it."""
        with QSignalBlocker(self):
            self.item(row).setData(_PROBLEM, text)
        self.scheduleDelayedItemsLayout()  # a row may have become higher or lower
        self.viewport().update()

    def show_details(self, details: Sequence[str]) -> None:
        """Show a short text at the right of each row, such as a shape; rows without one show none."""
        with QSignalBlocker(self):
            for row in range(self.count()):
                self.item(row).setData(_DETAIL, details[row] if row < len(details) else "")
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """In another width sentences break in other places."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Say in an empty list what belongs into it."""
        super().paintEvent(event)
        if self.count() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(colors().muted))
            room = self.viewport().rect().adjusted(SPACE.l, SPACE.l, -SPACE.l, -SPACE.l)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Alt and an arrow move the row, Delete removes it, Ctrl+D makes another one."""
        row = self.currentRow()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if row >= 0 and steps is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.moved.emit(row, row + steps)
        elif row >= 0 and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(row)
        elif row >= 0 and event.key() == Qt.Key.Key_D and event.modifiers() & _CONTROL:
            self.copied.emit(row)
        else:
            super().keyPressEvent(event)

    @Slot(QListWidgetItem)
    def _item_changed(self, item: QListWidgetItem) -> None:
        self.toggled.emit(self.row(item), item.checkState() is Qt.CheckState.Checked)

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _rows_moved(
        self, parent: QModelIndex, start: int, end: int, target_parent: QModelIndex, target: int
    ) -> None:
        del parent, end, target_parent
        # Qt gives the row before which it was inserted, counted before it was removed from its old place
        self.moved.emit(start, target - 1 if target > start else target)


class TitleAndSentence(QStyledItemDelegate):
    """Draws the title of an item, and below it its summary or problem, smaller and in at most two lines.

    A detail is drawn at the right of the title. An item without a check box is drawn as a checked one.
    """

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Let the style draw background and check box, then draw the texts."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        title = shown.text
        style = shown.widget.style()
        place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, shown, shown.widget)
        shown.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        painter.save()
        metrics = shown.fontMetrics
        left, width = place.left() + SPACE.xs, shown.rect.right() - place.left() - SPACE.s - SPACE.xs
        problem = str(index.data(_PROBLEM) or "")
        theme = colors()
        is_on = index.data(Qt.ItemDataRole.CheckStateRole) in (None, Qt.CheckState.Checked.value)
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text) if is_on else QColor(theme.muted))
        line = QRect(left, shown.rect.top() + SPACE.s, width, metrics.height())
        font = painter.font()
        small = QFont(font)
        small.setPixelSize(TYPE.small)
        detail = str(index.data(_DETAIL) or "")
        taken = QFontMetrics(small).horizontalAdvance(detail) + SPACE.s if detail else 0
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, _elided(title, shown, width - taken))
        painter.setFont(small)
        painter.setPen(QColor(theme.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        painter.setPen(QColor(theme.danger if problem else theme.muted))
        line.translate(0, metrics.height() + SPACE.hair)
        for text in lines_of(problem or str(index.data(SUMMARY) or ""), small, width=width):
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
            line.translate(0, painter.fontMetrics().height())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """As high as its lines, as wide as the list."""
        font = QFont(option.font)
        font.setPixelSize(TYPE.small)
        view = option.widget
        width = view.viewport().width() - _BESIDE if isinstance(view, QAbstractItemView) else 0
        text = str(index.data(_PROBLEM) or index.data(SUMMARY) or "")
        lines = max(1, len(lines_of(text, font, width=width)))
        height = option.fontMetrics.height() + SPACE.hair + lines * QFontMetrics(font).height()
        return QSize(0, height + 2 * SPACE.s)


def lines_of(text: str, font: QFont, *, width: int) -> list[str]:
    """Wrap a text into at most `LINES` lines, the last one elided.

    Args:
        text: The text.
        font: Its font.
        width: Width of a line in pixels.
    """
    layout = QTextLayout(text, font)
    found: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, last = line.textStart(), len(found) == LINES - 1
        part = text[start:] if last else text[start : start + line.textLength()]
        found.append(QFontMetrics(font).elidedText(part.rstrip(), Qt.TextElideMode.ElideRight, width))
        if last:
            break
    layout.endLayout()
    return found


def _elided(text: str, option: QStyleOptionViewItem, width: int) -> str:
    return option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
