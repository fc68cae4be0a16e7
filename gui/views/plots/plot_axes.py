"""The axes of plots: epochs, metrics, numbers, times. Where ticks stand is left to `engine.report.ticks`."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetrics
from typing_extensions import override

from engine.language import with_minus
from engine.report.ticks import date_ticks, linear_ticks, log_ticks
from gui.style import TYPE, body_font
from gui.views.parts import numbers

BEYOND = 9
"""Pixels of a label beyond the end of its axis."""
_DATE = 90  # pixels for a date


class EpochAxis(pg.AxisItem):
    """Labels whole epochs while two or more are in view, fractions of an epoch when zoomed in."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self.enableAutoSIPrefix(enable=False)

    @override
    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Where ticks stand: (spacing, offset), the widest first."""
        span = maxVal - minVal
        if span <= 0:
            return [(1.0, 0.0)]
        wanted = span / max(size / 72, 1)
        magnitude = 10.0 ** math.floor(math.log10(wanted))
        spacing = next(factor * magnitude for factor in (1, 2, 5, 10) if factor * magnitude >= wanted)
        return [(max(spacing, 1.0) if span >= 2 else spacing, 0.0)]

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Labels such as 3 or 2.25."""
        return [f"{value * scale:g}" for value in values]


class ValueAxis(pg.AxisItem):
    """Labels values; on a log axis the data is log10 and the labels are the values themselves.

    Args:
        width: The width in pixels, the same for all plots, so that their epochs are aligned.
    """

    def __init__(self, *, width: int) -> None:
        super().__init__("left")
        self.enableAutoSIPrefix(enable=False)
        self.setWidth(width)
        self._log = False

    def show_log(self, on: bool) -> None:
        """Choose whether the data is log10."""
        if on != self._log:
            self._log = on
            self.picture = None
            self.update()

    @override
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Where ticks stand: round values, a few of them."""
        most = max(int(size / 26), 2)
        if self._log:
            return [(1.0, log_ticks(minVal, maxVal, most=most))]
        ticks = linear_ticks(minVal, maxVal, most=most)
        return [(ticks[1] - ticks[0] if len(ticks) > 1 else 1.0, ticks)]

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Labels such as 0.05 or 1e-06."""
        if self._log:
            return [numbers.rate(10.0**value) for value in values]
        places = min(max(0, math.ceil(-math.log10(spacing * scale * 1.0001))), 12) if spacing > 0 else 4
        largest = max((abs(value) for value in values), default=0.0)
        if len(values) == 1 or largest >= 1e5 or (largest < 1e-3 and largest > 0):
            return [numbers.rate(value) for value in values]
        return [with_minus(f"{value:.{places}f}") for value in values]


class NumberAxis(pg.AxisItem):
    """Labels round numbers, with thousands separated.

    Args:
        side: "left" or "bottom".
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        self.enableAutoSIPrefix(enable=False)
        self._each = 30 if side == "left" else 72

    @override
    def boundingRect(self) -> QRectF:
        """With room for the half of a label at either end, which pyqtgraph forgets where it draws a grid."""
        room = super().boundingRect()
        return (
            room.adjusted(0, -BEYOND, 0, BEYOND) if self._each < 72 else room.adjusted(-BEYOND, 0, BEYOND, 0)
        )

    @override
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Where ticks stand: round values, a few of them."""
        ticks = linear_ticks(minVal, maxVal, most=max(int(size / self._each), 2))
        return [(ticks[1] - ticks[0] if len(ticks) > 1 else 1.0, ticks)]

    def widest(self, low: float, high: float) -> int:
        """Return the width in pixels of the widest label of a range."""
        font = body_font()
        font.setPixelSize(TYPE.caption)
        [(spacing, ticks)] = self.tickValues(low, high, 400.0)
        labels = self.tickStrings(ticks, 1.0, spacing)
        return max((QFontMetrics(font).horizontalAdvance(label) for label in labels), default=0)

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Labels such as 0.25 or 12,000."""
        places = min(max(0, math.ceil(-math.log10(spacing * scale * 1.0001))), 9) if spacing > 0 else 2
        largest = max((abs(value) for value in values), default=0.0)
        if largest >= 1e7 or 0 < largest < 1e-4:
            return [numbers.rate(value) for value in values]
        return [with_minus(f"{value:,.{places}f}") for value in values]


class TimeAxis(NumberAxis):
    """Labels dates and times of day; values are seconds since 1970 in UTC."""

    def __init__(self) -> None:
        super().__init__("bottom")
        self._labels: dict[float, str] = {}

    @override
    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """Where ticks stand: round times."""
        self._labels = dict(date_ticks(minVal, maxVal, most=max(int(size / _DATE), 1)))
        return [(1.0, list(self._labels))]

    @override
    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Labels such as 2024-05."""
        return [self._labels.get(value, "") for value in values]
