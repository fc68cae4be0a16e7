"""Columns and rows of a table as they were read, for people and for `describe`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.kind_facts import AsRead, ColumnFacts, Held, ReadColumn, Use
from engine.data.tables.columns import Holds, holds
from engine.data.tables.notation.number_notation import NumberNotation
from engine.data.tables.notation.texts import FIRST_ROW
from engine.data.tables.notation.time_notation import TimeNotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.tables.csv import CsvFile
    from engine.data.tables.notation.written import Notation

_ENDS = 5
_HELD: dict[Holds, Held] = {
    Holds.NUMBERS: "number",
    Holds.DATES: "time",
    Holds.TEXT: "text",
    Holds.NOTHING: "text",
}
_BY_KIND: dict[str, Held] = {
    "number": "number",
    "category": "category",
    "one_hot": "category",
    "embedding": "category",
    "text": "text",
    "date": "time",
    "weight": "number",
    "group": "category",
}
_CATEGORY_VALUES = 50


def read_columns(
    file: CsvFile,
    uses: Mapping[str, Use],
    *,
    facts: Iterable[ColumnFacts] = (),
    reasons: Mapping[str, str] | None = None,
) -> tuple[ReadColumn, ...]:
    """Return the columns of a file.

    Args:
        file: the table.
        uses: of the columns that are used, by name.
        facts: what is known of them, where their kinds can be chosen.
        reasons: why others are left out, by name.
    """
    known = {one.name: one for one in facts}
    reasons = reasons or {}
    return tuple(
        ReadColumn(
            name,
            _held(file.table[name], known.get(name)),
            uses.get(name, "left_out"),
            int(file.table[name].isna().sum()),
            _reason(name, uses, known, reasons),
            str(file.table[name].dtype),
            _notation(file, name),
            file.cells[name].joined if name in file.cells else (),
        )
        for name in file.table.columns.astype(str)
        if not _is_made(file, name)
    )


def as_read(
    file: CsvFile, columns: tuple[ReadColumn, ...], *, rows: NDArray[np.int64], several: bool = False
) -> AsRead:
    """Return columns and the first and last rows.

    Args:
        file: the table.
        columns: as `read_columns` returns.
        rows: the labels of the rows that are used, in the order of their use.
        several: whether an example is made of several rows.
    """
    shown = rows if len(rows) <= 2 * _ENDS else np.concatenate([rows[:_ENDS], rows[-_ENDS:]])
    table = file.table.loc[shown]
    values = {one.name: _values(file, one.name, table[one.name]) for one in columns}
    return AsRead(
        columns,
        tuple({name: value[at] for name, value in values.items()} for at in range(len(shown))),
        None if several else rows + FIRST_ROW,
    )


def _notation(file: CsvFile, name: str) -> Notation | None:
    if name in file.cells:
        return file.cells[name].notation
    # numbers that pandas has read with the decimal sign of the file
    is_comma = file.decimal == "," and file.table[name].dtype.kind == "f"
    return NumberNotation("comma") if is_comma else None


def _reason(
    name: str, uses: Mapping[str, Use], known: Mapping[str, ColumnFacts], reasons: Mapping[str, str]
) -> str:
    if name in uses:
        return ""
    return reasons.get(name, "") or (known[name].problem if name in known else "")


def _held(column: pd.Series, facts: ColumnFacts | None) -> Held:
    found = _HELD[holds(column)]
    if facts is not None and facts.chosen in _BY_KIND:
        return _BY_KIND[facts.chosen]
    return "category" if found == "text" and 0 < column.nunique() <= _CATEGORY_VALUES else found


def _is_made(file: CsvFile, name: str) -> bool:
    """Return whether a column is none of the file, but made of others."""
    return name in file.cells and bool(file.cells[name].joined) and file.cells[name].joined[0] != name


def _values(file: CsvFile, name: str, column: pd.Series) -> list[Any]:
    if column.dtype.kind == "M":
        zone = "+00:00" if _has_zone(file, name) or column.dt.tz is not None else ""
        plain = column.dt.tz_convert(None) if column.dt.tz is not None else column
        return [None if value is None else value + zone for value in _iso(plain)]
    return [_plain(value) for value in column.astype(object).tolist()]


def _iso(column: pd.Series) -> list[str | None]:
    found: list[str | None] = []
    for value in column:
        text = None if value != value else value.isoformat()  # noqa: PLR0124 - NaT is not itself
        found.append(text)
    return found


def _has_zone(file: CsvFile, name: str) -> bool:
    notation = file.cells[name].notation if name in file.cells else None
    return isinstance(notation, TimeNotation) and any("%z" in form for form in notation.formats)


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it: None where it is missing."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = str(value)
    return None if text in ("<NA>", "NaT", "nan") else text
