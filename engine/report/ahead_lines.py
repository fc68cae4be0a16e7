"""What the plots of a forecast draw: the same in the window, in a saved picture and in a report."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.ahead import Future
from engine.language import tr
from engine.record.forecast_file import Forecast
from engine.report.figure import COLORS, Line

TEXT = "#1c1d22"
"""On paper, of what was measured."""
_SHOWN_BEFORE = 3  # times the horizon: as much of the past is seen
_LEAST_BEFORE = 24
_MOST_TIMES = 2_000  # that can be distinguished on paper


def forecast_values(
    forecast: Forecast, *, column: int, step: int, series: int
) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the times and values of one series: what came, what was forecast, and naive forecasts.

    Args:
        forecast: The forecast.
        column: The index of the forecast column.
        step: The index in the horizon; 0 is one step ahead.
        series: The index of the series.

    Returns:
        (n,) times and (n,) values of "truth", "forecast" and "last_value", and where a season is known of
        "season_ago"; NaN where the series had not begun.
    """
    first, end = forecast.bounds[series].tolist()
    truth = forecast.truth[:, column].astype(np.float64)
    inside = (forecast.starts >= first) & (forecast.starts < end)
    starts = forecast.starts[inside]
    times = forecast.times[starts + step]

    def at(rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return times, np.where(rows >= first, truth[np.maximum(rows, first)], np.nan)

    found = {
        "truth": (forecast.times[first:end], truth[first:end]),
        "forecast": (times, forecast.predicted[inside, column, step].astype(np.float64)),
        "last_value": at(starts - 1),
    }
    season = forecast.errors.season
    if season is not None:
        found["season_ago"] = at(starts + step - season * (step // season + 1))
    return found


def truth_lines(forecast: Forecast, *, column: int, step: int = 0, series: int = 0) -> list[Line]:
    """Return what came and what was forecast, on paper; of a long series the last forecasts.

    Args:
        forecast: The forecast.
        column: The index of the forecast column.
        step: The index in the horizon; 0 is one step ahead.
        series: The index of the series.
    """
    found = forecast_values(forecast, column=column, step=step, series=series)
    times, values = (given[-_MOST_TIMES:] for given in found["forecast"])
    since, truth = found["truth"]
    shown = (
        since >= times[0] if len(found["forecast"][0]) > _MOST_TIMES else np.full(len(since), fill_value=True)
    )
    return [
        Line(tr("Truth"), since[shown], truth[shown], TEXT),
        Line(tr("Forecast"), times, values, COLORS[1]),
    ]


def future_lines(future: Future, *, color: str = COLORS[1], text: str = TEXT) -> list[Line]:
    """Return the last rows, the forecast as their continuation, and the interval as an area.

    Args:
        future: Of one column of one series.
        color: Of the forecast.
        text: Of what was measured.
    """
    most = max(_SHOWN_BEFORE * len(future.times), _LEAST_BEFORE)
    past_times, past = future.past_times[-most:], future.past[-most:]
    times, values = np.r_[past_times[-1:], future.times], np.r_[past[-1:], future.values]
    lines = [Line(tr("Data"), past_times, past, text), Line(tr("Forecast"), times, values, color)]
    known = np.isfinite(future.low) & np.isfinite(future.high)
    if known.any():
        times, low, high = future.times[known], future.low[known], future.high[known]
        area = Line(
            tr("95 % interval"),
            np.r_[times, times[::-1]],
            np.r_[high, low[::-1]],
            color,
            form="area" if len(times) > 1 else "line",
        )
        lines.insert(0, area)
    return lines
