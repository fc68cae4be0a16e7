"""Excel files: rows are read in `engine.isolated.excel`, the table is made as `pandas.read_excel` does.

What the columns are is left to `file` and the modules beside it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from engine.data.dataset import DataError
from engine.data.reading.isolated_call import isolated_call
from engine.data.reading.limits import too_many_cells, too_many_rows
from engine.data.reading.memory import available_memory
from engine.data.tables.csv_lines.header import names_of
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
        made_names: the names of the columns where the sheet has no header; else ().
    """

    table: pd.DataFrame
    sheets: list[str]
    sheet: str
    skipped: int = 0
    formulas: tuple[str, ...] = ()
    made_names: tuple[str, ...] = ()


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
    at = header_row(found.rows, written.header, name=path.name)
    made = tuple(names_of(max(map(len, found.rows), default=0))) if written.header == 0 else ()
    table = _typed([list(made), *found.rows] if made else found.rows[at:])
    formulas = tuple(str(table.columns[place]) for place in found.formulas if place < len(table.columns))
    return ExcelTable(table, found.sheets, found.wanted, at, formulas, made)


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
        if written.header == 0:
            return tuple(names_of(max(map(len, found.rows), default=0))), tuple(found.sheets)
        at = header_row(found.rows, written.header, name=path.name) if len(found.rows) > 1 else 0
        names = _typed(found.rows[at : at + 1]).columns
        return tuple(str(name) for name in names if not str(name).startswith("Unnamed: ")), tuple(
            found.sheets
        )
    found = _read(path, reading, sheet=sheet, most_rows=1, most_cells=None)
    return tuple(str(name) for name in _table(found.rows[:1]).columns), tuple(found.sheets)


def _read(path: Path, reading: Reading, *, sheet: str, most_rows: int, most_cells: int | None) -> SheetFound:
    most_bytes = None if reading.limits.lifted else available_memory() // _MEMORY_PER_BYTE
    asked = SheetAsked(str(path), sheet, most_rows, most_cells, most_bytes)
    with open_regular(path) as file, refusing():
        size = unpacked_size(file)
    return cast("SheetFound", isolated_call(read_sheet, asked, size=size, reading=reading))


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
    return table.infer_objects().set_axis(_names(rows[0], width), axis=1)


def _names(header: list[Any], width: int) -> list[str]:
    """Return the names of the columns, numbered as pandas numbers those of a CSV file."""
    names: list[str] = []
    for at in range(width):
        name = str(header[at]).strip() if at < len(header) else ""
        name = name or f"Unnamed: {at}"
        names.append(f"{name}.{names.count(name)}" if name in names else name)
    return names


def _table(rows: list[list[Any]]) -> pd.DataFrame:
    """Return the table of rows of which the first has the names."""
    import pandas as pd
    from pandas.io.parsers import TextParser  # pyright: ignore[reportAttributeAccessIssue] - not in its stubs

    width = max(map(len, rows), default=0)
    if not width:
        return pd.DataFrame()
    even = [row + [""] * (width - len(row)) for row in rows]
    return cast("pd.DataFrame", TextParser(even, header=0, na_values=["?"], skip_blank_lines=False).read())
