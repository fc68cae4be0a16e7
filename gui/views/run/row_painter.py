"""Paints a run in the list of runs: number, name, best value, state, epochs and time."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gui.style import RADIUS, SPACE, TYPE, colors
from gui.views.run.run_row import STATE_COLORS, RunRow, middle_line, second_line

ROW = Qt.ItemDataRole.UserRole
"""The data of an item: its `RunRow`."""
PAUSED = Qt.ItemDataRole.UserRole + 1
"""Whether the run of an item is held in this window."""
_HEIGHT, _HIGH = 46, 62


class RowPainter(QStyledItemDelegate):
    """Draws two or three lines for each run: its name is whole where there is room, numbers say of what."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its lines."""
        row = cast("RunRow", index.data(ROW))
        return QSize(super().sizeHint(option, index).width(), _HIGH if middle_line(row) else _HEIGHT)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the run."""
        theme, row = colors(), cast("RunRow", index.data(ROW))
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
                paused=row.is_paused or bool(index.data(PAUSED)),
            ),
            Qt.TextElideMode.ElideRight,
            round(words.width()),
        )
        painter.drawText(words, left | middle, line)
        painter.restore()
