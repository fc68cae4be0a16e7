"""A table -> its series, each in time order and without gaps.

A gap is filled with the last value before it: interpolation would leak the future into the past. Rows before
the first and after the last one with every value are left out. Cutting windows is left to `read`.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, LeftOut
from engine.data.problems import noted
from engine.data.series.columns import SeriesColumns, number_table, time_values
from engine.data.tables.columns import Holds, holds
from engine.data.tables.csv import FIRST_ROW, CsvFile
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

_JUMP = 2.5
_TIME, _SERIES = "data.time", "data.series"


@dataclass(frozen=True, slots=True)
class Part:
    """One series.

    Attributes:
        name: of the series; "" where no column names them.
        values: (rows, columns) float64 without gaps.
        labels: (rows,) text, "" where missing.
        times: (rows,) float64, seconds since 1970 or the numbers of the time column, else 0, 1, 2, ...
        rows: (rows,) int64, their labels in the table.
    """

    name: str
    values: NDArray[np.float64]
    labels: NDArray[Any]
    times: NDArray[np.float64]
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Parts:
    """All series of a file.

    Attributes:
        parts: the series, sorted by name.
        dated: whether times are dates.
        left_out: what was not used.
        notes: sentences for people.
    """

    parts: tuple[Part, ...]
    dated: bool
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]


def parts_in(file: CsvFile, columns: SeriesColumns) -> Parts:
    """Return the series of a table.

    Args:
        file: the table.
        columns: their roles.

    Raises:
        DataError: no row can be used.
    """
    table = number_table(file, columns)
    labels = label_texts(file.table[columns.label]) if columns.label else None
    time, dated, notes = None, False, list[str]()
    if columns.time:
        time, dated = time_values(file, columns.time)
        said = tr(
            "Rows are ordered by {name}; that column is not an input.", name=_called(file, columns.time)
        )
        notes.append(noted(said, _TIME))
        undated = int(time.isna().sum())
        if undated:
            notes.append(noted(tr("{undated:,} rows without a date are left out.", undated=undated), _TIME))
            table, time = table[time.notna()], time.dropna()
    else:
        said = tr("No column with dates was found; the rows are taken to be in time order.")
        notes.append(noted(said, _TIME))
    groups = _grouped(file, table, columns=columns, notes=notes)
    if time is not None:
        groups = [(name, _in_order(rows, time)) for name, rows in groups]
        notes += _notes_on_time(file, columns, time=time, orders=[rows.index for _, rows in groups])
    filled = dict.fromkeys(columns.numbers, 0)
    parts: list[Part] = []
    left_out: list[LeftOut] = []
    for name, rows in groups:
        whole, left = _without_ends(rows)
        left_out += left
        if len(whole):
            for column, count in whole.isna().sum().items():
                filled[str(column)] += int(count)
            parts.append(_part(name, whole.ffill(), labels=labels, time=time))
    if not parts:
        raise DataError(
            tr("No row has a value in every chosen column; choose other columns."), path="data.features"
        )
    notes += [
        noted(
            tr(
                "{filled:,} missing values of {name} are filled with the last value before them.",
                filled=count,
                name=name,
            ),
            "data.target" if name in columns.targets else "data.features",
        )
        for name, count in filled.items()
        if count
    ]
    return Parts(tuple(parts), dated, tuple(left_out), tuple(notes))


def _called(file: CsvFile, time: str) -> str:
    """Return the names of the columns that are the time."""
    joined = file.cells[time].joined if time in file.cells else ()
    return " + ".join(joined) or time


def label_texts(column: "pd.Series") -> "pd.Series":
    """Return a class column as texts, "" where missing; integers beside empty cells lose their decimals."""
    if column.dtype.kind == "f" and bool((column.dropna() % 1 == 0).all()):
        column = column.astype("Int64")
    return column.astype("string").fillna("").str.strip()


def _grouped(
    file: CsvFile, table: "pd.DataFrame", *, columns: SeriesColumns, notes: list[str]
) -> "list[tuple[str, pd.DataFrame]]":
    if not columns.series:
        return [("", table)]
    names = file.table[columns.series].loc[table.index]
    nameless = int(names.isna().sum())
    if nameless:
        said = tr("{count:,} rows that name no series are left out.", count=nameless)
        notes.append(noted(said, _SERIES))
        table, names = table[names.notna()], names.dropna()
    found = [(str(name), rows) for name, rows in table.groupby(names.astype(str))]
    said = tr("{count:,} series; no window reaches from one into another.", count=len(found))
    notes.append(noted(said, _SERIES))
    return found


def _in_order(rows: "pd.DataFrame", time: "pd.Series") -> "pd.DataFrame":
    return rows.loc[time.loc[rows.index].sort_values(kind="stable").index]


def _notes_on_time(
    file: CsvFile, columns: SeriesColumns, *, time: "pd.Series", orders: "list[pd.Index]"
) -> list[str]:
    notes: list[str] = []
    if not all(order.is_monotonic_increasing for order in orders):
        as_they_stand = (tr("Take the rows as they stand"), "data.order=rows")
        said = tr("The rows were not in time order and are sorted by date.")
        notes.append(noted(said, "data.order", cure=as_they_stand))
    repeated = jumps = 0
    for order in orders:
        steps = np.diff(time.loc[order].to_numpy()).astype("float64")
        repeated += int((steps == 0).sum())
        usual = float(np.median(steps)) if len(steps) else 0.0
        jumps += int((steps > _JUMP * usual).sum()) if usual > 0 else 0
    if repeated:
        notes.append(
            noted(
                tr(
                    "{repeated:,} rows have the same time as the row before them; all are kept.",
                    repeated=repeated,
                ),
                _TIME,
            )
        )
        naming = "" if columns.series else _naming_column(file, columns)
        if naming:
            notes.append(
                noted(
                    tr(
                        "The column {name} tells such rows apart; if it names the series, choose it as the"
                        " series column.",
                        name=naming,
                    ),
                    _SERIES,
                    cure=(tr("{name} names the series", name=naming), f"data.series={json.dumps(naming)}"),
                )
            )
    if jumps:
        notes.append(
            noted(
                tr(
                    "Time jumps forward at {jumps:,} places; the rows on both sides are taken as neighbours.",
                    jumps=jumps,
                ),
                _TIME,
            )
        )
    return notes


def _naming_column(file: CsvFile, columns: SeriesColumns) -> str:
    """Return the first column of text of which no value occurs twice at the same time."""
    for name in file.table.columns.astype(str):
        other = name not in (columns.time, columns.label) and name not in columns.numbers
        twice = other and bool(file.table.duplicated([columns.time, name]).any())
        if other and not twice and holds(file.table[name]) is Holds.TEXT:
            return name
    return ""


def _without_ends(rows: "pd.DataFrame") -> "tuple[pd.DataFrame, list[LeftOut]]":
    """Return the rows from the first to the last that have every value, and what is left out."""
    whole = np.flatnonzero(rows.notna().all(axis=1).to_numpy())
    first, end = (int(whole[0]), int(whole[-1]) + 1) if len(whole) else (len(rows), len(rows))
    reason = tr("a value is missing at the beginning or end of the series")
    left = [
        LeftOut(tr("row {number}", number=int(number) + FIRST_ROW), reason)
        for number in [*rows.index[:first], *rows.index[end:]]
    ]
    return rows.iloc[first:end], left


def _part(name: str, rows: "pd.DataFrame", *, labels: "pd.Series | None", time: "pd.Series | None") -> Part:
    times = np.arange(len(rows), dtype=np.float64)
    if time is not None:
        raw = time.loc[rows.index].to_numpy()
        times = raw.astype("datetime64[ns]").astype(np.float64) / 1e9 if raw.dtype.kind == "M" else raw
    found = np.full(len(rows), "", object) if labels is None else labels.loc[rows.index].to_numpy(object)
    return Part(name, rows.to_numpy(np.float64), found, times, rows.index.to_numpy(np.int64))
