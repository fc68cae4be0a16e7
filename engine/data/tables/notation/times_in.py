"""The times in the columns of a table that are text: each column alone, or a date and a clock as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import DataQuestionError
from engine.data.tables.notation.joined_times import is_clock, is_digit_clock
from engine.data.tables.notation.number_times import is_time_name
from engine.data.tables.notation.short_years import known
from engine.data.tables.notation.texts import Texts, row_of, texts_of
from engine.data.tables.notation.time_notation import (
    TimeNotation,
    digit_dates,
    time_notations,
)
from engine.data.tables.notation.written import Cells, Written
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    Times = NDArray[np.datetime64]


_LONG_TEXT = 60
_EVEN = 0.9
_HALF_EVEN = 0.5


def times_in(
    columns: Mapping[str, pd.Series],
    judged: Mapping[str, Texts],
    *,
    written: Written,
    digits: Mapping[str, pd.Series],
) -> dict[str, Cells]:
    """Return how the columns of times are written.

    Args:
        columns: all columns of the table.
        judged: those of text that may be times.
        written: what is set of how dates are written.
        digits: the texts of columns of dates that are written as numbers.

    Returns:
        The cells of each column of times, and of those that look like time and are not understood.
    """
    found: dict[str, list[tuple[TimeNotation, Times]]] = {}
    for name, one in judged.items():
        if bool(one.counts.any()):
            found[name] = _notations(name, one.values, written)
    joined = _joined(columns, judged, found)
    cells: dict[str, Cells] = {}
    for name, notations in found.items():
        one = judged[name]
        if joined and name == joined[0]:
            date = columns[name].astype("string").str.strip()
            cells[name] = _joined_cells(date, joined, judged[joined[1]].column, written)
            continue
        if not notations:
            if is_time_name(name) and _looks_like_time(one.values):
                cells[name] = Cells(
                    one.column, None, not_understood(name, one.values[0], row=row_of(one, one.values[0]))
                )
            continue
        (chosen, times), question = _chosen(name, notations, one)
        cells[name] = Cells(one.column, chosen, question, times=one.spread(times, "NaT"))
    if joined and joined[0] not in cells:  # an Excel date beside a clock
        date = digits.get(joined[0], columns[joined[0]].astype("string"))
        cells[joined[0]] = _joined_cells(date, joined, judged[joined[1]].column, written)
    return cells


def _notations(name: str, texts: list[str], written: Written) -> list[tuple[TimeNotation, Times]]:
    found = time_notations(texts, order=written.order, first_year=written.first_year)
    return found or (digit_dates(texts, written.first_year) if is_time_name(name) else [])


def _joined(
    columns: Mapping[str, pd.Series],
    judged: Mapping[str, Texts],
    found: Mapping[str, list[tuple[TimeNotation, Times]]],
) -> tuple[str, str] | None:
    """Return the only date without a clock and the only clock; None where there is no such pair."""
    clocks = [
        name
        for name, notations in found.items()
        if not notations and _is_clock(name, _present_of(judged[name]))
    ]
    dates = [name for name, some in found.items() if some and not any(one.has_clock for one, _ in some)]
    dates += [
        name
        for name, column in columns.items()
        if column.dtype.kind == "M" and bool((column.dropna().dt.normalize() == column.dropna()).all())
    ]
    return (dates[0], clocks[0]) if len(clocks) == 1 and len(dates) == 1 else None


def _is_clock(name: str, texts: list[str]) -> bool:
    return is_clock(texts) or (is_time_name(name) and is_digit_clock(texts))


def _present_of(texts: Texts) -> list[str]:
    return [value for value, count in zip(texts.values, texts.counts, strict=True) if count]


def _joined_cells(date: pd.Series, names: tuple[str, str], clock: pd.Series, written: Written) -> Cells:
    text = date + " " + clock
    joint = texts_of(text, frozenset())
    found = time_notations(joint.values, order=written.order, first_year=written.first_year)
    if not found:
        return Cells(text, None, _unreadable(" + ".join(names), str(text.dropna().iloc[0])), names)
    readings = [joint.spread(times, "NaT") for _, times in found]
    better = in_better_order(readings) if len(readings) > 1 else 0
    question = None
    if found[0][0].odd:
        question = _unreadable(" + ".join(names), found[0][0].odd)
    elif better is None:
        question = _order_question(names[0], _example(joint.values, found), [one for one, _ in found])
    return Cells(text, found[better or 0][0], question, names, times=readings[better or 0])


def _chosen(
    name: str, found: list[tuple[TimeNotation, Times]], texts: Texts
) -> tuple[tuple[TimeNotation, Times], DataQuestionError | None]:
    first = found[0][0]
    if first.odd:
        return found[0], not_understood(name, first.odd, row=row_of(texts, first.odd))
    if len(found) == 1:
        return found[0], None
    better = in_better_order([texts.spread(times, "NaT") for _, times in found])
    if better is not None:
        return found[better], None
    question = _order_question(name, _example(texts.values, found), [one for one, _ in found])
    return found[0], question


def _example(values: list[str], found: list[tuple[TimeNotation, Times]]) -> str:
    """Return a value that the notations read differently."""
    readings = [times for _, times in found]
    differs = np.flatnonzero(np.logical_or.reduce([times != readings[0] for times in readings[1:]]))
    return values[int(differs[0])]


def _order_question(name: str, example: str, notations: list[TimeNotation]) -> DataQuestionError:
    days = [str(notation.times([example])[0].astype("datetime64[D]")) for notation in notations]
    return DataQuestionError(
        tr(
            "The dates of column {name} can be read in more than one way: {text} may be {days}. Say under"
            " Order of dates which comes first.",
            name=name,
            text=example,
            days=", ".join(dict.fromkeys(days)),
        ),
        path="data.date_order",
        choices=tuple(notation.order for notation in notations),
    )


def not_understood(name: str, value: str, *, row: int) -> DataQuestionError:
    """Return the question on a value among times that is none.

    Args:
        name: of the column.
        value: as written.
        row: where it stands, as in a spreadsheet.
    """
    return DataQuestionError(
        tr(
            "Column {name} holds times, but row {row} has {text!r}, which is not understood; correct it, or"
            " give the column another kind.",
            name=name,
            row=row,
            text=value[:_LONG_TEXT],
        ),
        path="data.columns",
        sign=(name, value),
    )


def _unreadable(name: str, value: str) -> DataQuestionError:
    return DataQuestionError(
        tr("Column {name} holds times, but {text!r} is not understood; correct it.", name=name, text=value),
        path="data.columns",
    )


def _looks_like_time(values: list[str]) -> bool:
    """Return whether most values have digits, as times have, and are short."""
    some = values[:200]
    dated = sum(any(sign.isdigit() for sign in value) and len(value) <= _LONG_TEXT // 2 for value in some)
    return 2 * dated > len(some) and not is_clock(some)


def in_better_order(readings: Sequence[Times]) -> int | None:
    """Return which of several readings of the same rows is in order or in even steps.

    Args:
        readings: (rows,) each, in the order of the file.

    Returns:
        Its place; None where none is, or more than one.
    """
    ordered = [is_monotonic(times) for times in readings]
    if sum(ordered) == 1:
        return ordered.index(True)
    even = [_evenness(times) for times in readings]
    best = int(np.argmax(even))
    others = [share for at, share in enumerate(even) if at != best]
    if even[best] >= _EVEN and max(others) < _EVEN * even[best]:
        return best
    jumps = [_jumps(times) for times in readings]
    best = int(np.argmin(jumps))
    others = [count for at, count in enumerate(jumps) if at != best]
    # of days in no order a reading has few jumps by chance; of those of work most steps are alike
    return best if min(others) >= 3 * jumps[best] + 3 and even[best] >= _HALF_EVEN else None


def is_monotonic(times: Times) -> bool:
    """Return whether rows are in order of time, from the first or from the last on."""
    steps = np.diff(known(times)).astype(np.int64)
    return len(steps) > 3 and bool((steps >= 0).all() or (steps <= 0).all()) and bool(steps.any())


def _evenness(times: Times) -> float:
    """Return the share of the most frequent step between times, in seconds or in months."""
    found = np.unique(known(times))
    if len(found) < 4:
        return 0.0
    shares = [_share(np.diff(found).astype(np.int64))]
    months = found.astype("datetime64[M]")
    if len(np.unique(found - months.astype(found.dtype))) == 1:  # the same day of each month
        shares.append(_share(np.diff(months).astype(np.int64)))
    return max(shares)


def _share(steps: NDArray[np.int64]) -> float:
    return float(np.unique(steps, return_counts=True)[1].max() / len(steps))


def _jumps(times: Times) -> int:
    steps = np.diff(np.unique(known(times))).astype(np.int64)
    return int((steps > 2.5 * np.median(steps)).sum()) if len(steps) else 0
