"""What one plot draws, as plain numbers: the curves of a quantity, smoothed and thinned for a screen.

Responsible for the numbers alone, without Qt; `plot_canvas` draws them, `curve_plot` says which, and the axes
are in `axis_ranges`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from engine.settings.losses import VALIDATION

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.history.curve_buffer import Series
    from engine.history.metric_history import MetricHistory
    from engine.history.peaks import Blocks, Peaks

LEARNING_RATE = "learning_rate"
"""The quantity that is not a metric."""


class CurveKind(Enum):
    """What a curve of a quantity shows."""

    BATCHES = "batches"
    TRAIN = "train"
    VALIDATION = "validation"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve as it is drawn.

    Attributes:
        kind: What it shows.
        x: (n,) float64, epochs, non-decreasing.
        y: (n,) float64, values; NaN where there is none.
        peaks: The peaks of all points; None for a curve that is thinned already or short.
    """

    kind: CurveKind
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    peaks: Peaks | None = None

    @classmethod
    def of(cls, kind: CurveKind, series: Series) -> Curve:
        """Make a curve of all points of a series."""
        return cls(kind, *series.points, series.peaks)


def series_of(history: MetricHistory, quantity: str) -> dict[CurveKind, Series]:
    """Return the series of a quantity that have points, the palest first.

    Args:
        history: The run.
        quantity: The name of a metric, or `LEARNING_RATE`.
    """
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
    """Return the part of a curve that is in view, thinned for the screen.

    Of each bucket the lowest and the highest point stay, so no spike is lost. For a long part the precomputed
    peaks are used in place of its points.

    Args:
        curve: A whole curve.
        low: The first epoch in view.
        high: The last epoch in view.
        buckets: At most two points are kept in each; usually as many as the plot has pixels.

    Returns:
        The points from `low` to `high` and one beyond each end, without peaks.
    """
    start = max(int(np.searchsorted(curve.x, low, side="left")) - 1, 0)
    end = min(int(np.searchsorted(curve.x, high, side="right")) + 1, len(curve.x))
    size = (end - start) // max(buckets, 1)
    if size < 4:
        return Curve(curve.kind, curve.x[start:end], curve.y[start:end])
    blocks = curve.peaks.blocks_for(size) if curve.peaks is not None else None
    if blocks is not None:
        size = size // blocks.size * blocks.size
    # groups are aligned to multiples of their size, so that the drawing does not flicker as the curve grows
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
    """The index of the lowest and of the highest point in each group of `size` points."""
    groups = y.reshape(-1, size)
    unknown = np.isnan(groups)
    lowest = np.where(unknown, np.inf, groups).argmin(axis=1)
    return lowest, np.where(unknown, -np.inf, groups).argmax(axis=1)


def _extremes_of(
    blocks: Blocks, *, first: int, last: int, size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same for the points `first` to `last` - 1, from blocks whose size divides that of the groups."""
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
    """What a curve covers in each column of pixels.

    Attributes:
        x: (n,) float64, the middle of each column in epochs.
        bottom: (n,) float64, the lowest value there.
        top: (n,) float64, the highest value there.
    """

    x: NDArray[np.float64]
    bottom: NDArray[np.float64]
    top: NDArray[np.float64]


def columns(curve: Curve, *, low: float, high: float, count: int, dash: tuple[int, int] = (1, 0)) -> Columns:
    """Return the part of a curve in view as vertical strokes, each reaching to the next without a gap.

    Args:
        curve: The curve; NaN and infinity are left out.
        low: The first epoch in view.
        high: The last epoch in view.
        count: How many columns of pixels the view has.
        dash: How many columns are drawn and how many are left out, in turn.

    Returns:
        The drawn columns; at most `count`.
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
    """Return the point of a curve nearest to an epoch.

    Args:
        curve: The curve.
        place: An epoch.

    Returns:
        Its x and y, the earlier of two equally near points; None for an empty curve.
    """
    if not len(curve.x):
        return None
    index = int(np.searchsorted(curve.x, place))
    if index == len(curve.x) or (index > 0 and place - curve.x[index - 1] <= curve.x[index] - place):
        index -= 1
    return float(curve.x[index]), float(curve.y[index])


def snapped(curves: Sequence[Curve], place: float, *, whole_epochs: bool) -> float:
    """Return the epoch at which values are read, near a place on the axis.

    Args:
        curves: The curves that are drawn.
        place: An epoch.
        whole_epochs: Whether values are read at whole epochs only, as of the learning rate.

    Returns:
        The nearest point of the training curve within half an epoch, else `place`; NaN beyond the curves.
    """
    if not math.isfinite(place):
        return math.nan
    for curve in curves:
        if curve.kind is CurveKind.TRAIN:
            point = nearest(curve, place)
            if point is not None and abs(point[0] - place) <= 0.5:
                return point[0]
    reach = max((float(curve.x[-1]) for curve in curves), default=0.0)
    if whole_epochs and 1 <= round(place) <= reach:
        return float(round(place))
    return place if 0 <= place <= reach else math.nan
