"""Counts or shares as a list of bars: a name, a bar whose length is the number, the number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.report.result_words import percent
from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts import numbers

_ROW = 22
_MOST = 24


class BarList(QWidget):
    """At most 24 rows; the last one sums up what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[str, float, str]] = []
        self._whole = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Show names and counts in the order given.

        Args:
            counts: Pairs of a name and a count.
        """
        rows = list(counts[:_MOST])
        if len(counts) > _MOST:
            rest = counts[_MOST:]
            name = tr("{count} more", count=len(rest))
            rows.append((name, sum(number for _, number in rest)))
        self._show([(name, number, numbers.count(number)) for name, number in rows], whole=0)

    def show_shares(self, shares: Sequence[tuple[str, float]]) -> None:
        """Show names and shares in the order given; a whole bar is 100 %.

        Args:
            shares: Pairs of a name and a share, 0 to 1; at most 24 are shown.
        """
        self._show([(name, share, percent(share)) for name, share in shares[:_MOST]], whole=1)

    def _show(self, rows: Sequence[tuple[str, float, str]], *, whole: float) -> None:
        self._rows, self._whole = list(rows), whole
        self.setAccessibleDescription(", ".join(f"{name}: {text}" for name, _, text in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row for each name."""
        return QSize(200, _ROW * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rows; bars begin behind the longest name and end before the longest count."""
        if not self._rows:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(name) for name, _, _ in self._rows) + 2, self.width() // 2)
        figures = max(metrics.horizontalAdvance(text) for _, _, text in self._rows)
        left = names + SPACE.m
        most = self._whole or max(number for _, number, _ in self._rows) or 1
        room = max(self.width() - left - figures - SPACE.m, 8)
        for index, (name, number, text) in enumerate(self._rows):
            top = index * _ROW
            painter.setPen(QColor(theme.text))
            middle = Qt.AlignmentFlag.AlignVCenter
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names, _ROW), middle | Qt.AlignmentFlag.AlignLeft, shown)
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                QRectF(0, top, self.width(), _ROW),
                middle | Qt.AlignmentFlag.AlignRight,
                text,
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            bar = QRectF(left, top + _ROW / 2 - 3, room, 6)
            painter.drawRoundedRect(bar, 3, 3)
            painter.setBrush(QColor(theme.curves[0]))
            bar.setWidth(max(room * number / most, 3 if number else 0))
            painter.drawRoundedRect(bar, 3, 3)
