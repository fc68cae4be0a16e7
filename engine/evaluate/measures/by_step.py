"""Errors of a forecast by step of the horizon, beside those of simple forecasts of the same windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.intervals import LEVEL


@dataclass(frozen=True, slots=True)
class StepErrors:
    """The errors of one column by step of the horizon, in its units.

    Attributes:
        column: Its name.
        mae: (horizon,) float64, the mean absolute error of the model.
        rmse: (horizon,) float64, the root of its mean squared error.
        low: (horizon,) float64, the quantile of truth minus prediction below which 2.5 % lie.
        high: (horizon,) float64, the quantile above which 2.5 % lie.
        others: The mean absolute errors of simple forecasts, (horizon,) float64 each, by their name
            ("last_value", "season", "linear_ar").
    """

    column: str
    mae: NDArray[np.float64]
    rmse: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    others: Mapping[str, NDArray[np.float64]]

    @property
    def better_until(self) -> int:
        """How many steps ahead the model is better than each of the others; 0 where the first one is not."""
        best = np.min([*self.others.values(), np.full(len(self.mae), np.inf)], axis=0)
        worse = np.flatnonzero(self.mae >= best)
        return int(worse[0]) if len(worse) else len(self.mae)


def errors_by_step(
    truth: NDArray[np.floating],
    predicted: NDArray[np.floating],
    *,
    columns: Sequence[str],
    others: Mapping[str, NDArray[np.floating]] | None = None,
) -> tuple[StepErrors, ...]:
    """Compare a forecast with the truth, step by step.

    Args:
        truth: (n, columns, horizon).
        predicted: (n, columns, horizon), by the model.
        columns: Names of the columns.
        others: Simple forecasts of the same windows, (n, columns, horizon) each, by their names. A window of
            which one does not know enough is NaN there and does not count for it.

    Returns:
        One for each column.
    """
    residuals = np.asarray(truth, np.float64) - predicted
    absolute = _mean(np.abs(residuals))
    rmse = np.sqrt(_mean(residuals**2))
    low, high = residual_interval(truth, predicted)
    by_name = {
        name: _mean(np.abs(np.asarray(truth, np.float64) - other)) for name, other in (others or {}).items()
    }
    return tuple(
        StepErrors(
            column=column,
            mae=absolute[at],
            rmse=rmse[at],
            low=low[at],
            high=high[at],
            others={name: errors[at] for name, errors in by_name.items()},
        )
        for at, column in enumerate(columns)
    )


def residual_interval(
    truth: NDArray[np.floating], predicted: NDArray[np.floating]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what to add to a forecast so that 95 % of the true values lie between.

    Args:
        truth: (n, columns, horizon), of windows that the model was not trained on.
        predicted: (n, columns, horizon).

    Returns:
        The lower and the upper end, each (columns, horizon) float64; NaN without windows.
    """
    residuals = np.asarray(truth, np.float64) - predicted
    if not len(residuals):
        nothing = np.full(residuals.shape[1:], np.nan)
        return nothing, nothing.copy()
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(residuals, [tail, 1 - tail], axis=0)
    return low, high


def _mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the means over the windows that have a value; NaN where none has."""
    known = np.isfinite(values)
    counts = known.sum(axis=0)
    sums = np.where(known, values, 0.0).sum(axis=0)
    return np.where(counts, sums / np.maximum(counts, 1), np.nan)
