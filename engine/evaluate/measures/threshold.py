"""What mistakes cost at each threshold between two classes: where to say that it is the second one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

_MOST = 1_000


@dataclass(frozen=True, slots=True)
class ThresholdCosts:
    """The costs of thresholds. An example counts as of the second class where its score is above.

    Attributes:
        thresholds: (t,) float64, ascending.
        false_positives: (t,) int64, examples of the first class that count as of the second.
        false_negatives: (t,) int64, examples of the second class that count as of the first.
        costs: (t,) float64, of all mistakes.
        best: The threshold with the lowest cost; of several the one next to `default`.
        default: The threshold that is used where nobody chooses one.
        cost_of_positive: What a false positive costs.
        cost_of_negative: What a false negative costs.
    """

    thresholds: NDArray[np.float64]
    false_positives: NDArray[np.int64]
    false_negatives: NDArray[np.int64]
    costs: NDArray[np.float64]
    best: float
    default: float
    cost_of_positive: float
    cost_of_negative: float

    def at(self, threshold: float) -> int:
        """Return the place in the arrays whose threshold is next to this one."""
        return int(np.abs(self.thresholds - threshold).argmin())

    def priced(self, *, cost_of_positive: float, cost_of_negative: float) -> ThresholdCosts:
        """Return the same mistakes at other costs.

        Args:
            cost_of_positive: What a false positive costs.
            cost_of_negative: What a false negative costs.
        """
        costs = self.false_positives * cost_of_positive + self.false_negatives * cost_of_negative
        lowest = np.flatnonzero(costs <= costs.min() + 1e-9)
        best = self.thresholds[lowest[np.abs(self.thresholds[lowest] - self.default).argmin()]]
        return replace(
            self,
            costs=costs.astype(np.float64),
            best=float(best),
            cost_of_positive=cost_of_positive,
            cost_of_negative=cost_of_negative,
        )


def threshold_costs(
    is_second: NDArray[np.bool_],
    score: NDArray[np.floating],
    *,
    cost_of_positive: float = 1.0,
    cost_of_negative: float = 1.0,
    default: float = 0.5,
) -> ThresholdCosts:
    """Count the mistakes at each threshold.

    Args:
        is_second: (n,) whether an example is of the second class.
        score: (n,) of the second class.
        cost_of_positive: What it costs to take an example of the first class for one of the second.
        cost_of_negative: What it costs to take an example of the second class for one of the first.
        default: The threshold that is used where nobody chooses one; it is always among those counted.
    """
    values = np.asarray(score, np.float64)
    thresholds = _candidates(values, default)
    positives, negatives = np.sort(values[~is_second]), np.sort(values[is_second])
    wrong = len(positives) - np.searchsorted(positives, thresholds, side="right")
    missed = np.searchsorted(negatives, thresholds, side="right")
    counted = ThresholdCosts(
        thresholds=thresholds,
        false_positives=wrong.astype(np.int64),
        false_negatives=missed.astype(np.int64),
        costs=np.zeros(len(thresholds)),
        best=default,
        default=default,
        cost_of_positive=0.0,
        cost_of_negative=0.0,
    )
    return counted.priced(cost_of_positive=cost_of_positive, cost_of_negative=cost_of_negative)


def _candidates(values: NDArray[np.float64], default: float) -> NDArray[np.float64]:
    """Return the middles between neighbouring scores, thinned; one below all, one above, and `default`."""
    known = np.unique(values)
    if len(known) > _MOST:
        known = known[np.linspace(0, len(known) - 1, _MOST).round().astype(np.int64)]
    if not len(known):
        return np.array([default])
    below = known[0] - max(1e-6, abs(known[0]) * 1e-6)
    return np.unique(np.r_[below, (known[1:] + known[:-1]) / 2, known[-1], default])
