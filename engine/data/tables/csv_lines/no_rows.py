"""Lines of a CSV file that are no rows of its table: comments, units below the header, the header again.

A line is a comment where it begins with a usual sign and cannot be a row: it has another number of cells, or
all other rows begin with a number or a time.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from engine.data.problems import noted
from engine.data.tables.notation.missing_signs import is_usual_sign
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SIGNS = ("#", "%", "!", "//", ";")
"""Signs at the beginning of a comment."""
_NUMBER = re.compile(r"\W{0,5}\d")
_ANY_NUMBER = re.compile(r"(?<![^\W\d_])\d")  # not the power of a unit
_RULE = re.compile(r"[-=:+_ ]{2,}|[-:]-*")
_MOST_UNITS = 4
_LONG = 10_000
_MOSTLY = 0.8


def sign_of(cell: str) -> str:
    """Return the sign with which a first cell begins as a comment does; "" where it begins with none."""
    return next((sign for sign in SIGNS if cell.startswith(sign)), "")


def is_number(cell: str) -> bool:
    """Return whether a cell begins as numbers and times do."""
    return _NUMBER.match(cell) is not None


def begins_with_numbers(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether nearly all rows that are no comments begin with a number or a time."""
    cells = [row[0] for row in rows if row and row[0] and not sign_of(row[0])]
    return bool(cells) and sum(map(is_number, cells)) >= _MOSTLY * len(cells)


def is_comment(row: Sequence[str], width: int, *, numbered: bool) -> bool:
    """Return whether a row is a comment.

    Args:
        row: its cells, without spaces around them.
        width: how many cells the rows of the table have.
        numbered: whether they begin with numbers.
    """
    return bool(row) and bool(sign_of(row[0])) and (numbered or len(row) not in (width, width + 1))


def rows_below_header(header: Sequence[str], body: Sequence[Sequence[str]]) -> int:
    """Return how many rows below the header say more about its columns: units, rules, questions.

    Such a row has no number in any column of numbers, and a text in at least one of them.

    Args:
        header: its cells.
        body: the rows below it.
    """
    if len(header) < 2:
        return 0
    lower = [row for row in body[_MOST_UNITS:] if any(row)]
    if len(lower) < _MOST_UNITS:
        return 0
    columns = [at for at in range(len(header)) if _is_of_numbers([row[at] for row in lower if at < len(row)])]
    count = 0
    for at, row in enumerate(body[:_MOST_UNITS]):
        if _is_rule(row) or (any(row) and _says_more(row, columns)):
            count = at + 1
        elif any(row):
            break
    return count


def _is_of_numbers(cells: list[str]) -> bool:
    present = [cell for cell in cells if cell and not is_usual_sign(cell)]
    return len(present) > 1 and sum(map(is_number, present)) >= _MOSTLY * len(present)


def _is_rule(row: Sequence[str]) -> bool:
    """Return whether a row only draws a line."""
    filled = [cell for cell in row if cell]
    return (
        bool(filled) and all(_RULE.fullmatch(cell) for cell in filled) and any(len(one) > 1 for one in filled)
    )


def _says_more(row: Sequence[str], columns: list[int]) -> bool:
    cells = [row[at] if at < len(row) else "" for at in columns]
    numbers = any(_ANY_NUMBER.search(cell) for cell in cells)
    return not numbers and any(cell and not is_usual_sign(cell) for cell in cells)


def places_in(
    lines: Iterable[str], *, separator: str, width: int, numbered: bool, again: bool
) -> tuple[list[int], list[int]]:
    """Return which rows behind the header are comments, and which are the header again.

    Args:
        lines: of the file, from the header on.
        separator: between cells.
        width: how many cells the rows of the table have.
        numbered: whether they begin with numbers.
        again: whether the header is looked for.

    Returns:
        Their places, from 1; a row may have several lines.
    """
    comments: list[int] = []
    headers: list[int] = []
    place, inside, header = -1, False, ""
    for line in lines:
        place += not inside
        if not place:
            header = header or line.strip()
        elif not inside:
            if again and line.strip() == header:
                headers.append(place)
            elif line.lstrip(' "\t').startswith(SIGNS) and is_comment(
                _cells(line, separator), width, numbered=numbered
            ):
                comments.append(place)
                continue  # a quotation mark in it opens nothing
        inside ^= line.count('"') % 2 == 1
    return comments, headers


def _cells(line: str, separator: str) -> list[str]:
    if len(separator) > 1:
        return line.split()
    rows = csv.reader([line[:_LONG]], delimiter=separator, skipinitialspace=True)
    return [cell.strip() for cell in next(rows, [])]


def notes_on(comments: int, headers: int, *, below: int) -> tuple[str, ...]:
    """Return sentences on lines that are left out.

    Args:
        comments: how many are comments.
        headers: how many are the header again.
        below: how many stand below the header.
    """
    notes: list[str] = []
    if comments:
        said = tr("{count:,} lines are comments; they are left out.", count=comments)
        notes.append(noted(said, "data.header"))
    if headers:
        said = tr("{count:,} lines repeat the header; they are left out.", count=headers)
        notes.append(noted(said, "data.header"))
    if below:
        said = tr("{count:,} lines below the header hold units or names; they are left out.", count=below)
        notes.append(noted(said, "data.header"))
    return tuple(notes)
