"""How often a model is right when it says how sure it is, as scikit-learn's `calibration_curve` counts it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.intervals import Measured, wilson


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """Examples with nearly the same probability.

    Attributes:
        low: The lowest probability of the bin.
        high: The highest.
        probability: The mean of the predicted probabilities; NaN without examples.
        share: The share that is right, or of the class, with Wilson's interval.
        count: How many examples there are.
    """

    low: float
    high: float
    probability: float
    share: Measured
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well probabilities say what happens.

    Attributes:
        bins: From the lowest probability to the highest.
        error: The expected calibration error: the mean distance of probability and share, weighted by the
            number of examples; NaN without examples.
    """

    bins: tuple[CalibrationBin, ...]
    error: float


def calibration(
    probability: NDArray[np.floating], is_so: NDArray[np.bool_], *, bins: int = 10
) -> Calibration:
    """Compare probabilities with what happened.

    With two classes these are the probability of the second class, and whether an example is of it; with
    more, the highest probability of an example, and whether its class is the true one.

    Args:
        probability: (n,) 0 to 1.
        is_so: (n,) whether it is so.
        bins: How many bins of equal width there are.
    """
    edges = np.linspace(0.0, 1.0, bins + 1)
    numbers = np.searchsorted(edges[1:-1], probability)
    counts = np.bincount(numbers, minlength=bins)
    sums = np.bincount(numbers, weights=np.asarray(probability, np.float64), minlength=bins)
    hits = np.bincount(numbers, weights=is_so, minlength=bins)
    found = tuple(
        CalibrationBin(
            low=float(edges[at]),
            high=float(edges[at + 1]),
            probability=float(sums[at] / counts[at]) if counts[at] else math.nan,
            share=wilson(int(hits[at]), int(counts[at])),
            count=int(counts[at]),
        )
        for at in range(bins)
    )
    total = int(counts.sum())
    error = float(np.abs(sums - hits).sum() / total) if total else math.nan
    return Calibration(found, error)
