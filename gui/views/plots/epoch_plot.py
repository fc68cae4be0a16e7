"""An empty plot over epochs, in the theme's colours: what every plot of curves begins with."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from gui.style import TYPE, body_font, colors
from gui.views.plots.mouse_plot import MousePlot
from gui.views.plots.plot_axes import EpochAxis, ValueAxis

AXIS_WIDTH = 58


class EpochPlot(MousePlot):
    """Two axes and a view that whoever draws moves; `apply_theme` takes the theme's colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._values = ValueAxis(width=AXIS_WIDTH)
        self._epochs = EpochAxis()
        super().__init__(left=self._values, bottom=self._epochs, parent=parent)
        self.setMinimumHeight(48)
        self.box.setLimits(xMin=0)
        for axis in (self._values, self._epochs):
            # labels are drawn again only when they change: writing them takes longer than all curves
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
        """Let nobody zoom or move beyond these epochs and values."""
        self.box.setLimits(xMin=epochs[0], xMax=epochs[1], minXRange=0.01, yMin=values[0], yMax=values[1])

    def show_log(self, on: bool) -> None:
        """Label the values as powers: data comes as log10."""
        self._values.show_log(on)
