"""The ranges of the axes of a plot, as plain numbers: epochs while a run is followed, values, logarithms."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.history.curve_buffer import Series
    from engine.history.metric_history import MetricHistory
    from gui.views.plots.curves import Curve

_END_ROOM = 0.015  # room for the ring of the best epoch; relative, as plots on one axis differ in width


def nice_end(place: float, *, last: float) -> float:
    """Return where the epoch axis ends while it follows a run: a round number, so that it rarely changes.

    Args:
        place: How many epochs are trained.
        last: How many epochs the run has; 0 or less when that is unknown.

    Returns:
        A number of epochs, at least `place`, at most `last` if that is more.
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
    """Return the range of the epoch axis while it follows a run.

    Args:
        history: The run.
        curves: The curves that are drawn.

    Returns:
        The first and the last epoch of the axis, with room behind the last point.
    """
    started = history.started
    reach = max((float(curve.x[-1]) for curve in curves), default=0.0)
    first = started.first_epoch - 1 if started is not None else 0
    seen = min((float(curve.x[0]) for curve in curves), default=float(first))
    begin = float(math.floor(min(seen, first)))
    last = started.epochs if started is not None else 0
    return begin, begin + nice_end(reach - begin, last=last - begin) * (1 + _END_ROOM)


def log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logarithms of values, (n,) float64; NaN where a value is not positive."""
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
        """Return the extent of whole curves.

        Args:
            curves: The curves.
            log: Whether the extent is that of their logarithms.
        """
        extent = cls()
        for curve in curves:
            extent.add(log10(curve.y) if log else curve.y)
        return extent

    def add(self, values: NDArray[np.float64]) -> None:
        """Extend the range by values, (n,)."""
        known = values[np.isfinite(values)]
        if len(known):
            self._low = min(self._low, float(known.min()))
            self._high = max(self._high, float(known.max()))

    def padded(self, *, room: float = 0.05) -> tuple[float, float]:
        """Return the lowest and the highest value with room beyond them; 0 and 1 for an empty range.

        Args:
            room: The fraction of the whole range, below 0.5, that is left free at either end.
        """
        if self._low > self._high:
            return 0.0, 1.0
        span = self._high - self._low
        beyond = span * room / (1 - 2 * room) if room < 0.5 else span
        beyond = beyond or max(abs(self._high) * 0.1, 1e-6)
        return self._low - beyond, self._high + beyond
