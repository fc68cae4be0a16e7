"""A forecast over the true values of any part, with naive forecasts on demand; it can be saved."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from engine.evaluate.result_words import amount, with_unit
from engine.record.forecast_file import Forecast
from engine.report.figure import Line
from engine.report.tables import table_csv
from gui.style import mark
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.forecast.forecast_plot import Line as Kind
from gui.views.forecast.forecast_plot import TimeLine
from gui.views.forecast.forecast_view import lines_of, time_words, words_of
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import Axes
from gui.views.run.run_state_text import steps_ahead

_NAIVE = (Kind.LAST_VALUE, Kind.SEASON_AGO)


class TruthView(PlotCard):
    """A card with the forecast.

    Attributes:
        column: The choice of the forecast column.
        step: The choice of how many steps ahead.
        series: The choice of the series.
        naive: A button for each naive forecast, which shows it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Forecast over the truth"), "forecast", parent=parent)
        self._forecast: Forecast | None = None
        self._units: tuple[str, ...] = ()
        self.column, self.step, self.series = (NoWheelComboBox() for _ in range(3))
        for chooser, name in (
            (self.column, tr("Column")),
            (self.step, tr("Steps ahead")),
            (self.series, tr("Series")),
        ):
            chooser.setAccessibleName(name)
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            chooser.currentIndexChanged.connect(self._redraw)
            self.add_choice(chooser)
        self.naive = {kind: QToolButton() for kind in _NAIVE}
        for kind, button in self.naive.items():
            mark(button, "kind", value="ghost")
            button.setText(_names()[kind])
            button.setCheckable(True)
            button.toggled.connect(self._toggle)
            self.add_choice(button)

    def show_forecast(self, forecast: Forecast, *, units: Sequence[str] = ()) -> None:
        """Show a forecast; choices are kept where they still exist.

        Args:
            forecast: Of any part of the data.
            units: Of each column; () for none.
        """
        self._forecast = forecast
        self._units = tuple(units) or ("",) * len(forecast.columns)
        steps = tuple(steps_ahead(step) for step in range(1, forecast.horizon + 1))
        for chooser, names in (
            (self.column, forecast.columns),
            (self.step, steps),
            (self.series, forecast.series),
        ):
            place = chooser.currentIndex()
            with QSignalBlocker(chooser):
                chooser.clear()
                chooser.addItems(names)
                chooser.setCurrentIndex(place if 0 <= place < len(names) else 0)
            chooser.setVisible(len(names) > 1)
        self.naive[Kind.SEASON_AGO].setVisible(forecast.errors.season_ago is not None)
        self.redraw()

    def lines(self, palette: Palette) -> list[Line]:
        """Return the truth, the forecast, and the naive forecasts that are switched on."""
        colors = {Kind.TRUTH: palette.text, Kind.FORECAST: palette.curves[1]}
        colors |= {Kind.LAST_VALUE: palette.curves[2], Kind.SEASON_AGO: palette.curves[3]}
        names = _names()
        return [
            Line(names[kind], line.x, line.y, colors[kind], dashed=kind in _NAIVE)
            for kind, line in self._found().items()
        ]

    def axes(self) -> Axes:
        """Return time and value."""
        if self._forecast is None:
            return Axes("", "")
        name, unit = self._forecast.columns[self._column], self._units[self._column]
        dated = self._forecast.dated
        return Axes(tr("Time") if dated else tr("Row"), with_unit(name, unit), dated=dated)

    def summary(self) -> str:
        """Return the errors in words."""
        if self._forecast is None:
            return ""
        return words_of(
            self._forecast,
            column=self._column,
            step=max(self.step.currentIndex(), 0),
            unit=self._units[self._column],
        )

    def stops(self) -> NDArray[np.float64] | None:
        """Return the times that are forecast."""
        found = self._found()
        return found[Kind.FORECAST].x if found else None

    def reading(self, place: float) -> Reading:
        """Return all values at the nearest time that a line has."""
        found = self._found()
        if self._forecast is None or not found:
            return NOTHING
        times = np.concatenate([line.x for line in found.values()])
        time = float(times[np.abs(times - place).argmin()])
        values = {kind: line.y[line.x == time] for kind, line in found.items()}
        known = {kind: float(y[0]) for kind, y in values.items() if len(y) and math.isfinite(y[0])}
        unit, names = self._units[self._column], _names()
        words = ", ".join(f"{names[kind]} {amount(value, unit=unit)}" for kind, value in known.items())
        moment = time_words(time, dated=self._forecast.dated)
        return Reading(time, list(known.values()), f"{moment}: {words}")

    def csv(self) -> str:
        """Return time, truth and forecast, and the naive forecasts that are shown."""
        found, forecast = self._found(), self._forecast
        if forecast is None:
            return ""
        times = np.unique(np.concatenate([line.x for line in found.values()]))
        columns: list[list[float]] = []
        for line in found.values():
            values = np.full(len(times), np.nan)
            values[np.searchsorted(times, line.x)] = line.y
            columns.append(values.tolist())
        names = _names()
        titles = [tr("Time") if forecast.dated else tr("Row"), *(names[kind] for kind in found)]
        moments = [time_words(time, dated=forecast.dated) for time in times.tolist()]
        return table_csv(titles, zip(moments, *columns, strict=True))

    @property
    def _column(self) -> int:
        return max(self.column.currentIndex(), 0)

    def _found(self) -> dict[Kind, TimeLine]:
        if self._forecast is None:
            return {}
        found = lines_of(
            self._forecast,
            column=self._column,
            step=max(self.step.currentIndex(), 0),
            series=max(self.series.currentIndex(), 0),
        )
        hidden = {kind for kind, button in self.naive.items() if not button.isChecked()}
        return {kind: line for kind, line in found.items() if kind not in hidden}

    @Slot(int)
    def _redraw(self, _index: int) -> None:
        self.redraw()

    @Slot(bool)
    def _toggle(self, _on: bool) -> None:
        self.redraw()


def _names() -> dict[Kind, str]:
    return {
        Kind.TRUTH: tr("Truth"),
        Kind.FORECAST: tr("Forecast"),
        Kind.LAST_VALUE: tr("Last value"),
        Kind.SEASON_AGO: tr("A season ago"),
    }
