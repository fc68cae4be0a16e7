"""Curves, dots and bars as an SVG drawing, for papers and slides: dark on white, and text stays text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.language import with_minus
from engine.report.ticks import linear_ticks, log_ticks

COLORS = ("#0072b2", "#c65200", "#00805d", "#a8518a", "#8a6a00", "#2b7fb0")
"""One for each curve or run, distinguishable by colour-blind people."""
_TEXT, _MUTED, _GRID = "#1c1d22", "#5c5f6a", "#e2e2e8"
_FONT = "Noto Sans, Noto Sans CJK KR, Malgun Gothic, Apple SD Gothic Neo, NanumGothic, sans-serif"
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 14, 34, 40
_UP = 18  # more room at the left where the y axis has a label
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink"'  # of images inside; older programs need it
_LEGEND = 18  # the height of a row
_ROOM = 0.04


@dataclass(frozen=True, slots=True)
class Line:
    """A curve.

    Attributes:
        name: Its entry in the legend, "" for none.
        x: (n,) float64, epochs or other values of the x axis; of bars their middles, in ascending order.
        y: (n,) float64; NaN leaves a gap.
        color: "#rrggbb".
        dashed: Whether the line is dashed, as for validation.
        pale: Whether the line is pale, as for a previous run.
        form: A line, a dot for each point, bars that begin at 0, or the area inside a closed line.
    """

    name: str
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    color: str
    dashed: bool = False
    pale: bool = False
    form: Literal["line", "dots", "bars", "area"] = "line"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Maps values to pixels of the drawing."""

    width: int
    height: int
    left: int
    top: int
    x: tuple[float, float]
    y: tuple[float, float]
    log: bool

    def across(self, x: float) -> float:
        low, high = self.x
        return self.left + (x - low) / (high - low) * (self.width - self.left - _RIGHT)

    def down(self, y: float) -> float:
        low, high = self.y
        return self.height - _BOTTOM - (y - low) / (high - low) * (self.height - _BOTTOM - self.top)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn figure.

    Attributes:
        width: Width in pixels.
        height: Height in pixels.
        body: SVG elements without the enclosing <svg>, which `svg` adds.
    """

    width: int
    height: int
    body: str


def draw(
    lines: Sequence[Line],
    *,
    title: str,
    axis: str,
    width: int = 640,
    height: int = 380,
    log: bool = False,
    epochs: tuple[float, float] | None = None,
    up: str = "",
    values: tuple[float, float] | None = None,
    ticks: Sequence[tuple[float, str]] | None = None,
) -> Drawing:
    """Draw curves with axes, ticks and a legend.

    Args:
        lines: The curves.
        title: Heading above the plot.
        axis: Label below the x axis.
        width: Width in pixels.
        height: Height in pixels.
        log: Whether the y axis is logarithmic.
        epochs: First and last epoch, or other value of the x axis, that are shown; None for all.
        up: Label of the y axis, "" for none.
        values: Ends of the y axis; None for what the lines need.
        ticks: Places of the x axis and their labels; None for round numbers.

    Returns:
        The drawing.
    """
    shown = [cut for line in lines if len((cut := _cut(line, epochs)).x)]
    # a logarithmic axis cannot show 0 and negative values
    heights = [_log10(line.y) if log else line.y for line in shown]
    legend, top = _legend(shown, width)
    left = _LEFT + (_UP if up else 0)
    frame = _Frame(width, height, left, top, _range_x(shown, epochs), values or _range_y(shown, heights), log)
    heading = f'x="{_LEFT}" y="20" font-size="15" font-weight="600" fill="{_TEXT}"'
    parts = [
        f"<text {heading}>{escape(title)}</text>",
        *legend,
        *_grid(frame, axis, up=up, named=ticks),
        *(_DRAWN[line.form](line, y, frame) for line, y in zip(shown, heights, strict=True)),
    ]
    return Drawing(width, height, "\n".join(parts))


def svg(*drawings: Drawing) -> str:
    """Return one SVG file with the drawings below each other."""
    width, height = max(one.width for one in drawings), sum(one.height for one in drawings)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {_LINKS} {size} font-family="{_FONT}" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    top = 0
    for one in drawings:
        parts.append(f'<g transform="translate(0 {top})">{one.body}</g>')
        top += one.height
    return "\n".join([*parts, "</svg>"])


def _cut(line: Line, epochs: tuple[float, float] | None) -> Line:
    if epochs is None:
        return line
    inside = (line.x >= epochs[0]) & (line.x <= epochs[1])
    return replace(line, x=line.x[inside], y=line.y[inside])


def _legend(lines: Sequence[Line], width: int) -> tuple[list[str], int]:
    """The legend's entries in rows below the title, and the y coordinate at which the plot begins."""
    parts, left, top = [], _LEFT, _TOP
    for line in lines:
        if not line.name:
            continue
        needed = 44 + _long(line.name)
        if left + needed > width - _RIGHT and left > _LEFT:
            left, top = _LEFT, top + _LEGEND
        parts.append(
            f'<line x1="{left}" y1="{top + 6}" x2="{left + 22}" y2="{top + 6}" {_stroke(line)}/>'
            f'<text x="{left + 28}" y="{top + 10}" fill="{_MUTED}">{escape(line.name)}</text>'
        )
        left += needed
    return parts, top + _LEGEND + 4 if parts else top


def _long(text: str) -> int:
    """About how many pixels a text takes; it cannot be measured without Qt, and Hangul is twice as wide."""
    return sum(12 if ord(letter) > 0x1100 else 7 for letter in text)


def _grid(frame: _Frame, axis: str, *, up: str, named: Sequence[tuple[float, str]] | None) -> list[str]:
    parts = []
    low, high = frame.y
    most = max((frame.height - _BOTTOM - frame.top) // 40, 2)
    ticks = log_ticks(low, high, most=most) if frame.log else linear_ticks(low, high, most=most)
    left, right, bottom = frame.left, frame.width - _RIGHT, frame.height - _BOTTOM
    for tick in ticks:
        place = frame.down(tick)
        label = f"{10**tick:.4g}" if frame.log else with_minus(f"{tick:,.6g}")
        parts.append(
            f'<line x1="{left}" y1="{place:.1f}" x2="{right}" y2="{place:.1f}" stroke="{_GRID}"/>'
            f'<text x="{left - 8}" y="{place + 4:.1f}" text-anchor="end" fill="{_MUTED}">{label}</text>'
        )
    round_numbers = [(tick, with_minus(f"{tick:,g}")) for tick in linear_ticks(*frame.x, most=10)]
    below = round_numbers if named is None else named
    for tick, words in below:
        at = min(frame.across(tick), frame.width - 2 - _long(words) / 2)  # a date at the right end is long
        parts.append(
            f'<text x="{at:.1f}" y="{bottom + 17}" text-anchor="middle" fill="{_MUTED}">'
            f"{escape(words)}</text>"
        )
    parts.append(f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}" stroke="{_MUTED}"/>')
    parts.append(
        f'<text x="{(left + right) / 2:.0f}" y="{bottom + 33}" text-anchor="middle" fill="{_MUTED}">'
        f"{escape(axis)}</text>"
    )
    if up:
        middle = (frame.top + bottom) / 2
        parts.append(
            f'<text transform="translate(15 {middle:.0f}) rotate(-90)" text-anchor="middle" fill="{_MUTED}">'
            f"{escape(up)}</text>"
        )
    return parts


def _path(line: Line, y: NDArray[np.float64], frame: _Frame) -> str:
    """A path with a gap wherever a value is not finite."""
    steps, pen = [], "M"
    for place, value in zip(line.x.tolist(), y.tolist(), strict=True):
        if not math.isfinite(value):
            pen = "M"
            continue
        steps.append(f"{pen}{frame.across(place):.1f} {frame.down(value):.1f}")
        pen = "L"
    dot = ""
    if len(line.x) == 1 and steps:
        at = steps[0][1:].split()
        dot = f'<circle cx="{at[0]}" cy="{at[1]}" r="3" fill="{line.color}"/>'
    return f'<path d="{"".join(steps)}" fill="none" {_stroke(line)}/>{dot}'


def _dots(line: Line, y: NDArray[np.float64], frame: _Frame) -> str:
    look = f'fill="{line.color}" fill-opacity="{0.2 if line.pale else 0.45}"'
    dots = (
        f'<circle cx="{frame.across(place):.1f}" cy="{frame.down(value):.1f}" r="2.2"/>'
        for place, value in zip(line.x.tolist(), y.tolist(), strict=True)
        if math.isfinite(value)
    )
    return f"<g {look}>{''.join(dots)}</g>"


def _bars(line: Line, y: NDArray[np.float64], frame: _Frame) -> str:
    width = float(np.diff(line.x).min()) if len(line.x) > 1 else 1.0
    wide = max(frame.across(width) - frame.across(0.0) - 1, 1.0)
    foot = frame.down(max(frame.y[0], 0.0))
    bars = (
        f'<rect x="{frame.across(place) - wide / 2:.1f}" y="{min(frame.down(value), foot):.1f}"'
        f' width="{wide:.1f}" height="{abs(foot - frame.down(value)):.1f}"/>'
        for place, value in zip(line.x.tolist(), y.tolist(), strict=True)
        if math.isfinite(value)
    )
    return f'<g fill="{line.color}" fill-opacity="{0.35 if line.pale else 0.85}">{"".join(bars)}</g>'


def _area(line: Line, y: NDArray[np.float64], frame: _Frame) -> str:
    pairs = zip(line.x.tolist(), y.tolist(), strict=True)
    places = " ".join(f"{frame.across(place):.1f},{frame.down(value):.1f}" for place, value in pairs)
    return f'<polygon points="{places}" fill="{line.color}" fill-opacity="0.2"/>'


_DRAWN = {"line": _path, "dots": _dots, "bars": _bars, "area": _area}


def _stroke(line: Line) -> str:
    dash = ' stroke-dasharray="7 4"' if line.dashed else ""
    look = ' stroke-width="1" stroke-opacity="0.4"' if line.pale else ' stroke-width="2"'
    return f'stroke="{line.color}"{look}{dash} stroke-linejoin="round"'


def _range_x(lines: Sequence[Line], epochs: tuple[float, float] | None) -> tuple[float, float]:
    if epochs is not None and epochs[0] < epochs[1]:
        return epochs
    ends = [value for line in lines for value in _ends(line)]
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _ends(line: Line) -> tuple[float, float]:
    """The values of x between which a line needs room; a bar has half its width at either side."""
    half = float(np.diff(line.x).min()) / 2 if line.form == "bars" and len(line.x) > 1 else 0.0
    return float(np.min(line.x)) - half, float(np.max(line.x)) + half


def _range_y(lines: Sequence[Line], heights: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    known = [y[np.isfinite(y)] for y in heights]
    ends = [value for y in known if len(y) for value in (float(y.min()), float(y.max()))]
    bars = any(line.form == "bars" for line in lines)
    ends += [0.0] if bars else []
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = (high - low) * _ROOM or max(abs(high) * 0.1, 1e-6)
    return low if bars and low == 0 else low - room, high + room


def _log10(y: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log10(y, out=np.full(len(y), np.nan), where=y > 0)
