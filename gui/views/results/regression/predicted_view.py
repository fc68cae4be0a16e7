"""Predictions over the truth: where all is right, every dot lies on the diagonal."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from engine.language import with_minus
from engine.report.figure import Line
from engine.report.result_lines import predicted_lines
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.results.plot_card import NOTHING, Palette, Reading
from gui.views.results.regression.target_card import TargetCard
from gui.views.results.regression.target_data import MOST_DOTS, TargetData
from gui.views.results.xy_plot import Axes, XYPlot

_NEAR = 14.0  # pixels


class PredictedView(TargetCard):
    """A card with a dot for each example.

    Signals:
        example_chosen(int): The place of the example whose dot was clicked, or chosen with Return.
    """

    example_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Predicted against true"), "predicted", parent=parent)
        self._read_at: int | None = None

    def connect_plot(self, plot: XYPlot) -> None:
        """A click in the plot chooses an example."""
        cast("pg.GraphicsScene", plot.scene()).sigMouseClicked.connect(self._click)

    def lines(self, palette: Palette) -> list[Line]:
        """Return the dots, and the diagonal."""
        if self.target is None:
            return []
        return predicted_lines(
            self.target.truth,
            self.target.predicted,
            most=MOST_DOTS,
            color=palette.curves[0],
            muted=palette.muted,
        )

    def axes(self) -> Axes:
        """Return truth and prediction, with the same ends."""
        ends = None if self.target is None else _ends(self.target)
        return Axes(self.labelled(tr("Truth")), self.labelled(tr("Prediction")), ends, ends)

    def summary(self) -> str:
        """Return how much of the variance is explained."""
        if self.target is None:
            return ""
        r2, bias = self.target.scores.r2.value, self.target.scores.bias
        if not math.isfinite(r2):
            return tr("The truth is always the same, so R² is not defined.")
        direction = tr("too high") if bias > 0 else tr("too low")
        return tr(
            "R² {r2}: that share of how the truth varies is explained."
            " On average the prediction is {bias} {direction}.",
            r2=with_minus(f"{r2:.3f}"),
            bias=self.target.written(abs(bias)),
            direction=direction,
        )

    def stops(self) -> NDArray[np.float64] | None:
        """Return the true values."""
        return None if self.target is None else np.unique(self.target.truth)

    def reading(self, place: float) -> Reading:
        """Return the example with the truth next to a value."""
        if self.target is None or not len(self.target.truth):
            return NOTHING
        at = int(np.abs(self.target.truth - place).argmin())
        self._read_at = at
        truth, predicted = float(self.target.truth[at]), float(self.target.predicted[at])
        words = tr(
            "Truth {truth}, prediction {predicted}, error {error}",
            truth=self.target.written(truth),
            predicted=self.target.written(predicted),
            error=self.target.signed(predicted - truth),
        )
        return Reading(truth, [predicted], words)

    def csv(self) -> str:
        """Return truth and prediction of every example."""
        if self.target is None:
            return ""
        axes = self.axes()
        pairs = zip(self.target.truth.tolist(), self.target.predicted.tolist(), strict=True)
        return table_csv([axes.across, axes.up], pairs)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return chooses the example that is read."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._read_at is not None:
            self.example_chosen.emit(self._read_at)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _click(self, event: MouseClickEvent) -> None:
        if self.target is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._nearest(event.scenePos())
        if at is not None:
            self.example_chosen.emit(at)

    def _nearest(self, place: QPointF) -> int | None:
        """The example whose dot is under the pointer; None where there is none."""
        if self.target is None or not len(self.target.truth):
            return None
        (low_x, high_x), (low_y, high_y) = self.plot.box.viewRange()
        room, at = self.plot.box.sceneBoundingRect(), self.plot.box.mapSceneToView(place)
        across = (self.target.truth - at.x()) * room.width() / (high_x - low_x)
        down = (self.target.predicted - at.y()) * room.height() / (high_y - low_y)
        far = np.hypot(across, down)
        nearest = int(np.nanargmin(far))
        return nearest if far[nearest] <= _NEAR else None


def _ends(target: TargetData) -> tuple[float, float]:
    known = np.concatenate([target.truth, target.predicted])
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    room = (high - low) * 0.04 or max(abs(high) * 0.1, 1e-6)
    return low - room, high + room
