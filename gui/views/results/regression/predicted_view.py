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

from engine.report.figure import Line
from engine.report.result_part import predicted_lines
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.regression.target_data import MOST_DOTS, TargetData
from gui.views.results.xy_plot import Axes

_NEAR = 14.0  # pixels


class PredictedView(PlotCard):
    """A card with a dot for each example.

    Signals:
        example_chosen(int): The place of the example whose dot was clicked, or chosen with Return.
    """

    example_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Predicted against true"), "predicted", parent=parent)
        self._target: TargetData | None = None
        self._read_at: int | None = None
        cast("pg.GraphicsScene", self.plot.scene()).sigMouseClicked.connect(self._click)

    def show_target(self, target: TargetData) -> None:
        """Show one target."""
        self._target = target
        self.redraw()

    def lines(self, palette: Palette) -> list[Line]:
        """Return the dots, and the diagonal."""
        if self._target is None:
            return []
        return predicted_lines(
            self._target.truth,
            self._target.predicted,
            most=MOST_DOTS,
            color=palette.curves[0],
            muted=palette.muted,
        )

    def axes(self) -> Axes:
        """Return truth and prediction, with the same ends."""
        if self._target is None:
            return Axes(tr("Truth"), tr("Prediction"))
        ends = _ends(self._target)
        return Axes(self._target.labelled(tr("Truth")), self._target.labelled(tr("Prediction")), ends, ends)

    def summary(self) -> str:
        """Return how much of the variance is explained."""
        if self._target is None:
            return ""
        r2, bias = self._target.scores.r2.value, self._target.scores.bias
        if not math.isfinite(r2):
            return tr("The truth is always the same, so R² is not defined.")
        direction = tr("too high") if bias > 0 else tr("too low")
        return tr(
            "R² {r2}: that share of how the truth varies is explained."
            " On average the prediction is {bias} {direction}.",
            r2=f"{r2:.3f}",
            bias=self._target.written(abs(bias)),
            direction=direction,
        )

    def stops(self) -> NDArray[np.float64] | None:
        """Return the true values."""
        return None if self._target is None else np.unique(self._target.truth)

    def reading(self, place: float) -> Reading:
        """Return the example with the truth next to a value."""
        if self._target is None or not len(self._target.truth):
            return NOTHING
        at = int(np.abs(self._target.truth - place).argmin())
        self._read_at = at
        truth, predicted = float(self._target.truth[at]), float(self._target.predicted[at])
        words = tr(
            "Truth {truth}, prediction {predicted}, error {error}",
            truth=self._target.written(truth),
            predicted=self._target.written(predicted),
            error=self._target.signed(predicted - truth),
        )
        return Reading(truth, [predicted], words)

    def csv(self) -> str:
        """Return truth and prediction of every example."""
        if self._target is None:
            return ""
        axes = self.axes()
        pairs = zip(self._target.truth.tolist(), self._target.predicted.tolist(), strict=True)
        return table_csv([axes.across, axes.up], pairs)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return chooses the example that is read."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._read_at is not None:
            self.example_chosen.emit(self._read_at)
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _click(self, event: MouseClickEvent) -> None:
        if self._target is None or event.button() != Qt.MouseButton.LeftButton:
            return
        at = self._nearest(event.scenePos())
        if at is not None:
            self.example_chosen.emit(at)

    def _nearest(self, place: QPointF) -> int | None:
        """The example whose dot is under the pointer; None where there is none."""
        if self._target is None or not len(self._target.truth):
            return None
        (low_x, high_x), (low_y, high_y) = self.plot.box.viewRange()
        room, at = self.plot.box.sceneBoundingRect(), self.plot.box.mapSceneToView(place)
        across = (self._target.truth - at.x()) * room.width() / (high_x - low_x)
        down = (self._target.predicted - at.y()) * room.height() / (high_y - low_y)
        far = np.hypot(across, down)
        nearest = int(np.nanargmin(far))
        return nearest if far[nearest] <= _NEAR else None


def _ends(target: TargetData) -> tuple[float, float]:
    known = np.concatenate([target.truth, target.predicted])
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    room = (high - low) * 0.04 or max(abs(high) * 0.1, 1e-6)
    return low - room, high + room
