"""A CSV file -> a pandas table, with its separator, encoding and decimal sign found.

Its bytes are read in `csv_source`, and its separator is found in `csv_format`. What the columns hold is left
to `columns`. pandas is imported when the first file is read, as the window is shown before that.
"""

import difflib
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from engine.data.dataset import DataError
from engine.data.reading.context import Reading
from engine.data.tables.csv_format import format_of, header_of, start_of
from engine.data.tables.csv_source import CsvSource
from engine.language import tr
from engine.opening import open_regular, size_of

if TYPE_CHECKING:
    import pandas as pd

_MEMORY_PER_BYTE = 2
_EXACT = 2.0**53
FIRST_ROW = 2
"""The row of the first example as in spreadsheets, where row 1 is the header."""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table that was read, and how its file is written.

    Attributes:
        name: of the file.
        table: its index counts the rows from 0 as in the file, with empty rows left out.
        fingerprint: the sha256 of the file's bytes, as hex.
        notes: sentences for people.
        encoding: of the file, as Python names it.
        separator: one of `csv_format.SEPARATORS`.
        decimal: the decimal sign, "." or ",".
        skipped: the number of lines before the header.
        format: "csv", "excel" or "parquet".
        sheet: the one that was read, of an Excel file; else "".
    """

    name: str
    table: "pd.DataFrame"
    fingerprint: str
    notes: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    separator: str = ","
    decimal: str = "."
    skipped: int = 0
    format: Literal["csv", "excel", "parquet"] = "csv"
    sheet: str = ""

    def column(self, wanted: str, *, setting: str) -> str:
        """Return the name of a column, which is `wanted`.

        Args:
            wanted: the name that is set.
            setting: the setting's path.

        Raises:
            DataError: with the path `setting`, all names and the nearest one: there is no such column.
        """
        names = [str(name) for name in self.table.columns]
        if wanted in names:
            return wanted
        near = difflib.get_close_matches(wanted.casefold(), [name.casefold() for name in names], n=1)
        meant = next((name for name in names if near and name.casefold() == near[0]), "")
        sentence = tr(
            "{name} has no column {wanted}; it has: {names}.",
            name=self.name,
            wanted=wanted,
            names=", ".join(names[:50]),
        )
        hint = " " + tr("Is {name} meant?", name=meant) if meant else ""
        raise DataError(sentence + hint, path=setting)


def read_csv(path: Path, reading: Reading, *, as_text: bool = False) -> CsvFile:
    """Read a CSV file with a header line.

    The separator is comma, semicolon, tab or bar; the encoding UTF-8, UTF-16 with a byte order mark, Korean
    (cp949) or else Western (cp1252).

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        as_text: whether every cell is text as written, and only an empty one is missing.

    Raises:
        DataError: it is not such a file, or is larger than can be read.
        LoadCancelled: `reading` was cancelled.
    """
    import pandas as pd

    _refuse_folder(path)
    with open_regular(path) as file:
        size = size_of(file)
        reading.limits.require_memory(size * _MEMORY_PER_BYTE, tr("The table {name}", name=path.name))
        reading = reading.within(size, name=path.name)
        reading.step(0, 1)
        source = CsvSource(file, path.name, reading=reading)
        text = source.beginning()
        start, skipped = start_of(text)
        text = text[len(start) :]
        if not text.strip():
            raise DataError(
                tr("{name} is empty; choose a CSV file with a header line and rows.", name=path.name)
            )
        separator, decimal = format_of(text, path.name)
        reading.limits.require_shape(source.lines, max(len(header_of(text, separator)), 1), name=path.name)
        table = _table(source, len(start), separator=separator, decimal=decimal, as_text=as_text)
    table.columns = [str(name).strip() for name in table.columns]
    table.index = pd.RangeIndex(skipped, skipped + len(table))
    encoding = source.encoding
    notes = (
        []
        if encoding in ("utf-8-sig", "utf-16")
        else [tr("{name} was read as {encoding}, as it is not UTF-8.", name=path.name, encoding=encoding)]
    )
    index = [name for name in table.columns if name.startswith("Unnamed: ") and _is_row_count(table[name])]
    if index and len(table.columns) > 1:
        table = table.drop(columns=index)
        notes.append(tr("A column without a name that only counts the rows is left out."))
    table = table.dropna(how="all")
    if table.empty:
        raise DataError(tr("{name} has a header line but no rows.", name=path.name))
    reading.step(1, 1)
    return CsvFile(path.name, table, source.fingerprint, tuple(notes), encoding, separator, decimal, skipped)


def _table(source: CsvSource, skipped: int, *, separator: str, decimal: str, as_text: bool) -> "pd.DataFrame":
    """Return the table behind the first `skipped` characters. Raises DataError."""
    import pandas as pd

    values: dict[str, Any] = (
        {"dtype": str, "keep_default_na": False, "na_values": [""]} if as_text else {"na_values": ["?"]}
    )

    def read(**options: Any) -> "pd.DataFrame":
        with source.text(skipped) as text:
            return pd.read_csv(
                text, sep=separator, decimal=decimal, skip_blank_lines=False, skipinitialspace=True,
                **values, **options,
            )  # fmt: skip

    try:
        # the cause of the warning is fixed below; the filter stays, as other threads read too
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        table = read(low_memory=True)
        mixed = [] if as_text else [at for at in range(table.shape[1]) if _is_mixed(table.iloc[:, at])]
        if mixed:
            whole = read(low_memory=False, usecols=mixed)
            for place, at in enumerate(mixed):
                table.isetitem(at, cast("Any", whole.iloc[:, place]))
    except (ValueError, OverflowError) as error:
        raise DataError(
            tr(
                "{name} is not a proper CSV file: {detail}; correct it.",
                name=source.name,
                detail=_detail(error),
            )
        ) from error
    return table


def _detail(error: Exception) -> str:
    found = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", str(error))
    if found is None:
        return tr("a quotation mark may be open or a line broken")
    return tr(
        "line {line} has {values} values and the header {names} names",
        line=found[2],
        values=found[3],
        names=found[1],
    )


def _is_mixed(column: "pd.Series") -> bool:
    """Return whether pandas inferred different dtypes in parts of a column, as it reads it in parts.

    Integers so large that a float is not exact may have been exact in one part.
    """
    from pandas.api.types import infer_dtype

    if column.dtype == object:
        return infer_dtype(column, skipna=True) not in ("string", "boolean", "empty")
    if column.dtype.kind == "f":
        return bool((column.abs() >= _EXACT).any())
    return False


def column_names(path: Path) -> tuple[str, ...]:
    """Return the names in the header line of a CSV file; only its beginning is read.

    Args:
        path: of the file.

    Raises:
        DataError: it is not text.
    """
    _refuse_folder(path)
    with open_regular(path) as file:
        text = CsvSource(file, path.name, reading=Reading()).beginning(whole=False)
    return header_of(text[len(start_of(text)[0]) :])


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise DataError(tr("{name} is a folder; choose a CSV file.", name=path.name))


def _is_row_count(column: "pd.Series") -> bool:
    if column.dtype.kind != "i" or column.empty:
        return False
    values = column.to_numpy()
    return bool(values[0] in (0, 1) and (values[1:] - values[:-1] == 1).all())
