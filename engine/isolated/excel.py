"""The rows of an Excel file, read with openpyxl and counted while they arrive.

A file of a few kilobytes can claim a cell in the last row and column, or unpack to gigabytes. What becomes of
the rows is decided in `engine.data.tables.excel`.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import Any

from engine.isolated.errors import IsolatedError, refusing, too_large
from engine.opening import open_regular

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"[^<>]*>')
_PART, _LONGEST_MARK, _MOST_MERGED = 1 << 20, 1000, 100_000
_FIRST_ROWS = 200
"""How many rows are enough to find a header or formulas."""


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """Which sheet to read, and how much of it.

    Attributes:
        path: of the file.
        sheet: its name; "" for the first.
        most_rows: how many rows are read.
        most_cells: how many cells are read; None for any number.
        most_bytes: how many bytes the whole file may unpack to; None for any number.
    """

    path: str
    sheet: str
    most_rows: int
    most_cells: int | None
    most_bytes: int | None


@dataclass(frozen=True, slots=True)
class SheetFound:
    """What was read.

    Attributes:
        sheets: the names of all sheets.
        wanted: the name of the sheet that was read; "" where there is none of that name.
        rows: its rows, each up to its last value.
        reached: which limit was reached, "rows" or "cells"; "" for none.
        formulas: the places of columns whose formulas have no stored values.
        merged: (row, column, last row, last column) of each block of merged cells, from 0.
    """

    sheets: list[str]
    wanted: str
    rows: list[list[Any]]
    reached: str = ""
    formulas: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheet(asked: SheetAsked) -> SheetFound:
    """Return the rows that are asked for.

    Raises:
        IsolatedError: the file is corrupt, or unpacks to more than is allowed.
    """
    import openpyxl

    with refusing(), open_regular(asked.path) as file:
        unpacked = unpacked_size(file)
        if asked.most_bytes is not None and unpacked > asked.most_bytes:
            raise IsolatedError(too_large(unpacked, asked.most_bytes))
        book: Any = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [str(name) for name in book.sheetnames]
            wanted = asked.sheet or next(iter(sheets), "")
            if wanted not in sheets:
                return SheetFound(sheets, "", [])
            rows, reached = _rows(book[wanted], asked)
            merged = _merged(book[wanted]) if rows else ()
        finally:
            book.close()
        formulas = _formulas(file, wanted, _hollow(rows)) if rows and not reached else ()
        return SheetFound(sheets, wanted, rows, reached, formulas, merged)


def _hollow(rows: list[list[Any]]) -> set[int]:
    """Return the places of the columns that are mostly empty, as formulas without stored values are."""
    width = max(map(len, rows), default=0)
    filled = [sum(len(row) > at and row[at] != "" for row in rows) for at in range(width)]
    return {at for at, count in enumerate(filled) if 2 * count < len(rows)}


def _formulas(file: Any, sheet: str, hollow: set[int]) -> tuple[int, ...]:
    """Return which columns hold formulas, by their first rows."""
    import openpyxl

    if not hollow:
        return ()
    book: Any = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    found: set[int] = set()
    try:
        for cells in book[sheet].iter_rows(max_row=_FIRST_ROWS):
            found |= {at for at, cell in enumerate(cells) if at in hollow and cell.data_type == "f"}
    finally:
        book.close()
    return tuple(sorted(found))


def _merged(sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
    """Return the blocks of merged cells, which openpyxl does not read of a sheet that it reads by rows."""
    from openpyxl.utils.cell import coordinate_to_tuple

    found: list[tuple[int, int, int, int]] = []
    before = b""
    with sheet._get_source() as source:  # noqa: SLF001 - openpyxl has no other way to the text of a sheet
        while len(found) < _MOST_MERGED and (part := source.read(_PART)):
            text = before + part
            for one in _MERGED.finditer(text):
                top, left = coordinate_to_tuple(one[1].decode("ascii"))
                bottom, right = coordinate_to_tuple(one[2].decode("ascii"))
                found.append((top - 1, left - 1, bottom - 1, right - 1))
            last = text.rfind(b"<")
            before = text[max(last, len(text) - _LONGEST_MARK) :] if last >= 0 else b""
    return tuple(found)


def unpacked_size(file: Any) -> int:
    """Return the unpacked bytes of an open ZIP file, as it states them; no more is ever unpacked."""
    with zipfile.ZipFile(file) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _rows(sheet: Any, asked: SheetAsked) -> tuple[list[list[Any]], str]:
    """Return the rows up to the last one with a value, and which limit was reached."""
    sheet.reset_dimensions()  # the size that a sheet states can be wrong
    rows: list[list[Any]] = []
    last = width = 0
    for cells in sheet.rows:
        row = [_value(cell) for cell in cells]
        while row and row[-1] == "":
            row.pop()
        rows.append(row)
        if row:
            last, width = len(rows), max(width, len(row))
        if len(rows) > asked.most_rows:
            return rows[:_FIRST_ROWS], "rows"
        if asked.most_cells is not None and last * width > asked.most_cells:
            return rows[:_FIRST_ROWS], "cells"
    return rows[:last], ""


def _value(cell: Any) -> Any:
    """Return the value of a cell as `pandas.read_excel` takes it: "" where there is none."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "e":
        return float("nan")
    if cell.data_type == "n":
        whole = int(value)
        return whole if whole == value else float(value)
    return value
