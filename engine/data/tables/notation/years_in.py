"""The hundred years of dates whose years have two digits, by the rows and by the other columns of a table.

What the years of a column say themselves is in `short_years`. Where they leave two readings open, the one is
taken in which the rows are in order of time, or which does not lie wholly behind the newest date of the file;
else a person is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import DataQuestionError, noted
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.short_years import LAST_CENTURY, PYTHON, known, years_of
from engine.data.tables.notation.texts import texts_of
from engine.data.tables.notation.time_notation import TimeNotation
from engine.data.tables.notation.times_in import is_monotonic
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.tables.notation.written import Cells

    Times = NDArray[np.datetime64]

_FAR = 10
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class _Reading:
    """A column of times for one hundred years: (rows,) its times, NaT where missing."""

    notation: TimeNotation | NumberTime
    times: Times

    @property
    def years(self) -> NDArray[np.int64]:
        return years_of(known(self.times))


def with_years(
    columns: Mapping[str, pd.Series], cells: Mapping[str, Cells]
) -> tuple[dict[str, Cells], tuple[str, ...]]:
    """Return the columns whose years have two digits as they are read, and notes on them.

    Args:
        columns: all columns of the table, times as datetime64.
        cells: how their values were converted.

    Returns:
        The cells of those columns, each with its times and the question that is open.
    """
    short = {
        name: one
        for name, one in cells.items()
        if isinstance(one.notation, TimeNotation | NumberTime) and one.notation.first_year is not None
    }
    found: dict[str, Cells] = {}
    notes: list[str] = []
    if not short:
        return found, ()
    newest = _newest(columns, without=short)
    for name, one in short.items():
        if not isinstance(one.notation, TimeNotation | NumberTime) or one.question is not None:
            continue
        reading = _Reading(one.notation, columns[name].to_numpy().astype("datetime64[us]"))
        question = None
        if one.notation.also:
            settled = _by_rows(one, reading) or _by_newest(one, reading, newest)
            question = None if settled else _question(name, one, reading)
            reading = settled or reading
        days = known(reading.times).astype("datetime64[D]")
        if question is None and len(days):
            notes.append(
                noted(
                    tr(
                        "The years of {name} have two digits; its dates are read as {first} to {last}. The"
                        " setting First of two-digit years changes it.",
                        name=name,
                        first=str(days.min()),
                        last=str(days.max()),
                    ),
                    "data.first_year",
                )
            )
        found[name] = replace(one, notation=reading.notation, question=question, times=reading.times)
    return found, tuple(notes)


def _newest(columns: Mapping[str, pd.Series], *, without: Mapping[str, Cells]) -> int | None:
    """Return the newest year of the times that are written in full; None where there are none."""
    times = [
        column.dropna().max().year
        for name, column in columns.items()
        if name not in without and column.dtype.kind == "M" and bool(column.notna().any())
    ]
    return max(times, default=None)


def _read(cells: Cells, first: int) -> _Reading:
    """Return a column of times for the hundred years from `first` on."""
    notation = cells.notation
    if isinstance(notation, NumberTime):
        import pandas as pd

        notation = replace(notation, first_year=first, also=())
        return _Reading(
            notation, notation.times(pd.to_numeric(cells.text).to_numpy(np.float64, na_value=np.nan))
        )
    if not isinstance(notation, TimeNotation):
        raise TypeError("the column holds no times")
    notation = notation.with_first_year(first)
    texts = texts_of(cells.text, frozenset())
    return _Reading(notation, texts.spread(notation.times(texts.values), "NaT"))


def _by_rows(cells: Cells, reading: _Reading) -> _Reading | None:
    """Return the only reading in which the rows are in order of time."""
    notation = reading.notation
    years = reading.years
    if not len(years) or notation.first_year is None:
        return None
    ends = (LAST_CENTURY + int(year) % _CENTURY for year in (years[0], years[-1]))
    readings = [_read(cells, first) for first in dict.fromkeys((notation.first_year, *notation.also, *ends))]
    ordered = [one for one in readings if is_monotonic(one.times)]
    same = all(np.array_equal(one.times, ordered[0].times, equal_nan=True) for one in ordered)
    return ordered[0] if ordered and same else None


def _by_newest(cells: Cells, reading: _Reading, newest: int | None) -> _Reading | None:
    """Return the reading that goes with the newest date of the file."""
    notation = reading.notation
    if newest is None or notation.first_year is None:
        return None
    late = _read(cells, PYTHON)
    years = late.years
    if int(years.max()) <= newest:
        return late
    other = _read(cells, next(one for one in (notation.first_year, *notation.also) if one != PYTHON))
    if int(years.min()) > newest + _FAR:
        return other
    is_shifted = bool((years - other.years == _CENTURY).all())
    return None if is_shifted else _read(cells, newest + 1 - _CENTURY)


def _question(name: str, cells: Cells, reading: _Reading) -> DataQuestionError:
    notation = reading.notation
    first, second = sorted([notation.first_year or PYTHON, *notation.also])
    early, late = (_read(cells, one).times for one in (first, second))
    at = int(np.flatnonzero((early != late) & ~np.isnat(early))[0])
    return DataQuestionError(
        tr(
            "The years of column {name} have two digits: {text} may be {early} or {late}. Say under First of"
            " two-digit years which hundred years they mean: {first} for {early}, {second} for {late}.",
            name=name,
            text=str(cells.text.iloc[at]),
            early=str(early[at].astype("datetime64[D]")),
            late=str(late[at].astype("datetime64[D]")),
            first=first,
            second=second,
        ),
        path="data.first_year",
        choices=(str(first), str(second)),
    )
