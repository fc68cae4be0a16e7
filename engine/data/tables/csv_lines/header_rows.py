"""Headers of several rows: what stands above some columns ("2023") is put before their names ("Q1").

They are found by their form: a row with gaps above a row of names, both without values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.problems import noted
from engine.data.tables.csv_lines.no_rows import begins_with_numbers, is_number, rows_below_header
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_MOST = 4
_LOOKED_AT = 100
_SHOWN = 4
_FEWEST_VALUES = 2
_VALUE = re.compile(r"\W{0,3}\d[\d.,\s:/-]*\W{0,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class HeaderRows:
    """A header of several rows.

    Attributes:
        top: the place of its first row.
        count: how many rows it has.
        below: how many rows below it say more about the columns, and are no examples.
        names: of all columns, each once.
        parts: the names that have parts from several rows.
    """

    top: int
    count: int
    below: int
    names: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def end(self) -> int:
        """The place of the first row that is an example."""
        return self.top + self.count + self.below

    def note(self, line: int) -> str:
        """Return a sentence on it.

        Args:
            line: its last one in the file, from 1.
        """
        sentence = tr(
            "The header has {count} rows, the last in line {line}; they are read as one: {names}.",
            count=self.count,
            line=line,
            names=", ".join([*self.parts[:_SHOWN], *(["…"] if len(self.parts) > _SHOWN else [])]),
        )
        return noted(sentence, "data.header_rows")


def header_rows(
    rows: Sequence[Sequence[str]],
    at: int,
    *,
    is_set: bool = False,
    count: int | None = None,
    known: Collection[str] = (),
    is_filled: bool = False,
) -> HeaderRows | None:
    """Return the header where it has several rows; None where it has one.

    Args:
        rows: the first of the file, without spaces around their cells.
        at: the place of the first row that is as wide as the table.
        is_set: whether a person has set that the header begins there.
        count: how many rows it has, as it is set; None to find it.
        known: the names that columns of new data are known to have.
        is_filled: whether cells that are merged are filled already, and so prove that there are several.
    """
    if count == 1:
        return None
    if known and (found := _with_names(rows, frozenset(known), fills=not is_filled)):
        return found[0]
    columns = _columns_of_values(rows[at + 1 :])
    bottom = at
    while bottom + 1 < min(len(rows) - 1, at + _MOST) and not _has_values(rows[bottom + 1], columns):
        bottom += 1
    if count is not None:
        top = at if is_set else max(min(bottom, at + count - 1) - count + 1, 0)
        return _of(rows, top, min(count, len(rows) - 1 - top), fills=not is_filled)
    if _has_values(rows[at], columns) or not (columns or is_filled):
        return None
    for last in range(bottom, at - 1, -1):
        lowest = at if is_set else max(last - _MOST + 1, 0)
        top = _top(rows[: last + 1], lowest=lowest, columns=columns, is_filled=is_filled)
        if top < last and top <= at:
            return _of(rows, top, last - top + 1, fills=not is_filled)
    return None


def unique_names(names: Sequence[str]) -> list[str]:
    """Return each name once, with the numbers that pandas gives those that are missing or come again."""
    found: dict[str, None] = {}
    for at, raw in enumerate(names):
        name = plain = raw.strip() or f"Unnamed: {at}"
        number = 0
        while name in found:
            number += 1
            name = f"{plain}.{number}"
        found[name] = None
    return list(found)


def _with_names(
    rows: Sequence[Sequence[str]], known: frozenset[str], *, fills: bool
) -> list[HeaderRows | None]:
    """Return the header that has all known names, None where that is one row; [] where there is none."""
    places = range(min(len(rows), _LOOKED_AT))
    single = next((top for top in places if known <= set(unique_names(rows[top]))), None)
    for top in places if single is None else (single,):
        for count in range(2, min(_MOST, len(rows) - top) + 1):
            found = _of(rows, top, count, fills=fills)
            # all that is known may stand in the first row, as it is merged with the second
            is_proved = single is None or _is_above(rows[top], rows[top + 1], is_filled=not fills)
            if known <= set(found.names) and is_proved:
                return [found]
    return [] if single is None else [None]


def _of(rows: Sequence[Sequence[str]], top: int, count: int, *, fills: bool) -> HeaderRows:
    last = top + max(count, 1)
    body = rows[last:]
    parts = _joined(rows[top:last], width=max(map(len, rows[top : last + _LOOKED_AT])), fills=fills)
    names = unique_names([" ".join(some) for some in parts])
    several = tuple(name for name, some in zip(names, parts, strict=True) if len(some) > 1)
    return HeaderRows(top, last - top, rows_below_header(names, body), tuple(names), several)


def _joined(rows: Sequence[Sequence[str]], *, width: int, fills: bool) -> list[list[str]]:
    """Return the parts of the name of each column.

    Args:
        rows: of the header.
        width: how many columns there are.
        fills: whether what stands above a column stands above those beside it too that have nothing there.
    """
    even = [[*(" ".join(cell.split()) for cell in row), *[""] * (width - len(row))] for row in rows]
    parts: list[list[str]] = [[] for _ in range(width)]
    for at, row in enumerate(even):
        head = ""
        for column, text in enumerate(row):
            is_above = any(line[column] for line in even[at + 1 :])
            if text or any(line[column] for line in even[:at]):
                head = text if is_above and fills else ""
            part = text or (head if is_above else "")
            if part and part not in parts[column]:
                parts[column].append(part)
    return parts


def _top(rows: Sequence[Sequence[str]], *, lowest: int, columns: list[int], is_filled: bool) -> int:
    """Return the place of the first row of the header of which the last row is given."""
    top = proved = len(rows) - 1
    lower = list(rows[top])
    while top > lowest:
        upper = rows[top - 1]
        if _has_values(upper, columns):
            break
        if _is_above(upper, lower, is_filled=is_filled):
            proved = top = top - 1
            lower = list(upper)
        elif _completes(upper, lower):
            top -= 1
            lower = [one or other for one, other in _pairs(upper, lower)]
        else:
            break
    return proved


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(upper), len(lower))
    return list(
        zip(
            [*upper, *[""] * (width - len(upper))],
            [*lower, *[""] * (width - len(lower))],
            strict=True,
        )
    )


def _completes(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether two rows have the names of different columns, as pandas writes the name of an index."""
    pairs = _pairs(upper, lower)
    return any(upper) and any(lower) and all(bool(one) != bool(other) for one, other in pairs)


def _is_above(upper: Sequence[str], lower: Sequence[str], *, is_filled: bool) -> bool:
    """Return whether a row stands above names, and each of its cells above one column or several.

    Where the names come again, they are different with what stands above them. Where they do not, a title or
    a line of "Station, Seoul" could stand there: each cell is above several names, or above none, and the
    first column has its name in one of the rows.
    """
    pairs = _pairs(upper, lower)
    heads = [
        at for at, (text, below) in enumerate(pairs) if text and not (at and below and text == upper[at - 1])
    ]
    if len(heads) < 2:
        return False
    spans = [pairs[at:end] for at, end in zip(heads, [*heads[1:], len(pairs)], strict=True)]
    counts = [
        sum(bool(below and (text or not is_filled)) for text, below in span) if span[0][1] else 0
        for span in spans
    ]
    if max(counts) < 2:
        return False
    names = [below for _, below in pairs if below]
    if len(set(names)) < len(names):
        joined = [
            tuple(some) for some in _joined([upper, lower], width=len(pairs), fills=not is_filled) if some
        ]
        return len(set(joined)) == len(joined)
    first, below = pairs[0]
    return 1 not in counts and bool(first) != bool(below)


def _columns_of_values(body: Sequence[Sequence[str]]) -> list[int]:
    """Return which columns hold numbers or times below the first rows."""
    lower = [row for row in body[min(_MOST, len(body) // 2) :] if any(row)]
    width = max(map(len, lower), default=0)
    cells = [[row[at] for row in lower if at < len(row) and row[at]] for at in range(width)]
    return [
        at
        for at, some in enumerate(cells)
        if len(some) >= min(_FEWEST_VALUES, len(lower))
        and some
        and begins_with_numbers([[one] for one in some])
    ]


def _has_values(row: Sequence[str], columns: list[int]) -> bool:
    """Return whether a row has a number or a time where the rows below have some; years may be names."""
    cells = [row[at] for at in columns if at < len(row) and row[at]]
    return any(is_number(cell) and _VALUE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells)
