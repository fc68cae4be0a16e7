"""The curves of the run before, pale behind those of the run that is shown."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.history.metric_history import VALIDATION, MetricHistory
from gui.style import colors
from gui.views.parts.pens import line_pen
from gui.views.plots.curves import log10

_BEHIND = -0.5


class PreviousRunCurves(QObject):
    """Draws into one view box; the range of the view is that of the run that is shown."""

    def __init__(self, box: pg.ViewBox, plot: QWidget) -> None:
        super().__init__(plot)
        self._plot = plot
        self._drawn: tuple[object, ...] = ()
        self.curves = (pg.PlotCurveItem(connect="finite"), pg.PlotCurveItem(connect="finite"))
        for curve in self.curves:
            curve.setZValue(_BEHIND)
            box.addItem(curve, ignoreBounds=True)

    def show(self, history: MetricHistory | None, quantity: str, *, log: bool) -> None:
        """Draw `quantity` of this run, training solid and validation dashed; None draws nothing."""
        now = (id(history), quantity, log, colors().edge, self._plot.devicePixelRatioF())
        if now == self._drawn:
            return
        self._drawn = now
        for curve, name, dashed in zip(
            self.curves, (quantity, VALIDATION + quantity), (False, True), strict=True
        ):
            x, y = (history or MetricHistory()).epochs(name)
            pen = line_pen(colors().edge, self._plot, width=2)
            if dashed:
                pen.setDashPattern([4, 2.5])
            curve.setData(x, log10(y) if log else y, pen=pen, antialias=True)
