"""The forecast of a run over the true values: choice of column, steps ahead and series, with errors.

It shows what the run folder holds (`engine.record.forecast_file.Forecast`) beside naive forecasts; the model
is not called.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSignalBlocker, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from engine.evaluate.result_words import amount
from engine.record.forecast_file import Forecast
from engine.report.ahead_lines import forecast_values
from gui.style import SPACE, ThemeWatch
from gui.style.no_wheel import NoWheelComboBox
from gui.text import tr
from gui.views.forecast.forecast_plot import ForecastPlot, Line, TimeLine
from gui.views.parts import numbers
from gui.views.plots.legend import Legend, LegendEntry
from gui.views.run.run_state_text import steps_ahead


class ForecastView(QWidget):
    """The plot of a forecast with its choices, legend and errors.

    Attributes:
        plot: The lines.
        column: The choice of the forecast column.
        step: The choice of how many steps ahead.
        series: The choice of the series.
        entries: The legend's entry for each line.
        words: The errors as a sentence.
        where: The time under the pointer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forecast: Forecast | None = None
        self.plot = ForecastPlot()
        self.plot.hovered.connect(self._read)
        self.column, self.step, self.series = (_chooser() for _ in range(3))
        self.column.setAccessibleName(tr("Column"))
        self.step.setAccessibleName(tr("Steps ahead"))
        self.series.setAccessibleName(tr("Series"))
        for chooser in (self.column, self.step, self.series):
            chooser.activated.connect(self._draw)
        self.entries = {
            Line.TRUTH: LegendEntry(tr("Truth")),
            Line.FORECAST: LegendEntry(tr("Forecast")),
            Line.LAST_VALUE: LegendEntry(tr("Last value")),
            Line.SEASON_AGO: LegendEntry(tr("A season ago")),
        }
        for line, entry in self.entries.items():
            entry.setChecked(line in (Line.TRUTH, Line.FORECAST))
            entry.toggled.connect(self._draw)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "caption")
        card = QFrame()
        card.setProperty("role", "card")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE.l, SPACE.s, SPACE.s, 0)
        for widget in (self.column, self.step, self.series):
            head.addWidget(widget)
        head.addWidget(Legend(self.entries.values()), 1)
        self.where = QLabel()
        self.where.setProperty("role", "muted")
        head.addWidget(self.where)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, SPACE.s, SPACE.s)
        inside.setSpacing(SPACE.xs)
        inside.addLayout(head)
        self.words.setContentsMargins(SPACE.l, 0, SPACE.s, 0)
        inside.addWidget(self.words)
        inside.addWidget(self.plot, 1)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(SPACE.xl, SPACE.s, SPACE.xl, SPACE.l)
        outside.addWidget(card)
        self._apply_theme()
        self._theme = ThemeWatch()
        self._theme.change()

    def show_forecast(self, forecast: Forecast) -> None:
        """Show a forecast; choices are kept where they still exist.

        Args:
            forecast: What the model forecast after one epoch.
        """
        self._forecast = forecast
        _offer(self.column, forecast.columns)
        _offer(self.step, tuple(steps_ahead(step) for step in range(1, forecast.horizon + 1)))
        _offer(self.series, forecast.series)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        forecast = self._forecast
        if forecast is None:
            return
        column, step = self.column.currentIndex(), self.step.currentIndex()
        self.plot.draw(
            lines_of(forecast, column=column, step=step, series=self.series.currentIndex()),
            shown=frozenset(line for line, entry in self.entries.items() if entry.isChecked()),
            dated=forecast.dated,
        )
        self.entries[Line.SEASON_AGO].setVisible(forecast.errors.season_ago is not None)
        self._read(math.nan)
        self.words.setText(words_of(forecast, column=column, step=step))

    @Slot(float)
    def _read(self, place: float) -> None:
        """Show the values at the time under the pointer; for NaN the errors of each forecast."""
        if self._forecast is None:
            return
        time, values = self.plot.read(place)
        self.plot.draw_cursor(time, list(values.values()))
        if values:
            self.where.setText(time_words(time, dated=self._forecast.dated))
        else:
            self.where.clear()
            values = self._errors(self._forecast)
        for line, entry in self.entries.items():
            entry.set_value(numbers.value(values[line]) if line in values else "")

    def _errors(self, forecast: Forecast) -> dict[Line, float]:
        at = self.column.currentIndex(), self.step.currentIndex()
        errors = forecast.errors
        found = {
            Line.FORECAST: errors.model,
            Line.LAST_VALUE: errors.last_value,
            Line.SEASON_AGO: errors.season_ago,
        }
        return {line: float(value[at]) for line, value in found.items() if value is not None}

    def _apply_theme(self) -> None:
        self.plot.apply_theme()
        for line, entry in self.entries.items():
            entry.set_stroke(self.plot.pen(line))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_theme") and self._theme.change():
            self._apply_theme()


def lines_of(forecast: Forecast, *, column: int, step: int, series: int) -> dict[Line, TimeLine]:
    """Return the lines of one series: true values, forecast and naive forecasts.

    Args:
        forecast: The forecast.
        column: The index of the forecast column.
        step: The index in the horizon; 0 is one step ahead.
        series: The index of the series.

    Returns:
        A line for each forecast that exists; that of a season ago only where a season is known.
    """
    found = forecast_values(forecast, column=column, step=step, series=series)
    return {Line[name.upper()]: TimeLine(x, y) for name, (x, y) in found.items()}


def time_words(time: float, *, dated: bool) -> str:
    """Return a time of the axis in words.

    Args:
        time: Seconds since 1970 in UTC, or a plain number.
        dated: Whether it is in seconds since 1970.

    Returns:
        A date, with the time of day except at midnight; or the number.
    """
    if not dated:
        return f"{time:g}"
    moment = datetime.fromtimestamp(time, UTC)
    return moment.strftime("%Y-%m-%d" if moment.time() == datetime.min.time() else "%Y-%m-%d %H:%M")


def words_of(forecast: Forecast, *, column: int, step: int, unit: str = "") -> str:
    """Return the mean absolute errors in words, and whether the model is better than the naive forecasts.

    Args:
        forecast: The forecast.
        column: The index of the forecast column.
        step: The index in the horizon; 0 is one step ahead.
        unit: Of the column; "" where it is not known.
    """
    errors = forecast.errors
    found = {"model": errors.model, "last": errors.last_value, "ago": errors.season_ago}
    known = {name: float(value[column, step]) for name, value in found.items() if value is not None}
    shown = {name: amount(value, unit=unit) for name, value in known.items()}
    if errors.season is None:
        text = tr(
            "After epoch {epoch} the mean absolute error is {model}; with the last value it is {last}.",
            epoch=forecast.epoch,
            **shown,
        )
    else:
        text = tr(
            "After epoch {epoch} the mean absolute error is {model}; with the last value it is {last},"
            " with the value of a season ago ({season} steps) {ago}.",
            epoch=forecast.epoch,
            season=errors.season,
            **shown,
        )
    if known.pop("model") < min(known.values()):
        return f"{text} {tr('The model does better.')}"
    return f"{text} {tr('That is not yet better than such a naive forecast.')}"


def _chooser() -> QComboBox:
    made = NoWheelComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def _offer(chooser: QComboBox, names: tuple[str, ...]) -> None:
    """Offer these names and keep the chosen index; a single one is not shown."""
    if [chooser.itemText(at) for at in range(chooser.count())] != list(names):
        place = chooser.currentIndex()
        with QSignalBlocker(chooser):
            chooser.clear()
            chooser.addItems(names)
            chooser.setCurrentIndex(place if 0 <= place < len(names) else 0)
    chooser.setVisible(len(names) > 1)
