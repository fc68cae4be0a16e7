"""The error of a forecast by step of the horizon, beside those of simple forecasts of the same windows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from engine.evaluate.measures.by_step import StepErrors
from engine.evaluate.result_words import amount
from engine.report.figure import Line
from engine.report.result_lines import method_name, named_errors, step_lines
from engine.report.tables import table_csv
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.results.plot_card import NOTHING, Palette, PlotCard, Reading
from gui.views.results.xy_plot import Axes

_NAMED = 12
"""Steps that have a label each."""


class HorizonView(PlotCard):
    """A card with a line for the model and one for each simple forecast; bars where one step is forecast.

    Attributes:
        column: The choice of the forecast column; hidden where there is one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Error by step ahead"), "error-by-step", parent=parent)
        self._errors: tuple[StepErrors, ...] = ()
        self._units: tuple[str, ...] = ()
        self.column = NoWheelComboBox()
        self.column.setAccessibleName(tr("Column"))
        self.column.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.column.currentIndexChanged.connect(self._redraw)
        self.add_choice(self.column)

    def show_errors(self, errors: Sequence[StepErrors], *, units: Sequence[str] = ()) -> None:
        """Show the errors; the choice of a column is kept where it still exists.

        Args:
            errors: One for each forecast column.
            units: Of each column; () for none.
        """
        self._errors = tuple(errors)
        self._units = tuple(units) or ("",) * len(self._errors)
        before = self.column.currentText()
        with QSignalBlocker(self.column):
            self.column.clear()
            self.column.addItems([one.column for one in errors])
            self.column.setCurrentIndex(max(self.column.findText(before), 0))
        self.column.setVisible(len(self._errors) > 1)
        self.redraw()

    def lines(self, palette: Palette) -> list[Line]:
        """Return the mean absolute errors."""
        at = self.column.currentIndex()
        return step_lines(self._errors[at], palette.curves) if 0 <= at < len(self._errors) else []

    def axes(self) -> Axes:
        """Return steps and error; where one step is forecast, the names of the forecasts."""
        found = self._named()
        up = tr("Mean absolute error")
        up = f"{up} ({self._unit})" if self._unit else up
        if found and len(found[0][1]) == 1:
            return Axes("", up, x=(0.4, len(found) + 0.6), names=tuple(name for name, _ in found))
        highest = max(
            (float(np.nanmax(values)) for _, values in found if np.isfinite(values).any()), default=1.0
        )
        horizon = len(found[0][1]) if found else 0
        # of few steps each is named: a round number between two of them would be none
        names = tuple(map(str, range(1, horizon + 1))) if horizon <= _NAMED else ()
        return Axes(tr("Steps ahead"), up, y=(0.0, highest * 1.06 or 1.0), names=names)

    def summary(self) -> str:
        """Return up to which step the model is better than each simple forecast."""
        at = self.column.currentIndex()
        if not 0 <= at < len(self._errors):
            return ""
        one = self._errors[at]
        until, horizon = one.better_until, len(one.mae)
        if not one.others:
            return tr("Without a simple forecast there is nothing to compare with.")
        if until == 0:
            return tr("One step ahead a simple forecast is at least as good as the model.")
        if until == horizon:
            return tr("At every step ahead the model is better than each simple forecast.")
        return tr("Up to {steps} steps ahead the model is better than each simple forecast.", steps=until)

    def reading(self, place: float) -> Reading:
        """Return all errors at a step."""
        found = self._named()
        if not found:
            return NOTHING
        horizon = len(found[0][1])
        if horizon == 1:
            at = min(max(round(place) - 1, 0), len(found) - 1)
            name, values = found[at]
            return Reading(float(at + 1), [float(values[0])], f"{name}: {self._written(values[0])}")
        step = min(max(round(place), 1), horizon)
        values = [(name, float(errors[step - 1])) for name, errors in found]
        listed = ", ".join(f"{name} {self._written(value)}" for name, value in values)
        words = tr("{steps} steps ahead: {errors}", steps=step, errors=listed)
        return Reading(float(step), [value for _, value in values], words)

    def csv(self) -> str:
        """Return the errors of every column at every step."""
        names = list(dict.fromkeys(name for one in self._errors for name in one.others))
        titles = [
            tr("Column"),
            tr("Steps ahead"),
            tr("Model"),
            "RMSE",
            *(method_name(name) for name in names),
        ]
        rows = [
            [
                one.column,
                step + 1,
                float(one.mae[step]),
                float(one.rmse[step]),
                *(float(one.others[name][step]) if name in one.others else float("nan") for name in names),
            ]
            for one in self._errors
            for step in range(len(one.mae))
        ]
        return table_csv(titles, rows)

    @property
    def _unit(self) -> str:
        at = self.column.currentIndex()
        return self._units[at] if 0 <= at < len(self._units) else ""

    def _written(self, value: float) -> str:
        return amount(float(value), unit=self._unit)

    def _named(self) -> list[tuple[str, np.ndarray]]:
        at = self.column.currentIndex()
        return named_errors(self._errors[at]) if 0 <= at < len(self._errors) else []

    @Slot(int)
    def _redraw(self, _index: int) -> None:
        self.redraw()
