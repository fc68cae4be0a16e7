"""How the lines of a CSV file are cut into cells: by the separator with which most rows are as wide."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from engine.data.dataset import DataError
from engine.data.tables.csv_lines.format import SEPARATORS
from engine.data.tables.csv_lines.spaced import SNIFFED_ROWS, SPACES, Rows, rows_of_spaces
from engine.language import tr

SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")
"""What Excel writes before the header."""
_SIMILAR = 0.6
_RARE_SEPARATORS = ("^", "~", "\x01", "\x1f")
_FOREIGN = re.compile(
    r"(?i)\s*(?:<!doctype|<html|<table|<\?xml)|\s*[\[{]\s*(?:[\[{]\s*)?\"[^\"\n]*\"\s*:|(?:%[^\n]*\n|\s)*@relation\b"
)


def cells_in(text: str, name: str) -> tuple[str, int, Rows]:
    """Return the separator, the number of cells of most rows, and the rows. Raises DataError."""
    marked = SEPARATOR_LINE.match(text)
    best: tuple[int, int, str, Rows] | None = None
    for separator in (marked[1],) if marked and marked[1] in SEPARATORS else (*SEPARATORS, *_RARE_SEPARATORS):
        if separator in _RARE_SEPARATORS and (best is None or best[0]):
            continue
        rows = _rows(text, separator)
        widths = Counter(len(row) for _, row in rows if any(row))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        share = count if width > 1 and 2 * count > len(rows) * _SIMILAR else 0
        if best is None or (share, width if share else 0) > best[:2]:
            best = (share, width if share else 1, separator, rows)
    if _FOREIGN.match(text):
        raise DataError(
            tr(
                "{name} is a web page, JSON or ARFF, not a table; save the table as CSV, Excel or Parquet.",
                name=name,
            )
        )
    if best is None:
        raise DataError(tr("{name} is empty; choose a CSV file with a header line and rows.", name=name))
    spaced = rows_of_spaces(text) if not best[0] else []
    if spaced:
        return SPACES, len(spaced[-1][1]), spaced
    return best[2], best[1], best[3]


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line in which each begins, from 1."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    begins = 1
    try:
        for row in reader:
            if row:
                rows.append((begins, [value.strip() for value in row]))
            begins = reader.line_num + 1
            if len(rows) > SNIFFED_ROWS:
                break
    except csv.Error:
        return rows
    return rows
