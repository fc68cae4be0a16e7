"""Names with numbers as a list of bars: a name, a bar whose length is the number, the number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluate.result_words import percent
from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts import numbers

_ROW = 22
_BAR = 8
_MOST = 24
MOST_ANSWERS = 5
"""Answers that are shown."""


class BarList(QWidget):
    """Counts, of which the last row sums up what is left; or the likely answers, the first one strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float, str], ...] = ()
        self._whole = 0.0
        self._first_is_strong = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Sequence[tuple[str, int]]) -> None:
        """Show names and counts in the order given; the largest has a whole bar.

        Args:
            counts: Pairs of a name and a count.
        """
        rows = list(counts[:_MOST])
        if len(counts) > _MOST:
            rest = counts[_MOST:]
            name = tr("{count} more", count=len(rest))
            rows.append((name, sum(number for _, number in rest)))
        self._whole = float(max((number for _, number in rows), default=0) or 1)
        self._first_is_strong = False
        self._show((name, float(number), numbers.count(number)) for name, number in rows)

    def show_answers(self, answers: Sequence[tuple[str, float]], *, are_shares: bool) -> None:
        """Show the first answers of a model.

        Args:
            answers: Names and values, the answer itself first.
            are_shares: Whether the values are probabilities, 0 to 1, so that a whole bar is 100 %; others
                have no bar.
        """
        self._whole = 1.0 if are_shares else 0.0
        self._first_is_strong = True
        written = percent if are_shares else numbers.value
        self._show((name, value, written(value)) for name, value in answers[:MOST_ANSWERS])

    def _show(self, rows: Iterable[tuple[str, float, str]]) -> None:
        self._rows = tuple(rows)
        self.setAccessibleDescription(", ".join(f"{name}: {text}" for name, _, text in self._rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row for each name."""
        return QSize(200, _ROW * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rows; bars begin behind the longest name and end before the longest number."""
        if not self._rows:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(name) for name, _, _ in self._rows) + 2, self.width() // 2)
        figures = max(metrics.horizontalAdvance(text) for _, _, text in self._rows)
        left = names + SPACE.m
        room = max(self.width() - left - figures - SPACE.m, 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        for index, (name, number, text) in enumerate(self._rows):
            top = index * _ROW
            weak = self._first_is_strong and index > 0
            painter.setPen(QColor(theme.muted if weak else theme.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names, _ROW), middle | Qt.AlignmentFlag.AlignLeft, shown)
            painter.setPen(QColor(theme.text if self._first_is_strong and not weak else theme.muted))
            painter.drawText(QRectF(0, top, self.width(), _ROW), middle | Qt.AlignmentFlag.AlignRight, text)
            if not self._whole:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            bar = QRectF(left, top + (_ROW - _BAR) / 2, room, _BAR)
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
            painter.setBrush(QColor(theme.edge if weak else theme.curves[0]))
            bar.setWidth(max(room * min(max(number / self._whole, 0.0), 1.0), 3.0 if number > 0 else 0.0))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
