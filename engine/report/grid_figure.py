"""A confusion matrix, pictures and tables as SVG drawings, dark on white; how strong a cell's colour is.

The matrix of the window takes its colours from here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.result_words import percent
from engine.language import tr
from engine.report.figure import COLORS, Drawing

RIGHT, WRONG = COLORS[0], COLORS[1]
_TEXT, _MUTED, _RULE, _EMPTY = "#1c1d22", "#5c5f6a", "#e2e2e8", "#f6f6f8"
_TITLE = f'font-size="15" font-weight="600" fill="{_TEXT}"'
_LABELLED = 60  # classes at most that have their names beside the matrix
_WIDE = 620
_ROW = 24
_MARGIN = 16
_IMAGE = 96
_LONGEST = 42  # characters of a cell


def strength(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how strong the colours of cells are, 0 to 1.

    The root of the share, so that a mistake of one in a hundred is seen.

    Args:
        shares: Shares of a row's examples, 0 to 1, of any shape.
    """
    return np.sqrt(np.clip(shares, 0.0, 1.0))


def blend(background: str, hue: str, *, amount: float) -> str:
    """Return a colour between two.

    Args:
        background: "#rrggbb", the colour at amount 0.
        hue: "#rrggbb", the colour at amount 1.
        amount: 0 to 1.
    """
    pairs = zip(_channels(background), _channels(hue), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * amount):02x}" for low, high in pairs)


def matrix_drawing(confusion: Confusion, *, title: str, shares: bool = False) -> Drawing:
    """Draw a confusion matrix.

    Args:
        confusion: What is drawn.
        title: Heading.
        shares: Whether cells show the share of their row in percent, not the count.

    Returns:
        The drawing; names are left out beyond 60 classes, and numbers where cells are small.
    """
    names, counts, of_row = confusion.classes, confusion.counts, confusion.shares
    size = len(names)
    labelled = size <= _LABELLED
    left = _MARGIN + 20 + (min(max(map(_wide, names), default=0), 150) if labelled else 0)
    cell = min(max(_WIDE / max(size, 1), 0.5), 56.0)
    widest = max(map(_wide, names), default=0)
    upright = widest <= cell - 4
    top = 66 + (14 if upright else min(widest, 110) if labelled else 0)
    side = cell * size
    aside = top + side / 2
    truth, middle = escape(tr("Truth")), f'text-anchor="middle" fill="{_MUTED}"'
    parts = [
        f'<text x="{_MARGIN}" y="24" {_TITLE}>{escape(title)}</text>',
        f'<text x="{left + side / 2:.0f}" y="46" {middle}>{escape(tr("Answer of the model"))}</text>',
        f'<text transform="translate({_MARGIN + 6} {aside:.0f}) rotate(-90)" {middle}>{truth}</text>',
        f'<rect x="{left}" y="{top}" width="{side:.1f}" height="{side:.1f}" fill="{_EMPTY}"/>',
    ]
    amounts = strength(of_row)
    for row, column in np.argwhere(counts > 0).tolist():
        fill = blend("#ffffff", RIGHT if row == column else WRONG, amount=float(amounts[row, column]))
        x, y = left + column * cell, top + row * cell
        gap = 1.0 if cell > 6 else 0.0
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{cell - gap:.2f}" height="{cell - gap:.2f}"'
            f' fill="{fill}"/>'
        )
        count = int(counts[row, column])
        words = percent(float(of_row[row, column]), sign=False) if shares else f"{count:,}"
        if cell >= 12 and _wide(words) + 4 <= cell:
            ink = "#ffffff" if amounts[row, column] > 0.6 else _TEXT
            parts.append(
                f'<text x="{x + cell / 2:.1f}" y="{y + cell / 2 + 4:.1f}" text-anchor="middle" fill="{ink}">'
                f"{words}</text>"
            )
    for number, name in enumerate(names if labelled else ()):
        place, high = (number + 0.5) * cell, min(12.0, cell)
        look = f'fill="{_TEXT}" font-size="{high:.1f}"'
        short, sideways = escape(_short(name, 24)), 0.0 if upright else high / 3
        turned = '" text-anchor="middle' if upright else "rotate(-90)"
        parts.append(
            f'<text x="{left - 6}" y="{top + place + high / 3:.1f}" text-anchor="end" {look}>{short}</text>'
            f'<text transform="translate({left + place + sideways:.1f} {top - 6}) {turned}" {look}>'
            f"{short}</text>"
        )
    foot = tr("Colour: share of the true class. Blue is right, orange is a mistake.")
    if shares:
        foot = f"{tr('Percent of the true class.')} {foot}"
    bottom = top + side + 26
    parts.append(f'<text x="{_MARGIN}" y="{bottom:.0f}" fill="{_MUTED}">{escape(foot)}</text>')
    width = max(left + side + _MARGIN, _wide(foot) + 2 * _MARGIN, _wide(title) * 1.3 + 2 * _MARGIN)
    return Drawing(round(width), round(bottom + _MARGIN), "\n".join(parts))


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """A picture in a figure of many.

    Attributes:
        png: The bytes of a PNG file in base64.
        words: Below it at the left.
        figure: Below it at the right.
    """

    png: str
    words: str
    figure: str


def images_drawing(images: Sequence[PlacedImage], *, title: str, columns: int = 6) -> Drawing:
    """Draw pictures in rows, each with its words below.

    Args:
        images: The pictures.
        title: Heading.
        columns: How many stand side by side.
    """
    parts = [f'<text x="{_MARGIN}" y="24" {_TITLE}>{escape(title)}</text>']
    pitch = _IMAGE + 12
    for number, image in enumerate(images):
        row, column = divmod(number, columns)
        x, y = _MARGIN + column * pitch, 42 + row * (pitch + 20)
        parts.append(
            f'<image x="{x}" y="{y}" width="{_IMAGE}" height="{_IMAGE}"'
            f' xlink:href="data:image/png;base64,{image.png}"/>'
            f'<text x="{x}" y="{y + _IMAGE + 14}" fill="{_TEXT}">{escape(_short(image.words, 9))}</text>'
            f'<text x="{x + _IMAGE}" y="{y + _IMAGE + 14}" text-anchor="end" fill="{_MUTED}">'
            f"{escape(image.figure)}</text>"
        )
    rows = -(-len(images) // columns)
    width = max(min(columns, len(images)) * pitch + 2 * _MARGIN, _wide(title) * 1.3 + 2 * _MARGIN)
    return Drawing(round(width), 42 + rows * (pitch + 20) + _MARGIN, "\n".join(parts))


def table_drawing(
    titles: Sequence[str], rows: Sequence[Sequence[str]], *, title: str, numeric: Sequence[bool]
) -> Drawing:
    """Draw a table.

    Args:
        titles: A title for each column.
        rows: The cells as they are written.
        title: Heading.
        numeric: Whether each column is aligned right.

    Returns:
        The drawing.
    """
    cells = [[_short(cell, _LONGEST) for cell in row] for row in (titles, *rows)]
    widths = [max(_wide(row[at]) for row in cells) + 20 for at in range(len(titles))]
    whole = max(sum(widths), _wide(title) * 1.3)
    parts = [f'<text x="{_MARGIN}" y="24" {_TITLE}>{escape(title)}</text>']
    for number, row in enumerate(cells):
        y = 54 + number * _ROW
        x = float(_MARGIN)
        for at, cell in enumerate(row):
            place, anchor = (x + widths[at] - 16, "end") if numeric[at] else (x, "start")
            color = _TEXT if number else _MUTED
            parts.append(
                f'<text x="{place:.0f}" y="{y}" text-anchor="{anchor}" fill="{color}">{escape(cell)}</text>'
            )
            x += widths[at]
        parts.append(
            f'<line x1="{_MARGIN}" y1="{y + 8}" x2="{_MARGIN + whole:.0f}" y2="{y + 8}" stroke="{_RULE}"/>'
        )
    return Drawing(round(whole + 2 * _MARGIN), 54 + len(cells) * _ROW, "\n".join(parts))


def _wide(text: str) -> float:
    """About how wide a text is in pixels; without Qt it cannot be measured, and Hangul is twice as wide."""
    return sum(12.0 if ord(letter) > 0x1100 else 7.0 for letter in text)


def _short(text: Any, most: int) -> str:
    words = str(text)
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
