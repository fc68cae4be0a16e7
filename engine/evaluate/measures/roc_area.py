"""The area below the ROC curve: how often an example of a class has a higher score than one of another.

Of more than two classes it is the mean of each class against the rest, over the classes that have examples
and are not all; scikit-learn's `roc_auc_score(multi_class="ovr", average="macro")`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.intervals import Measured, bootstrap


def roc_area(truth: NDArray[np.integer], scores: NDArray[np.floating], *, seed: int = 0) -> Measured:
    """Return the area below the ROC curve, with its interval.

    The interval is a bootstrap of what each example contributes (its place among the examples of the other
    side), so that the scores are ranked once and not 1,000 times.

    Args:
        truth: (n,) class numbers.
        scores: (n, k), higher where a class is more likely; with two classes the second column is used.
        seed: Of the bootstrap.
    """
    defined = _defined(truth, scores)
    if not defined:
        return Measured(math.nan)
    area = float(np.mean([one[0] for one in defined]))
    influence = np.mean([one[1] for one in defined], axis=0)
    parts = np.column_stack([influence, np.ones(len(truth))])
    (drawn,) = bootstrap(parts, lambda sums: area + sums[:, :1] / sums[:, 1:], seed=seed)
    return Measured(area, max(0.0, drawn.low), min(1.0, drawn.high))


def roc_value(truth: NDArray[np.integer], scores: NDArray[np.floating]) -> float:
    """Return the area below the ROC curve alone, NaN where it is not defined; arguments as `roc_area`."""
    found = [_area(truth == column, scores[:, column]) for column in _columns(scores)]
    areas = [one for one in found if one is not None]
    return float(np.mean(areas)) if areas else math.nan


def _defined(
    truth: NDArray[np.integer], scores: NDArray[np.floating]
) -> list[tuple[float, NDArray[np.float64]]]:
    found = (_placements(truth == column, scores[:, column]) for column in _columns(scores))
    return [one for one in found if one is not None]


def _columns(scores: NDArray[np.floating]) -> Iterable[int]:
    return [1] if scores.shape[1] == 2 else range(scores.shape[1])


def _area(is_one: NDArray[np.bool_], score: NDArray[np.floating]) -> float | None:
    """Return the area of one class from the ranks of its examples; None where one side is empty."""
    ones = int(is_one.sum())
    rest = len(is_one) - ones
    if not ones or not rest:
        return None
    above = float(_ranks(score)[is_one].sum()) - ones * (ones + 1) / 2
    return above / (ones * rest)


def _placements(
    is_one: NDArray[np.bool_], score: NDArray[np.floating]
) -> tuple[float, NDArray[np.float64]] | None:
    """Return the area of one class and (n,) how far each example moves it; None where one side is empty."""
    ones, rest = int(is_one.sum()), int((~is_one).sum())
    if not ones or not rest:
        return None
    ranks = _ranks(score)
    placed = np.empty(len(score))
    # how many of the other side are below: all below, less those of the same side
    placed[is_one] = (ranks[is_one] - _ranks(score[is_one])) / rest
    placed[~is_one] = 1 - (ranks[~is_one] - _ranks(score[~is_one])) / ones
    area = float(placed[is_one].mean())
    count = len(score)
    scale = np.where(is_one, count / ones, count / rest)
    return area, (placed - area) * scale


def _ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (n,) ranks from 1, equal values with the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[places]
