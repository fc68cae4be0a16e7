"""An editor for the learning rate as an expression of epoch and lr, with a plot of its curve below.

The expression is evaluated by `engine.settings.expression`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from engine.settings.expression import evaluate
from gui.forms.editors.line_editors import TextEditor
from gui.forms.editors.text_values import TextCodec
from gui.style import SPACE, colors
from gui.text import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

EPOCHS = 50
FIRST_RATE = 0.001
_MARGIN = 8
_HEIGHT = 110


class ExpressionEditor(TextEditor):
    """The expression, a menu of common ones, and the curve over the first epochs.

    Attributes:
        preview: The curve.
        shapes: The button with the menu.
    """

    def __init__(self) -> None:
        super().__init__(TextCodec())
        self.preview = RatePreview(self)
        self.shapes = QToolButton(self)
        self.shapes.setText(tr("Shapes") + "   ")
        self.shapes.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.shapes)
        for title, expression in (
            (tr("A little lower every epoch"), "lr * 0.95"),
            (tr("Half after every 10 epochs"), "lr * (0.5 if epoch % 10 == 9 else 1)"),
            (tr("Half a cosine over 50 epochs"), "0.0005 * (1 + cos(pi * min(epoch / 50, 1)))"),
            (tr("Warm-up of 5 epochs"), "0.001 * min(1, (epoch + 1) / 5)"),
        ):
            menu.addAction(title).setData(expression)
        menu.triggered.connect(self._shape_chosen)
        self.shapes.setMenu(menu)
        self.box.removeWidget(self.line)
        column = QVBoxLayout()
        column.setSpacing(SPACE.s)
        column.addWidget(self.line)
        column.addWidget(self.preview)
        self.box.addLayout(column)
        self.box.addWidget(self.shapes, alignment=Qt.AlignmentFlag.AlignTop)
        self.line.textChanged.connect(self.preview.draw)

    def set_options(self, options: Sequence[str]) -> None:
        """Set the initial learning rate of the optimizer, which is the first option."""
        if options:
            self.preview.first_rate = float(options[0])
            self.preview.draw(self.line.text())

    def display(self, value: Any) -> None:
        """Show the expression and draw its curve."""
        super().display(value)
        self.preview.draw(self.line.text())

    @Slot(object)
    def _shape_chosen(self, action: Any) -> None:
        self.type_text(str(action.data()))


class RatePreview(QWidget):
    """The learning rate of the first `EPOCHS` epochs as a curve; lr is the rate of the epoch before.

    Attributes:
        first_rate: The initial learning rate.
        rates: The learning rate of each epoch, as far as it could be evaluated.
        problem: Why an epoch has no value, as a sentence; "" if all have one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first_rate = FIRST_RATE
        self.rates: tuple[float, ...] = ()
        self.problem = ""
        self.setMinimumSize(QSize(200, _HEIGHT))

    @Slot(str)
    def draw(self, expression: str) -> None:
        """Evaluate `expression` for each epoch until there is an error, and draw the curve."""
        rates: list[float] = []
        self.problem = ""
        rate = self.first_rate
        try:
            for epoch in range(EPOCHS):
                rate = evaluate(expression, epoch=epoch, lr=rate)
                rates.append(rate)
        except ValueError as error:
            self.problem = str(error)
        self.rates = tuple(rates)
        self.setAccessibleName(self._in_words())
        self.update()

    def _in_words(self) -> str:
        if self.problem or not self.rates:
            return self.problem
        return tr(
            "Learning rate from {first:.3g} to {last:.3g} in {epochs} epochs",
            first=self.rates[0],
            last=self.rates[-1],
            epochs=len(self.rates),
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw frame, curve, and the numbers at its corners."""
        del event
        theme = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        inside = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.setPen(QColor(theme.muted))
        if self.problem:
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.problem)
        elif self.rates:
            line = self.fontMetrics().height()
            top = f"{max(self.rates):.3g}"
            left = self.fontMetrics().horizontalAdvance("0.000123") + _MARGIN
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, top)
            bottom = inside.adjusted(0, 0, 0, -line)
            painter.drawText(bottom, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "0")
            ends = tr("epoch 0 to {last}", last=len(self.rates) - 1)
            painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, ends)
            plot = inside.adjusted(left, _MARGIN // 2, 0, -line - _MARGIN // 2)
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(plot.bottomLeft(), plot.bottomRight())
            painter.setPen(QPen(QColor(theme.accent), 2))
            highest = max(self.rates) or 1.0
            step = plot.width() / max(len(self.rates) - 1, 1)
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(plot.left() + index * step, plot.bottom() - rate / highest * plot.height())
                        for index, rate in enumerate(self.rates)
                    ]
                )
            )
        painter.end()
