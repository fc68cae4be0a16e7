"""The validation part of a time series, as its forecast needs it; `engine.run.outputs` forecasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows
from engine.data.series.naive_forecast import season_of


@dataclass(frozen=True, slots=True)
class ForecastPart:
    """The windows that are forecast.

    Attributes:
        rows: The whole series.
        windows: (n,) int64, numbers of the validation windows.
        x: (n, ...) their inputs, as the model takes them.
        season: Time steps in a season, as found in the training part; None where there is none.
    """

    rows: ForecastRows
    windows: NDArray[np.int64]
    x: NDArray[Any]
    season: int | None


def forecast_part(
    rows: ForecastRows | None,
    windows: NDArray[np.int64],
    *,
    x: NDArray[Any],
    train: tuple[ForecastRows | None, NDArray[np.int64]],
) -> ForecastPart | None:
    """Return the validation windows of a forecast.

    Args:
        rows: The series; None where nothing is forecast.
        windows: (n,) int64, numbers of the validation windows.
        x: (n, ...) their inputs.
        train: Series and windows of the training part, to find a season in.

    Returns:
        None where nothing is forecast or nothing validates.
    """
    if rows is None or train[0] is None or not len(windows):
        return None
    return ForecastPart(rows, windows, x, season_of(train[0], train[1]))
