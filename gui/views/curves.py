"""What one plot draws, as plain numbers: the curves of a quantity, smoothed and thinned for a screen.

How they are drawn is in `curve_plot`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from engine.run.metric_history import VALIDATION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.run.metric_history import MetricHistory

LEARNING_RATE = "learning_rate"
"""The quantity that is not a metric."""

_BLOCK = 128


class Kind(Enum):
    """What a curve of a quantity tells."""

    BATCHES = "batches"
    TRAIN = "train"
    VALIDATION = "validation"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Curve:
    """x (n,) in epochs, non-decreasing, and y (n,)."""

    kind: Kind
    x: NDArray[np.float64]
    y: NDArray[np.float64]


def curves_of(history: MetricHistory, quantity: str) -> tuple[Curve, ...]:
    """The curves of a quantity that have points, the palest first."""
    if quantity == LEARNING_RATE:
        found = [Curve(Kind.RATE, *history.learning_rates)]
    else:
        found = [
            Curve(Kind.BATCHES, *history.batches(quantity)),
            Curve(Kind.TRAIN, *history.epochs(quantity)),
            Curve(Kind.VALIDATION, *history.epochs(VALIDATION + quantity)),
        ]
    return tuple(curve for curve in found if len(curve.x))


def smooth(y: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """The exponential moving average of y (n,), corrected for its start; NaN and infinity are passed over.

    `weight` is 0 (nothing is smoothed) to below 1.
    """
    if weight <= 0 or not len(y):
        return y
    known = np.isfinite(y)
    values = np.where(known, y, 0.0)
    powers = np.arange(_BLOCK)
    lower = np.tril(weight ** np.maximum(powers[:, None] - powers[None, :], 0)) * (1 - weight)
    total, share = np.empty(len(y)), np.empty(len(y))
    carry, carried = 0.0, 0.0
    for start in range(0, len(y), _BLOCK):
        part = slice(start, start + _BLOCK)
        size = len(y[part])
        decay = weight ** (powers[:size] + 1)
        total[part] = lower[:size, :size] @ values[part] + decay * carry
        share[part] = lower[:size, :size] @ known[part].astype(float) + decay * carried
        carry, carried = total[part][-1], share[part][-1]
    return np.divide(total, share, out=np.full(len(y), np.nan), where=share > 0)


def thin(curve: Curve, *, low: float, high: float, buckets: int) -> Curve:
    """The part of a curve between `low` and `high` and one point beyond each, at most two points a bucket.

    Of each bucket the lowest and the highest point stay, so that no spike vanishes.
    """
    start = max(int(np.searchsorted(curve.x, low, side="left")) - 1, 0)
    end = min(int(np.searchsorted(curve.x, high, side="right")) + 1, len(curve.x))
    x, y = curve.x[start:end], curve.y[start:end]
    size = len(x) // max(buckets, 1)
    if size < 4:
        return Curve(curve.kind, x, y)
    # groups begin at multiples of their size in the whole curve, so that they do not shimmer while it grows
    shift = -start % size
    whole = (len(x) - shift) // size * size
    groups = y[shift : shift + whole].reshape(-1, size)
    unknown = np.isnan(groups)
    lowest = np.where(unknown, np.inf, groups).argmin(axis=1)
    highest = np.where(unknown, -np.inf, groups).argmax(axis=1)
    # a level bucket would keep one point twice
    highest = np.where(highest == lowest, (lowest + 1) % size, highest)
    starts = shift + np.arange(0, whole, size)
    first, second = starts + np.minimum(lowest, highest), starts + np.maximum(lowest, highest)
    kept = np.concatenate([np.arange(shift), np.stack([first, second], axis=1).ravel()])
    kept = np.concatenate([kept, np.arange(shift + whole, len(x))])
    return Curve(curve.kind, x[kept], y[kept])


def nearest(curve: Curve, place: float) -> tuple[float, float] | None:
    """The point of a curve that lies nearest to `place` in epochs, None for an empty curve."""
    if not len(curve.x):
        return None
    index = int(np.searchsorted(curve.x, place))
    if index == len(curve.x) or (index > 0 and place - curve.x[index - 1] <= curve.x[index] - place):
        index -= 1
    return float(curve.x[index]), float(curve.y[index])


def nice_end(place: float, *, last: float) -> float:
    """Where the epoch axis ends while it follows: a round number beyond `place`, at most `last`.

    It grows in few steps, so that the picture rarely moves.
    """
    if last <= 0:
        return max(place, 1.0)
    size = 1.0
    while size < place * 1.02:
        for factor in (1.0, 1.5, 2.0, 3.0, 5.0, 7.5):
            if size * factor >= place * 1.02:
                return max(min(size * factor, last), place)
        size *= 10
    return max(min(size, last), place)


def log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithms of (n,) values; NaN where a value is not positive."""
    return np.log10(values, out=np.full(len(values), np.nan), where=values > 0)


class Extent:
    """The range of all finite values that were added."""

    def __init__(self) -> None:
        self._low, self._high = math.inf, -math.inf

    def add(self, values: NDArray[np.float64]) -> None:
        """Take in values, (n,)."""
        known = values[np.isfinite(values)]
        if len(known):
            self._low = min(self._low, float(known.min()))
            self._high = max(self._high, float(known.max()))

    def padded(self, *, room: float = 0.05) -> tuple[float, float]:
        """The lowest and the highest value with room beyond; 0 and 1 where there is none.

        `room` is the part of the whole, below 0.5, that is left free at either end.
        """
        if self._low > self._high:
            return 0.0, 1.0
        span = self._high - self._low
        beyond = span * room / (1 - 2 * room) if room < 0.5 else span
        beyond = beyond or max(abs(self._high) * 0.1, 1e-6)
        return self._low - beyond, self._high + beyond
