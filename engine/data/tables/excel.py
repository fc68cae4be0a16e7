"""Excel files: rows are read in `engine.isolated.excel`, the table is made as `pandas.read_excel` does.

What the columns are is left to `file` and the modules beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from engine.data.dataset import DataError
from engine.data.reading.isolated_call import isolated_call
from engine.data.reading.limits import too_many_cells, too_many_rows
from engine.data.reading.memory import available_memory
from engine.isolated.errors import refusing
from engine.isolated.excel import SheetAsked, SheetFound, read_sheet, unpacked_size
from engine.language import tr
from engine.opening import open_regular

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from engine.data.reading.context import Reading

MOST_ROWS = 2**20
"""The most rows of a sheet in Excel itself."""
_BYTES_A_CELL = 200
"""The bytes of a cell as a Python object, here and in the isolated process."""
_MEMORY_PER_BYTE = 3
"""The bytes of memory that an unpacked byte takes."""


def read_excel(path: Path, reading: Reading, *, sheet: str) -> tuple[pd.DataFrame, list[str], str]:
    """Read a sheet of an Excel file.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        sheet: its name; "" for the first.

    Returns:
        The table, the names of all sheets, and the one that was read.

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
    return _table(found.rows), found.sheets, found.wanted


def excel_names(path: Path, reading: Reading, *, sheet: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns of a sheet, and those of all sheets.

    Args:
        path: of the file.
        reading: can cancel, and limits memory and time.
        sheet: its name; "" for the first.

    Raises:
        IsolatedError: the file is corrupt, or reading it takes too much time or memory.
    """
    found = _read(path, reading, sheet=sheet, most_rows=1, most_cells=None)
    return tuple(str(name) for name in _table(found.rows[:1]).columns), tuple(found.sheets)


def _read(path: Path, reading: Reading, *, sheet: str, most_rows: int, most_cells: int | None) -> SheetFound:
    most_bytes = None if reading.limits.lifted else available_memory() // _MEMORY_PER_BYTE
    asked = SheetAsked(str(path), sheet, most_rows, most_cells, most_bytes)
    with open_regular(path) as file, refusing():
        size = unpacked_size(file)
    return cast("SheetFound", isolated_call(read_sheet, asked, size=size, reading=reading))


def _table(rows: list[list[Any]]) -> pd.DataFrame:
    """Return the table of rows of which the first has the names."""
    import pandas as pd
    from pandas.io.parsers import TextParser  # pyright: ignore[reportAttributeAccessIssue] - not in its stubs

    width = max(map(len, rows), default=0)
    if not width:
        return pd.DataFrame()
    even = [row + [""] * (width - len(row)) for row in rows]
    return cast("pd.DataFrame", TextParser(even, header=0, na_values=["?"], skip_blank_lines=False).read())
