"""How sure a model is of each class, as bars; the answer is first and strong."""

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
MOST = 5
"""Classes that are shown."""


class AnswerBars(QWidget):
    """A row for each of the most likely classes: its name, a bar, the share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, float], ...] = ()
        self._are_shares = True
        self.setAccessibleName(tr("How sure the model is"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_classes(self, rows: Sequence[tuple[str, float]], *, are_shares: bool) -> None:
        """Show classes, the answer first.

        Args:
            rows: Names and values, as `engine.predict.answers.Answer.ranked` has them.
            are_shares: Whether the values are probabilities; others have no bar.
        """
        self._rows, self._are_shares = tuple(rows[:MOST]), are_shares
        self.setAccessibleDescription(
            ", ".join(f"{name} {self._written(value)}" for name, value in self._rows)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A row for each class."""
        return QSize(240, _ROW * len(self._rows))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the rows; bars begin behind the longest name and end before the longest share."""
        if not self._rows:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(name) for name, _ in self._rows) + 2, self.width() // 2)
        figures = max(metrics.horizontalAdvance(self._written(value)) for _, value in self._rows)
        left = names + SPACE.m
        room = max(self.width() - left - figures - SPACE.m, 8)
        middle = Qt.AlignmentFlag.AlignVCenter
        for index, (name, value) in enumerate(self._rows):
            top = index * _ROW
            painter.setPen(QColor(theme.muted if index else theme.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(QRectF(0, top, names, _ROW), middle | Qt.AlignmentFlag.AlignLeft, shown)
            written = self._written(value)
            painter.drawText(
                QRectF(0, top, self.width(), _ROW), middle | Qt.AlignmentFlag.AlignRight, written
            )
            if not self._are_shares:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover))
            bar = QRectF(left, top + _ROW / 2 - 4, room, 8)
            painter.drawRoundedRect(bar, 4, 4)
            painter.setBrush(QColor(theme.edge if index else theme.curves[0]))
            bar.setWidth(max(room * min(max(value, 0.0), 1.0), 3.0 if value > 0 else 0.0))
            painter.drawRoundedRect(bar, 4, 4)

    def _written(self, value: float) -> str:
        return percent(value) if self._are_shares else numbers.value(value)
