"""The times in the columns of a table that are text: each column alone, or a date and a clock as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import DataQuestionError
from engine.data.tables.notation.joined_times import is_clock
from engine.data.tables.notation.number_times import is_time_name
from engine.data.tables.notation.texts import Texts, row_of
from engine.data.tables.notation.time_notation import TimeNotation, in_better_order, time_notations
from engine.data.tables.notation.written import Cells
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from engine.data.tables.notation.time_formats import DateOrder


_LONG_TEXT = 60


def times_in(
    columns: Mapping[str, pd.Series], judged: Mapping[str, Texts], *, order: DateOrder | None
) -> dict[str, Cells]:
    """Return how the columns of times are written.

    Args:
        columns: all columns of the table.
        judged: those of text that may be times.
        order: of dates, as it is set; None to find it.

    Returns:
        The cells of each column of times, and of those that look like time and are not understood.
    """
    found: dict[str, list[TimeNotation]] = {}
    for name, one in judged.items():
        present = [value for value, count in zip(one.values, one.counts, strict=True) if count]
        if present:
            found[name] = time_notations(present, order=order)
    joined = _joined(columns, judged, found)
    cells: dict[str, Cells] = {}
    for name, notations in found.items():
        one = judged[name]
        if joined and name == joined[0]:
            cells[name] = _joined_cells(columns, joined, judged[joined[1]].column, order)
            continue
        if not notations:
            if is_time_name(name) and _looks_like_time(one.values):
                cells[name] = Cells(one.column, None, _not_understood(name, one, one.values[0]))
            continue
        chosen, question = _chosen(name, notations, one)
        cells[name] = Cells(one.column, chosen, question)
    if joined and joined[0] not in cells:  # an Excel date beside a clock
        cells[joined[0]] = _joined_cells(columns, joined, judged[joined[1]].column, order)
    return cells


def _joined(
    columns: Mapping[str, pd.Series],
    judged: Mapping[str, Texts],
    found: Mapping[str, list[TimeNotation]],
) -> tuple[str, str] | None:
    """Return the only date without a clock and the only clock; None where there is no such pair."""
    clocks = [
        name for name, notations in found.items() if not notations and is_clock(_present_of(judged[name]))
    ]
    dates = [name for name, some in found.items() if some and not any(one.has_clock for one in some)]
    dates += [
        name
        for name, column in columns.items()
        if column.dtype.kind == "M" and bool((column.dropna().dt.normalize() == column.dropna()).all())
    ]
    return (dates[0], clocks[0]) if len(clocks) == 1 and len(dates) == 1 else None


def _present_of(texts: Texts) -> list[str]:
    return [value for value, count in zip(texts.values, texts.counts, strict=True) if count]


def _joined_cells(
    columns: Mapping[str, pd.Series], names: tuple[str, str], clock: pd.Series, order: DateOrder | None
) -> Cells:
    date = columns[names[0]].astype("string").str.strip()
    text = date + " " + clock
    notations = time_notations(text.dropna().unique().tolist(), order=order)
    readings = [notation.times(text.fillna("").tolist()) for notation in notations]
    better = in_better_order(readings) if len(readings) > 1 else 0
    question = None
    if not notations or notations[0].odd or better is None:
        odd = notations[0].odd if notations else str(text.dropna().iloc[0])
        question = (
            _order_question(names[0], _example(text.dropna().unique().tolist(), notations), notations)
            if better is None
            else None
        )
        question = question or _unreadable(" + ".join(names), odd)
    return Cells(text, notations[better or 0] if notations else None, question, names)


def _chosen(
    name: str, notations: list[TimeNotation], texts: Texts
) -> tuple[TimeNotation, DataQuestionError | None]:
    first = notations[0]
    if first.odd:
        return first, _not_understood(name, texts, first.odd)
    if len(notations) == 1:
        return first, None
    readings = [texts.spread(notation.times(texts.values), "NaT") for notation in notations]
    better = in_better_order(readings)  # pyright: ignore[reportArgumentType] - `spread` keeps the dtype
    if better is not None:
        return notations[better], None
    return first, _order_question(name, _example(texts.values, notations), notations)


def _example(values: list[str], notations: list[TimeNotation]) -> str:
    """Return a value that the notations read differently."""
    readings = [notation.times(values) for notation in notations]
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
    )


def _not_understood(name: str, texts: Texts, value: str) -> DataQuestionError:
    return DataQuestionError(
        tr(
            "Column {name} holds times, but row {row} has {text!r}, which is not understood; correct it, or"
            " give the column another kind.",
            name=name,
            row=row_of(texts, value),
            text=value[:_LONG_TEXT],
        ),
        path="data.columns",
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
