"""A table in a file of any format: CSV and TSV, Excel, Parquet, by its first bytes, not its name.

CSV is read by `csv`, which also declares what a table that was read is (`CsvFile`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from engine.data.dataset import DataError
from engine.data.problems import DataQuestionError, noted
from engine.data.reading.context import Reading, file_digest
from engine.data.tables.csv import CsvFile, column_names, read_csv
from engine.data.tables.csv_lines.no_rows import notes_on
from engine.data.tables.csv_lines.unpacked import is_packed
from engine.data.tables.excel import ExcelTable, excel_names, read_excel
from engine.data.tables.extra_rows import with_unique_names, without_extra_rows
from engine.data.tables.notation.parse import parse_columns
from engine.data.tables.notation.written import Cells, Written
from engine.data.tables.parquet import parquet_columns, read_parquet
from engine.isolated.errors import IsolatedError
from engine.language import tr
from engine.opening import open_regular, require_regular

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_PARQUET, _ZIP, _OLD_EXCEL = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MEMORY_PER_BYTE = 12


def read_table_file(
    path: Path,
    reading: Reading,
    *,
    sheet: str = "",
    written: Written | None = None,
    as_text: bool = False,
) -> CsvFile:
    """Read the table in a file.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        sheet: of an Excel file; "" for the first.
        written: what is set of how it is written; None for the rules of a project of before.
        as_text: whether cells of text stay text, whatever they look like.

    Raises:
        DataError: the file cannot be read as a table, or has no such sheet.
        LoadCancelled: `reading` was cancelled.
    """
    start = _start(path)
    if is_packed(path, start):
        return read_csv(path, reading, written=written, as_text=as_text)
    if start.startswith(_OLD_EXCEL):
        raise DataError(
            tr("{name} is an Excel file of the old form (.xls); save it as .xlsx or as CSV.", name=path.name),
            path="data.path",
        )
    if start.startswith(_PARQUET):
        table, notes = _parquet(path, reading)
        return _whole(
            path,
            table,
            reading=reading,
            written=written,
            as_text=as_text,
            form="parquet",
            notes=tuple(notes),
        )
    if start.startswith(_ZIP):
        found = _excel(path, reading, sheet=sheet, written=written)
        sheets, read = found.sheets, found.sheet
        below = len(found.no_rows) if found.several is None else found.several.below
        notes: list[str] = (
            [
                noted(
                    tr(
                        "The file has the sheets {sheets}; {sheet} is read.",
                        sheets=", ".join(sheets),
                        sheet=read,
                    ),
                    "data.sheet",
                )
            ]
            if len(sheets) > 1
            else []
        )
        if found.several is not None:
            notes.append(found.several.note(found.skipped + 1 - found.several.below))
        elif found.skipped > 0:
            notes.append(noted(tr("The header is in line {line}.", line=found.skipped + 1), "data.header"))
        notes += notes_on(0, 0, below=below)
        notes += [
            tr("Column {name}: the value of merged cells is that of each of their rows.", name=name)
            for name in found.filled
        ]
        file = _whole(
            path,
            found.table,
            reading=reading,
            written=written,
            as_text=as_text,
            form="excel",
            sheet=read,
            notes=tuple(notes),
            skipped=found.skipped,
            made_names=found.made_names,
            no_rows=found.no_rows,
            filled=found.filled,
            header_rows=1 if found.several is None else found.several.count,
        )
        return _with_formulas(file, found.formulas)
    return read_csv(path, reading, written=written, as_text=as_text)


def _with_formulas(file: CsvFile, names: tuple[str, ...]) -> CsvFile:
    """Return the file with a question on each column whose formulas have no stored values."""
    cells = dict(file.cells)
    for name in names:
        if name in file.table.columns:
            question = DataQuestionError(
                tr(
                    "Column {name} holds formulas without stored values; open {file} in Excel or LibreOffice,"
                    " save it there, or save it as CSV.",
                    name=name,
                    file=file.name,
                )
            )
            cells[name] = Cells(file.table[name], None, question)
    return replace(file, cells=cells)


def table_names(
    path: Path, *, sheet: str = "", written: Written | None = None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns, and those of the sheets of an Excel file.

    As little as possible is read.

    Args:
        path: of the file.
        sheet: whose columns are returned, "" for the first. A sheet that does not exist has none.
        written: what is set of how it is written; None for the rules of a project of before.

    Raises:
        DataError: the file cannot be read as a table.
    """
    start = _start(path)
    try:
        if is_packed(path, start):
            return column_names(path, written), ()
        if start.startswith(_PARQUET):
            return parquet_columns(path, Reading()), ()
        if start.startswith(_ZIP):
            return excel_names(path, Reading(), sheet=sheet, written=written)
    except IsolatedError as error:
        raise _corrupt(path, error) from error
    return column_names(path, written), ()


def _start(path: Path) -> bytes:
    if path.is_dir():
        raise DataError(tr("{name} is a folder; choose a file with a table.", name=path.name))
    with open_regular(path) as file:
        return file.read(5)


def _whole(
    path: Path,
    table: pd.DataFrame,
    *,
    reading: Reading,
    written: Written | None,
    as_text: bool,
    form: Literal["excel", "parquet"],
    **more: Any,
) -> CsvFile:
    """Return the table with names and numbered rows as `read_csv` does."""
    import pandas as pd

    if written is not None and written.rules:
        return _understood(path, table, reading=reading, written=written, as_text=as_text, form=form, **more)
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


def _understood(
    path: Path,
    table: pd.DataFrame,
    *,
    reading: Reading,
    written: Written,
    as_text: bool,
    notes: tuple[str, ...],
    skipped: int = 0,
    no_rows: tuple[int, ...] = (),
    **more: Any,
) -> CsvFile:
    import pandas as pd

    first = skipped + len(no_rows)
    table.index = pd.RangeIndex(first, first + len(table))
    table, names = with_unique_names(table)
    table, left_out, edges = without_extra_rows(table)
    if table.empty:
        raise DataError(tr("{name} has a header line but no rows.", name=path.name))
    if as_text:
        digest = file_digest(path, reading)
        return CsvFile(path.name, table, digest, skipped=skipped, rows_left_out=left_out, format=more["form"])
    found = parse_columns(table, written)
    return CsvFile(
        path.name,
        found.table,
        file_digest(path, reading),
        (*notes, *names, *edges, *found.notes),
        skipped=skipped,
        cells=found.cells,
        parsed=True,
        rows_left_out=left_out,
        format=more["form"],
        sheet=more.get("sheet", ""),
        no_rows=no_rows,
        made_names=more.get("made_names", ()),
        header_rows=more.get("header_rows", 1),
        filled=more.get("filled", ()),
    )


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


def _excel(path: Path, reading: Reading, *, sheet: str, written: Written | None) -> ExcelTable:
    reading.step(0, 1)
    try:
        found = read_excel(path, reading, sheet=sheet, written=written)
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
