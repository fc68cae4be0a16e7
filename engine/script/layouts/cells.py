"""How the cells of a table are written: what a script must say to pandas, and do to its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from engine.data.tables.columns import is_understood_text
from engine.data.tables.notation.missing_signs import signs_for
from engine.data.tables.notation.number_notation import NumberNotation
from engine.data.tables.notation.time_notation import TimeNotation
from engine.data.tables.notation.written import Notation, Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.data.tables.csv import CsvFile

_MISSING_TO_PANDAS = frozenset(
    [
        "#N/A",
        "#N/A N/A",
        "#NA",
        "-1.#IND",
        "-1.#QNAN",
        "-NaN",
        "-nan",
        "1.#IND",
        "1.#QNAN",
        "<NA>",
        "N/A",
        "NA",
        "NULL",
        "NaN",
        "None",
        "n/a",
        "nan",
        "null",
    ]
)


@dataclass(frozen=True, slots=True)
class CellLayout:
    """A column whose texts become numbers or times.

    Attributes:
        name: Name of the column.
        notation: How it is written; None for a time in several columns of numbers.
        joined: The columns that are one time, this one's first; () for one alone.
        signs: What means missing in it, besides empty cells.
        date: The column of dates that an hour in another column is added to; None without.
    """

    name: str
    notation: Notation | None
    joined: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    date: CellLayout | None = None


@dataclass(frozen=True, slots=True)
class TableCells:
    """How the cells of a table are written.

    Attributes:
        columns: The columns that are converted.
        literal: Whether only empty cells are missing, as "NA" is a text here.
        texts: The columns that are text though pandas would read numbers.
        below: Number of rows at the end that are no examples.
        replaced: Whether broken bytes are replaced.
        no_rows: Rows behind the header that are none of the table, from 1.
        names: The names of all columns where the file has no header; else ().
        filled: The columns with merged cells whose value each of their rows has.
    """

    columns: tuple[CellLayout, ...] = ()
    literal: bool = False
    texts: tuple[str, ...] = ()
    below: int = 0
    replaced: bool = False
    no_rows: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


def table_cells(file: CsvFile, written: Written, *, used: Iterable[str]) -> TableCells:
    """Return how the cells of a table are written.

    Args:
        file: The table as read.
        written: What is set of how it is written.
        used: The columns that the script uses.
    """
    if not file.parsed:
        return TableCells()
    names = list(dict.fromkeys(used))
    texts = [name for name in names if is_understood_text(file.table[name])]
    columns: list[CellLayout] = []
    for name in names:
        signs = tuple(sorted(signs_for(name, written.signs)))
        if name in file.cells:
            columns.append(_cell(file, name, signs))
        elif signs:
            columns.append(CellLayout(name, None, (), signs))
    return TableCells(
        columns=tuple(columns),
        literal=any(bool(file.table[name].isin(_MISSING_TO_PANDAS).any()) for name in texts)
        or any(name in file.cells for name in names),
        texts=tuple(_numeric_texts(file, names)) if file.format == "csv" else (),
        below=len(file.rows_left_out),
        replaced=file.replaced,
        no_rows=file.no_rows,
        names=file.made_names,
        filled=tuple(name for name in names if name in file.filled),
    )


def _cell(file: CsvFile, name: str, signs: tuple[str, ...]) -> CellLayout:
    cells = file.cells[name]
    first = cells.joined[0] if cells.joined else ""
    date = _cell(file, first, ()) if first != name and first in file.cells else None
    return CellLayout(name, cells.notation, cells.joined, signs, date)


def _numeric_texts(file: CsvFile, names: list[str]) -> list[str]:
    """Return the columns that are read as text though pandas would read numbers."""
    joined = [part for name in names if name in file.cells for part in file.cells[name].joined]
    every = dict.fromkeys([*names, *joined])
    found = [name for name in every if is_understood_text(file.table[name])]
    read = [
        name
        for name in names
        if name in file.cells and isinstance(file.cells[name].notation, (NumberNotation, TimeNotation))
    ]
    columns = {name: file.table[name] for name in found} | {name: file.cells[name].text for name in read}
    return [name for name, column in columns.items() if _looks_numeric(column)]


def _looks_numeric(column: pd.Series) -> bool:
    present = column.dropna()
    return not present.empty and bool(pd.to_numeric(present, errors="coerce").notna().all())
