"""Positions of the ticks of a value axis, for the plots of the window and for drawn figures."""

from __future__ import annotations

import math
from datetime import UTC, datetime

_DAY = 86_400
_SPANS = (1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY)
_MONTHS = (1, 3, 6, 12)


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


def date_ticks(low: float, high: float, *, most: int) -> list[tuple[float, str]]:
    """Return round times and their labels.

    Args:
        low: Start of the axis, seconds since 1970 in UTC.
        high: End of the axis.
        most: Greatest number of ticks.

    Returns:
        Seconds since 1970, and a year, a month, a day or a time of day; [] for an empty or infinite range.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low or most < 1:
        return []
    for seconds in _SPANS:
        first, last = math.ceil(low / seconds), math.floor(high / seconds)
        if last - first < most:
            form = "%Y-%m-%d" if seconds >= _DAY else "%m-%d %H:%M" if high - low > _DAY else "%H:%M:%S"
            return [(number * seconds, _moment(number * seconds, form)) for number in range(first, last + 1)]
    begin, end = (datetime.fromtimestamp(time, UTC) for time in (low, high))
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    step = next((step for step in _MONTHS if months / step <= most), 12 * math.ceil(months / 12 / most))
    starts = [
        datetime(year, month + 1, 1, tzinfo=UTC).timestamp()
        for year, month in (
            divmod(number, 12) for number in range(begin.year * 12, (end.year + 1) * 12) if number % step == 0
        )
    ]
    form = "%Y" if step % 12 == 0 else "%Y-%m"
    return [(start, _moment(start, form)) for start in starts if low <= start <= high][:most]


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


def _moment(time: float, form: str) -> str:
    return datetime.fromtimestamp(time, UTC).strftime(form)
