"""A plot that a mouse can read and zoom: where the pointer is, a cursor line there, and the wheel.

Raster only: OpenGL and TensorFlow in one process crash with Mesa's drivers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsSceneWheelEvent, QMenu, QWidget
from typing_extensions import override

from gui.style import colors
from gui.views.parts.pens import line_pen

_ABOVE_ALL = 10


class MousePlot(pg.PlotWidget):
    """Two axes and a view that whoever draws moves.

    `hovered` carries the x value under the pointer, NaN when the pointer has left; `taken` says that a person
    has zoomed or moved the view.
    """

    hovered = Signal(float)
    taken = Signal()

    def __init__(self, *, left: pg.AxisItem, bottom: pg.AxisItem, parent: QWidget | None = None) -> None:
        axes = {"left": left, "bottom": bottom}
        super().__init__(parent, axisItems=axes, viewBox=ZoomBox(enableMenu=False), enableMenu=False)
        self.setFrameShape(self.Shape.NoFrame)
        self.item = cast("pg.PlotItem", self.plotItem)
        # pyqtgraph makes a menu all the same, and without a parent it would outlive the plot
        menu = cast("QMenu", self.item.ctrlMenu)
        menu.setParent(self, menu.windowFlags())
        self.hideButtons()
        self.box = self.getViewBox()
        self.box.setDefaultPadding(0)
        self.box.disableAutoRange()
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor_points = pg.ScatterPlotItem(size=8, pxMode=True)
        for mark in (self._cursor, self._cursor_points):
            mark.setZValue(_ABOVE_ALL)
            self.box.addItem(mark, ignoreBounds=True)
            mark.hide()
        # pyqtgraph switches tracking off, and without it a mouse is heard only while a button is down
        self.viewport().setMouseTracking(True)
        cast("pg.GraphicsScene", self.scene()).sigMouseMoved.connect(self._mouse_moved)
        self.box.sigRangeChangedManually.connect(self._range_taken)

    def color_cursor(self, color: QColor | str) -> None:
        """Take the colours of the theme; the dots on the curves have this one."""
        theme = colors()
        self._cursor.setPen(line_pen(theme.muted, self, width=1))
        self._cursor_points.setPen(pg.mkPen(theme.surface, width=1.5))
        self._cursor_points.setBrush(pg.mkBrush(color))

    def draw_cursor(self, place: float, values: Sequence[float]) -> None:
        """A line at `place` with a dot at each value; NaN takes it away."""
        shown = math.isfinite(place)
        known = [value for value in values if math.isfinite(value)] if shown else []
        self._cursor.setVisible(shown)
        if shown:
            self._cursor.setValue(place)
        self._cursor_points.setData([place] * len(known), known)
        self._cursor_points.setVisible(bool(known))

    def leaveEvent(self, ev: QEvent) -> None:  # noqa: N802 - Qt's name
        """The pointer has left: take the cursor away."""
        super().leaveEvent(ev)
        self.hovered.emit(math.nan)

    @Slot(object)
    def _mouse_moved(self, position: object) -> None:
        inside = self.box.sceneBoundingRect().contains(position)
        self.hovered.emit(self.box.mapSceneToView(position).x() if inside else math.nan)

    @Slot(object)
    def _range_taken(self, _mouse: object) -> None:
        self.taken.emit()


class ZoomBox(pg.ViewBox):
    """The wheel zooms along the x axis, with Ctrl along both; over an axis, along that one."""

    @override
    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        """Zoom around the pointer."""
        both: Any = ev.modifiers() & Qt.KeyboardModifier.ControlModifier
        super().wheelEvent(ev, axis=axis if axis is not None or both else self.XAxis)
