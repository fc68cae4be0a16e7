"""The axes of a plot: epochs below, values at the left. Ticks of values come from `engine.report.ticks`."""

from __future__ import annotations

import math

import pyqtgraph as pg
from typing_extensions import override

from engine.report.ticks import linear_ticks, log_ticks
from gui.views.parts import numbers


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
        return [f"{value:.{places}f}" for value in values]
