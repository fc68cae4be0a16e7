"""A table in a file of any format: CSV and TSV, Excel, Parquet, by its first bytes, not its name.

CSV is read by `csv`, which also declares what a table that was read is (`CsvFile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from engine.data.dataset import DataError
from engine.data.reading.context import Reading, file_digest
from engine.data.tables.csv import CsvFile, column_names, read_csv
from engine.data.tables.excel import excel_names, read_excel
from engine.data.tables.parquet import parquet_columns, read_parquet
from engine.isolated.errors import IsolatedError
from engine.language import tr
from engine.opening import open_regular, require_regular

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_PARQUET, _ZIP, _OLD_EXCEL = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MEMORY_PER_BYTE = 12


def read_table_file(path: Path, reading: Reading, *, sheet: str = "") -> CsvFile:
    """Read the table in a file.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        sheet: of an Excel file; "" for the first.

    Raises:
        DataError: the file cannot be read as a table, or has no such sheet.
        LoadCancelled: `reading` was cancelled.
    """
    start = _start(path)
    if start.startswith(_OLD_EXCEL):
        raise DataError(
            tr("{name} is an Excel file of the old form (.xls); save it as .xlsx or as CSV.", name=path.name),
            path="data.path",
        )
    if start.startswith(_PARQUET):
        table, notes = _parquet(path, reading)
        return _whole(path, table, reading=reading, form="parquet", notes=tuple(notes))
    if start.startswith(_ZIP):
        table, sheets, read = _excel(path, reading, sheet=sheet)
        notes = (
            [tr("The file has the sheets {sheets}; {sheet} is read.", sheets=", ".join(sheets), sheet=read)]
            if len(sheets) > 1
            else []
        )
        return _whole(path, table, reading=reading, form="excel", sheet=read, notes=tuple(notes))
    return read_csv(path, reading)


def table_names(path: Path, *, sheet: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns, and those of the sheets of an Excel file.

    As little as possible is read.

    Args:
        path: of the file.
        sheet: whose columns are returned, "" for the first. A sheet that does not exist has none.

    Raises:
        DataError: the file cannot be read as a table.
    """
    start = _start(path)
    try:
        if start.startswith(_PARQUET):
            return parquet_columns(path, Reading()), ()
        if start.startswith(_ZIP):
            return excel_names(path, Reading(), sheet=sheet)
    except IsolatedError as error:
        raise _corrupt(path, error) from error
    return column_names(path), ()


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise DataError(tr("{name} is a folder; choose a file with a table.", name=path.name))
    with open_regular(path) as file:
        return file.read(4)


def _whole(
    path: Path, table: pd.DataFrame, *, reading: Reading, form: Literal["excel", "parquet"], **more: Any
) -> CsvFile:
    """Return the table with names and numbered rows as `read_csv` does."""
    import pandas as pd

    table.columns = [str(name).strip() for name in table.columns]
    twice = table.columns[table.columns.duplicated()].tolist()
    if twice:
        raise DataError(
            tr(
                "{name} has more than one column named {twice}; give each a name of its own.",
                name=path.name,
                twice=twice[0],
            )
        )
    table.index = pd.RangeIndex(len(table))
    table = table.dropna(how="all")
    if table.empty:
        raise DataError(tr("{name} has a header line but no rows.", name=path.name))
    return CsvFile(path.name, table, file_digest(path, reading), format=form, **more)


def _parquet(path: Path, reading: Reading) -> tuple[pd.DataFrame, list[str]]:
    reading.limits.require_memory(
        require_regular(path).st_size * _MEMORY_PER_BYTE, tr("The table {name}", name=path.name)
    )
    reading.step(0, 1)
    try:
        found = read_parquet(path, reading)
    except IsolatedError as error:
        raise _corrupt(path, error) from error
    reading.step(1, 1)
    return found


def _excel(path: Path, reading: Reading, *, sheet: str) -> tuple[pd.DataFrame, list[str], str]:
    """Return the table, the names of all sheets, and the one that was read."""
    reading.step(0, 1)
    try:
        found = read_excel(path, reading, sheet=sheet)
    except IsolatedError as error:
        raise _corrupt(path, error) from error
    reading.step(1, 1)
    return found


def _corrupt(path: Path, error: Exception) -> DataError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return DataError(
        tr(
            "{name} cannot be read as a table: {reason}. Save it again, or as CSV.",
            name=path.name,
            reason=reason,
        ),
        path="data.path",
    )
