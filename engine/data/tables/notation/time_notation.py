"""How the times of a column are written: one notation for all of its values, judged over the whole column.

Where day and month could be either, the reading is used that puts the rows in order or in even steps; where
neither does, or both do, a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.tables.notation.missing_signs import is_usual_sign
from engine.data.tables.notation.short_years import first_years, formats_and_replacements, known, years_of
from engine.data.tables.notation.time_formats import ORDERS, DateOrder, formats_of
from engine.data.tables.notation.time_words import (
    CLOCKS,
    DAY_NAMES,
    HALF_DAYS,
    MIDNIGHT,
    MONTH_NAMES,
    OTHER_MONTH_NAMES,
    PARTS_OF_YEARS,
    SHORT_QUARTERS,
    WEEKS,
    ZONES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Times = NDArray[np.datetime64]

_REPLACEMENTS = (
    *PARTS_OF_YEARS,
    *SHORT_QUARTERS,
    *WEEKS,
    *CLOCKS,
    (DAY_NAMES, ""),
    *OTHER_MONTH_NAMES,
    *MONTH_NAMES,
    *HALF_DAYS,
    *ZONES,
    MIDNIGHT,
)
_COMPILED = tuple(re.compile(pattern) for pattern, _ in _REPLACEMENTS)
_NO_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_FEWEST_DIGITS = 2
_SIX_DIGITS = re.compile(r"\d{6}")
_SAMPLE = 200
_MOSTLY = 0.8
_MOST_FORMATS = 8
_HALF = re.compile(r"\s*(AM|PM)\s*")
_NOON = np.timedelta64(12, "h")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class TimeNotation:
    """How the times of a column are written.

    Attributes:
        formats: as `pandas.to_datetime` takes them; a value has the first that fits.
        replacements: (pattern, replacement) of regular expressions that come before.
        order: of year, month and day, where it is a choice.
        odd: a value that is no such time; "" where there is none.
        first_year: the first of the hundred years that two digits mean; None where years have four.
        also: other first years that are as plausible.
        short: the same with years of two digits, where `replacements` write them with four.
    """

    formats: tuple[str, ...]
    replacements: tuple[tuple[str, str], ...] = ()
    order: DateOrder = "ymd"
    odd: str = ""
    first_year: int | None = None
    also: tuple[int, ...] = ()
    short: TimeNotation | None = None

    @property
    def has_clock(self) -> bool:
        """Whether the times have hours."""
        return any("%H" in form or "%I" in form for form in self.formats)

    def with_first_year(self, first: int, also: tuple[int, ...] = ()) -> TimeNotation:
        """Return the same for another hundred years that two digits mean.

        Args:
            first: the first of them.
            also: as the attribute.
        """
        short = self.short or self
        formats, replacements = formats_and_replacements(short.formats, first)
        return replace(
            short,
            formats=formats,
            replacements=(*short.replacements, *replacements),
            first_year=first,
            also=also,
            short=short,
        )

    def times(self, texts: Sequence[str]) -> Times:
        """Return the texts as UTC times, NaT where one is none."""
        import pandas as pd

        column = pd.Series(list(texts), dtype=object)
        late = np.zeros(len(column), np.bool_)
        for pattern, put in self.replacements:
            if (pattern, put) == MIDNIGHT:
                late = column.str.contains(pattern, regex=True).to_numpy(np.bool_)
            column = column.str.replace(pattern, put, regex=True)
        column = column.str.strip() if self.replacements else column
        found = np.full(len(column), "NaT", "datetime64[us]")
        for form in self.formats:
            left = np.flatnonzero(np.isnat(found))
            if len(left):
                found[left] = _parsed(column.iloc[left], form)
        found[late] += _DAY
        return found


def time_notations(
    texts: Sequence[str], *, order: DateOrder | None, first_year: int | None = None
) -> list[tuple[TimeNotation, Times]]:
    """Return how the times of a column can be written; more than one where day and month could be either.

    Args:
        texts: the different values of the column, without spaces around them.
        order: the order that is set; None to find it.
        first_year: the first of the hundred years that two digits mean, as it is set; None to find it.

    Returns:
        Each notation with the times of `texts` in it. [] where the column does not hold times; one with `odd`
        where most but not all of its values are times.
    """
    present = [text for text in texts if not is_usual_sign(text)]
    sample = present[:: max(len(present) // _SAMPLE, 1)]
    found = _found(texts, sample, order)
    if found and all(notation.odd for notation, _ in found):
        # what is seldom is not in the sample
        gone = {texts[at] for _, times in found for at in _gone(texts, times)[:_SAMPLE]}
        found = _found(texts, [*sample, *sorted(gone)], order)
    whole = [one for one in found if not one[0].odd]
    return [_with_years(notation, times, texts, first_year) for notation, times in whole or found[:1]]


def digit_dates(texts: Sequence[str], first_year: int | None) -> list[tuple[TimeNotation, Times]]:
    """Return the notation of dates such as 000131, where all texts are six digits that are dates; else [].

    Args:
        texts: the different values of a column whose name says that it holds dates.
        first_year: as in `time_notations`.
    """
    present = [text for text in texts if not is_usual_sign(text)]
    if not present or not all(map(_SIX_DIGITS.fullmatch, present)):
        return []
    notation = TimeNotation(("%y%m%d",))
    times = notation.times(texts)
    return [] if _gone(texts, times) else [_with_years(notation, times, texts, first_year)]


def _with_years(
    notation: TimeNotation, times: Times, texts: Sequence[str], first_year: int | None
) -> tuple[TimeNotation, Times]:
    """Return times whose years of two digits are those of the likelier hundred years."""
    short = tuple(form for form in notation.formats if "%y" in form)
    if not short:
        return notation, times
    if first_year is None:
        dated = times if short == notation.formats else replace(notation, formats=short).times(texts)
        first_year, *also = first_years(years_of(known(dated)) % 100)
    else:
        also = []
    found = notation.with_first_year(first_year, tuple(also))
    return found, times if found.formats == notation.formats else found.times(texts)


def _gone(texts: Sequence[str], times: Times) -> list[int]:
    """Return the places of the values that are no times."""
    return [at for at in np.flatnonzero(np.isnat(times)).tolist() if not is_usual_sign(texts[at])]


def _found(
    texts: Sequence[str], sample: Sequence[str], order: DateOrder | None
) -> list[tuple[TimeNotation, Times]]:
    if sum(_has_digits(text) for text in sample) < _MOSTLY * len(sample):
        return []
    replacements, replaced = _needed(sample)
    found = [formats_of(text) for text in replaced]
    dated = [one for one in found if one]
    if not dated or len(dated) < _MOSTLY * len(sample):
        return []
    notations: list[tuple[TimeNotation, Times]] = []
    for one in (order,) if order else ORDERS:
        formats = tuple(dict.fromkeys(form[one] for form in dated if one in form))
        if not formats or len(formats) > _MOST_FORMATS:
            continue
        if any(known.formats == formats for known, _ in notations):
            continue
        times = TimeNotation(formats, replacements, one).times(texts)
        gone = _gone(texts, times)
        if len(gone) <= (1 - _MOSTLY) * len(texts):
            notations.append(
                (TimeNotation(formats, replacements, one, texts[gone[0]] if gone else ""), times)
            )
    # where all orders give the same times there is nothing to decide
    same = all(np.array_equal(times, notations[0][1], equal_nan=True) for _, times in notations)
    return notations[:1] if same else notations


def _has_digits(text: str) -> bool:
    """Return whether a text has as many digits as the shortest time, which is Jan-24."""
    return len(text) - len(text.translate(_NO_DIGITS)) >= _FEWEST_DIGITS


def _needed(sample: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Return the replacements that change a value, one after the other, and the values after them."""
    needed: list[tuple[str, str]] = []
    texts = [text.strip() for text in sample]
    for (pattern, put), compiled in zip(_REPLACEMENTS, _COMPILED, strict=True):
        changed = [compiled.sub(put, text) for text in texts]
        if changed != texts:
            needed.append((pattern, put))
            texts = changed
    return tuple(needed), [text.strip() for text in texts]


def _parsed(column: Any, form: str) -> Times:
    """Return a column of texts as times by one format; half days do not depend on the system's language."""
    import pandas as pd

    texts = pd.Series(column)
    half = None
    if "%p" in form:
        half = texts.str.extract(_HALF, expand=False)
        texts = texts.str.replace(_HALF, "~", regex=True)
        form = re.sub(r"\s*%p\s*", "~", form).replace("%I", "%H")
    try:
        dated = pd.to_datetime(texts, format=form, errors="coerce", utc=True).dt.tz_localize(None)
    except (ValueError, OverflowError):
        return np.full(len(texts), "NaT", "datetime64[us]")
    found = dated.to_numpy().astype("datetime64[us]")
    if half is not None:
        hours = dated.dt.hour.to_numpy()
        late = (half == "PM").to_numpy(bool)
        early = (half == "AM").to_numpy(bool)
        found[hours > 12] = np.datetime64("NaT")
        found[late & (hours < 12)] += _NOON
        found[early & (hours == 12)] -= _NOON
    return found
