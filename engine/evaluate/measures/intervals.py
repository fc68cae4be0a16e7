"""A measured value and how sure it is: 95 % intervals, by Wilson for a share and else by a bootstrap.

The bootstrap draws the examples 1,000 times with replacement. Each measure here follows from sums over
examples, so a draw costs a count of each example and one product of matrices, and no measure is computed from
lists of examples again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Sums = NDArray[np.float64]
"""(resamples, k): sums over the examples of each resample."""

RESAMPLES = 1_000
LEVEL = 0.95
_Z = 1.959963984540054
"""Of the normal distribution at 97.5 %."""
_MOST_UNITS = 50_000
"""More examples are drawn in groups of equal size: the spread of a sum stays, and the time is bounded."""
_AT_ONCE = 4_000_000
"""Counts that are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its 95 % interval.

    Attributes:
        value: The value; NaN where it is not defined.
        low: The lower end of the interval; NaN where there is none.
        high: The upper end.
    """

    value: float
    low: float = math.nan
    high: float = math.nan

    @property
    def has_interval(self) -> bool:
        """Whether the interval is known."""
        return math.isfinite(self.low) and math.isfinite(self.high)


def wilson(right: int, count: int) -> Measured:
    """Return the share `right / count` with Wilson's interval.

    Args:
        right: How many of the examples, 0 to `count`.
        count: How many examples there are; with 0 nothing is known.
    """
    if not count:
        return Measured(math.nan)
    share, z2 = right / count, _Z**2
    middle = (share + z2 / (2 * count)) / (1 + z2 / count)
    half = _Z * math.sqrt(share * (1 - share) / count + z2 / (4 * count**2)) / (1 + z2 / count)
    # what rounding leaves at the ends: all right is at most 1
    return Measured(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def bootstrap(
    parts: NDArray[np.floating],
    measure: Callable[[Sums], NDArray[np.float64]],
    *,
    seed: int = 0,
    block: int = 1,
) -> tuple[Measured, ...]:
    """Return measures that follow from sums over the examples, each with its interval.

    Args:
        parts: (n, k), what each example adds to the sums.
        measure: Called with (r, k) sums; returns (r, m) measures. A row may have NaN where one is undefined.
        seed: Of the draws.
        block: How many examples that follow each other are drawn together: those of overlapping windows are
            nearly the same, so drawn one by one they would make the interval too narrow.

    Returns:
        The m measures of all examples.
    """
    values = np.asarray(parts, np.float64)
    found = measure(values.sum(axis=0, keepdims=True))[0]
    if len(values) < 2:
        return tuple(Measured(float(value)) for value in found)
    rng = np.random.default_rng(seed)
    units = _units(values, rng, block=block)
    drawn = np.concatenate([measure(sums) for sums in _resampled(units, rng)])
    return tuple(_with_interval(float(value), column) for value, column in zip(found, drawn.T, strict=True))


def from_draws(value: float, drawn: NDArray[np.float64]) -> Measured:
    """Return a value with the interval that holds 95 % of what was drawn, (r,)."""
    return _with_interval(value, drawn)


def _units(values: NDArray[np.float64], rng: np.random.Generator, *, block: int) -> NDArray[np.float64]:
    """Return (u, k) sums of what is drawn together."""
    block = min(max(1, block), max(1, len(values) // 2))
    if block > 1:
        values = np.add.reduceat(values, np.arange(0, len(values), block), axis=0)
    if len(values) <= _MOST_UNITS:
        return values
    # in random order: groups of neighbours in a sorted file would be more alike than any others
    size = -(-len(values) // _MOST_UNITS)
    shuffled = values[rng.permutation(len(values))]
    return np.add.reduceat(shuffled, np.arange(0, len(values), size), axis=0)


def _resampled(units: NDArray[np.float64], rng: np.random.Generator) -> list[Sums]:
    count = len(units)
    rows = max(1, _AT_ONCE // count)
    found: list[Sums] = []
    for start in range(0, RESAMPLES, rows):
        some = min(rows, RESAMPLES - start)
        # all rows in one count: each has a range of numbers for itself
        places = rng.integers(count, size=(some, count)) + count * np.arange(some)[:, np.newaxis]
        counts = np.bincount(places.reshape(-1), minlength=some * count).reshape(some, count)
        found.append(counts.astype(np.float64) @ units)
    return found


def _with_interval(value: float, drawn: NDArray[np.float64]) -> Measured:
    defined = drawn[np.isfinite(drawn)]
    # too few draws with a value say nothing: a class of which there is one example
    if not math.isfinite(value) or len(defined) < RESAMPLES // 2:
        return Measured(value)
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(defined, [tail, 100 - tail])
    return Measured(value, float(low), float(high))
