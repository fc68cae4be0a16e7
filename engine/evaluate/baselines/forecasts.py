"""Simple forecasts of the windows of a part: the last value, that of a season ago, and a linear model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows
from engine.evaluate.baselines.ridge import ridge

_MOST_LAGS = 512
_MOST_WINDOWS = 20_000


def last_value(rows: ForecastRows, windows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the last value before each window's forecast, repeated: (n, columns, horizon)."""
    last = rows.values[rows.starts[windows] - 1].astype(np.float64)
    return np.repeat(last[:, :, np.newaxis], rows.horizon, axis=2)


def season_ago(rows: ForecastRows, windows: NDArray[np.int64], *, season: int) -> NDArray[np.float64]:
    """Return the values one season before, (n, columns, horizon); NaN where a series begins later.

    Args:
        rows: Of all series.
        windows: (n,) int64, numbers of the windows.
        season: In time steps.
    """
    starts, steps = rows.starts[windows], np.arange(rows.horizon)
    ago = starts[:, np.newaxis] + steps - season * (steps // season + 1)
    firsts = rows.bounds[np.searchsorted(rows.bounds[:, 0], starts, side="right") - 1, 0]
    found = rows.values[np.maximum(ago, 0)].transpose(0, 2, 1).astype(np.float64)
    found[ago[:, 0] < firsts] = np.nan
    return found


def linear_ar(
    rows: ForecastRows,
    windows: NDArray[np.int64],
    *,
    window: int,
    train: tuple[ForecastRows, NDArray[np.int64]],
) -> NDArray[np.float64]:
    """Return the forecast of a linear autoregression: each step is a weighted sum of the values before.

    Args:
        rows: Of all series.
        windows: (n,) int64, numbers of the windows.
        window: How many rows the model of the run sees; the autoregression sees the same of the columns that
            are forecast, at most 512 values.
        train: Series and windows that it learns from.

    Returns:
        (n, columns, horizon).
    """
    lags = max(1, min(window, _MOST_LAGS // len(rows.columns)))
    learned, examples = train
    if len(examples) > _MOST_WINDOWS:
        examples = examples[np.linspace(0, len(examples) - 1, _MOST_WINDOWS).round().astype(np.int64)]
    past, last = _past(learned, examples, lags=lags)
    after = _truth(learned, examples) - last
    scale = np.maximum(learned.values.std(axis=0, dtype=np.float64), 1e-12)[np.newaxis, np.newaxis, :]
    flat = after.transpose(0, 2, 1) / scale
    # a little ridge, as neighbouring values are nearly the same
    x, y = (past / scale).reshape(len(past), -1), flat.reshape(len(flat), -1)
    past, last = _past(rows, windows, lags=lags)
    found = ridge(x, y, other=(past / scale).reshape(len(past), -1), alpha=1e-3)
    steps = found.reshape(len(past), rows.horizon, len(rows.columns)) * scale
    return steps.transpose(0, 2, 1) + last


def _past(
    rows: ForecastRows, windows: NDArray[np.int64], *, lags: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the values before each window's forecast without the last one's level, and that last value.

    (n, lags, columns) and (n, columns, 1).
    """
    places = rows.starts[windows][:, np.newaxis] + np.arange(-lags, 0)
    values = rows.values[places].astype(np.float64)
    last = values[:, -1]
    return values - last[:, np.newaxis], last[:, :, np.newaxis]


def _truth(rows: ForecastRows, windows: NDArray[np.int64]) -> NDArray[np.float64]:
    places = rows.starts[windows][:, np.newaxis] + np.arange(rows.horizon)
    return rows.values[places].transpose(0, 2, 1).astype(np.float64)
