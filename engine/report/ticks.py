"""Positions of the ticks of a value axis, for the plots of the window and for drawn figures."""

from __future__ import annotations

import math


def linear_ticks(low: float, high: float, *, most: int) -> list[float]:
    """Return at most `most` round values between `low` and `high`; [] for an empty or infinite range."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    magnitude = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100):
        step = factor * magnitude
        first, last = math.ceil(low / step), math.floor(high / step)
        if last - first < most:
            return [index * step for index in range(first, last + 1)]
    return []


def log_ticks(low: float, high: float, *, most: int) -> list[float]:
    """Return positions of ticks on a logarithmic axis.

    Args:
        low: Lower end of the axis, as a power of ten.
        high: Upper end of the axis, as a power of ten.
        most: Greatest number of ticks.

    Returns:
        log10 of round values: decades, and values between them where there is room; [] for an empty or
        infinite range.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    decades = range(math.floor(low), math.ceil(high) + 1)
    for steps in ((1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 5, 7), (1, 2, 5), (1, 3), (1,)):
        found = [decade + math.log10(step) for decade in decades for step in steps]
        found = [place for place in found if low <= place <= high]
        if len(found) <= most:
            return found
    stride = math.ceil(len(decades) / most)
    return [float(decade) for decade in decades if decade % stride == 0 and low <= decade <= high]
