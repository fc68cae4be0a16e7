"""The legend of a plot: its curves as strokes, names and values in a row, and its marks in words.

A click on a curve hides or shows it. On a narrow plot names are shortened first, then values and then names
are left out; the tool tip has both.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from engine.history.metric_history import MetricHistory
from engine.record.events import Mark
from gui.style import RADIUS, SPACE, colors
from gui.text import tr

_STROKE = 20
_VALUE_SAMPLE = "0.0000"  # as wide as most values, so that nothing moves when they change


class LegendForm(IntEnum):
    """How much of an entry is shown, from all of it to its stroke alone."""

    FULL = 0
    SHORT = 1
    BARE = 2  # the short name without a value
    STROKE = 3


class LegendEntry(QAbstractButton):
    """An entry of the legend; it is checked while its curve is shown.

    Args:
        name: The name of the curve.
        short: A short name for narrow plots; "" for none.
    """

    def __init__(self, name: str, *, short: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(name)
        self._short = short or name
        self._form = LegendForm.FULL
        self.setCheckable(True)
        self.setChecked(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._value = ""
        self._widest = _VALUE_SAMPLE
        self._pen = QPen(QColor(colors().text), 2)

    def set_name(self, name: str, *, short: str = "") -> None:
        """Name the curve; `short` is the name for narrow plots, "" for none."""
        if name != self.text():
            self.setText(name)
            self._short = short or name
            self.setToolTip(f"{name} {self._value}".strip())
            self.updateGeometry()

    def set_stroke(self, pen: QPen) -> None:
        """Draw the sample line with `pen`."""
        self._pen = pen
        self.update()

    def set_value(self, text: str) -> None:
        """Show a formatted value behind the name."""
        if text == self._value:
            return
        self._value = text
        self.setToolTip(f"{self.text()} {text}".strip())
        self.setAccessibleDescription(text)
        if self._advance(text) > self._advance(self._widest):
            self._widest = text
            self.updateGeometry()
        self.update()

    @property
    def value(self) -> str:
        """The formatted value that is shown."""
        return self._value

    @property
    def form(self) -> LegendForm:
        """How much of the entry is shown."""
        return self._form

    def set_form(self, form: LegendForm) -> None:
        """Choose how much of the entry is shown."""
        if form != self._form:
            self._form = form
            self.updateGeometry()
            self.update()

    def width_as(self, form: LegendForm) -> int:
        """Return the width in pixels that the entry needs in `form`."""
        wide = _STROKE + 2 * SPACE.s
        if form < LegendForm.STROKE:
            wide += SPACE.s + round(self._advance(self._name(form)))
        if form < LegendForm.BARE:
            wide += SPACE.s + round(self._advance(self._widest))
        return wide

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Space for the stroke, and for the name and the widest value where its form has them."""
        return QSize(self.width_as(self._form), round(QFontMetricsF(self.font()).height()) + SPACE.s)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the entry; pale when its curve is hidden."""
        theme = colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS.small, RADIUS.small)
        shown = self.isChecked()
        middle = self.height() / 2
        painter.setPen(QPen(self._pen) if shown else QPen(QColor(theme.disabled), 1.5))
        painter.drawLine(QPointF(SPACE.s, middle), QPointF(SPACE.s + _STROKE, middle))
        if self._form is LegendForm.STROKE:
            return
        left, name = 2 * SPACE.s + _STROKE, self._name(self._form)
        room = QRectF(left, 0, self.width() - left, self.height())
        painter.setPen(QColor(theme.muted if shown else theme.disabled))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, flags, name)
        if shown and self._form < LegendForm.BARE:
            painter.setPen(QColor(theme.text))
            painter.drawText(room.adjusted(self._advance(name) + SPACE.s, 0, 0, 0), flags, self._value)

    def _name(self, form: LegendForm) -> str:
        return self.text() if form is LegendForm.FULL else self._short

    def _advance(self, text: str) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance(text)


class Legend(QWidget):
    """Entries in a row, all in the fullest form that fits the width.

    Args:
        entries: The entries; they become children of the legend.
    """

    def __init__(self, entries: Iterable[LegendEntry], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = tuple(entries)
        for entry in self._entries:
            entry.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def arrange(self) -> None:
        """Place the visible entries; to be called after one was hidden, shown or has a wider value."""
        shown = [entry for entry in self._entries if not entry.isHidden()]
        fits = (form for form in LegendForm if sum(entry.width_as(form) for entry in shown) <= self.width())
        form = next(fits, LegendForm.STROKE)
        left = 0
        for entry in shown:
            entry.set_form(form)
            entry.setGeometry(left, 0, entry.sizeHint().width(), self.height())
            left += entry.width()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All entries in their full form."""
        shown = [entry for entry in self._entries if not entry.isHidden()]
        return QSize(sum(entry.width_as(LegendForm.FULL) for entry in shown), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The width of the strokes alone."""
        shown = [entry for entry in self._entries if not entry.isHidden()]
        return QSize(sum(entry.width_as(LegendForm.STROKE) for entry in shown), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the form for the new width."""
        super().resizeEvent(event)
        self.arrange()

    def _height(self) -> int:
        return max((entry.sizeHint().height() for entry in self._entries), default=0)


class MarkKey(QLabel):
    """A label that names the marks that are present; the tool tip says how to read one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setToolTip(tr("Hold the pointer over a ring or a mark to read what it stands for."))

    def show_signs(self, history: MetricHistory) -> None:
        """Name the marks in the plots of `history`."""
        theme, kinds = colors(), {mark.mark for mark in history.marks}
        signs = []
        if history.saved is not None:
            signs.append((theme.text, "○", tr("saved model")))
        elif history.best() is not None:
            signs.append((theme.text, "○", tr("best epoch")))
        if Mark.CHECKPOINT in kinds:
            signs.append((theme.muted, "|", tr("checkpoint")))
        if kinds - {Mark.CHECKPOINT}:
            signs.append((theme.warning, "❙", tr("event")))
        self.setText(
            "&nbsp;&nbsp; ".join(
                f'<span style="color:{color}"><b>{sign}</b></span>&nbsp;{name}' for color, sign, name in signs
            )
        )
