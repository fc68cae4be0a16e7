"""Whether a model that says 90 % is right in 90 of 100 cases."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from engine.evaluate.measures.calibration import Calibration, CalibrationBin
from engine.evaluate.result_words import percent
from engine.report.figure import Line
from engine.report.result_lines import calibration_lines, calibration_titles
from engine.report.tables import table_csv
from gui.text import tr
from gui.views.parts import numbers
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import UNIT, Axes

_GOOD = 0.03  # an error below which probabilities may be taken at their word


class CalibrationView(PlotCard):
    """A card with the share that is right over the probability, with 95 % intervals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Calibration"), "calibration", parent=parent)
        self._calibration = Calibration((), math.nan)
        self._second = ""

    def show_calibration(self, calibration: Calibration, *, second_class: str = "") -> None:
        """Show how probabilities and shares compare.

        Args:
            calibration: The bins.
            second_class: Of two classes the name of the one whose probability it is; "" where it is the
                highest probability of each example.
        """
        self._calibration, self._second = calibration, second_class
        self.redraw()

    def lines(self, palette: Palette) -> list[Line]:
        """Return the diagonal, an interval for each bin, and the shares."""
        return calibration_lines(
            self._bins(), share=self.axes().up, color=palette.curves[0], muted=palette.muted
        )

    def axes(self) -> Axes:
        """Return the probability, and what really was so."""
        return Axes(*calibration_titles(self._second), UNIT, UNIT)

    def summary(self) -> str:
        """Return how far probabilities are from shares on average, and in which direction."""
        error = self._calibration.error
        if not math.isfinite(error):
            return tr("Without examples nothing is known of the probabilities.")
        text = tr(
            "Probabilities are off by {error} percentage points on average.", error=percent(error, sign=False)
        )
        if error < _GOOD:
            return f"{text} {tr('They can be taken at their word.')}"
        if self._second:
            return text
        found = self._bins()
        above = sum(one.count * (one.probability - one.share.value) for one in found)
        direction = (
            tr("The model is too sure.") if above > 0 else tr("The model is less sure than it could be.")
        )
        return f"{text} {direction}"

    def stops(self) -> NDArray[np.float64]:
        """Return the probabilities of the bins."""
        return np.array([one.probability for one in self._bins()])

    def reading(self, place: float) -> Reading:
        """Return the bin next to a probability, in words."""
        found = self._bins()
        if not found:
            return NOTHING
        one = min(found, key=lambda candidate: abs(candidate.probability - place))
        words = tr(
            "{count} examples with {probability}: {share} ({low} to {high})",
            count=numbers.count(one.count),
            probability=percent(one.probability),
            share=percent(one.share.value),
            low=percent(one.share.low, sign=False),
            high=percent(one.share.high, sign=False),
        )
        return Reading(one.probability, [one.share.value], words)

    def csv(self) -> str:
        """Return the bins."""
        axes = self.axes()
        titles = [
            tr("From"),
            tr("To"),
            axes.across,
            axes.up,
            tr("Lower end"),
            tr("Upper end"),
            tr("Examples"),
        ]
        rows = [
            (one.low, one.high, one.probability, one.share.value, one.share.low, one.share.high, one.count)
            for one in self._calibration.bins
        ]
        return table_csv(titles, rows)

    def _bins(self) -> list[CalibrationBin]:
        return [one for one in self._calibration.bins if one.count]
