"""One column of a time series and its forecast over time; `forecast_view` says which."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QWidget

from gui.style import TYPE, body_font, colors
from gui.views.parts.pens import line_pen
from gui.views.plots.mouse_plot import MousePlot
from gui.views.plots.plot_axes import NumberAxis, TimeAxis, ValueAxis

_AXIS_WIDTH = 58
_ROOM = 0.06
_BOTTOM = 24


class Line(Enum):
    """The lines that can be drawn, as (index of the colour or -1 for that of text, width, pen style)."""

    LAST_VALUE = (2, 1.0, Qt.PenStyle.DotLine)
    SEASON_AGO = (3, 1.0, Qt.PenStyle.DotLine)
    TRUTH = (-1, 1.3, Qt.PenStyle.SolidLine)
    FORECAST = (1, 2.0, Qt.PenStyle.SolidLine)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A line over time.

    Attributes:
        x: (n,) float64, seconds since 1970 in UTC, or plain numbers.
        y: (n,) float64, values, NaN where there are none.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]


class ForecastPlot(MousePlot):
    """Lines over time; the wheel zooms along the time axis.

    Attributes:
        lines: The lines that are drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._values = ValueAxis(width=_AXIS_WIDTH)
        self._dates, self._numbers = TimeAxis(), NumberAxis("bottom")
        super().__init__(left=self._values, bottom=self._numbers, parent=parent)
        self.lines: dict[Line, TimeLine] = {}
        self._curves = {line: pg.PlotCurveItem(connect="finite", antialias=True) for line in Line}
        for depth, curve in enumerate(self._curves.values()):
            curve.setZValue(depth)
            self.box.addItem(curve, ignoreBounds=True)
        self._dated = False
        self._span: tuple[float, float] | None = None
        self.apply_theme()

    def pen(self, line: Line) -> QPen:
        """Return the pen of a line."""
        hue, width, style = line.value
        theme = colors()
        color = QColor(theme.text if hue < 0 else theme.curves[hue])
        return line_pen(color, self, width=width, style=style)

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        theme = colors()
        self.setBackground(theme.surface)
        font = body_font()
        font.setPixelSize(TYPE.caption)
        for axis in (self._values, self._dates, self._numbers):
            axis.setPen(pg.mkPen(theme.border))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setTickPen(pg.mkPen(theme.edge))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0, tickTextOffset=7)
        for axis in (self._dates, self._numbers):
            axis.setHeight(_BOTTOM)
        self._values.setPen(pg.mkPen(None))
        self._values.setGrid(70)
        for line, curve in self._curves.items():
            curve.setPen(self.pen(line))
        self.color_cursor(theme.text)

    def draw(self, lines: Mapping[Line, TimeLine], *, shown: frozenset[Line], dated: bool) -> None:
        """Draw lines; the range of time in view is kept while their data covers the same times.

        Args:
            lines: All lines, also those that are hidden.
            shown: The lines to draw.
            dated: Whether times are seconds since 1970, and labelled as dates.
        """
        self.lines = {line: found for line, found in lines.items() if line in shown}
        if dated != self._dated:
            self._dated = dated
            self.item.setAxisItems({"bottom": self._dates if dated else self._numbers})
        for line, curve in self._curves.items():
            found = lines.get(line)
            curve.setVisible(line in shown and found is not None)
            if found is not None:
                curve.setData(found.x, found.y)
        times = np.concatenate([line.x for line in lines.values()])
        values = np.concatenate([line.y for name, line in lines.items() if name in shown] or [np.zeros(1)])
        span = (float(times.min()), float(times.max()))
        if span != self._span:
            self._span = span
            self.box.setLimits(xMin=span[0], xMax=max(span[1], span[0] + 1e-9))
            self.box.setXRange(span[0], span[1], padding=0)
        known = values[np.isfinite(values)]
        if len(known):
            low, high = float(known.min()), float(known.max())
            room = (high - low or abs(high) or 1.0) * _ROOM
            self.box.setLimits(yMin=low - room, yMax=high + room)
            self.box.setYRange(low - room, high + room, padding=0)

    def read(self, place: float) -> tuple[float, dict[Line, float]]:
        """Return the time nearest to `place` at which a line has a point, and the values there.

        Args:
            place: Seconds since 1970 or a plain number, as under the pointer.

        Returns:
            The time, NaN where nothing is drawn, and the finite values of the drawn lines at that time.
        """
        if not math.isfinite(place) or not self.lines:
            return math.nan, {}
        times = np.concatenate([line.x for line in self.lines.values()])
        time = float(times[np.abs(times - place).argmin()])
        found = {line: one.y[one.x == time] for line, one in self.lines.items()}
        return time, {line: float(y[0]) for line, y in found.items() if len(y) and np.isfinite(y[0])}
