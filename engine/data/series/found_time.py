"""Which column, or which columns together, put the rows of a time series in order.

A column that looks like time and is not understood is a question: rows are only taken to be in order where
nothing in the file says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import DataQuestionError
from engine.data.tables.columns import is_understood_text
from engine.data.tables.notation.joined_times import (
    PARTS,
    clock_minutes,
    is_clock,
    joined_parts,
    part_columns,
)
from engine.data.tables.notation.number_times import is_time_name
from engine.data.tables.notation.texts import FIRST_ROW
from engine.data.tables.notation.written import Cells
from engine.language import tr

if TYPE_CHECKING:
    import pandas as pd

    from engine.data.tables.csv import CsvFile
    from engine.settings.data.kinds import SeriesData


_LIKE_TIME = re.compile(
    r"(?i)(?<!\d)(?:19|20)\d\d(?!\d)|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W+\d"
    r"|\d\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![a-z])|\d\s*[년월]|\d\s*[年月]"
)
_SAMPLE, _FEW, _MOSTLY, _LONG = 200, 4, 0.9, 40


def found_time(file: CsvFile, settings: SeriesData) -> str:
    """Return the column that orders the rows.

    Args:
        file: the table; one that has its time in several columns has it as one column besides.
        settings: what is set.

    Returns:
        Its name; "" where rows are in order as they stand.

    Raises:
        DataQuestionError: a column looks like time and is not understood.
    """
    if settings.time:
        name = file.column(settings.time, setting="data.time")
        file.require(name, setting="data.time")
        return name
    if settings.order == "rows":
        return ""
    taken = (settings.series, settings.label, *settings.target, *settings.features)
    names = [str(name) for name in file.table.columns if str(name) not in taken]
    dated = [name for name in names if file.table[name].dtype.kind == "M"]
    # a name that says time is better than one that does not
    for name in sorted(dated, key=lambda name: not is_time_name(name)):
        file.require(name, setting="data.time")
        return name
    numbers = [
        name for name in names if file.table[name].dtype.kind in "iuf" and _can_order(file, name, len(names))
    ]
    return numbers[0] if numbers else _asked(file, names)


def with_joined_time(file: CsvFile, settings: SeriesData) -> CsvFile:
    """Return the file with one more column for a time whose parts stand in columns of numbers.

    Args:
        file: the table.
        settings: what is set.
    """
    if settings.time or settings.order == "rows" or not file.parsed:
        return file
    taken = {settings.series, settings.label, *settings.target, *settings.features}
    free = file.table[[name for name in file.table.columns if name not in taken]]
    dated = [str(name) for name in free.columns if free[name].dtype.kind == "M"]
    parts = part_columns(free)
    if dated:
        hour = next((str(name) for name in free.columns if _is_hour(file, str(name))), "")
        midnight = free[dated[0]].dropna()
        if not hour or len(dated) > 1 or not bool((midnight.dt.normalize() == midnight).all()):
            return file
        import pandas as pd

        names = (dated[0], hour)
        found = (free[dated[0]] + pd.to_timedelta(free[hour].astype("float64"), unit="h")).to_numpy()
        text = file.text(dated[0]).astype("string") + " " + free[hour].astype("string")
    elif parts and free[list(parts.values())].drop_duplicates().shape[0] > 1:
        names = tuple(parts.values())
        found = joined_parts(free, parts)
        text = free[list(names)].astype("string").agg("-".join, axis=1)
    else:
        return file
    name = " + ".join(names)
    question = file.cells[names[0]].question if names[0] in file.cells else None
    table = file.table.assign(**{name: found})
    return replace(file, table=table, cells={**file.cells, name: Cells(text, None, question, names)})


def _is_hour(file: CsvFile, name: str) -> bool:
    column = file.table[name]
    if name.strip().casefold() not in PARTS["hour"] or column.dtype.kind not in "iuf":
        return False
    present = column.dropna().to_numpy(np.float64)
    hours = (present >= 0) & (present <= 24)
    return len(present) > 0 and bool(hours.all()) and bool((present % 1 == 0).all())


def _can_order(file: CsvFile, name: str, columns: int) -> bool:
    """Return whether a column of numbers says time by its name, and grows or has each value once."""
    if columns < 2 or not (is_time_name(name) or name.strip().casefold() in PARTS["year"]):
        return False
    column = file.table[name].dropna()
    return column.dtype.kind in "iu" or bool(column.is_monotonic_increasing) or bool(column.is_unique)


def _asked(file: CsvFile, names: list[str]) -> str:
    for name in names:
        if name in file.cells and file.cells[name].notation is None:
            file.require(name, setting="data.time")  # it looks like time
    for name in names:
        column = file.table[name]
        if name not in file.cells and is_understood_text(column):
            at = _time_at(column)
            if at is not None:
                raise DataQuestionError(
                    tr(
                        "Column {name} looks like time, but row {row} has {text!r}, which is not understood;"
                        " choose another time column, or say under Order of rows that they are in time"
                        " order.",
                        name=name,
                        row=int(column.index[at]) + FIRST_ROW,
                        text=str(column.iloc[at])[:_LONG],
                    ),
                    path="data.time",
                )
    return ""


def _time_at(column: pd.Series) -> int | None:
    """Return the place of a text that looks like time, as most do, where rows may be out of order."""
    present = column.dropna().str.strip()
    if present.nunique() < _FEW:
        return None
    texts = [str(text) for text in present.iloc[:_SAMPLE]]
    if is_clock(texts):
        steps = np.diff(np.array([clock_minutes(text) for text in texts]))
        return 0 if int((steps < 0).sum()) > len(steps) // 2 else None
    like = sum(_LIKE_TIME.search(text) is not None and len(text) <= _LONG for text in texts)
    return int(np.flatnonzero(column.notna().to_numpy())[0]) if like >= _MOSTLY * len(texts) else None
