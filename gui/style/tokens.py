"""The visual language as numbers and colours: spacing, corner radii, type sizes, one set of colours a theme.

Everything that is drawn takes its measures from here. `stylesheet` makes a Qt style sheet of them, `palette`
a QPalette, and `theme` knows which theme is in use. They are named tuples, not dataclasses: the first paint
waits for them, and Python makes named tuples four times as fast.
"""

from __future__ import annotations

from typing import NamedTuple


class Space(NamedTuple):
    """Distances in device-independent pixels, from hairline to page margin."""

    hair: int = 2
    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741 - t-shirt sizes; it is always read as SPACE.l
    xl: int = 24
    xxl: int = 40


class Radius(NamedTuple):
    """Corner radii in device-independent pixels."""

    small: int = 4
    control: int = 7
    card: int = 12


class Type(NamedTuple):
    """Type sizes in device-independent pixels."""

    caption: int = 12
    small: int = 12
    body: int = 13
    heading: int = 15
    title: int = 21


class Colors(NamedTuple):
    """One theme; each colour is "#rrggbb".

    Attributes:
        dark: Whether the theme is dark.
        window: Background of the window.
        surface: Background of cards, inputs and plots.
        sunken: Background of rails and tracks.
        hover: Background under the pointer.
        border: Lines that only separate.
        edge: Outlines of controls.
        text, muted, disabled: Text, less important text, text of what is disabled.
        accent: Links, focus, selection.
        fill, fill_hover, on_fill: Background of the primary button, under the pointer too, and text on it.
        soft: Background of selected rows.
        danger, warning, success: Text of messages; with _soft their background, with _fill that of a button.
        tip, on_tip: Background and text of tool tips.
        curves: One for each metric, distinguishable by colour-blind people; training and validation share it.
        code_keyword, code_string, code_number, code_comment, code_call: Python source.
    """

    dark: bool
    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    edge: str
    text: str
    muted: str
    disabled: str
    accent: str
    fill: str
    fill_hover: str
    on_fill: str
    soft: str
    danger: str
    danger_fill: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    tip: str
    on_tip: str
    curves: tuple[str, ...]
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_call: str


SPACE = Space()
RADIUS = Radius()
TYPE = Type()

LIGHT = Colors(
    dark=False,
    window="#f6f6f8",
    surface="#ffffff",
    sunken="#efeff3",
    hover="#e8e8ee",
    border="#e2e2e8",
    edge="#cdced6",
    text="#1c1d22",
    muted="#5c5f6a",
    disabled="#a3a5ae",
    accent="#4350c8",
    fill="#4a58d6",
    fill_hover="#3e4bc4",
    on_fill="#ffffff",
    soft="#dfe3fb",
    danger="#b3261e",
    danger_fill="#c4342b",
    danger_soft="#fbe9e7",
    warning="#855300",
    warning_soft="#fcf1dc",
    success="#1a6e42",
    success_soft="#e2f4ea",
    tip="#26272d",
    on_tip="#f4f4f6",
    curves=("#0072b2", "#c65200", "#00805d", "#a8518a", "#8a6a00", "#2b7fb0"),
    code_keyword="#7a3fa8",
    code_string="#1d6d3c",
    code_number="#a04400",
    code_comment="#656874",
    code_call="#1f5aa6",
)

DARK = Colors(
    dark=True,
    window="#16171a",
    surface="#1e1f23",
    sunken="#121316",
    hover="#2a2c32",
    border="#2c2e34",
    edge="#43464f",
    text="#ececf0",
    muted="#a2a5b0",
    disabled="#62656f",
    accent="#98a3ff",
    fill="#5663e0",
    fill_hover="#4d5ad4",
    on_fill="#ffffff",
    soft="#2b2f52",
    danger="#ff8a80",
    danger_fill="#c4342b",
    danger_soft="#3d2220",
    warning="#f0b955",
    warning_soft="#392c14",
    success="#6fd39b",
    success_soft="#183326",
    tip="#3a3d45",
    on_tip="#f4f4f6",
    curves=("#56b4e9", "#f0883e", "#2fc59a", "#dd8fbc", "#e6b422", "#8ecbf0"),
    code_keyword="#cf9bf0",
    code_string="#8fd19e",
    code_number="#f2a87c",
    code_comment="#9094a0",
    code_call="#82b4f5",
)


def channels(color: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of "#rrggbb"."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" as WCAG 2.2 defines it, 0 (black) to 1 (white)."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (v / 255 for v in channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)
