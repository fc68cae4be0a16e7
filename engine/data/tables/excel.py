"""Excel files: rows are read in `engine.isolated.excel`, the table is made as `pandas.read_excel` does.

What the columns are is left to `file` and the modules beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from engine.data.dataset import DataError
from engine.data.reading.isolated_call import isolated_call
from engine.data.reading.limits import too_many_cells, too_many_rows
from engine.data.reading.memory import available_memory
from engine.data.tables.csv_lines.header import names_of
from engine.data.tables.csv_lines.header_rows import HeaderRows, header_rows, unique_names
from engine.data.tables.csv_lines.no_rows import rows_below_header
from engine.isolated.errors import refusing
from engine.isolated.excel import SheetAsked, SheetFound, read_sheet, unpacked_size
from engine.language import tr
from engine.opening import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from engine.data.reading.context import Reading
    from engine.data.tables.notation.written import Written

_ROWS_ABOVE = 100
MOST_ROWS = 2**20
"""The most rows of a sheet in Excel itself."""
_BYTES_A_CELL = 200
"""The bytes of a cell as a Python object, here and in the isolated process."""
_MEMORY_PER_BYTE = 3
"""The bytes of memory that an unpacked byte takes."""


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A sheet that was read.

    Attributes:
        table: its values.
        sheets: the names of all sheets.
        sheet: the one that was read.
        skipped: how many rows stand above the header.
        formulas: the columns whose formulas have no stored values.
        made_names: the names of the columns where the sheet has no header or one of several rows; else ().
        no_rows: which rows behind the header hold units or names, from 1.
        several: the header, where it has several rows.
        filled: the columns with merged cells whose value each of their rows has.
    """

    table: pd.DataFrame
    sheets: list[str]
    sheet: str
    skipped: int = 0
    formulas: tuple[str, ...] = ()
    made_names: tuple[str, ...] = ()
    no_rows: tuple[int, ...] = ()
    several: HeaderRows | None = None
    filled: tuple[str, ...] = ()


def read_excel(path: Path, reading: Reading, *, sheet: str, written: Written | None = None) -> ExcelTable:
    """Read a sheet of an Excel file.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        sheet: its name; "" for the first.
        written: what is set of how it is written; None for the rules of a project of before.

    Raises:
        IsolatedError: the file is corrupt, or reading it takes too much time or memory.
        DataError: there is no such sheet, or it is larger than can be read.
        LoadCancelled: `reading` was cancelled.
    """
    most = reading.limits.most_cells(_BYTES_A_CELL)
    found = _read(path, reading, sheet=sheet, most_rows=MOST_ROWS, most_cells=most)
    if found.reached:
        raise (
            too_many_rows(path.name, MOST_ROWS)
            if found.reached == "rows"
            else too_many_cells(path.name, most)
        )
    if not found.wanted:
        raise DataError(
            tr(
                "There is no sheet {sheet} in {name}; its sheets are {sheets}.",
                sheet=sheet,
                name=path.name,
                sheets=", ".join(found.sheets),
            ),
            path="data.sheet",
        )
    if written is None or not written.rules:
        return ExcelTable(_table(found.rows), found.sheets, found.wanted)
    header = _header_of(found, written, name=path.name)
    first = header.at + 1 + header.below
    filled = _fill_down(found.rows, found.merged, first=first)
    table = _typed([header.names, *found.rows[first:]])
    formulas = tuple(str(table.columns[place]) for place in found.formulas if place < len(table.columns))
    return ExcelTable(
        table,
        found.sheets,
        found.wanted,
        header.at,
        formulas,
        made_names=tuple(map(str, table.columns)) if header.is_made else (),
        no_rows=tuple(range(1, header.below + 1)),
        several=header.several,
        filled=tuple(str(table.columns[place]) for place in filled),
    )


def excel_names(
    path: Path, reading: Reading, *, sheet: str, written: Written | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns of a sheet, and those of all sheets.

    Args:
        path: of the file.
        reading: can cancel, and limits memory and time.
        sheet: its name; "" for the first.
        written: what is set of how it is written; None for the rules of a project of before.

    Raises:
        IsolatedError: the file is corrupt, or reading it takes too much time or memory.
    """
    if written is not None and written.rules:
        found = _read(path, reading, sheet=sheet, most_rows=_ROWS_ABOVE, most_cells=None)
        header = found.rows[:1]
        if len(found.rows) > 1:
            header = [_header_of(found, written, name=path.name).names]
        names = [str(name) for name in _typed(header).columns]
        return tuple(name for name in names if not name.startswith("Unnamed: ")), tuple(found.sheets)
    found = _read(path, reading, sheet=sheet, most_rows=1, most_cells=None)
    return tuple(str(name) for name in _table(found.rows[:1]).columns), tuple(found.sheets)


def _read(path: Path, reading: Reading, *, sheet: str, most_rows: int, most_cells: int | None) -> SheetFound:
    most_bytes = None if reading.limits.lifted else available_memory() // _MEMORY_PER_BYTE
    asked = SheetAsked(str(path), sheet, most_rows, most_cells, most_bytes)
    with open_regular(path) as file, refusing():
        size = unpacked_size(file)
    return cast("SheetFound", isolated_call(read_sheet, asked, size=size, reading=reading))


class _Header(NamedTuple):
    """Where the header of a sheet is.

    Attributes:
        at: the place of its last row; -1 where there is none.
        names: its cells, or the names that were made.
        below: how many rows below it are no examples.
        is_made: whether the names were made.
        several: the header, where it has several rows, and those below count as its own.
    """

    at: int
    names: list[Any]
    below: int = 0
    is_made: bool = False
    several: HeaderRows | None = None


def _header_of(found: SheetFound, written: Written, *, name: str) -> _Header:
    """Return where the header of a sheet is. Raises DataError."""
    if written.header == 0:
        return _Header(-1, names_of(max(map(len, found.rows), default=0)), is_made=True)
    at = header_row(found.rows, written.header, name=name)
    rows = [
        ["" if cell == "" else str(cell).strip() for cell in row] for row in found.rows[: at + _ROWS_ABOVE]
    ]
    filled = _fill(rows, found.merged)
    several = header_rows(
        filled or rows,
        at,
        is_set=written.header is not None,
        count=written.header_rows,
        known=written.known,
        is_filled=bool(filled),
    )
    if several is not None:
        return _Header(several.end - 1, list(several.names), is_made=True, several=several)
    return _Header(at, found.rows[at], rows_below_header(rows[at], rows[at + 1 :]))


def _fill(rows: list[list[str]], merged: tuple[tuple[int, int, int, int], ...]) -> list[list[str]]:
    """Return rows whose cells that are merged side by side have their value each; [] where none are.

    A title over the whole table stays in its first cell.
    """
    width = max(map(len, rows), default=0)
    filled = [list(row) for row in rows]
    count = 0
    for top, left, _, right in merged:
        if top < len(rows) and left < right < width and right - left + 1 < width and len(rows[top]) > left:
            row = filled[top]
            row += [""] * (right + 1 - len(row))
            row[left : right + 1] = [rows[top][left]] * (right + 1 - left)
            count += 1
    return filled if count else []


def _fill_down(
    rows: list[list[Any]], merged: tuple[tuple[int, int, int, int], ...], *, first: int
) -> tuple[int, ...]:
    """Give each row of merged cells their value, and return the places of the columns where that was done.

    It is done where no other cell is empty, so that a script does the same with `ffill`.

    Args:
        rows: of the sheet, which are changed.
        merged: the blocks of merged cells.
        first: the place of the first row that is an example.
    """
    blocks: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, right in merged:
        if left == right and first <= top < bottom and top < len(rows):
            blocks.setdefault(left, []).append((top, min(bottom, len(rows) - 1)))
    filled: list[int] = []
    for column, spans in blocks.items():
        below = {row for top, bottom in spans for row in range(top + 1, bottom + 1)}
        empty = {
            place
            for place in range(first, len(rows))
            if rows[place] and (column >= len(rows[place]) or rows[place][column] == "")
        }
        if empty <= below:
            for top, bottom in spans:
                value = rows[top][column] if column < len(rows[top]) else ""
                for cells in rows[top + 1 : bottom + 1]:
                    cells.extend([""] * (column + 1 - len(cells)))
                    cells[column] = value
            filled.append(column)
    return tuple(sorted(filled))


def header_row(rows: list[list[Any]], wanted: int | None, *, name: str) -> int:
    """Return the place of the row with the names: the first that fills as many cells as most rows below.

    Args:
        rows: of the sheet.
        wanted: the row that is set, from 1; 0 for none, which is before the first; None to find it.
        name: of the file, for sentences.

    Raises:
        DataError: the row that is set is empty.
    """
    filled = [sum(value != "" for value in row) for row in rows]
    if wanted == 0:
        return -1
    if wanted is not None:
        if wanted > len(rows) or not filled[wanted - 1]:
            raise DataError(
                tr("{name} has no values in line {line}, so it is not the header.", name=name, line=wanted),
                path="data.header",
            )
        return wanted - 1
    usual = Counter(count for count in filled if count > 1).most_common(1)
    width = usual[0][0] if usual else 1
    return next((at for at, count in enumerate(filled) if count and (width < 2 or 2 * count > width)), 0)


def _typed(rows: list[list[Any]]) -> pd.DataFrame:
    """Return the table of rows, of which the first has the names, with the types of the cells."""
    import pandas as pd

    width = max(map(len, rows), default=0)
    if not width:
        return pd.DataFrame()
    even = [row + [""] * (width - len(row)) for row in rows[1:]]
    table = pd.DataFrame(even, columns=pd.RangeIndex(width), dtype=object)
    table = table.mask(table.map(lambda value: isinstance(value, str) and not value.strip()))
    names = unique_names([str(name) for name in rows[0]] + [""] * (width - len(rows[0])))
    return table.infer_objects().set_axis(names, axis=1)


def _table(rows: list[list[Any]]) -> pd.DataFrame:
    """Return the table of rows of which the first has the names."""
    import pandas as pd
    from pandas.io.parsers import TextParser  # pyright: ignore[reportAttributeAccessIssue] - not in its stubs

    width = max(map(len, rows), default=0)
    if not width:
        return pd.DataFrame()
    even = [row + [""] * (width - len(row)) for row in rows]
    return cast("pd.DataFrame", TextParser(even, header=0, na_values=["?"], skip_blank_lines=False).read())
