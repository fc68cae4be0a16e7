"""Errors of predicted numbers: R2, MAE, RMSE with intervals, residuals, errors by quantile of the truth.

Means over several targets are plain means of each target's value, as in scikit-learn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.intervals import Measured, Sums, bootstrap

QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
"""Those of the residuals."""
_PARTS = 5


@dataclass(frozen=True, slots=True)
class QuantileError:
    """The errors where the truth is in one part of its range.

    Attributes:
        low: The lowest true value of the part.
        high: The highest.
        count: How many examples there are.
        mae: Their mean absolute error.
        bias: The mean of prediction minus truth: above 0 where too much is predicted.
    """

    low: float
    high: float
    count: int
    mae: float
    bias: float


@dataclass(frozen=True, slots=True)
class TargetScores:
    """How well one target is predicted. Errors are in its units.

    Attributes:
        name: Of the target.
        r2: The share of the variance that is explained; NaN where the truth is constant or has one value.
        mae: The mean absolute error.
        rmse: The root of the mean squared error.
        bias: The mean of prediction minus truth.
        residuals: The quantiles `QUANTILES` of prediction minus truth, in their order.
        by_quantile: The errors from the lowest true values to the highest.
    """

    name: str
    r2: Measured
    mae: Measured
    rmse: Measured
    bias: float
    residuals: tuple[float, ...]
    by_quantile: tuple[QuantileError, ...]


@dataclass(frozen=True, slots=True)
class Regression:
    """How well numbers are predicted.

    Attributes:
        count: How many examples there are.
        r2: The mean of the targets' values.
        mae: The mean of the targets' values.
        rmse: The mean of the targets' values.
        targets: One for each target.
    """

    count: int
    r2: Measured
    mae: Measured
    rmse: Measured
    targets: tuple[TargetScores, ...]


def regression(
    truth: NDArray[np.floating],
    predicted: NDArray[np.floating],
    *,
    names: Sequence[str],
    seed: int = 0,
    block: int = 1,
) -> Regression:
    """Compare predicted numbers with the true ones.

    Args:
        truth: (n, targets).
        predicted: (n, targets).
        names: Of the targets.
        seed: Of the bootstrap.
        block: As in `bootstrap`: the horizon where examples are overlapping windows of a series, else 1.
    """
    wanted, found = np.asarray(truth, np.float64), np.asarray(predicted, np.float64)
    count, targets = wanted.shape
    residuals = found - wanted
    # around the mean, as squares of large numbers of nearly the same size lose their digits
    centred = wanted - (wanted.mean(axis=0) if count else 0.0)
    parts = np.column_stack([np.ones(count), np.abs(residuals), residuals**2, centred, centred**2])
    measured = bootstrap(parts, lambda sums: _measures(sums, targets), seed=seed, block=block)
    r2, mae, rmse = (measured[at : at + targets] for at in range(0, 3 * targets, targets))
    overall = measured[3 * targets :]
    return Regression(
        count=count,
        r2=overall[0],
        mae=overall[1],
        rmse=overall[2],
        targets=tuple(
            TargetScores(
                name=name,
                r2=r2[at],
                mae=mae[at],
                rmse=rmse[at],
                bias=float(residuals[:, at].mean()) if count else math.nan,
                residuals=_quantiles(residuals[:, at]),
                by_quantile=errors_by_quantile(wanted[:, at], found[:, at]),
            )
            for at, name in enumerate(names)
        ),
    )


def errors_by_quantile(
    truth: NDArray[np.floating], predicted: NDArray[np.floating], *, parts: int = _PARTS
) -> tuple[QuantileError, ...]:
    """Return the errors of parts with equal numbers of examples, by ascending true value.

    Equal true values are in one part, so there may be fewer.

    Args:
        truth: (n,).
        predicted: (n,).
        parts: How many at most.
    """
    if not len(truth):
        return ()
    edges = np.unique(np.quantile(truth, np.linspace(0, 1, parts + 1)[1:-1]))
    numbers = np.searchsorted(edges, truth, side="left")
    found: list[QuantileError] = []
    for number in np.unique(numbers):
        chosen = numbers == number
        errors = predicted[chosen] - truth[chosen]
        found.append(
            QuantileError(
                low=float(truth[chosen].min()),
                high=float(truth[chosen].max()),
                count=int(chosen.sum()),
                mae=float(np.abs(errors).mean()),
                bias=float(errors.mean()),
            )
        )
    return tuple(found)


def _measures(sums: Sums, targets: int) -> NDArray[np.float64]:
    """Return (r, 3 * targets + 3): R2, MAE and RMSE of each target, then their means."""
    count = sums[:, :1]
    absolute, squared, total, squares = np.split(sums[:, 1:], 4, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = squares - total**2 / count
        is_constant = spread <= 1e-12 * np.maximum(squares, np.finfo(np.float64).tiny)
        r2 = np.where(is_constant | (count < 2), np.nan, 1 - squared / np.where(is_constant, 1.0, spread))
        mae, rmse = absolute / count, np.sqrt(squared / count)
    measures = (r2, mae, rmse)
    return np.hstack([*measures, *(values.sum(axis=1, keepdims=True) / targets for values in measures)])


def _quantiles(residuals: NDArray[np.float64]) -> tuple[float, ...]:
    if not len(residuals):
        return (math.nan,) * len(QUANTILES)
    return tuple(np.quantile(residuals, QUANTILES).tolist())
