"""A whole time series, drawn small: training and validation part, and one window with its horizon.

The values are thinned by `engine.data.series.overview`.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.data.series.overview import Course
from gui.style import RADIUS, SPACE, TYPE, colors
from gui.text import tr

_HEIGHT = 168
_WORDS = 18


class SeriesCourse(QWidget):
    """The overview of one series; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course: Course | None = None
        self._validation_start: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_course(self, course: Course | None) -> None:
        """Show the overview of a series.

        Args:
            course: Its thinned values, window and horizon; None for other data.
        """
        self._course = course
        self.setVisible(course is not None)
        self._update_description()

    def show_validation_start(self, share: float | None) -> None:
        """Mark the validation part.

        Args:
            share: The share of the series before it, from 0 to 1; None where there is none.
        """
        self._validation_start = share
        self._update_description()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Low and as wide as there is room."""
        return QSize(240, _HEIGHT)

    def marked_spans(self) -> dict[str, tuple[float, float]]:
        """Return the marked spans.

        Returns:
            Begin and end as shares of the series, by "window", "horizon" and, if there is one, "validation".
        """
        course, cut = self._course, self._validation_start
        if course is None:
            return {}
        begin = course.window / course.rows if cut is None else cut
        found = {
            "window": (max(begin - course.window / course.rows, 0.0), begin),
            "horizon": (begin, min(begin + course.horizon / course.rows, 1.0)),
        }
        return found if cut is None else {"validation": (cut, 1.0), **found}

    def plot_area(self) -> QRectF:
        """Return where the series is drawn: beside its highest and lowest value, which lie on no curve."""
        if self._course is None:
            return QRectF()
        metrics = QFontMetricsF(self._font())
        words = max(metrics.horizontalAdvance(f"{value:.5g}") for value in self._ends())
        room = QRectF(0, 0, self.width(), self.height() - _WORDS)
        return room.adjusted(SPACE.xs + words + SPACE.s, SPACE.s, -SPACE.s, -SPACE.s)

    def _ends(self) -> tuple[float, float]:
        values = np.zeros(1) if self._course is None else self._course.values
        return float(values.max()), float(values.min())

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(TYPE.caption)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the parts, the series over them, and their names below."""
        course = self._course
        if course is None:
            return
        theme, painter = colors(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(0, 0, self.width(), self.height() - _WORDS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(room, RADIUS.small, RADIUS.small)
        inner = self.plot_area()
        hues = {"validation": theme.hover, "window": theme.curves[0], "horizon": theme.curves[1]}
        for name, (first, end) in self.marked_spans().items():
            hue = QColor(hues[name])
            if name != "validation":
                hue.setAlphaF(0.35)
            left, width = inner.left() + first * inner.width(), max((end - first) * inner.width(), 2.0)
            painter.fillRect(QRectF(left, room.top(), width, room.height()), hue)
        values = course.values.astype(float)
        high, low = self._ends()
        across = np.linspace(inner.left(), inner.right(), len(values))
        up = inner.bottom() - inner.height() * (values - low) / ((high - low) or 1.0)
        painter.setPen(QPen(QColor(theme.text), 1.0))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(across, up, strict=True)]))
        self._write(painter, inner, foot=room.bottom())
        beside = QRectF(room.left() + SPACE.xs, room.top() + 1, inner.left(), room.height() - 2)
        for value, side in ((high, Qt.AlignmentFlag.AlignTop), (low, Qt.AlignmentFlag.AlignBottom)):
            painter.drawText(beside, side | Qt.AlignmentFlag.AlignLeft, f"{value:.5g}")

    def _write(self, painter: QPainter, inner: QRectF, *, foot: float) -> None:
        painter.setFont(self._font())
        painter.setPen(QColor(colors().muted))
        share = 1.0 if self._validation_start is None else self._validation_start
        cut = inner.left() + inner.width() * share
        place = QRectF(inner.left(), foot, cut - inner.left(), _WORDS)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("training"))
        if self._validation_start is not None:
            place = QRectF(cut, foot, inner.right() - cut, _WORDS)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tr("validation"))

    def _update_description(self) -> None:
        if self._course is not None:
            self.setToolTip(
                tr(
                    "{name}: {rows} steps. Blue is a window that the model sees, orange what it forecasts.",
                    name=self._course.name,
                    rows=f"{self._course.rows:,}",
                )
            )
            self.setAccessibleName(self.toolTip())
        self.update()
