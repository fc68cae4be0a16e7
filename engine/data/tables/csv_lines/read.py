"""A CSV file -> a table whose numbers and times are understood, by the present reading rules.

Bytes are read in `source`, the header is found in `header`, and cells are understood in `tables.notation`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.data.dataset import DataError, LeftOut
from engine.data.problems import noted
from engine.data.tables.csv_lines.cells import as_written, read_cells, with_codes
from engine.data.tables.csv_lines.header import CsvHeader, header_in
from engine.data.tables.csv_lines.no_rows import notes_on, places_in
from engine.data.tables.extra_rows import with_unique_names, without_extra_rows
from engine.data.tables.notation.parse import ParsedTable, parse_columns
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

    from engine.data.tables.csv_lines.source import CsvSource
    from engine.data.tables.notation.written import Written

_SAMPLE, _HALF = 1000, 0.5


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
        no_rows: which rows behind the header are none of the table, from 1.
    """

    table: pd.DataFrame
    header: CsvHeader
    found: ParsedTable | None
    notes: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    dropped: tuple[str, ...] = ()
    no_rows: tuple[int, ...] = ()


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
    header = header_in(text, source.name, written=written)
    source.require_shape(max(len(header.names), 1))
    lines, above = ((), ()) if as_text else _no_rows(source, header)
    table = read_cells(source, header, decimal=header.decimal, as_text=as_text, without=lines)
    if _repeats_header(table) and not as_text:
        lines, above = _no_rows(source, header, again=True)
        table = read_cells(source, header, decimal=header.decimal, as_text=as_text, without=lines)
    names = [str(name) for name in with_unique_names(table)[0].columns]
    table, left_out, notes = _edges(table, header, name=source.name)
    notes = (*above, *notes)
    if as_text:
        return CsvTable(table, header, None, notes, left_out)
    dropped = tuple(name for name in names if name not in table.columns)
    table, proof = as_written(source, table, header=header, written=written, without=lines)
    found = parse_columns(table, written, proof=proof)
    if header.decimal == "." and found.decimal == "comma" and _has_points(table):
        # a number with a point may be one of thousands: read again, and judged as text
        header = replace(header, decimal=",")
        table = read_cells(source, header, decimal=",", as_text=False, without=lines)
        table, _, _ = _edges(table, header, name=source.name)
        found = parse_columns(with_codes(source, table, header=header, without=lines), written, proof="comma")
        notes = (*notes, noted(tr("The comma is the decimal sign of the file."), "data.decimal"))
    return CsvTable(found.table, header, found, (*notes, *found.notes), left_out, dropped, lines)


def _no_rows(
    source: CsvSource, header: CsvHeader, *, again: bool = False
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return which rows behind the header are none of the table, from 1, and notes on them.

    Args:
        source: the file.
        header: its header.
        again: whether the header comes again.
    """
    # below a header of several rows they count as above the table
    below = () if header.headless else tuple(range(1, header.below + 1))
    if not source.has_comments and not again:
        return below, notes_on(0, 0, below=header.below)
    with source.text(header.characters) as text:
        comments, headers = places_in(
            text,
            separator=header.separator,
            width=len(header.names),
            numbered=header.numbered,
            again=again,
        )
    lines = sorted({*below, *comments, *headers})
    return tuple(lines), notes_on(len(comments), len(headers), below=header.below)


def _repeats_header(table: pd.DataFrame) -> bool:
    """Return whether a row of texts has the name of each column in it."""
    if not len(table) or any(dtype.kind in "biuf" for dtype in table.dtypes):
        return False
    import pandas as pd

    numbers = [pd.to_numeric(table[name].iloc[:_SAMPLE], errors="coerce") for name in table.columns]
    if not any(float(column.notna().mean()) > _HALF for column in numbers):
        return False  # texts may well come again
    same = table.iloc[:, 0] == table.columns[0]
    return bool(same.any()) and bool((table[same] == list(table.columns)).all(axis=1).any())


def _edges(
    table: pd.DataFrame, header: CsvHeader, *, name: str
) -> tuple[pd.DataFrame, tuple[LeftOut, ...], tuple[str, ...]]:
    table, names = with_unique_names(table)
    table, left_out, notes = without_extra_rows(table)
    if table.empty or not len(table.columns):
        raise DataError(tr("{name} has a header line but no rows.", name=name))
    above: list[str] = []
    if header.lines:
        above = [noted(tr("The header is in line {line}.", line=header.lines + 1), "data.header")]
    if header.several is not None:
        above = [header.several.note(header.lines - header.several.below)]
    elif header.shifted:
        above = [
            noted(
                tr(
                    "The header has no name for the first column, as R writes it; it is called {name}.",
                    name=header.names[0],
                ),
                "data.header",
            )
        ]
    elif header.headless:
        above = [noted(tr("The file has no header; its columns are numbered."), "data.header")]
    return table, left_out, (*above, *names, *notes)


def _has_points(table: pd.DataFrame) -> bool:
    return any(table[name].dtype.kind == "f" for name in table.columns)
