"""A plot of lines, dots and bars over a plain number, read by mouse or with the arrow keys."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsItem, QWidget

from engine.report.figure import Line
from engine.report.ticks import date_ticks
from gui.style import TYPE, body_font, colors
from gui.views.plots.mouse_plot import MousePlot
from gui.views.plots.plot_axes import BEYOND, NumberAxis, TimeAxis
from gui.views.results.xy_items import extent, item_of

UNIT = (-0.03, 1.03)
"""Ends of an axis of shares: 0 and 1, with room for their labels."""
LEAST_HEIGHT = 180
_BESIDE, _BOTTOM = 34, 44  # beside the labels of values, and for those of the x axis
_BELOW_ALL = -10


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes of a plot are.

    Attributes:
        across: Label of the x axis.
        up: Label of the y axis.
        x: Ends of the x axis; None for what the lines need.
        y: Ends of the y axis; None for what the lines need.
        names: Labels at 1, 2, 3 ... of the x axis in place of numbers; () for numbers.
        dated: Whether values of x are seconds since 1970, and labelled as dates.
    """

    across: str
    up: str
    x: tuple[float, float] | None = None
    y: tuple[float, float] | None = None
    names: tuple[str, ...] = ()
    dated: bool = False

    def ticks(self, low: float, high: float) -> list[tuple[float, str]] | None:
        """Return places and labels of the x axis of a figure; None for round numbers."""
        if self.names:
            return list(enumerate(self.names, start=1))
        return date_ticks(low, high, most=6) if self.dated else None


class XYPlot(MousePlot):
    """Lines, dots and bars; the wheel zooms where the plot has the focus, or with Ctrl.

    Attributes:
        drawn: What is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._axes = (NumberAxis("left"), NumberAxis("bottom"), TimeAxis())
        super().__init__(left=self._axes[0], bottom=self._axes[1], parent=parent)
        for axis in self._axes[1:]:
            axis.setHeight(_BOTTOM)
        self._dated = False
        cast("QGraphicsGridLayout", self.item.layout).setContentsMargins(0, BEYOND, BEYOND, 0)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drawn: tuple[Line, ...] = ()
        self._items: list[QGraphicsItem] = []
        self._stops: NDArray[np.float64] = np.empty(0)
        self._place = math.nan
        self._ends = ((0.0, 1.0), (0.0, 1.0))
        self.apply_theme()

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        theme = colors()
        self.setBackground(theme.surface)
        font = body_font()
        font.setPixelSize(TYPE.caption)
        for axis in self._axes:
            axis.setPen(pg.mkPen(theme.border))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setTickPen(pg.mkPen(theme.edge))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0, tickTextOffset=7, hideOverlappingLabels=False)
            axis.setGrid(60)
            axis.setZValue(_BELOW_ALL)  # the grid, below bars
        self._axes[0].setPen(pg.mkPen(None))
        self.color_cursor(theme.text)

    def draw(self, lines: Sequence[Line], *, axes: Axes, stops: NDArray[np.float64] | None = None) -> None:
        """Draw these lines in place of the last ones.

        Args:
            lines: In the order in which they are painted.
            axes: Labels and ends of the axes.
            stops: Ascending values of x at which the arrow keys stop; None for those of the first line.
        """
        for item in self._items:
            self.box.removeItem(item)
        self.drawn = tuple(lines)
        self._items = [item_of(line, on=self) for line in lines]
        for depth, item in enumerate(self._items):
            item.setZValue(depth)
            self.box.addItem(item, ignoreBounds=True)
        look: dict[str, Any] = {"color": colors().muted, "font-size": f"{TYPE.caption}px"}
        if axes.dated != self._dated:
            self._dated = axes.dated
            self.item.setAxisItems({"bottom": self._axes[2 if axes.dated else 1]})
        for axis, words in zip(self._axes, (axes.up, axes.across, axes.across), strict=True):
            axis.setLabel(words, **look)
        self._axes[1].setTicks([list(enumerate(axes.names, start=1))] if axes.names else None)
        first = lines[0].x if lines else np.empty(0)
        self._stops = np.unique(first[np.isfinite(first)]) if stops is None else stops
        x = axes.x or extent(lines, lambda line: line.x, bars=False)
        y = axes.y or extent(lines, lambda line: line.y, bars=True)
        self._axes[0].setWidth(self._axes[0].widest(*y) + _BESIDE)
        self.box.setLimits(xMin=x[0], xMax=x[1], yMin=y[0], yMax=y[1])
        self._ends = (x, y)
        self.show_all()
        self.draw_cursor(math.nan, [])

    def wheelEvent(self, ev: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom with Ctrl, or where the plot has the focus; a passing wheel scrolls the page."""
        if self.hasFocus() or ev.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(ev)
        else:
            ev.ignore()

    def mouseDoubleClickEvent(self, ev: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the whole plot again."""
        super().mouseDoubleClickEvent(ev)
        self.show_all()

    def show_all(self) -> None:
        """Show the whole plot."""
        x, y = self._ends
        self.box.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=True)

    def focusInEvent(self, ev: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show who has the focus: the first value is read where it came by the Tab key."""
        super().focusInEvent(ev)
        by_key = ev.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and len(self._stops):
            self._place = float(self._stops[0])
            self.hovered.emit(self._place)

    def focusOutEvent(self, ev: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Read nothing without the focus."""
        super().focusOutEvent(ev)
        if math.isfinite(self._place):
            self._place = math.nan
            self.hovered.emit(math.nan)

    def keyPressEvent(self, ev: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right read the next value, Home and End the first and the last; Escape reads none.

        0 shows the whole plot again.
        """
        last = len(self._stops) - 1
        at = int(np.searchsorted(self._stops, self._place)) if math.isfinite(self._place) else -1
        found = {
            Qt.Key.Key_Left: max(at - 1, 0),
            Qt.Key.Key_Right: min(at + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(ev.key()))
        if found is not None and last >= 0:
            self._place = float(self._stops[found])
            self.hovered.emit(self._place)
        elif ev.key() == Qt.Key.Key_0:
            self.show_all()
        elif ev.key() == Qt.Key.Key_Escape and math.isfinite(self._place):
            self._place = math.nan
            self.hovered.emit(math.nan)
        else:
            super().keyPressEvent(ev)
