"""Rows whose columns are set apart by any number of spaces, as instruments and R write them."""

from __future__ import annotations

import csv
import re
from collections import Counter

from engine.data.tables.csv_lines.no_rows import is_number, sign_of

SPACES = r"\s+"
"""The separator of columns that are set apart by any number of spaces."""
FEWEST_ROWS = 3
SNIFFED_ROWS = 200
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_NEARLY = 0.95
Rows = list[tuple[int, list[str]]]
"""Each with the line in which it begins, from 1."""


def rows_of_spaces(text: str) -> Rows:
    """Return the rows of columns that are set apart by spaces, with their lines; [] where they are not.

    Nearly all rows have as many words, and numbers stand among them: a column of sentences has neither.
    """
    found = [(at, _words(one[0])) for at, one in enumerate(LINE.finditer(text), start=1) if one[0].strip()]
    rows = [one for one in found if not sign_of(one[1][0])][: SNIFFED_ROWS + 1]
    widths = Counter(len(row) for _, row in rows[:-1])  # the last line may be cut
    if len(rows) < FEWEST_ROWS or not widths:
        return []
    width, count = widths.most_common(1)[0]
    numbers = sum(is_number(cell) for _, row in rows[1:] for cell in row)
    short = len(rows[0][1]) == width - 1  # without a name for the first column
    even = width > 1 and count >= _NEARLY * len(rows[:-1]) and (short or len(rows[0][1]) == width)
    if not even or numbers < len(rows) - 1:
        return []
    return [*rows[:short], *(one for one in rows[short:] if len(one[1]) == width)]


def _words(line: str) -> list[str]:
    """Return what stands between the spaces of a line; spaces between quotation marks stay."""
    if '"' not in line:
        return line.split()
    try:
        return next(csv.reader([line.strip()], delimiter=" ", skipinitialspace=True), [])
    except csv.Error:
        return line.split()
