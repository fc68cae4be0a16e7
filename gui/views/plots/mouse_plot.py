"""A plot that can be read and zoomed by mouse: pointer position, cursor line, and the wheel.

Raster only: OpenGL and TensorFlow in one process crash with Mesa's drivers, see `engine.tensorflow_import`.
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
    """A plot with two axes whose range is set by its owner, without auto range.

    Args:
        left: The axis of the values.
        bottom: The x axis.

    Attributes:
        item: The plot item with the axes.
        box: The view box with the curves; its range is the view.

    Signals:
        hovered(float): The x value under the pointer, NaN when the pointer has left.
        taken(): The person has zoomed or moved the view.
    """

    hovered = Signal(float)
    taken = Signal()

    def __init__(self, *, left: pg.AxisItem, bottom: pg.AxisItem, parent: QWidget | None = None) -> None:
        axes = {"left": left, "bottom": bottom}
        super().__init__(parent, axisItems=axes, viewBox=ZoomBox(enableMenu=False), enableMenu=False)
        self.setFrameShape(self.Shape.NoFrame)
        self.item = cast("pg.PlotItem", self.plotItem)
        # pyqtgraph makes a menu in spite of enableMenu=False, and without a parent it outlives the plot
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
        # pyqtgraph disables mouse tracking, and without it moves are reported only while a button is down
        self.viewport().setMouseTracking(True)
        cast("pg.GraphicsScene", self.scene()).sigMouseMoved.connect(self._mouse_moved)
        self.box.sigRangeChangedManually.connect(self._range_taken)

    def color_cursor(self, color: QColor | str) -> None:
        """Take the theme's colours for the cursor; the dots on the curves get `color`."""
        theme = colors()
        self._cursor.setPen(line_pen(theme.muted, self, width=1))
        self._cursor_points.setPen(pg.mkPen(theme.surface, width=1.5))
        self._cursor_points.setBrush(pg.mkBrush(color))

    def draw_cursor(self, place: float, values: Sequence[float]) -> None:
        """Draw a vertical line with a dot at each value.

        Args:
            place: The x value; NaN hides the cursor.
            values: The y values; NaN is left out.
        """
        shown = math.isfinite(place)
        known = [value for value in values if math.isfinite(value)] if shown else []
        self._cursor.setVisible(shown)
        if shown:
            self._cursor.setValue(place)
        self._cursor_points.setData([place] * len(known), known)
        self._cursor_points.setVisible(bool(known))

    def leaveEvent(self, ev: QEvent) -> None:  # noqa: N802 - Qt's name
        """Report that the pointer has left."""
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
    """A view box whose wheel zooms along the x axis, with Ctrl along both; over an axis, along that one."""

    @override
    def wheelEvent(self, ev: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:
        """Zoom around the pointer."""
        both: Any = ev.modifiers() & Qt.KeyboardModifier.ControlModifier
        super().wheelEvent(ev, axis=axis if axis is not None or both else self.XAxis)
