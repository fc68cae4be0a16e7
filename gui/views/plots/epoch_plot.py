"""An empty plot over epochs in the theme's colours: the base of every plot of curves."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from gui.style import TYPE, body_font, colors
from gui.views.plots.mouse_plot import MousePlot
from gui.views.plots.plot_axes import EpochAxis, ValueAxis

AXIS_WIDTH = 58


class EpochPlot(MousePlot):
    """An epoch axis, a value axis, and a view whose range is set by its owner."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._values = ValueAxis(width=AXIS_WIDTH)
        self._epochs = EpochAxis()
        super().__init__(left=self._values, bottom=self._epochs, parent=parent)
        self.setMinimumHeight(48)
        self.box.setLimits(xMin=0)
        for axis in (self._values, self._epochs):
            # labels are cached until they change: drawing them takes longer than all curves
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)

    def apply_theme(self) -> None:
        """Take the colours of the theme."""
        theme = colors()
        self.setBackground(theme.surface)
        font = body_font()
        font.setPixelSize(TYPE.caption)
        for axis in (self._values, self._epochs):
            axis.setPen(pg.mkPen(theme.border))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setTickPen(pg.mkPen(theme.edge))
            axis.setTickFont(font)
            axis.setStyle(tickLength=0, tickTextOffset=7, hideOverlappingLabels=axis is self._epochs)
        self._values.setPen(pg.mkPen(None))
        self._values.setGrid(70)
        self.color_cursor(theme.text)

    def limit(self, epochs: tuple[float, float], values: tuple[float, float]) -> None:
        """Limit zoom and movement of the view.

        Args:
            epochs: The first and the last epoch.
            values: The lowest and the highest value; log10 on a log axis.
        """
        self.box.setLimits(xMin=epochs[0], xMax=epochs[1], minXRange=0.01, yMin=values[0], yMax=values[1])

    def show_log(self, on: bool) -> None:
        """Label the values as powers of ten: the data is log10."""
        self._values.show_log(on)
