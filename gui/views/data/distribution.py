"""A small drawing of a distribution: bars or a rising curve, and a line at a limit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import SPACE, TYPE, colors
from gui.views.parts import numbers

_HEIGHT = 96
_FOOT = 16


class Distribution(QWidget):
    """Bars or a curve; what is left of the line is used by the model, the rest is paler."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[int, ...] = ()
        self._curve: tuple[tuple[int, float], ...] = ()
        self._most, self._cut = 1, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[int], *, most: int, cut: int) -> None:
        """Show a histogram.

        Args:
            bars: A count for each of the equal intervals from 0 to `most`.
            most: The end of the axis.
            cut: Where the line is; none is drawn beyond `most`.
        """
        self._bars, self._curve, self._most, self._cut = tuple(bars), (), max(most, 1), cut
        self.update()

    def show_curve(self, curve: Sequence[tuple[int, float]], *, most: int, cut: int) -> None:
        """Show a cumulative curve on a log axis from 1 to `most`.

        Args:
            curve: Points of a count and a share from 0 to 1.
            most: The end of the axis.
            cut: Where the line is; none is drawn beyond `most`.
        """
        self._bars, self._curve, self._most, self._cut = (), tuple(curve), max(most, 1), cut
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Low and wide."""
        return QSize(160, _HEIGHT + _FOOT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bars or the curve, the line, and the labels of the axis."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(0, SPACE.xs, self.width(), _HEIGHT - SPACE.xs)
        line = room.left() + room.width() * self._place(self._cut)
        if self._bars:
            self._draw_bars(painter, room, line)
        elif self._curve:
            self._draw_curve(painter, room, line)
        theme = colors()
        painter.setPen(QPen(QColor(theme.edge), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        if self._cut <= self._most:
            painter.setPen(QPen(QColor(theme.accent), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(line, room.top()), QPointF(line, room.bottom()))
        self._draw_foot(painter, room, line)

    def _place(self, value: float) -> float:
        """Return where a value is on the axis, from 0 to 1."""
        if not self._curve:
            return min(value / self._most, 1.0)
        return min(math.log(max(value, 1)) / (math.log(self._most) or 1.0), 1.0)

    def _draw_bars(self, painter: QPainter, room: QRectF, line: float) -> None:
        theme, step = colors(), room.width() / len(self._bars)
        highest = max(self._bars) or 1
        painter.setPen(Qt.PenStyle.NoPen)
        for number, count in enumerate(self._bars):
            bar = QRectF(room.left() + number * step, room.top(), max(step - 1, 1), room.height())
            bar.setTop(room.bottom() - max(room.height() * count / highest, 2 if count else 0))
            painter.setBrush(QColor(theme.curves[0] if bar.center().x() <= line else theme.hover))
            painter.drawRect(bar)

    def _draw_curve(self, painter: QPainter, room: QRectF, line: float) -> None:
        theme = colors()
        points = [
            QPointF(room.left() + room.width() * self._place(count), room.bottom() - room.height() * share)
            for count, share in self._curve
        ]
        below = QColor(theme.curves[0])
        below.setAlphaF(0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(below)
        taken = [point for point in points if point.x() <= line + 0.5]
        if taken:
            foot = [QPointF(taken[-1].x(), room.bottom()), QPointF(taken[0].x(), room.bottom())]
            painter.drawPolygon(QPolygonF([*taken, *foot]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.curves[0]), 1.8))
        painter.drawPolyline(QPolygonF(points))

    def _draw_foot(self, painter: QPainter, room: QRectF, line: float) -> None:
        """Write the ends of the axis, and the value at the line where there is room for it."""
        font = self.font()
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        first, last = numbers.count(1 if self._curve else 0), numbers.count(self._most)
        foot = QRectF(room.left(), room.bottom() + 1, room.width(), _FOOT)
        painter.setPen(QColor(colors().muted))
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, first)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, last)
        text, metrics = numbers.count(self._cut), painter.fontMetrics()
        width = metrics.horizontalAdvance(text)
        left = line - width / 2
        free = (
            metrics.horizontalAdvance(first) + SPACE.s,
            room.width() - metrics.horizontalAdvance(last) - SPACE.s,
        )
        if self._cut <= self._most and free[0] <= left and left + width <= free[1]:
            painter.setPen(QColor(colors().text))
            painter.drawText(QRectF(left, foot.top(), width + 1, _FOOT), Qt.AlignmentFlag.AlignLeft, text)
