"""The balance of the classes: training and validation examples, weight, and share of the loss.

It shows `engine.data.targets.class_weights.ClassBalance` entries; weights are set in a form.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.language import percent
from gui.style import SPACE, TYPE, colors
from gui.text import tr
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.data.targets.class_weights import ClassBalance

_ROW, _HEAD = 26, 20
_MOST = 24
_WEIGHT, _SHARE = 72, 112


class ClassBalanceView(QWidget):
    """A row for each of the first 24 classes; a last line says how many more there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ClassBalance, ...] = ()
        self._more = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Class balance"))

    def show_balance(self, balance: Sequence[ClassBalance]) -> None:
        """Show the balance of these classes.

        Args:
            balance: One entry per class, in the order of the classes; () hides the view's content.
        """
        self._rows, self._more = tuple(balance[:_MOST]), max(len(balance) - _MOST, 0)
        self.setAccessibleDescription(
            "; ".join(
                tr(
                    "{name}: {train} to train, {validation} to validate, weight {weight},"
                    " {share} of the loss",
                    name=row.name,
                    train=row.train,
                    validation=row.validation,
                    weight=f"{row.weight:.3g}",
                    share=f"{100 * row.share:.0f} %",
                )
                for row in self._rows
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A line of headings and a row for each class."""
        lines = len(self._rows) + bool(self._more)
        return QSize(320, _HEAD + _ROW * lines if lines else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw headings and rows."""
        if not self._rows:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(row.name) for row in self._rows) + 2, self.width() // 4)
        left = names + SPACE.m
        share = self.width() - _SHARE
        weight = share - _WEIGHT
        most = max(row.train + row.validation for row in self._rows) or 1
        figures = max(metrics.horizontalAdvance(_counts(row)) for row in self._rows)
        room = max(weight - left - figures - 2 * SPACE.m, 8)
        self._draw_heads(painter, left, weight, share)
        for index, row in enumerate(self._rows):
            line = QRectF(0, _HEAD + index * _ROW, self.width(), _ROW)
            painter.setPen(QColor(theme.text))
            shown = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, names)
            painter.drawText(line, _AT_LEFT, shown)
            painter.setPen(QColor(theme.muted))
            painter.drawText(
                QRectF(left + room + SPACE.s, line.top(), figures + 2, _ROW), _AT_LEFT, _counts(row)
            )
            painter.drawText(QRectF(weight, line.top(), _WEIGHT, _ROW), _AT_LEFT, f"× {row.weight:.3g}")
            painter.drawText(line, _AT_RIGHT, percent(row.share))
            train = room * row.train / most
            _bar(
                painter, left, line, width=train + room * row.validation / most, color=_pale(theme.curves[0])
            )
            _bar(painter, left, line, width=train, color=QColor(theme.curves[0]))
            wide = _SHARE - metrics.horizontalAdvance("100.0 %") - SPACE.s
            _bar(painter, share, line, width=wide, color=QColor(theme.hover))
            _bar(painter, share, line, width=wide * row.share, color=QColor(theme.curves[1]))
        if self._more:
            painter.setPen(QColor(theme.muted))
            below = QRectF(0, _HEAD + len(self._rows) * _ROW, self.width(), _ROW)
            painter.drawText(below, _AT_LEFT, tr("… and {count} more", count=numbers.count(self._more)))

    def _draw_heads(self, painter: QPainter, left: int, weight: int, share: int) -> None:
        font = painter.font()
        plain = self.font()
        font.setPixelSize(TYPE.caption)
        painter.setFont(font)
        painter.setPen(QColor(colors().muted))
        for start, width, text in (
            (left, weight - left, tr("Train + validation")),
            (weight, _WEIGHT, tr("Weight")),
            (share, _SHARE, tr("Share of the loss")),
        ):
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRectF(start, 0, width, _HEAD), _AT_LEFT, shown)
        painter.setFont(plain)


_AT_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_AT_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _counts(row: ClassBalance) -> str:
    counts = [row.train, row.validation] if row.validation else [row.train]
    return " + ".join(numbers.count(number) for number in counts)


def _pale(color: str) -> QColor:
    pale = QColor(color)
    pale.setAlphaF(0.35)
    return pale


def _bar(painter: QPainter, left: float, line: QRectF, *, width: float, color: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(left, line.center().y() - 3, max(width, 2), 6), 3, 3)
