"""How far predictions are from the truth: how often each error occurs, and the error over the prediction."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from engine.report.figure import Line
from engine.report.result_lines import error_lines, histogram, residual_lines
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.plot_card import NOTHING, Palette, Reading
from gui.views.results.regression.target_card import TargetCard
from gui.views.results.regression.target_data import MOST_DOTS, TargetData
from gui.views.results.xy_plot import Axes


class ErrorHistogram(TargetCard):
    """A card with bars: how many examples have which error."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("How often each error occurs"), "errors", parent=parent)

    def lines(self, palette: Palette) -> list[Line]:
        """Return bars of equal width, and the line of no error."""
        if self.target is None:
            return []
        return error_lines(_errors(self.target), color=palette.curves[0], muted=palette.muted)

    def axes(self) -> Axes:
        """Return error and count."""
        return Axes(self.labelled(tr("Prediction minus truth")), tr("Examples"))

    def summary(self) -> str:
        """Return between which errors half of the examples lie, and nearly all."""
        if self.target is None or not all(map(math.isfinite, self.target.scores.residuals)):
            return ""
        low, _, lower, _, upper, _, high = self.target.scores.residuals
        return tr(
            "Half of the errors lie between {lower} and {upper}, 95 % between {low} and {high}.",
            lower=self.target.signed(lower),
            upper=self.target.signed(upper),
            low=self.target.signed(low),
            high=self.target.signed(high),
        )

    def reading(self, place: float) -> Reading:
        """Return a bar in words."""
        if self.target is None or not len(self.target.truth):
            return NOTHING
        middles, counts = histogram(_errors(self.target))
        at = int(np.abs(middles - place).argmin())
        half = float(middles[1] - middles[0]) / 2 if len(middles) > 1 else 0.0
        words = tr(
            "{count} examples with an error from {low} to {high}",
            count=numbers.count(float(counts[at])),
            low=self.target.signed(float(middles[at]) - half),
            high=self.target.signed(float(middles[at]) + half),
        )
        return Reading(float(middles[at]), [float(counts[at])], words)

    def csv(self) -> str:
        """Return the middles of the bars and their counts."""
        if self.target is None:
            return ""
        columns = histogram(_errors(self.target))
        axes = self.axes()
        return table_csv([axes.across, axes.up], zip(*(column.tolist() for column in columns), strict=True))


class ErrorOverPrediction(TargetCard):
    """A card with a dot for each example: a pattern in them is something that the model has not learned."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Error over the prediction"), "error-over-prediction", parent=parent)

    def lines(self, palette: Palette) -> list[Line]:
        """Return the dots, and the line of no error."""
        if self.target is None:
            return []
        return residual_lines(
            self.target.predicted,
            _errors(self.target),
            most=MOST_DOTS,
            color=palette.curves[0],
            muted=palette.muted,
        )

    def axes(self) -> Axes:
        """Return prediction and error."""
        return Axes(self.labelled(tr("Prediction")), self.labelled(tr("Prediction minus truth")))

    def summary(self) -> str:
        """Return what to look for."""
        return tr("Where the model has learned all there is, the dots lie around 0 without a pattern.")

    def stops(self) -> NDArray[np.float64] | None:
        """Return the predictions."""
        return None if self.target is None else np.unique(self.target.predicted)

    def reading(self, place: float) -> Reading:
        """Return the example next to a prediction, in words."""
        if self.target is None or not len(self.target.truth):
            return NOTHING
        at = int(np.abs(self.target.predicted - place).argmin())
        predicted, error = float(self.target.predicted[at]), float(_errors(self.target)[at])
        words = tr(
            "Prediction {predicted}, error {error}",
            predicted=self.target.written(predicted),
            error=self.target.signed(error),
        )
        return Reading(predicted, [error], words)

    def csv(self) -> str:
        """Return prediction and error of every example."""
        if self.target is None:
            return ""
        axes = self.axes()
        pairs = zip(self.target.predicted.tolist(), _errors(self.target).tolist(), strict=True)
        return table_csv([axes.across, axes.up], pairs)


def _errors(target: TargetData) -> NDArray[np.float64]:
    return target.predicted - target.truth
