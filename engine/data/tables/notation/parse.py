"""A table of texts and numbers -> the same with its numbers and times as such, each column judged as a whole.

A column that can be read in two ways gets its likelier values and a question, which whoever uses the column
raises. Joining times in several columns is left to `times_in`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.problems import COLUMNS, DataQuestionError, noted
from engine.data.tables.notation.joined_times import PARTS
from engine.data.tables.notation.missing_signs import (
    SETTING,
    code_notes,
    is_usual_sign,
    means_missing,
    signs_for,
)
from engine.data.tables.notation.number_notation import DEBITS, DecimalSign, NumberNotation, number_notation
from engine.data.tables.notation.number_times import NumberTime, are_months, is_time_name, number_time
from engine.data.tables.notation.texts import FIRST_ROW, Texts, row_of, texts_of
from engine.data.tables.notation.time_words import MONTH_NAMES
from engine.data.tables.notation.times_in import not_understood, times_in
from engine.data.tables.notation.written import Cells, Written
from engine.data.tables.notation.years_in import with_years
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table with its numbers and times.

    Attributes:
        table: the columns as numbers (float64, or as they were), times (datetime64, UTC) or text ("string").
        cells: by column, where values were converted.
        notes: sentences for people.
        decimal: the decimal sign that a column proves; None where none does, or they prove both.
    """

    table: pd.DataFrame
    cells: Mapping[str, Cells]
    notes: tuple[str, ...]
    decimal: DecimalSign | None


def parse_columns(table: pd.DataFrame, written: Written, *, proof: DecimalSign | None = None) -> ParsedTable:
    """Return the table with its numbers and times.

    Args:
        table: as pandas reads it, with only empty cells as missing.
        written: what is set.
        proof: the decimal sign that columns prove which are numbers in `table`; None where none does.
    """
    columns = {str(name): table[name] for name in table.columns}
    cells: dict[str, Cells] = {}
    texts: dict[str, Texts] = {}
    for name, column in columns.items():
        marks = signs_for(name, written.signs)
        if column.dtype.kind in "biufM":
            columns[name] = _without(column, marks)
        elif not _is_truth(column):
            texts[name] = texts_of(column, marks)
            columns[name] = texts[name].column
    judged = {name: one for name, one in texts.items() if name not in written.text}
    numbers, decimal = _numbers(judged, written, proof)
    numbers |= _month_names(judged, table)
    for name, notation in numbers.items():
        found = texts[name].spread(notation.numbers(texts[name].values), np.nan)
        columns[name] = _series(found, table)
        cells[name] = Cells(texts[name].column, notation, _number_question(name, notation, texts[name]))
        del judged[name]
    cells |= _number_times(columns, table, written)
    digits = {
        name: one.text
        for name, one in cells.items()
        if isinstance(one.notation, NumberTime) and one.notation.unit == "digits"
    }
    found_times = times_in(columns, judged, written=written, digits=digits)
    cells |= found_times
    columns |= _times_of(found_times, table)
    short_years, year_notes = with_years(columns, cells)
    cells |= short_years
    columns |= _times_of(short_years, table)
    signs = [*_sign_notes(cells, texts, judged, written.signs), *code_notes(columns, written.signs)]
    notes = [*_number_notes(numbers), *signs, *year_notes]
    import pandas as pd

    return ParsedTable(pd.DataFrame(columns, index=table.index), cells, tuple(notes), decimal)


def _number_times(columns: dict[str, pd.Series], table: pd.DataFrame, written: Written) -> dict[str, Cells]:
    """Return the columns of numbers that mean times, which are put into `columns`."""
    found: dict[str, Cells] = {}
    for name in list(columns):
        if name in written.text or columns[name].dtype.kind not in "iuf":
            continue
        values = columns[name].to_numpy(np.float64)
        time = number_time(name, values)
        if time is None:
            continue
        if time.first_year is not None and written.first_year is not None:
            time = replace(time, first_year=written.first_year, also=())
        text = columns[name].astype("string")
        times = time.times(values)
        columns[name] = _series(times, table)
        found[name] = Cells(text, time, _time_question(name, text, np.isnat(times)))
    return found


def _times_of(cells: Mapping[str, Cells], table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of times."""
    return {name: _series(one.times, table) for name, one in cells.items() if one.times is not None}


def _without(column: pd.Series, marks: frozenset[str]) -> pd.Series:
    """Return a column of numbers without those that mean missing."""
    marked: list[float] = []
    for sign in marks:
        try:
            marked.append(float(sign))
        except ValueError:
            continue
    return column.mask(column.isin(marked)) if marked and column.dtype.kind in "iuf" else column


def _is_truth(column: pd.Series) -> bool:
    from pandas.api.types import infer_dtype

    return column.dtype == object and infer_dtype(column, skipna=True) in ("boolean", "empty")


def _series(values: NDArray[np.generic], table: pd.DataFrame) -> pd.Series:
    import pandas as pd

    return pd.Series(values, index=table.index)


def _numbers(
    judged: Mapping[str, Texts], written: Written, proof: DecimalSign | None
) -> tuple[dict[str, NumberNotation], DecimalSign | None]:
    """Return how the columns of numbers are written, and the decimal sign that the file proves."""
    found = {
        name: notation
        for name, one in judged.items()
        if not (is_time_name(name) and are_months(one.values))
        and (notation := number_notation(one.values, one.counts, decimal=written.decimal)) is not None
    }
    proofs: set[DecimalSign] = {notation.proof for notation in found.values() if notation.proof}
    proofs |= {proof} if proof else set()
    decimal = written.decimal or (proofs.pop() if len(proofs) == 1 else None)
    if decimal is not None:
        for name, notation in found.items():
            if notation.question:
                one = judged[name]
                again = number_notation(one.values, one.counts, decimal=decimal)
                found[name] = again or notation
    return found, decimal


def _month_names(judged: Mapping[str, Texts], table: pd.DataFrame) -> dict[str, NumberNotation]:
    """Return columns of names of months beside one of years, whose names become numbers."""
    names = [str(name).strip().casefold() for name in table.columns]
    if not any(name in PARTS["year"] for name in names):
        return {}
    notation = NumberNotation(replacements=tuple((form, put[:-1]) for form, put in MONTH_NAMES))
    return {
        name: notation
        for name, one in judged.items()
        if name.strip().casefold() in PARTS["month"]
        and one.values
        and not bool(np.isnan(notation.numbers(one.values)).any())
    }


def _number_question(name: str, notation: NumberNotation, texts: Texts) -> DataQuestionError | None:
    if notation.odd:
        return DataQuestionError(
            tr(
                "Column {name} holds numbers, but row {row} has {text!r}; correct it, empty the cell, say"
                " under Missing signs that it means missing, or do not use the column.",
                name=name,
                row=row_of(texts, notation.odd),
                text=notation.odd[:60],
            ),
            path="data.columns",
            sign=(name, notation.odd),
        )
    if not notation.question:
        return None
    example = next(text for text in texts.values if "," in text or "." in text)
    readings = {sign: _reading(example, sign) for sign in ("point", "comma")}
    both = {"name": name, "text": example, "more": f"{max(readings.values()):g}"}
    less = f"{min(readings.values()):g}"
    if "," in example:
        sentence = tr(
            "Column {name} can be read in two ways: {text} may be {more} or {less}. Say under Decimal sign"
            " whether the comma separates thousands or decimals.",
            less=less,
            **both,
        )
    else:
        sentence = tr(
            "Column {name} can be read in two ways: {text} may be {more} or {less}. Say under Decimal sign"
            " whether the point separates thousands or decimals.",
            less=less,
            **both,
        )
    return DataQuestionError(sentence, path="data.decimal", choices=("point", "comma"))


def _reading(text: str, decimal: DecimalSign) -> float:
    """Return the size of a number with a decimal sign."""
    found = number_notation([text], np.ones(1, np.int64), decimal=decimal)
    return 0.0 if found is None else abs(float(found.numbers([text])[0]))


def _time_question(name: str, text: pd.Series, gone: NDArray[np.bool_]) -> DataQuestionError | None:
    """Return the question on numbers of which most are times, or None where all are."""
    wrong = np.flatnonzero(gone & text.notna().to_numpy())
    if not len(wrong):
        return None
    at = int(wrong[0])
    return not_understood(name, str(text.iloc[at]), row=int(text.index[at]) + FIRST_ROW)


def _number_notes(numbers: Mapping[str, NumberNotation]) -> list[str]:
    commas = [name for name, notation in numbers.items() if notation.decimal == "comma"]
    groups = [
        name
        for name, notation in numbers.items()
        if notation.decimal == "point" and (",", "") in notation.replacements
    ]
    debits = [name for name, notation in numbers.items() if DEBITS in notation.replacements]
    units = {name: notation.unit for name, notation in numbers.items() if notation.unit}
    notes: list[str] = []
    if commas:
        said = tr("The comma is the decimal sign in {names}.", names=_names(commas))
        notes.append(noted(said, "data.decimal"))
    if groups:
        said = tr("The comma separates thousands in {names}.", names=_names(groups))
        notes.append(noted(said, "data.decimal"))
    if debits:
        said = tr("Amounts of {names} that are marked DR are read as negative.", names=_names(debits))
        notes.append(noted(said, COLUMNS))
    notes += [
        noted(tr("The numbers of {name} are read without {unit}.", name=name, unit=unit), COLUMNS)
        for name, unit in list(units.items())[:_SHOWN]
    ]
    return notes


def _sign_notes(
    cells: Mapping[str, Cells],
    texts: Mapping[str, Texts],
    judged: Mapping[str, Texts],
    settings: Mapping[str, str],
) -> list[str]:
    """Return which texts count as missing, and which in columns of text do not though they look so."""
    notes: list[str] = []
    for name, one in texts.items():
        signs = [
            (value, int(count))
            for value, count in zip(one.values, one.counts, strict=True)
            if count and value and is_usual_sign(value)
        ]
        if not signs:
            continue
        shown = ", ".join(f"{value!r} ({count:,})" for value, count in signs[:_SHOWN])
        if name in cells:
            said = tr("Column {name}: {signs} count as missing.", name=name, signs=shown)
            notes.append(noted(said, SETTING))
        elif name in judged:
            said = tr(
                "Column {name}: {signs} are read as text, not as missing; Missing signs can say otherwise.",
                name=name,
                signs=shown,
            )
            means = tuple(value.strip() for value, _ in signs)
            notes.append(noted(said, SETTING, cure=means_missing(name, means, settings=settings)))
    return notes


def _names(names: list[str]) -> str:
    more = ", …" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
