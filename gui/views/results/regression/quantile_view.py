"""The error of low, middle and high true values: where in its range a model is good."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.report.figure import Line
from engine.report.result_lines import quantile_lines, quantile_names
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.plot_card import NOTHING, Palette, Reading
from gui.views.results.regression.target_card import TargetCard
from gui.views.results.xy_plot import Axes


class QuantileView(TargetCard):
    """A card with a bar for each part of the true values, all with about as many examples."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Error by true value"), "error-by-value", parent=parent)

    def lines(self, palette: Palette) -> list[Line]:
        """Return the mean absolute error of each part, and that of all."""
        if self.target is None:
            return []
        return quantile_lines(self.target.scores, color=palette.curves[0], muted=palette.muted)

    def axes(self) -> Axes:
        """Return the parts with their ends, and the error."""
        parts = () if self.target is None else self.target.scores.by_quantile
        names = () if self.target is None else quantile_names(self.target.scores)
        return Axes(
            self.labelled(tr("Truth")),
            self.labelled(tr("Mean absolute error")),
            x=(0.4, len(parts) + 0.6) if parts else None,
            names=names,
        )

    def summary(self) -> str:
        """Return in which part the error is largest."""
        if self.target is None or not self.target.scores.by_quantile:
            return ""
        worst = max(self.target.scores.by_quantile, key=lambda part: part.mae)
        return tr(
            "The error is largest where the truth is {low} to {high}: {error} on average.",
            low=self.target.written(worst.low),
            high=self.target.written(worst.high),
            error=self.target.written(worst.mae),
        )

    def reading(self, place: float) -> Reading:
        """Return a part in words, with the direction of its error."""
        parts = () if self.target is None else self.target.scores.by_quantile
        if self.target is None or not parts:
            return NOTHING
        at = min(max(round(place) - 1, 0), len(parts) - 1)
        part = parts[at]
        words = tr(
            "Truth {low} to {high}, {count} examples: error {error}, on average {bias}",
            low=self.target.written(part.low),
            high=self.target.written(part.high),
            count=numbers.count(part.count),
            error=self.target.written(part.mae),
            bias=self.target.signed(part.bias),
        )
        return Reading(float(at + 1), [part.mae], words)

    def csv(self) -> str:
        """Return the parts."""
        titles = [tr("From"), tr("To"), tr("Examples"), tr("Mean absolute error"), tr("Too high on average")]
        parts = () if self.target is None else self.target.scores.by_quantile
        return table_csv(titles, [(one.low, one.high, one.count, one.mae, one.bias) for one in parts])
