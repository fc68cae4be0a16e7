"""What one plot draws, as plain numbers: the curves of a quantity, smoothed and thinned for a screen.

How they are drawn is in `curve_plot`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from engine.history.metric_history import VALIDATION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.history.curve_buffer import Series
    from engine.history.metric_history import MetricHistory
    from engine.history.peaks import Blocks, Peaks

_END_ROOM = 0.015  # so that the ring of the best epoch is whole; a part, as plots on one axis differ in width
LEARNING_RATE = "learning_rate"
"""The quantity that is not a metric."""


class CurveKind(Enum):
    """What a curve of a quantity tells."""

    BATCHES = "batches"
    TRAIN = "train"
    VALIDATION = "validation"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Curve:
    """x (n,) in epochs, non-decreasing, and y (n,); with the peaks of long ones."""

    kind: CurveKind
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    peaks: Peaks | None = None

    @classmethod
    def of(cls, kind: CurveKind, series: Series) -> Curve:
        """All points of a series."""
        return cls(kind, *series.points, series.peaks)


def series_of(history: MetricHistory, quantity: str) -> dict[CurveKind, Series]:
    """The series of a quantity that have points, the palest first."""
    if quantity == LEARNING_RATE:
        found = {CurveKind.RATE: history.rate_series}
    else:
        found = {
            CurveKind.BATCHES: history.batch_series(quantity),
            CurveKind.TRAIN: history.epoch_series(quantity),
            CurveKind.VALIDATION: history.epoch_series(VALIDATION + quantity),
        }
    return {kind: series for kind, series in found.items() if len(series)}


def thin(curve: Curve, *, low: float, high: float, buckets: int) -> Curve:
    """The part of a curve between `low` and `high` and one point beyond each, at most two points a bucket.

    Of each bucket the lowest and the highest point stay, so that no spike vanishes. A long part is not looked
    at point by point, but by its peaks.
    """
    start = max(int(np.searchsorted(curve.x, low, side="left")) - 1, 0)
    end = min(int(np.searchsorted(curve.x, high, side="right")) + 1, len(curve.x))
    size = (end - start) // max(buckets, 1)
    if size < 4:
        return Curve(curve.kind, curve.x[start:end], curve.y[start:end])
    blocks = curve.peaks.blocks_for(size) if curve.peaks is not None else None
    if blocks is not None:
        size = size // blocks.size * blocks.size
    # groups begin at multiples of their size in the whole curve, so that they do not shimmer while it grows
    first = -(-start // size) * size
    last = max(end // size * size, first)
    lowest, highest = (
        _extremes(curve.y[first:last], size=size)
        if blocks is None
        else _extremes_of(blocks, first=first, last=last, size=size)
    )
    # a level bucket would keep one point twice
    highest = np.where(highest == lowest, (lowest + 1) % size, highest)
    starts = np.arange(first, last, size)
    pairs = np.stack([starts + np.minimum(lowest, highest), starts + np.maximum(lowest, highest)], axis=1)
    kept = np.concatenate([np.arange(start, first), pairs.ravel(), np.arange(last, end)])
    return Curve(curve.kind, curve.x[kept], curve.y[kept])


def _extremes(y: NDArray[np.float64], *, size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where in each group of `size` points the lowest and the highest lie."""
    groups = y.reshape(-1, size)
    unknown = np.isnan(groups)
    lowest = np.where(unknown, np.inf, groups).argmin(axis=1)
    return lowest, np.where(unknown, -np.inf, groups).argmax(axis=1)


def _extremes_of(
    blocks: Blocks, *, first: int, last: int, size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same for the points `first` to `last` - 1, asked of blocks that begin where the groups do."""
    part = slice(first // blocks.size, last // blocks.size)
    a_group = size // blocks.size
    rows = np.arange((last - first) // size)
    starts = first + rows * size
    lowest = blocks.low[part].reshape(-1, a_group).argmin(axis=1)
    highest = blocks.high[part].reshape(-1, a_group).argmax(axis=1)
    return (
        blocks.lowest[part].reshape(-1, a_group)[rows, lowest] - starts,
        blocks.highest[part].reshape(-1, a_group)[rows, highest] - starts,
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """What a curve covers in each column of pixels: x (n,), the middle in epochs, `bottom` and `top` (n,)."""

    x: NDArray[np.float64]
    bottom: NDArray[np.float64]
    top: NDArray[np.float64]


def columns(curve: Curve, *, low: float, high: float, count: int, dash: tuple[int, int] = (1, 0)) -> Columns:
    """The curve between `low` and `high` as `count` columns, each reaching to the next without a gap.

    `dash` says how many columns are drawn and how many left out, in turn. What is no number is left out.
    """
    known = np.isfinite(curve.y)
    x, y = curve.x[known], curve.y[known]
    place = (
        np.floor((x - low) / (high - low) * count).astype(np.int64) if high > low else np.zeros(0, np.int64)
    )
    inside = (place >= 0) & (place < count)
    place, y = place[inside], y[inside]
    if not len(place):
        nothing = np.empty(0)
        return Columns(nothing, nothing, nothing)
    begins = np.flatnonzero(np.diff(place, prepend=-1))
    bottom, top, place = np.minimum.reduceat(y, begins), np.maximum.reduceat(y, begins), place[begins]
    reach_down, reach_up = bottom.copy(), top.copy()
    reach_down[:-1] = np.minimum(bottom[:-1], top[1:])
    reach_up[:-1] = np.maximum(top[:-1], bottom[1:])
    drawn = place % sum(dash) < dash[0]
    middle = low + (place + 0.5) / count * (high - low)
    return Columns(middle[drawn], reach_down[drawn], reach_up[drawn])


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


def epochs_of(history: MetricHistory, curves: Sequence[Curve]) -> tuple[float, float]:
    """Begin and end of the epoch axis while it follows a run, with room behind the last epoch."""
    started = history.started
    reach = max((float(curve.x[-1]) for curve in curves), default=0.0)
    first = started.first_epoch - 1 if started is not None else 0
    seen = min((float(curve.x[0]) for curve in curves), default=float(first))
    begin = float(math.floor(min(seen, first)))
    last = started.epochs if started is not None else 0
    return begin, begin + nice_end(reach - begin, last=last - begin) * (1 + _END_ROOM)


def log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithms of (n,) values; NaN where a value is not positive."""
    return np.log10(values, out=np.full(len(values), np.nan), where=values > 0)


def rises_above_zero(series: Series) -> bool:
    """Whether a curve has a value that a log axis can show."""
    at = series.extreme(highest=True)
    return at is not None and series.points[1][at] > 0


class Extent:
    """The range of all finite values that were added."""

    def __init__(self) -> None:
        self._low, self._high = math.inf, -math.inf

    @classmethod
    def of(cls, curves: Iterable[Curve], *, log: bool) -> Extent:
        """That of whole curves, of their logarithms on a log axis."""
        extent = cls()
        for curve in curves:
            extent.add(log10(curve.y) if log else curve.y)
        return extent

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
