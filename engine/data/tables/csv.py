"""A CSV file -> a pandas table, with its separator, encoding and decimal sign found.

Its bytes are read in `csv_lines`, where its separator is found too. What the columns hold is left to
`columns`. pandas is imported when the first file is read, as the window is shown before that.
"""

import difflib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from engine.data.dataset import DataError
from engine.data.problems import DataQuestionError
from engine.data.reading.context import Reading
from engine.data.tables.csv_lines.cells import by_pandas
from engine.data.tables.csv_lines.format import format_of, header_of, start_of
from engine.data.tables.csv_lines.header import header_in
from engine.data.tables.csv_lines.read import read_written
from engine.data.tables.csv_lines.source import CsvSource
from engine.data.tables.csv_lines.unpacked import open_unpacked
from engine.data.tables.notation.texts import FIRST_ROW
from engine.data.tables.notation.written import Cells, Written
from engine.language import tr
from engine.opening import size_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from engine.data.dataset import LeftOut

__all__ = ["FIRST_ROW", "CsvFile", "column_names", "read_csv"]

_MEMORY_PER_BYTE = 2
_BEGINNING = 1 << 20


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A table that was read, and how its file is written.

    Attributes:
        name: of the file.
        table: its index counts the rows from 0 as in the file, with empty rows left out.
        fingerprint: the sha256 of the file's bytes, as hex.
        notes: sentences for people.
        encoding: of the file, as Python names it.
        separator: one of `csv_lines.format.SEPARATORS`.
        decimal: the decimal sign, "." or ",".
        skipped: the number of lines before the header.
        format: "csv", "excel" or "parquet".
        sheet: the one that was read, of an Excel file; else "".
        replaced: whether broken bytes were replaced.
        cells: how the cells of a column are written, by name, where its values were converted.
        parsed: whether columns of text are known to be no numbers or times.
        rows_left_out: rows at the end that are no examples.
        dropped: the names of empty columns of a CSV file that are not in the table.
        no_rows: which rows behind the header of a CSV file are none of the table, from 1.
        made_names: the names of all columns of a file without a header or with one of several rows, which
            then counts as above the table; else ().
        header_rows: how many rows the header has.
        filled: the columns of an Excel file with merged cells whose value each of their rows has.
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
    replaced: bool = False
    cells: "Mapping[str, Cells]" = field(default_factory=dict[str, Cells])
    parsed: bool = False
    rows_left_out: "tuple[LeftOut, ...]" = ()
    dropped: tuple[str, ...] = ()
    no_rows: tuple[int, ...] = ()
    made_names: tuple[str, ...] = ()
    header_rows: int = 1
    filled: tuple[str, ...] = ()

    def require(self, *names: str, setting: str = "") -> None:
        """Raise what must be answered before columns are used.

        Args:
            names: of the columns.
            setting: the path that stands for `data.columns` where there is no such setting.

        Raises:
            DataQuestionError: a column can be read in two ways, or not at all.
        """
        for name in names:
            if name in self.cells and (question := self.cells[name].question) is not None:
                if setting and question.path == "data.columns":
                    raise DataQuestionError(str(question), path=setting, sign=question.sign)
                raise question

    def text(self, name: str) -> "pd.Series":
        """Return a column as it is written in the file, where its values were converted; else as it is."""
        return self.cells[name].text if name in self.cells else self.table[name]

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


def read_csv(
    path: Path, reading: Reading, *, as_text: bool = False, written: Written | None = None
) -> CsvFile:
    """Read a CSV file with a header line.

    The separator is comma, semicolon, tab or bar; the encoding UTF-8, UTF-16 with a byte order mark, Korean
    (cp949) or else Western (cp1252). The file may be compressed.

    Args:
        path: of the file.
        reading: can cancel, and limits rows, cells, memory and time.
        as_text: whether every cell is text as written, and only an empty one is missing.
        written: what is set of how it is written; None for the rules of a project of before.

    Raises:
        DataError: it is not such a file, or is larger than can be read.
        LoadCancelled: `reading` was cancelled.
    """
    import pandas as pd

    _refuse_folder(path)
    with open_unpacked(path, reading, factor=_MEMORY_PER_BYTE) as file:
        size = size_of(file)
        reading.limits.require_memory(size * _MEMORY_PER_BYTE, tr("The table {name}", name=path.name))
        reading = reading.within(size, name=path.name)
        reading.step(0, 1)
        source = CsvSource(file, path.name, reading=reading)
        if written is not None and written.rules:
            return _read_written(source, written, reading=reading, as_text=as_text)
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


def _read_written(source: CsvSource, written: Written, *, reading: Reading, as_text: bool) -> CsvFile:
    text = source.found_beginning(written)
    read = read_written(source, text, written=written, as_text=as_text)
    reading.step(1, 1)
    header = read.header
    return CsvFile(
        source.name,
        read.table,
        source.fingerprint,
        (*source.notes, *read.notes),
        source.encoding,
        header.separator,
        header.decimal,
        header.lines,
        replaced=source.errors == "replace",
        cells={} if read.found is None else read.found.cells,
        parsed=read.found is not None,
        rows_left_out=read.left_out,
        dropped=read.dropped,
        no_rows=read.no_rows,
        made_names=header.names if header.headless else (),
        header_rows=1 if header.several is None else header.several.count,
    )


def _table(source: CsvSource, skipped: int, *, separator: str, decimal: str, as_text: bool) -> "pd.DataFrame":
    """Return the table behind the first `skipped` characters. Raises DataError."""
    values: dict[str, Any] = (
        {"dtype": str, "keep_default_na": False, "na_values": [""]} if as_text else {"na_values": ["?"]}
    )
    return by_pandas(
        source, skipped, mixed_as=None if as_text else {}, sep=separator, decimal=decimal, **values
    )


def column_names(path: Path, written: Written | None = None) -> tuple[str, ...]:
    """Return the names in the header line of a CSV file; only its beginning is read.

    Args:
        path: of the file.
        written: what is set of how it is written; None for the rules of a project of before.

    Raises:
        DataError: it is not text.
    """
    _refuse_folder(path)
    reading = Reading()
    with open_unpacked(path, reading, factor=_MEMORY_PER_BYTE, most=_BEGINNING) as file:
        source = CsvSource(file, path.name, reading=reading)
        if written is None or not written.rules:
            text = source.beginning(whole=False)
            return header_of(text[len(start_of(text)[0]) :])
        text = source.found_beginning(written, whole=False)
    return tuple(name for name in header_in(text, path.name, written=written).names if name)


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise DataError(tr("{name} is a folder; choose a CSV file.", name=path.name))


def _is_row_count(column: "pd.Series") -> bool:
    if column.dtype.kind != "i" or column.empty:
        return False
    values = column.to_numpy()
    return bool(values[0] in (0, 1) and (values[1:] - values[:-1] == 1).all())
