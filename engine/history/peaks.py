"""Where the lowest and the highest points of a long curve are, block by block, so that drawing reads few.

The points themselves are in `curve_buffer`; the view picks the blocks that fit its pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACTOR = 16
_LEVELS = 3  # blocks of 16, 256 and 4,096 points
_WORTH = 2  # blocks in a group from which it pays to read them instead of the points


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks of points, from the first point on; the last points may be in none yet.

    In a block of NaN only, the values are infinite and the indices are those of its first point.

    Attributes:
        size: Points in a block.
        lowest: (m,) int64, index of the lowest point of each block, the first one of equals.
        highest: (m,) int64, of the highest.
        low: (m,) float64, value of the lowest.
        high: (m,) float64, value of the highest.
    """

    size: int
    lowest: NDArray[np.int64]
    highest: NDArray[np.int64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class Peaks:
    """Blocks of several sizes, each made from the next smaller ones; every point is read once."""

    __slots__ = ("_levels",)

    def __init__(self) -> None:
        self._levels = [_Level(FACTOR ** (number + 1)) for number in range(_LEVELS)]

    def take(self, y: NDArray[np.float64]) -> None:
        """Update with new points; `y` (n,) float64 is the whole curve."""
        finest = self._levels[0]
        places = np.arange(finest.count * FACTOR, len(y) // FACTOR * FACTOR)
        values = y[places]
        unknown = np.isnan(values)
        low, high = np.where(unknown, np.inf, values), np.where(unknown, -np.inf, values)
        finest.extend(Blocks(1, places, places, low, high))
        for finer, level in zip(self._levels, self._levels[1:], strict=False):
            level.extend(finer.blocks(level.count * FACTOR, finer.count // FACTOR * FACTOR))

    def cut(self, count: int) -> None:
        """Remove all but the first `count` points."""
        for level in self._levels:
            level.count = min(level.count, count // level.size)

    def blocks_for(self, size: int) -> Blocks | None:
        """Return the largest blocks of which at least two fit into `size` points; None where none do."""
        fitting = [level for level in self._levels if level.size * _WORTH <= size and level.count]
        return fitting[-1].blocks(0, fitting[-1].count) if fitting else None


class _Level:
    """The blocks of one size, in buffers that grow by doubling."""

    __slots__ = ("_places", "_values", "count", "size")

    def __init__(self, size: int) -> None:
        self.size, self.count = size, 0
        self._places = np.empty((2, 0), np.int64)
        self._values = np.empty((2, 0))

    def blocks(self, first: int, until: int) -> Blocks:
        """Return the blocks from number `first` to `until` - 1."""
        places, values = self._places[:, first:until], self._values[:, first:until]
        return Blocks(self.size, places[0], places[1], values[0], values[1])

    def extend(self, finer: Blocks) -> None:
        """Make more blocks, each of the next `FACTOR` of these finer ones."""
        new = len(finer.low) // FACTOR
        if not new:
            return
        if self.count + new > self._places.shape[1]:
            capacity = max(2 * self._places.shape[1], self.count + new)
            for name in ("_places", "_values"):
                before = getattr(self, name)
                grown = np.empty((2, capacity), before.dtype)
                grown[:, : self.count] = before[:, : self.count]
                setattr(self, name, grown)
        into = slice(self.count, self.count + new)
        rows = np.arange(new)
        for which, (places, values) in enumerate(((finer.lowest, finer.low), (finer.highest, finer.high))):
            groups = values.reshape(-1, FACTOR)
            best = groups.argmax(axis=1) if which else groups.argmin(axis=1)
            self._places[which, into] = places.reshape(-1, FACTOR)[rows, best]
            self._values[which, into] = groups[rows, best]
        self.count += new
