"""The future: what a model forecasts beyond the last row of its data, with the interval of its errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from engine.evaluate.measures.ahead import Future
from engine.evaluate.result_words import amount, with_unit
from engine.report.ahead_lines import future_lines
from engine.report.figure import Line
from engine.report.tables import table_csv
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.forecast.forecast_view import time_words
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import Axes


class FutureView(PlotCard):
    """A card with the last rows, the forecast, and its interval.

    Attributes:
        column: The choice of what is shown; hidden where there is one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("The future"), "future", parent=parent)
        self._futures: tuple[Future, ...] = ()
        self.column = NoWheelComboBox()
        self.column.setAccessibleName(tr("Column"))
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.column.currentIndexChanged.connect(self._redraw)
        self.add_choice(self.column)

    def show_future(self, futures: Sequence[Future]) -> None:
        """Show futures; the choice is kept where it still exists.

        Args:
            futures: One for each column and series.
        """
        self._futures = tuple(futures)
        before = self.column.currentText()
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItems([one.name for one in futures])
            self.column.setCurrentIndex(max(self.column.findText(before), 0))
        self.column.setVisible(len(self._futures) > 1)
        self.redraw()

    def lines(self, palette: Palette) -> list[Line]:
        """Return the last rows, the forecast as their continuation, and the interval as an area."""
        one = self._shown
        return [] if one is None else future_lines(one, color=palette.curves[1], text=palette.text)

    def axes(self) -> Axes:
        """Return time and value."""
        one = self._shown
        if one is None:
            return Axes("", "")
        up = with_unit(one.name, one.unit)
        return Axes(tr("Time") if one.dated else tr("Row"), up, dated=one.dated)

    def summary(self) -> str:
        """Return the last forecast value with its interval."""
        one = self._shown
        return "" if one is None or not len(one.times) else self._words(one, len(one.times) - 1)

    def stops(self) -> NDArray[np.float64] | None:
        """Return the times of the forecast."""
        return None if self._shown is None else self._shown.times

    def reading(self, place: float) -> Reading:
        """Return the value at the nearest time."""
        one = self._shown
        if one is None or not len(one.times):
            return NOTHING
        at = int(np.abs(one.times - place).argmin())
        if len(one.past) and np.abs(one.past_times - place).min() < abs(one.times[at] - place):
            at = int(np.abs(one.past_times - place).argmin())
            time, value = float(one.past_times[at]), float(one.past[at])
            words = f"{time_words(time, dated=one.dated)}: {amount(value, unit=one.unit)}"
            return Reading(time, [value], words)
        return Reading(float(one.times[at]), [float(one.values[at])], self._words(one, at))

    def csv(self) -> str:
        """Return all futures: time, value, and the ends of the interval."""
        titles = [tr("Column"), tr("Time"), tr("Forecast"), tr("Lower end"), tr("Upper end")]
        rows = (
            (one.name, time_words(time, dated=one.dated), value, low, high)
            for one in self._futures
            for time, value, low, high in zip(
                one.times.tolist(), one.values.tolist(), one.low.tolist(), one.high.tolist(), strict=True
            )
        )
        return table_csv(titles, rows)

    @property
    def _shown(self) -> Future | None:
        at = self.column.currentIndex()
        return self._futures[at] if 0 <= at < len(self._futures) else None

    @staticmethod
    def _words(one: Future, at: int) -> str:
        time, value = time_words(float(one.times[at]), dated=one.dated), float(one.values[at])
        if not np.isfinite(one.low[at]):
            return tr("{time}: {value}", time=time, value=amount(value, unit=one.unit))
        return tr(
            "{time}: {value} (95 %: {low} to {high})",
            time=time,
            value=amount(value, unit=one.unit),
            low=amount(float(one.low[at])),
            high=amount(float(one.high[at]), unit=one.unit),
        )

    @Slot(int)
    def _redraw(self, _index: int) -> None:
        self.redraw()
