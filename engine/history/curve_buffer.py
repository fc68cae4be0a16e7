"""One curve in memory: points in a growing buffer that stays bounded and loses no spike.

`metric_history` knows what the points mean, `peaks` where their extremes are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.history.peaks import Peaks

Points = tuple[NDArray[np.float64], NDArray[np.float64]]
"""X and y, each (n,) float64."""

_FIRST_CAPACITY = 1024
_GROUP = 4  # of so many neighbouring points the lowest and the highest are kept


class Series:
    """Points with non-decreasing x. Appending is amortized O(1).

    When the limit is reached, the lowest and the highest of every four neighbours are kept, so memory is
    bounded for any number of points and every extreme survives. NaN is kept only where all four are NaN.

    Args:
        limit: The most points that are kept, 8 or more.

    Attributes:
        generation: Grows when points that were there before are removed.
    """

    __slots__ = ("_extremes", "_limit", "_peaks", "_size", "_x", "_y", "generation")

    def __init__(self, *, limit: int = 1_000_000) -> None:
        self._limit = max(limit, 2 * _GROUP)
        self._size = 0
        capacity = min(_FIRST_CAPACITY, self._limit)
        self._x: NDArray[np.float64] = np.empty(capacity)
        self._y: NDArray[np.float64] = np.empty(capacity)
        self._peaks = Peaks()
        self._extremes: dict[bool, tuple[int, int]] = {}  # highest or not -> points seen, and which it is
        self.generation = 0

    def __len__(self) -> int:
        return self._size

    @property
    def points(self) -> Points:
        """X and y, each (n,) float64; read-only views, valid until the series changes."""
        x, y = self._x[: self._size], self._y[: self._size]
        x.flags.writeable = y.flags.writeable = False
        return x, y

    @property
    def last(self) -> tuple[float, float] | None:
        """The last point, None while there is none."""
        return (float(self._x[self._size - 1]), float(self._y[self._size - 1])) if self._size else None

    @property
    def peaks(self) -> Peaks:
        """The peaks of all points so far."""
        self._peaks.take(self._y[: self._size])
        return self._peaks

    def extreme(self, *, highest: bool) -> int | None:
        """Return the index of the highest or the lowest point.

        Args:
            highest: Which of the two.

        Returns:
            The first one of equals; None where no point is finite.
        """
        seen, at = self._extremes.get(highest, (0, -1))
        new = self._y[seen : self._size]
        known = np.isfinite(new)
        if known.any():
            worst = -np.inf if highest else np.inf
            values = np.where(known, new, worst)
            found = seen + int(values.argmax() if highest else values.argmin())
            better = at < 0 or (self._y[found] > self._y[at] if highest else self._y[found] < self._y[at])
            at = found if better else at
        self._extremes[highest] = self._size, at
        return at if at >= 0 else None

    def append(self, x: float, y: float) -> None:
        """Add one point."""
        at = self._size
        if at == len(self._x):
            self._make_room(1)
            at = self._size
        self._x[at] = x
        self._y[at] = y
        self._size = at + 1

    def extend(self, x: NDArray[np.float64], y: NDArray[np.floating]) -> None:
        """Add points.

        Args:
            x: (k,) float64, non-decreasing, from the last x on.
            y: (k,) values.
        """
        done = 0
        while done < len(x):
            self._make_room(len(x) - done)
            taken = min(len(self._x) - self._size, len(x) - done)
            self._x[self._size : self._size + taken] = x[done : done + taken]
            self._y[self._size : self._size + taken] = y[done : done + taken]
            self._size += taken
            done += taken

    def truncate(self, x: float) -> None:
        """Remove all points beyond `x`."""
        size = int(np.searchsorted(self._x[: self._size], x, side="right"))
        if size < self._size:
            self._size = size
            self._peaks.cut(size)
            self._forget_extremes()

    def _forget_extremes(self) -> None:
        self._extremes.clear()
        self.generation += 1

    def _make_room(self, count: int) -> None:
        if self._size + count <= len(self._x):
            return
        if len(self._x) < self._limit:
            capacity = min(max(2 * len(self._x), self._size + count), self._limit)
            for name in ("_x", "_y"):
                grown = np.empty(capacity)
                grown[: self._size] = getattr(self, name)[: self._size]
                setattr(self, name, grown)
        elif self._size == len(self._x):
            self._thin()

    def _thin(self) -> None:
        whole = self._size // _GROUP * _GROUP
        values = self._y[:whole].reshape(-1, _GROUP)
        unknown = np.isnan(values)
        low = np.where(unknown, np.inf, values).argmin(axis=1)
        high = np.where(unknown, -np.inf, values).argmax(axis=1)
        # a group of equal values would keep one point twice
        high = np.where(high == low, (low + 1) % _GROUP, high)
        starts = np.arange(0, whole, _GROUP)
        kept = np.stack([starts + np.minimum(low, high), starts + np.maximum(low, high)], axis=1).ravel()
        kept = np.concatenate([kept, np.arange(whole, self._size)])
        # new arrays, so that views that were returned before do not change
        x, y = np.empty(len(self._x)), np.empty(len(self._y))
        x[: len(kept)], y[: len(kept)] = self._x[kept], self._y[kept]
        self._x, self._y, self._size = x, y, len(kept)
        self._peaks = Peaks()
        self._forget_extremes()
