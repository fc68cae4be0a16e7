"""The curves of the previous run, pale behind those of the run that is shown."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from engine.history.metric_history import MetricHistory
from engine.settings.losses import VALIDATION
from gui.style import colors
from gui.views.parts.pens import line_pen
from gui.views.plots.axis_ranges import log10

_BEHIND = -0.5


class PreviousRunCurves(QObject):
    """Two curves in a view box, which do not change its range.

    Args:
        box: The view box that they are drawn into.
        plot: The widget of the plot; it owns this object.

    Attributes:
        curves: The items of training and validation.
    """

    def __init__(self, box: pg.ViewBox, plot: QWidget) -> None:
        super().__init__(plot)
        self._plot = plot
        self._drawn: tuple[object, ...] = ()
        self.curves = (pg.PlotCurveItem(connect="finite"), pg.PlotCurveItem(connect="finite"))
        for curve in self.curves:
            curve.setZValue(_BEHIND)
            box.addItem(curve, ignoreBounds=True)

    def show(self, history: MetricHistory | None, quantity: str, *, log: bool) -> None:
        """Draw a quantity of the previous run, training solid and validation dashed.

        Args:
            history: The previous run; None hides the curves.
            quantity: The name of a metric.
            log: Whether the plot has a log axis.
        """
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
