"""ROC and precision-recall curves, with few enough points to draw.

A curve is of one class against the rest; `macro` is the mean of the ROC curves of all classes. A test
compares them with scikit-learn's: the packaged program has no room for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST_POINTS = 500
_GRID = 201


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve to draw.

    Attributes:
        name: Of the class; "" for the mean of all.
        x: (p,) float64, 0 to 1: of a ROC curve the false positive rate, else the recall.
        y: (p,) float64, 0 to 1: the true positive rate, or the precision.
        thresholds: (p,) float64, the score from which on an example counts as of the class; NaN in a mean,
            infinite where nothing does.
        area: Below the curve; of precision and recall it is the average precision.
    """

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    thresholds: NDArray[np.float64]
    area: float


def roc(is_one: NDArray[np.bool_], score: NDArray[np.floating], *, name: str) -> Curve | None:
    """Return the ROC curve of one class, None where all or none of the examples are of it.

    Args:
        is_one: (n,) whether an example is of the class.
        score: (n,) higher where that is more likely.
        name: Of the class.
    """
    if is_one.all() or not is_one.any():
        return None
    others, ones, thresholds = _counted(is_one, score)
    x, y = np.r_[0, others] / others[-1], np.r_[0, ones] / ones[-1]
    kept = _thinned(y)
    return Curve(
        name,
        x[kept],
        y[kept],
        np.r_[np.inf, thresholds][kept],
        float(np.sum(np.diff(x) * (y[1:] + y[:-1])) / 2),
    )


def precision_recall(is_one: NDArray[np.bool_], score: NDArray[np.floating], *, name: str) -> Curve | None:
    """Return precision over recall of one class, None where none of the examples are of it.

    Args:
        is_one: (n,) whether an example is of the class.
        score: (n,) higher where that is more likely.
        name: Of the class.
    """
    if not is_one.any():
        return None
    others, ones, thresholds = _counted(is_one, score)
    precision, recall = ones / (ones + others), ones / ones[-1]
    area = float(np.sum(np.diff(recall, prepend=0.0) * precision))
    # from all examples to none, where precision is 1 by convention
    x, y, bounds = np.r_[recall[::-1], 0.0], np.r_[precision[::-1], 1.0], np.r_[thresholds[::-1], np.inf]
    kept = _thinned(x)
    return Curve(name, x[kept], y[kept], bounds[kept], area)


def _counted(
    is_one: NDArray[np.bool_], score: NDArray[np.floating]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.floating]]:
    """Return how many others and how many of the class have each score or a higher one, and the scores.

    The scores are the different ones, the highest first.
    """
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    last = np.r_[np.flatnonzero(np.diff(ranked)), len(ranked) - 1]
    ones = np.cumsum(is_one[order], dtype=np.int64)[last]
    return last + 1 - ones, ones, ranked[last]


def roc_curves(
    truth: NDArray[np.integer], scores: NDArray[np.floating], *, classes: Sequence[str]
) -> tuple[Curve, ...]:
    """Return the ROC curves: of two classes that of the second, else the mean of all and then each class.

    Args:
        truth: (n,) class numbers.
        scores: (n, k).
        classes: Names of the k classes.
    """
    if len(classes) == 2:
        only = roc(truth == 1, scores[:, 1], name=classes[1])
        return () if only is None else (only,)
    found = [
        curve
        for number, name in enumerate(classes)
        if (curve := roc(truth == number, scores[:, number], name=name)) is not None
    ]
    if not found:
        return ()
    grid = np.linspace(0, 1, _GRID)
    # the highest rate at each place, as a curve is vertical where several points have the same x
    mean = np.mean([np.interp(grid, curve.x, np.maximum.accumulate(curve.y)) for curve in found], axis=0)
    mean[0] = 0.0
    area = float(np.mean([curve.area for curve in found]))
    return (Curve("", grid, mean, np.full(_GRID, np.nan), area), *found)


def precision_recall_curves(
    truth: NDArray[np.integer], scores: NDArray[np.floating], *, classes: Sequence[str]
) -> tuple[Curve, ...]:
    """Return precision over recall: of two classes that of the second, else of each class.

    Args:
        truth: (n,) class numbers.
        scores: (n, k).
        classes: Names of the k classes.
    """
    numbers = [1] if len(classes) == 2 else range(len(classes))
    found = (precision_recall(truth == number, scores[:, number], name=classes[number]) for number in numbers)
    return tuple(curve for curve in found if curve is not None)


def _thinned(rate: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the numbers of evenly spaced points, and of those beside evenly spaced steps of a rate.

    A class of few examples has few steps, and a line that jumps over one would show what is not true.

    Args:
        rate: (p,) the share of the examples of the class that are found.
    """
    steps = np.flatnonzero(np.diff(rate))
    beside = steps[_evenly(len(steps))]
    return np.unique(np.r_[_evenly(len(rate)), beside, beside + 1])


def _evenly(count: int) -> NDArray[np.int64]:
    return np.linspace(0, count - 1, min(count, _MOST_POINTS)).round().astype(np.int64)
