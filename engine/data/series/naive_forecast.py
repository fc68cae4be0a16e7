"""What a forecast is compared with: the last value, and that of a season ago; and how long a season is.

Predictions are left to the caller.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows

_CLEAR = 0.3
"""The least autocorrelation at which a repetition counts as a season."""
_NEARLY = 0.85
_SEASONS_SEEN = 3


@dataclass(frozen=True, slots=True)
class Errors:
    """Mean absolute errors of a forecast and of naive forecasts, over the same windows.

    Attributes:
        model: (columns, horizon) float64.
        last_value: (columns, horizon) float64, of repeating the last value.
        season_ago: (columns, horizon) float64, of the values one season ago; None without a season.
        season: in time steps; None without one.
    """

    model: NDArray[np.float64]
    last_value: NDArray[np.float64]
    season_ago: NDArray[np.float64] | None
    season: int | None


def season_of(rows: ForecastRows, train: NDArray[np.int64]) -> int | None:
    """Return the season of a series, in time steps.

    It is the one that is set, or else the first lag at which the autocorrelation of the longest training
    series, without its linear trend, is nearly as high as at its highest peak.

    Args:
        rows: of all series.
        train: int64 indices of the windows that train, the only ones that are used.

    Returns:
        The season; None where none is found.
    """
    if rows.season is not None:
        return rows.season
    ends = rows.starts[train] + rows.horizon
    parts_of_series = [
        rows.values[first : int(covered.max()), 0]
        for first, end in rows.bounds.tolist()
        if len(covered := ends[(ends > first) & (ends <= end)])
    ]
    values = max(parts_of_series, key=len, default=np.empty(0)).astype(np.float64)
    most = len(values) // _SEASONS_SEEN
    if most < _SEASONS_SEEN:
        return None
    at = np.arange(len(values))
    values -= np.polyval(np.polyfit(at, values, 1), at)
    spectrum = np.abs(np.fft.rfft(values, 2 * len(values))) ** 2
    found = np.fft.irfft(spectrum)[: most + 2]
    if found[0] <= 0:
        return None
    found = found / found[0]
    peaks = [lag for lag in range(2, most + 1) if found[lag] > max(found[lag - 1], found[lag + 1], _CLEAR)]
    highest = max((found[lag] for lag in peaks), default=0.0)
    return next((lag for lag in peaks if found[lag] >= _NEARLY * highest), None)


def truth_of(rows: ForecastRows, windows: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the values that followed the windows.

    Args:
        rows: of all series.
        windows: (n,) int64 indices.

    Returns:
        (n, columns, horizon) float32.
    """
    return rows.values[rows.starts[windows][:, np.newaxis] + np.arange(rows.horizon)].transpose(0, 2, 1)


def errors_of(
    rows: ForecastRows, windows: NDArray[np.int64], *, predicted: NDArray[np.float32], season: int | None
) -> Errors:
    """Compare the errors of a model with those of the naive forecasts.

    Args:
        rows: of all series.
        windows: (n,) int64 indices.
        predicted: (n, columns, horizon) by the model.
        season: in time steps; None without one. With it, only windows that have one behind them are used.
    """
    starts = rows.starts[windows]
    steps = np.arange(rows.horizon)
    ago = None
    if season is not None:
        firsts = rows.bounds[np.searchsorted(rows.bounds[:, 0], starts, side="right") - 1, 0]
        ago = starts[:, np.newaxis] + steps - season * (steps // season + 1)
        known = ago[:, 0] >= firsts
        if known.any():
            starts, predicted, ago = starts[known], predicted[known], ago[known]
        else:
            ago = season = None
    truth = rows.values[starts[:, np.newaxis] + steps].transpose(0, 2, 1).astype(np.float64)
    last = rows.values[starts - 1][:, :, np.newaxis]
    seasonal = None if ago is None else rows.values[ago].transpose(0, 2, 1)
    return Errors(
        model=np.abs(predicted - truth).mean(axis=0),
        last_value=np.abs(last - truth).mean(axis=0),
        season_ago=None if seasonal is None else np.abs(seasonal - truth).mean(axis=0),
        season=season,
    )
