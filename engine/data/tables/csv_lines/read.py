"""A CSV file -> a table whose numbers and times are understood, by the present reading rules.

Bytes are read in `source`, the header is found in `header`, and cells are understood in `tables.notation`.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from engine.data.dataset import DataError, LeftOut
from engine.data.tables.csv_lines.format import detail_of
from engine.data.tables.csv_lines.header import CsvHeader, header_in
from engine.data.tables.edges import named, without_edges
from engine.data.tables.notation.understood import Understood, understood
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from engine.data.tables.csv_lines.source import CsvSource
    from engine.data.tables.notation.written import Written

_EXACT = 2.0**53


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A table as it was read, and how.

    Attributes:
        table: its index counts the rows of the file from 0.
        header: where and how it is written.
        found: what its cells are; None where they stay text.
        notes: sentences for people.
        left_out: rows that are no examples.
        dropped: the names of empty columns that are not in the table.
    """

    table: pd.DataFrame
    header: CsvHeader
    found: Understood | None
    notes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    dropped: tuple[str, ...] = ()


def read_written(source: CsvSource, text: str, *, written: Written, as_text: bool) -> CsvTable:
    """Read the table of a file.

    Args:
        source: the file, whose encoding is known.
        text: its beginning.
        written: what is set.
        as_text: whether every cell is text as written.

    Raises:
        DataError: it is no such file, or has no rows.
    """
    if not text.strip():
        raise DataError(
            tr("{name} is empty; choose a CSV file with a header line and rows.", name=source.name)
        )
    header = header_in(text, source.name, line=written.header)
    source.require_shape(max(len(header.names), 1))
    table = _read(source, header, decimal=header.decimal, as_text=as_text)
    names = [str(name) for name in named(table)[0].columns]
    table, left_out, notes = _edges(table, header, name=source.name)
    if as_text:
        return CsvTable(table, header, None, notes, left_out)
    dropped = tuple(name for name in names if name not in table.columns)
    table = _with_codes(source, header, table)
    found = understood(table, written)
    if header.decimal == "." and found.decimal == "comma" and _has_points(table):
        # a number with a point may be one of thousands: read again, and judged as text
        header = replace(header, decimal=",")
        table, _, _ = _edges(_read(source, header, decimal=",", as_text=False), header, name=source.name)
        found = understood(_with_codes(source, header, table), written)
        notes = (*notes, tr("The comma is the decimal sign of the file."))
    return CsvTable(found.table, header, found, (*notes, *found.notes), left_out, dropped)


def _edges(
    table: pd.DataFrame, header: CsvHeader, *, name: str
) -> tuple[pd.DataFrame, tuple[LeftOut, ...], tuple[str, ...]]:
    import pandas as pd

    table.index = pd.RangeIndex(header.lines, header.lines + len(table))
    table, names = named(table)
    table, left_out, notes = without_edges(table)
    if table.empty or not len(table.columns):
        raise DataError(tr("{name} has a header line but no rows.", name=name))
    above = [tr("The header is in line {line}.", line=header.lines + 1)] if header.lines else []
    return table, left_out, (*above, *names, *notes)


def _read(
    source: CsvSource, header: CsvHeader, *, decimal: str, as_text: bool, **options: Any
) -> pd.DataFrame:
    """Return the table with pandas's kinds of columns; only an empty cell is missing."""
    import pandas as pd

    more: dict[str, Any] = {"dtype": str} if as_text else {}
    if header.trailing:
        more["index_col"] = False

    def read(**others: Any) -> pd.DataFrame:
        with source.text(header.characters) as text:
            return pd.read_csv(
                text, sep=header.separator, decimal=decimal, skip_blank_lines=False, skipinitialspace=True,
                keep_default_na=False, na_values=[""], **{**more, **others},
            )  # fmt: skip

    try:
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)  # as in `csv`
        warnings.simplefilter("ignore", pd.errors.ParserWarning)
        table = read(low_memory=True, **options)
        mixed = [] if as_text else [at for at in range(table.shape[1]) if is_mixed(table.iloc[:, at])]
        if mixed and not options:
            whole = read(low_memory=False, usecols=mixed, dtype=str)
            for place, at in enumerate(mixed):
                table.isetitem(at, cast("Any", whole.iloc[:, place]))
    except (ValueError, OverflowError) as error:
        raise DataError(
            tr(
                "{name} is not a proper CSV file: {detail}; correct it.",
                name=source.name,
                detail=detail_of(error),
            )
        ) from error
    return table


def is_mixed(column: pd.Series) -> bool:
    """Return whether pandas inferred different dtypes in parts of a column, as it reads it in parts.

    Integers so large that a float is not exact may have been exact in one part.

    Args:
        column: as read, of any dtype.
    """
    from pandas.api.types import infer_dtype

    if column.dtype == object:
        return infer_dtype(column, skipna=True) not in ("string", "boolean", "empty")
    return column.dtype.kind == "f" and bool((column.abs() >= _EXACT).any())


def _has_points(table: pd.DataFrame) -> bool:
    return any(table[name].dtype.kind == "f" for name in table.columns)


def _with_codes(source: CsvSource, header: CsvHeader, table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with whole numbers that begin with zeros as the text that they are."""
    whole = [at for at, name in enumerate(table.columns) if _is_whole(table[name])]
    if not source.has_leading_zeros or not whole:
        return table
    names = [str(name) for name in table.columns]
    places = _places(header, names)
    columns = [places[names[at]] for at in whole if names[at] in places]
    read = _read(source, header, decimal=".", as_text=True, usecols=columns)
    import pandas as pd

    read.index = pd.RangeIndex(header.lines, header.lines + len(read))
    read, _ = named(read)
    for name in read.columns:
        text = read[name].loc[table.index]
        if bool(text.str.strip().str.match(r"[+-]?0\d+$").any()):
            table[name] = text
    return table


def _is_whole(column: pd.Series) -> bool:
    if column.dtype.kind == "f":  # whole numbers beside empty cells
        present = column.dropna()
        return bool((present.abs() < _EXACT).all()) and bool((present % 1 == 0).all())
    return column.dtype.kind in "iu"


def _places(header: CsvHeader, names: list[str]) -> Mapping[str, int]:
    """Return the place in the file of each column that has a name of its own."""
    counts = {name: header.names.count(name) for name in names}
    return {name: header.names.index(name) for name in names if counts[name] == 1}
