"""How long a callback has waited, as a bar and words: wait 3 of 10, best 0.0310 at epoch 12."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gui.style import SPACE, colors
from gui.text import tr
from gui.views.parts import numbers
from gui.views.parts.debounced_spin_box import DebouncedSpinBox

if TYPE_CHECKING:
    from engine.record.events import GaugeChanged

_MOST_PARTS = 24
_MOST_PATIENCE = 1_000_000


class PartsBar(QWidget):
    """A bar of parts, some of them filled; more than 24 parts are drawn as one continuous bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._total = 0, 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, done: int, total: int) -> None:
        """Fill `done` of `total` parts."""
        self._done, self._total = min(done, max(total, 1)), max(total, 1)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A low bar."""
        return QSize(120, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the parts; from 70 % on the filled ones have the colour of a warning."""
        theme = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        near = self._done / self._total >= 0.7
        full = QColor(theme.warning if near else theme.accent)
        height, round_ = float(self.height()), self.height() / 2
        if self._total > _MOST_PARTS:
            painter.setBrush(QColor(theme.hover))
            painter.drawRoundedRect(QRectF(0, 0, self.width(), height), round_, round_)
            painter.setBrush(full)
            if self._done:
                painter.drawRoundedRect(
                    QRectF(0, 0, max(self.width() * self._done / self._total, height), height), round_, round_
                )
            return
        gap = 3.0
        wide = (self.width() - gap * (self._total - 1)) / self._total
        for index in range(self._total):
            painter.setBrush(full if index < self._done else QColor(theme.hover))
            painter.drawRoundedRect(QRectF(index * (wide + gap), 0, wide, height), round_, round_)


class Gauge(QWidget):
    """The patience of one callback, and how much of it is used.

    Attributes:
        patience: The field for the patience; hidden where it cannot be changed.

    Signals:
        patience_asked(int): The new patience in epochs.
    """

    patience_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = QLabel()
        self._wait = QLabel()
        self._wait.setProperty("role", "muted")
        self.patience = DebouncedSpinBox(0, _MOST_PATIENCE)
        self.patience.setFixedWidth(64)
        self.patience.setToolTip(tr("Patience: how many epochs are waited"))
        self.patience.settled.connect(self.patience_asked)
        self._bar = PartsBar()
        self._best = QLabel()
        self._best.setProperty("role", "caption")
        self._best.setWordWrap(True)
        self._end = QLabel()
        self._end.setProperty("role", "caption")
        self._end.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.xs)
        line = QHBoxLayout()
        line.setSpacing(SPACE.xs)
        line.addWidget(self._wait)
        line.addWidget(self.patience)
        line.addStretch()
        layout.addWidget(self._name)
        layout.addLayout(line)
        for widget in (self._bar, self._best, self._end):
            layout.addWidget(widget)

    def _show_end(self, event: GaugeChanged) -> None:
        self._end.setVisible(event.restores is not None)
        if event.restores:
            self._end.setText(tr("stopping restores the weights of epoch {epoch}", epoch=event.restores))
        else:
            self._end.setText(tr("stopping keeps the weights of the last epoch"))

    def show_gauge(self, event: GaugeChanged, *, editable: bool) -> None:
        """Show the last report of a callback.

        Args:
            event: Its wait, patience and best value.
            editable: Whether the patience can be changed.
        """
        self._name.setText(event.name)
        if editable:
            self._wait.setText(tr("wait {wait} of", wait=event.wait))
        else:
            self._wait.setText(tr("wait {wait} of {patience}", wait=event.wait, patience=event.patience))
        self.patience.setVisible(editable)
        self.patience.setAccessibleName(tr("Patience of {name}", name=event.name))
        self.patience.show_value(event.patience)
        self._bar.show_parts(event.wait, event.patience)
        self._show_end(event)
        if event.best is None or not event.best_epoch:
            self._best.setText(tr("no {monitor} yet", monitor=event.monitor))
        else:
            self._best.setText(
                tr(
                    "best {monitor} {value} at epoch {epoch}",
                    monitor=event.monitor,
                    value=numbers.value(event.best),
                    epoch=event.best_epoch,
                )
            )
