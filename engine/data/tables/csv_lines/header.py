"""Where the table of a CSV file begins: behind titles, comments and empty lines; and how its lines are cut.

The rules of a project of before are in `csv_lines.format`.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from engine.data.dataset import DataError
from engine.data.tables.csv_lines.format import SEPARATORS
from engine.language import tr

_SNIFFED = 200_000
_SNIFFED_ROWS = 200
_SIMILAR = 0.6
_COMMA_PROOF = re.compile(r"[-+]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_POINT_PROOF = re.compile(r"[-+]?\d+\.\d+")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n?")


@dataclass(frozen=True, slots=True)
class CsvHeader:
    """Where and how the table of a CSV file is written.

    Attributes:
        characters: how many stand before its header.
        lines: how many lines that is.
        separator: one of `csv_lines.format.SEPARATORS`.
        decimal: the sign with which pandas reads its numbers, "." or ",".
        names: in the header, without spaces around them.
        trailing: whether each row ends with a separator of which the header has none.
    """

    characters: int
    lines: int
    separator: str
    decimal: str
    names: tuple[str, ...]
    trailing: bool


def header_in(text: str, name: str, *, line: int | None) -> CsvHeader:
    """Return where the table of a file begins.

    Args:
        text: the beginning of the file.
        name: of the file, for sentences.
        line: of the header, from 1, as it is set; None to find it.

    Raises:
        DataError: there is no header.
    """
    sniffed = text[:_SNIFFED]
    marked = _SEPARATOR_LINE.match(sniffed)
    best: tuple[int, int, str, list[tuple[int, list[str]]]] | None = None
    for separator in (marked[1],) if marked and marked[1] in SEPARATORS else SEPARATORS:
        rows = _rows(sniffed, separator)
        widths = Counter(len(row) for _, row in rows if any(row))
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        share = count if width > 1 and 2 * count > len(rows) * _SIMILAR else 0
        if best is None or (share, width if share else 0) > best[:2]:
            best = (share, width if share else 1, separator, rows)
    if best is None:
        raise DataError(tr("{name} is empty; choose a CSV file with a header line and rows.", name=name))
    _, width, separator, rows = best
    at = _header_at(rows, width, name=name, line=line)
    start, header = rows[at]
    body = [row for _, row in rows[at + 1 :]]
    first = next((row for row in body if any(row)), [])
    more = len(first) - len(header)
    if more > 0 and any(first[len(header) :]):
        raise DataError(
            tr(
                "{name} has {names} names in its first line but {values} values below; correct it.",
                name=name,
                names=len(header),
                values=len(first),
            )
        )
    if line is None and header and all(map(_is_number, header)) and any(map(_is_number, first)):
        raise DataError(
            tr(
                "{name} begins with numbers, so it has no header line; add a first line with column names.",
                name=name,
            )
        )
    values = [value for row in body for value in row]
    commas = any(_COMMA_PROOF.fullmatch(value) for value in values)
    points = any(_POINT_PROOF.fullmatch(value) for value in values)
    decimal = "," if separator != "," and commas and not points else "."
    lines = sniffed.splitlines(keepends=True)
    return CsvHeader(
        characters=sum(map(len, lines[: start - 1])),
        lines=start - 1,
        separator=separator,
        decimal=decimal,
        names=tuple(header),
        trailing=more > 0,
    )


def _header_at(rows: list[tuple[int, list[str]]], width: int, *, name: str, line: int | None) -> int:
    """Return the place of the header among the rows: the first that is as wide as most of the rows below."""
    if line is not None:
        found = next((at for at, (start, _) in enumerate(rows) if start == line), None)
        if found is None:
            raise DataError(
                tr("{name} has no values in line {line}, so it is not the header.", name=name, line=line),
                path="data.header",
            )
        return found
    for at, (_, row) in enumerate(rows):
        if any(row) and not _is_title(row, width) and not _SEPARATOR_LINE.fullmatch(",".join(row)):
            return at
    return 0


def _is_title(row: list[str], width: int) -> bool:
    """Return whether a row before the table is a title or a comment: it fills few columns of a wide table."""
    filled = sum(map(bool, row))
    if row[0].startswith("#") and len(row) != width:
        return True
    return width > 1 and (len(row) < width - 1 or filled <= width // 2) and filled < max(2, width - 1)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line in which each begins, from 1."""
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), delimiter=separator, skipinitialspace=True)
    begins = 1
    try:
        for row in reader:
            if row:
                rows.append((begins, [value.strip() for value in row]))
            begins = reader.line_num + 1
            if len(rows) > _SNIFFED_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", "."))
    except ValueError:
        return False
    return True
