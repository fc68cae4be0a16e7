"""Where the table of a CSV file begins: behind titles, comments and empty lines.

Its lines are cut in `cut`. The rules of a project of before are in `csv_lines.format`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from engine.data.dataset import DataError
from engine.data.problems import DataQuestionError
from engine.data.tables.csv_lines.cut import SEPARATOR_LINE, cells_in
from engine.data.tables.csv_lines.header_rows import HeaderRows, header_rows
from engine.data.tables.csv_lines.no_rows import (
    begins_with_numbers,
    is_comment,
    is_number,
    rows_below_header,
    sign_of,
)
from engine.data.tables.csv_lines.spaced import FEWEST_ROWS, LINE, SPACES, Rows
from engine.language import tr

if TYPE_CHECKING:
    from engine.data.tables.notation.written import Written

_SNIFFED = 200_000
_NEARLY = 0.95
_DECIMAL = re.compile(r"[-+]?\d*[.,]\d+(?:[eE][-+]?\d+)?")
_COMMA_PROOF = re.compile(r"[-+]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))")
_POINT_PROOF = re.compile(r"[-+]?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class CsvHeader:
    """Where and how the table of a CSV file is written.

    Attributes:
        characters: how many stand before its header.
        lines: how many lines that is.
        separator: one of `csv_lines.format.SEPARATORS`, a rarer one, or `SPACES`.
        decimal: the sign with which pandas reads its numbers, "." or ",".
        names: in the header, without spaces around them.
        trailing: whether each row ends with a separator of which the header has none.
        numbered: whether its rows begin with numbers.
        below: how many rows below the header say more about the columns, and are no examples.
        headless: whether the file has no header, and its columns have made names.
        shifted: whether its header lacks the name of the first column, as R writes it; it counts as above the
            table, which is `headless` then.
        several: its rows where it has several; they count as above the table, which is `headless` then.
    """

    characters: int
    lines: int
    separator: str
    decimal: str
    names: tuple[str, ...]
    trailing: bool
    numbered: bool = False
    below: int = 0
    headless: bool = False
    shifted: bool = False
    several: HeaderRows | None = None


def names_of(count: int) -> list[str]:
    """Return the names of so many columns of a file without a header."""
    return [f"column {number}" for number in range(1, count + 1)]


def header_in(text: str, name: str, *, written: Written) -> CsvHeader:
    """Return where the table of a file begins.

    Args:
        text: the beginning of the file.
        name: of the file, for sentences.
        written: what is set.

    Raises:
        DataError: there is no header.
    """
    sniffed, line = text[:_SNIFFED], written.header
    separator, width, rows = cells_in(sniffed, name)
    rows = _without_comments(rows, width) if not line else rows
    at = _header_at(rows, width, name=name, line=line)
    if line != 0 and separator != SPACES:
        several = header_rows(
            [row for _, row in rows],
            at,
            is_set=line is not None,
            count=written.header_rows,
            known=written.known,
        )
        if several is not None:
            return _with_joined_names(sniffed, rows, several, separator=separator)
    start, header = rows[at]
    body = [row for _, row in rows[at + 1 :]]
    if line == 0:
        header, body = names_of(width), [header, *body]
    first = next((row for row in body if any(row)), [])
    if line != 0 and _lacks_first_name(header, body):
        return _with_first_name(sniffed, rows[at:], separator)
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
    if line is None and _is_example(header, body):
        raise DataQuestionError(
            tr(
                "{name} begins with values, not with names; add a first line with column names, or say under"
                " Row of the header that it has none (0).",
                name=name,
            ),
            path="data.header",
            choices=("0",),
        )
    numbered = begins_with_numbers(body)
    body = [row for row in body if not is_comment(row, width, numbered=numbered)]
    return CsvHeader(
        characters=sum(len(one[0]) for one in islice(LINE.finditer(sniffed), start - 1)),
        lines=start - 1,
        separator=separator,
        decimal=_decimal(body, separator),
        names=tuple(header),
        trailing=more > 0,
        numbered=numbered,
        below=0 if line == 0 else rows_below_header(header, body),
        headless=line == 0,
    )


def _decimal(body: list[list[str]], separator: str) -> str:
    """Return the sign with which pandas reads the numbers of rows."""
    values = [value for row in body for value in row]
    commas = any(_COMMA_PROOF.fullmatch(value) for value in values)
    points = any(_POINT_PROOF.fullmatch(value) for value in values)
    return "," if separator != "," and commas and not points else "."


def _lacks_first_name(header: list[str], body: list[list[str]]) -> bool:
    """Return whether each row has one value more than the header has names, the first of them its own.

    So R writes the names of rows, each of which occurs once.
    """
    rows = [row for row in body if any(row)]
    if len(rows) < FEWEST_ROWS or not header or not all(header) or any(map(_is_number, header)):
        return False
    whole = rows[:-1]  # the last may be cut
    firsts = [row[0] for row in whole]
    return (
        all(len(row) == len(header) + 1 for row in whole)
        and all(row[-1] for row in whole)
        and len(set(firsts)) == len(firsts)
    )


def _with_first_name(text: str, rows: Rows, separator: str) -> CsvHeader:
    """Return where the table begins below a header that lacks the first name.

    Args:
        text: the beginning of the file.
        rows: the header, and all below it.
        separator: of the cells.
    """
    header, *body = [row for _, row in rows]
    lines = rows[1][0] - 1
    return CsvHeader(
        characters=sum(len(one[0]) for one in islice(LINE.finditer(text), lines)),
        lines=lines,
        separator=separator,
        decimal=_decimal(body, separator),
        names=("Unnamed: 0", *header),
        trailing=False,
        numbered=begins_with_numbers(body),
        headless=True,
        shifted=True,
    )


def _with_joined_names(text: str, rows: Rows, several: HeaderRows, *, separator: str) -> CsvHeader:
    """Return where the table begins below a header of several rows.

    Args:
        text: the beginning of the file.
        rows: of the file, with the header.
        several: the header.
        separator: of the cells.
    """
    body = [row for _, row in rows[several.end :]]
    lines = rows[several.end][0] - 1 if body else rows[several.end - 1][0]
    return CsvHeader(
        characters=sum(len(one[0]) for one in islice(LINE.finditer(text), lines)),
        lines=lines,
        separator=separator,
        decimal=_decimal(body, separator),
        names=several.names,
        trailing=False,
        numbered=begins_with_numbers(body),
        below=several.below,
        headless=True,
        several=several,
    )


def _without_comments(rows: Rows, width: int) -> Rows:
    """Return the rows without comments above the table; a header that begins as a comment stays."""
    count = next((at for at, (_, row) in enumerate(rows) if not sign_of(row[0])), 0)
    if not count:
        return rows
    header, first = rows[count - 1][1], rows[count][1]
    if len(header) == width and any(map(is_number, first)) and not any(map(_is_number, header)):
        count -= 1
    return rows[count:]


def _is_example(header: list[str], body: list[list[str]]) -> bool:
    """Return whether the first row holds values, not names, as a file without a header begins.

    Each of its cells is a number where those below are, and one is a number with decimals or a text that
    comes again below.
    """
    lower = [row for row in body if len(row) == len(header)]
    if not lower or not header:
        return False
    if all(map(_is_number, header)):
        return any(map(_is_number, lower[0]))
    again = 0
    for at, cell in enumerate(header):
        below = [row[at] for row in lower if row[at]]
        if sum(map(_is_number, below)) > _NEARLY * len(below) and not (below and _is_number(cell)):
            return False
        if not _is_number(cell) and cell in below:
            again += 1
    decimals = any(_DECIMAL.fullmatch(cell) for cell in header)
    texts = sum(not _is_number(cell) for cell in header)
    return decimals or (again > 0 and 2 * again >= texts)


def _header_at(rows: list[tuple[int, list[str]]], width: int, *, name: str, line: int | None) -> int:
    """Return the place of the header among the rows: the first that is as wide as most of the rows below."""
    if line:
        found = next((at for at, (start, _) in enumerate(rows) if start == line), None)
        if found is None:
            raise DataError(
                tr("{name} has no values in line {line}, so it is not the header.", name=name, line=line),
                path="data.header",
            )
        return found
    for at, (_, row) in enumerate(rows):
        below = rows[at + 1][1] if at + 1 < len(rows) else []
        if line is None and len(row) > width > 1 and len(below) == width and not any(map(is_number, below)):
            continue  # names stand below it
        if any(row) and not _is_title(row, width) and not SEPARATOR_LINE.fullmatch(",".join(row)):
            return at
    return 0


def _is_title(row: list[str], width: int) -> bool:
    """Return whether a row before the table is a title or a comment: it fills few columns of a wide table."""
    filled = sum(map(bool, row))
    return width > 1 and (len(row) < width - 1 or filled <= width // 2) and filled < max(2, width - 1)


def _is_number(value: str) -> bool:
    try:
        float(value.replace(",", "."))
    except ValueError:
        return False
    return True
