"""Cells of new rows, read as the column of the training data was read, each by itself.

A column of training data is judged over all of its values (`parse`). New rows may be few, so where they
prove nothing themselves, what was found then decides: the decimal sign, the order of dates, what numbers mean
as times. A cell that is not understood so is reported by its place, and the others are read all the same.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.data.tables.notation.missing_signs import is_usual_sign
from engine.data.tables.notation.number_notation import GROUPED, DecimalSign, number_notation
from engine.data.tables.notation.number_times import NumberTime
from engine.data.tables.notation.texts import Texts, texts_of
from engine.data.tables.notation.time_notation import TimeNotation, digit_dates, time_notations

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from engine.data.tables.notation.time_formats import DateOrder

_ONE = np.ones(1, np.int64)
_LARGEST = float(np.finfo(np.float32).max)
_PLAIN = re.compile(r"[-+]?(?:(?!0[0-9])[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
"""What Python reads as `_number` does, but for `GROUPED` beside a decimal comma: most cells, at no cost."""

_ISO = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
"""A time that has one reading, and that NumPy reads at no cost."""


@dataclass(frozen=True, slots=True)
class ColumnRules:
    """How the cells of a column of the training data were read.

    Attributes:
        decimal: the decimal sign; None where the numbers were plain, as Python writes them: "1.618" is little
            more than one, and "1,618" is refused, as it may be either.
        order: of year, month and day; None where nothing said which.
        first_year: the first of the hundred years that two digits of a year mean; None where they have four.
        number_time: what numbers mean as times; None where they do not.
        signs: what else means missing.
    """

    decimal: DecimalSign | None = None
    order: DateOrder | None = None
    first_year: int | None = None
    number_time: NumberTime | None = None
    signs: frozenset[str] = frozenset()


def number_cells(column: pd.Series, rules: ColumnRules) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return a column as numbers.

    Args:
        column: as read, of numbers or text.
        rules: of the training data.

    Returns:
        (n,) float64, NaN where missing; (n,) bool, which cells are not understood.
    """
    if column.dtype.kind in "biuf":
        values = column.to_numpy(np.float64)
        return _finite(values), np.zeros(len(values), np.bool_)
    texts = texts_of(column, rules.signs)
    decimal = _proof(texts) or rules.decimal
    found = np.array([_number(text, decimal) for text in texts.values], np.float64)
    return _finite(texts.spread(found, np.nan)), _odd(texts, np.isnan(found))


def proved_sign(table: pd.DataFrame, *, rows: int) -> DecimalSign | None:
    """Return the decimal sign that the columns of a table prove; None where none does, or they prove both.

    Args:
        table: with columns of any dtype.
        rows: how many rows are looked at.
    """
    found: set[DecimalSign] = set()
    for name in table.columns:
        column = table[name].iloc[:rows]
        proof = None if column.dtype.kind in "biufM" else _proof(texts_of(column, frozenset()))
        if proof is not None:
            found.add(proof)
    return found.pop() if len(found) == 1 else None


def time_cells(column: pd.Series, rules: ColumnRules) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """Return a column as times.

    Args:
        column: as read: times, numbers or text.
        rules: of the training data.

    Returns:
        (n,) datetime64 in UTC, NaT where missing; (n,) bool, which cells are not understood.
    """
    import pandas as pd

    if column.dtype.kind == "M":
        times = pd.to_datetime(column, utc=True).dt.tz_localize(None).to_numpy()
        return times.astype("datetime64[us]"), np.zeros(len(column), np.bool_)
    if rules.number_time is not None:
        values, odd = number_cells(column, ColumnRules("point", signs=rules.signs))
        times = rules.number_time.times(values)
        return times, odd | (np.isnat(times) & ~np.isnan(values))
    texts = texts_of(column, rules.signs)
    found = np.array([_time(text, rules) for text in texts.values], "datetime64[us]")
    return texts.spread(found, "NaT"), _odd(texts, np.isnat(found))


def _proof(texts: Texts) -> DecimalSign | None:
    """Return the decimal sign that the cells of a column prove; None where they prove none."""
    values = [text for text in texts.values if not is_usual_sign(text)]
    if all(map(_PLAIN.fullmatch, values)):
        return "point" if any("." in text and not GROUPED.fullmatch(text) for text in values) else None
    notation = number_notation(texts.values, texts.counts, decimal=None)
    return None if notation is None else notation.proof


def _odd(texts: Texts, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wrong = [lost and not is_usual_sign(text) for text, lost in zip(texts.values, gone.tolist(), strict=True)]
    return texts.spread(np.array(wrong, np.bool_), False)


def _number(text: str, decimal: DecimalSign | None) -> float:
    if _PLAIN.fullmatch(text) and not (decimal == "comma" and GROUPED.fullmatch(text)):
        return float(text)
    found = None if is_usual_sign(text) else number_notation([text], _ONE, decimal=decimal)
    if found is None or found.odd or (found.question and "," in text):
        return float("nan")
    if found.question:
        found = number_notation([text], _ONE, decimal="point")
    return float("nan") if found is None else float(found.numbers([text])[0])


def _time(text: str, rules: ColumnRules) -> np.datetime64:
    if _ISO.fullmatch(text):
        with contextlib.suppress(ValueError):  # there is no such day or hour
            return np.datetime64(text, "us")
    found: list[tuple[TimeNotation, NDArray[np.datetime64]]] = []
    if not is_usual_sign(text):
        found = time_notations([text], order=rules.order, first_year=rules.first_year)
        if not found and rules.first_year is not None:
            found = digit_dates([text], rules.first_year)
    return found[0][1][0] if len(found) == 1 and not found[0][0].odd else np.datetime64("NaT", "us")


def _finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.abs(values) <= _LARGEST, values, np.nan)
