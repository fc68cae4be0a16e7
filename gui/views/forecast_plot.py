"""One column of a time series and its forecast over time, in the theme's colours; it draws what is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QMenu, QWidget

from gui.style import TYPE, body_font, colors
from gui.views.pens import line_pen
from gui.views.plot_axes import ValueAxis

_AXIS_WIDTH = 58
_ROOM = 0.06
_BOTTOM = 24


class Line(Enum):
    """The lines that can be drawn: hue (-1 is the colour of text), width, pen style."""

    LAST_VALUE = (2, 1.0, Qt.PenStyle.DotLine)
    SEASON_AGO = (3, 1.0, Qt.PenStyle.DotLine)
    TRUTH = (-1, 1.3, Qt.PenStyle.SolidLine)
    FORECAST = (1, 2.0, Qt.PenStyle.SolidLine)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """x: (n,) seconds since 1970 or plain numbers; y: (n,) values, NaN where there are none."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


class ForecastPlot(pg.PlotWidget):
    """Lines over time; the wheel and the mouse zoom and move along the time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._values = ValueAxis(width=_AXIS_WIDTH)
        self._dates, self._numbers = pg.DateAxisItem("bottom", utcOffset=0), pg.AxisItem("bottom")
        axes = {"left": self._values, "bottom": self._numbers}
        super().__init__(parent, axisItems=axes, enableMenu=False)
        self._numbers.enableAutoSIPrefix(enable=False)
        self.setFrameShape(self.Shape.NoFrame)
        # pyqtgraph makes a menu all the same, and without a parent it would outlive the plot
        self._item = cast("pg.PlotItem", self.plotItem)
        menu = cast("QMenu", self._item.ctrlMenu)
        menu.setParent(self, menu.windowFlags())
        self.hideButtons()
        self.box = self.getViewBox()
        self.box.setMouseEnabled(x=True, y=False)
        self.box.disableAutoRange()
        self._curves = {line: pg.PlotCurveItem(connect="finite", antialias=True) for line in Line}
        for depth, curve in enumerate(self._curves.values()):
            curve.setZValue(depth)
            self.box.addItem(curve, ignoreBounds=True)
        self._dated = False
        self._span: tuple[float, float] | None = None
        self.dress()

    def pen(self, line: Line) -> QPen:
        """How a line is drawn."""
        hue, width, style = line.value
        theme = colors()
        color = QColor(theme.text if hue < 0 else theme.curves[hue])
        return line_pen(color, self, width=width, style=style)

    def dress(self) -> None:
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

    def draw(self, lines: Mapping[Line, TimeLine], *, shown: frozenset[Line], dated: bool) -> None:
        """Draw the lines that are `shown`; what time is in view stays, unless it is that of other data."""
        if dated != self._dated:
            self._dated = dated
            self._item.setAxisItems({"bottom": self._dates if dated else self._numbers})
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
            self.box.setYRange(low - room, high + room, padding=0)
