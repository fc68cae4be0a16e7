"""What draws the lines, dots, bars and areas of a plot, and how much room they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPolygonItem, QWidget

from engine.report.figure import Line
from gui.views.parts.pens import line_pen

_DOT, _DOT_ALPHA = 5, 0.45


def _curve(line: Line, on: QWidget) -> QGraphicsItem:
    pen = line_pen(line.color, on, width=1.2 if line.pale else 2)
    if line.dashed:
        pen.setDashPattern([4, 2.5])
    if line.pale:
        pale = pen.color()
        pale.setAlphaF(0.55)
        pen.setColor(pale)
    return pg.PlotCurveItem(line.x, line.y, pen=pen, connect="finite", antialias=True)


def _dots(line: Line, _on: QWidget) -> QGraphicsItem:
    color = QColor(line.color)
    color.setAlphaF(0.25 if line.pale else _DOT_ALPHA)
    known = np.isfinite(line.x) & np.isfinite(line.y)
    return pg.ScatterPlotItem(
        line.x[known],
        line.y[known],
        size=_DOT,
        pen=None,
        brush=pg.mkBrush(color),
        pxMode=True,
        antialias=True,
    )


def _bars(line: Line, _on: QWidget) -> QGraphicsItem:
    color = QColor(line.color)
    color.setAlphaF(0.35 if line.pale else 0.85)
    width = float(np.diff(line.x).min()) * 0.94 if len(line.x) > 1 else 1.0
    return pg.BarGraphItem(x=line.x, height=line.y, width=width, pen=None, brush=pg.mkBrush(color))


def _area(line: Line, _on: QWidget) -> QGraphicsItem:
    color = QColor(line.color)
    color.setAlphaF(0.2)
    polygon = QPolygonF([QPointF(x, y) for x, y in zip(line.x, line.y, strict=True)])
    item = QGraphicsPolygonItem(polygon)
    item.setPen(QPen(Qt.PenStyle.NoPen))
    item.setBrush(color)
    return item


_ITEMS = {"line": _curve, "dots": _dots, "bars": _bars, "area": _area}


def item_of(line: Line, *, on: QWidget) -> QGraphicsItem:
    """Return what draws a line.

    Args:
        line: A line, dots, bars or an area.
        on: The plot.
    """
    return _ITEMS[line.form](line, on)


def extent(
    lines: Sequence[Line], values: Callable[[Line], NDArray[np.float64]], *, bars: bool
) -> tuple[float, float]:
    """Return the range of all finite values with some room; bars begin at 0.

    Args:
        lines: What is drawn.
        values: Returns the values of a line, (n,).
        bars: Whether these are the heights of bars, not their places.
    """
    found = [line_values[np.isfinite(line_values)] for line in lines if len(line_values := values(line))]
    ends = [end for part in found if len(part) for end in (float(part.min()), float(part.max()))]
    from_zero = bars and any(line.form == "bars" for line in lines)
    ends += [0.0] if from_zero else []
    half = [] if bars else [float(np.diff(line.x).min()) / 2 for line in lines if _is_wide(line)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = max([(high - low) * 0.04 or max(abs(high) * 0.1, 1e-6), *half])
    return low if from_zero and low == 0 else low - room, high + room


def _is_wide(line: Line) -> bool:
    return line.form == "bars" and len(line.x) > 1
