"""The exponential moving average of a curve, continued when points are appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.history.curve_buffer import Series

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 128
_UNBOUNDED = 2**62  # the curve that is smoothed is bounded already


class Smoothing:
    """The moving average of one series, with bias correction; NaN and infinity are ignored.

    Args:
        weight: The weight of the past, 0 (no smoothing) to below 1.
    """

    def __init__(self, weight: float) -> None:
        self.weight = weight
        powers = np.arange(_BLOCK)
        self._lower = np.tril(weight ** np.maximum(powers[:, None] - powers[None, :], 0)) * (1 - weight)
        self._decay = weight ** (powers + 1)
        self._of: tuple[Series | None, int] = (None, 0)
        self._begin()

    def of(self, series: Series) -> Series:
        """Return the smoothed points of a series, valid until the series changes.

        Args:
            series: The series; only points that were appended since the last call are calculated.
        """
        if self._of != (series, series.generation):
            self._of = (series, series.generation)
            self._begin()
        x, y = series.points
        done = len(self._smoothed)
        if done < len(x):
            self._smoothed.extend(x[done:], self._continue(y[done:]))
        return self._smoothed

    def _begin(self) -> None:
        self._smoothed = Series(limit=_UNBOUNDED)
        self._total = self._share = 0.0

    def _continue(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        known = np.isfinite(y)
        values = np.where(known, y, 0.0)
        total, share = np.empty(len(y)), np.empty(len(y))
        for start in range(0, len(y), _BLOCK):
            part = slice(start, start + _BLOCK)
            size = len(y[part])
            lower, decay = self._lower[:size, :size], self._decay[:size]
            total[part] = lower @ values[part] + decay * self._total
            share[part] = lower @ known[part].astype(float) + decay * self._share
            self._total, self._share = float(total[part][-1]), float(share[part][-1])
        return np.divide(total, share, out=np.full(len(y), np.nan), where=share > 0)
