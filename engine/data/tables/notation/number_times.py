"""Times that are written as numbers: 20240131, Excel's days since 1900, seconds since 1970, and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.data.tables.notation.missing_signs import is_usual_sign
from engine.data.tables.notation.short_years import PYTHON, first_years, formats_and_replacements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Times = NDArray[np.datetime64]

NumberTimeUnit = Literal["digits", "short_digits", "weeks", "days", "s", "ms", "us", "ns"]
_TIME_WORDS = (
    r"date|time|datetime|timestamp|ds|dt|ts|unixtime|unix|epoch|datum|zeit|zeitpunkt|fecha|hora|dteday|tanggal"
    r"|dob|birthday|(?:created|updated|modified|measured|recorded)(?:_?at)?"
)
_NAMED = re.compile(
    rf"(?i)(?:^|[\W_])(?:{_TIME_WORDS})(?:[\W_]|$)|(?:date|time|stamp)$|^(?:date|time)"
    r"|일시|날짜|일자|시각|시간|년월|연월|생일|日付|日時|日期|时间|時間|生年月日|出生"
    r"|(?:기준|측정|거래|가입|입사|주문|구매|결제|방문|등록|작성|발생|계약|출생|접수|만기)일"
)
_DAYS_NAMED = re.compile(
    r"(?i)date|stamp|^ds$|datum|fecha|일시|날짜|일자|기준일|측정일|거래일|日付|日時|日期"
)
_MONTHS_NAMED = re.compile(r"(?i)month|^ym$|yyyymm|monat|mois|mes$|년월|연월|年月|^월$|기준월")
_WEEKS_NAMED = re.compile(r"(?i)week|woche|semaine|semana|^kw$|^yw$|주차|주$|年週|年周")
_DIGITS = {6: "%Y%m", 7: "%Y%j", 8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_SINCE = {"s": 1e8, "ms": 1e11, "us": 1e14, "ns": 1e17}
"""The lowest count since 1970 that is taken for a time: of 1973."""
_YEARS = 42
_STEP = 60
_WITH_DAYS, _WITH_HOURS, _LAST_HOUR = 8, 10, 24
_FIRST_DAY = 101
_MONTH_TEXT = re.compile(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])")
_MOSTLY = 0.8
_DAYS = (10_000, 80_000)
_EXCEL = np.datetime64("1899-12-30", "us")


@dataclass(frozen=True, slots=True)
class NumberTime:
    """How numbers mean times.

    Attributes:
        unit: "digits" of a date, "short_digits" of one with two digits of the year (240131), "weeks" such as
            202407, "days" of Excel, or the unit since 1970.
        digits: how many, where the unit is digits.
        midnight: whether the hour 24 occurs, which is the midnight at the end of a day.
        first_year: the first of the hundred years that two digits mean; None where years have four.
        also: other first years that are as plausible.
    """

    unit: NumberTimeUnit
    digits: int = 0
    midnight: bool = False
    first_year: int | None = None
    also: tuple[int, ...] = ()

    @property
    def format(self) -> str:
        """The format of digits, as `pandas.to_datetime` takes it, after `replacements`."""
        if self.unit == "short_digits":
            return self._short[0]
        return "%G%V%u" if self.unit == "weeks" else _DIGITS[self.digits]

    @property
    def replacements(self) -> tuple[tuple[str, str], ...]:
        """(pattern, replacement) of regular expressions that write years of two digits with four."""
        return self._short[1] if self.unit == "short_digits" else ()

    @property
    def _short(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        (form,), replacements = formats_and_replacements(("%y%m%d",), self.first_year or PYTHON)
        return form, replacements

    def times(self, values: NDArray[np.float64]) -> Times:
        """Return numbers as UTC times, NaT where one is missing."""
        import pandas as pd

        present = np.isfinite(values)
        found = np.full(len(values), "NaT", "datetime64[us]")
        if self.unit in ("digits", "short_digits", "weeks"):
            numbers = values[present].astype(np.int64)
            late = _are_late(numbers, self.digits)
            texts = pd.Series((numbers - late * 24 * 10 ** max(self.digits - 10, 0)).astype(str))
            texts = texts.str.zfill(6) if self.unit == "short_digits" else texts
            texts = texts + "1" if self.unit == "weeks" else texts
            for pattern, put in self.replacements:
                texts = texts.str.replace(pattern, put, regex=True)
            dated = pd.to_datetime(texts, format=self.format, errors="coerce")
            days = dated.to_numpy().astype("datetime64[us]")
            days[late] += np.timedelta64(1, "D")
            found[present] = days
        else:
            factor = {"days": 86_400e6, "s": 1e6, "ms": 1e3, "us": 1.0, "ns": 1e-3}[self.unit]
            start = _EXCEL if self.unit == "days" else np.datetime64(0, "us")
            # a part of a day is a binary fraction, which milliseconds round away
            elapsed = np.round(values[present] * factor / 1000) * 1000
            found[present] = start + elapsed.astype(np.int64).astype("timedelta64[us]")
        return found


def is_time_name(name: str) -> bool:
    """Return whether the name of a column says that it holds times."""
    return _NAMED.search(name.strip()) is not None


def are_months(values: Sequence[str]) -> bool:
    """Return whether texts are a year and a month with a point between, such as 2024.01."""
    return bool(values) and all(_MONTH_TEXT.fullmatch(value) or is_usual_sign(value) for value in values)


def number_time(name: str, values: NDArray[np.float64]) -> NumberTime | None:
    """Return how the numbers of a column mean times; None where they do not.

    Args:
        name: of the column.
        values: (rows,), NaN where missing.

    Returns:
        One that gives no time for a few of the values where most are times, as 20240230 is none.
    """
    present = values[np.isfinite(values)]
    if len(present) < 2 or not len(np.unique(present[:1000])) > 1:
        return None
    low, high = float(present.min()), float(present.max())
    if bool((present % 1 == 0).all()) and low > 0:
        found = _of_digits(name, present)
        if found is not None:
            return found
    named = is_time_name(name)
    for unit, least in _SINCE.items():
        if low >= least and high <= _YEARS * least and (named or _runs(present, unit)):
            return NumberTime(unit)  # pyright: ignore[reportArgumentType] - the keys are units
    if named and _DAYS_NAMED.search(name) and low >= _DAYS[0] and high <= _DAYS[1]:
        return NumberTime("days")
    return None


def _of_digits(name: str, present: NDArray[np.float64]) -> NumberTime | None:
    """Return how whole numbers are the digits of a date; None where they are not."""
    low, high = int(present.min()), int(present.max())
    digits = len(str(low))
    named = is_time_name(name)
    same = len(str(high)) == digits
    if (
        same
        and digits in _DIGITS
        and low // 10 ** (digits - 4) >= 1900
        and high // 10 ** (digits - 4) <= 2100
    ):
        weeks = digits == 6 and _WEEKS_NAMED.search(name.strip()) is not None
        late = bool(_are_late(present.astype(np.int64), digits).any())
        found = NumberTime("weeks") if weeks else NumberTime("digits", digits, late)
        share = 1 - float(np.isnat(found.times(present)).mean())
        sure = named or weeks or (digits == 6 and _MONTHS_NAMED.search(name.strip()) is not None)
        whole = digits >= _WITH_DAYS
        if (sure or whole) and (share == 1 or (sure and whole and share >= _MOSTLY)):
            return found
    # a spreadsheet leaves out the zeros before 50131
    if len(str(high)) == 6 and named and low >= _FIRST_DAY:
        found = NumberTime("short_digits")
        if bool(np.isnat(found.times(present)).any()):
            return None
        first, *also = first_years(present.astype(np.int64) // 10_000)
        return NumberTime("short_digits", first_year=first, also=tuple(also))
    return None


def _are_late(numbers: NDArray[np.int64], digits: int) -> NDArray[np.bool_]:
    """Return which numbers have the hour 24."""
    if digits < _WITH_HOURS:
        return np.zeros(len(numbers), np.bool_)
    found: NDArray[np.bool_] = numbers // 10 ** (digits - _WITH_HOURS) % 100 == _LAST_HOUR
    return found


def _runs(present: NDArray[np.float64], unit: str) -> bool:
    """Return whether numbers since 1970 run on from row to row, by whole minutes where they are seconds."""
    steps = np.diff(present)
    if not bool((present % 1 == 0).all()) or not (bool((steps > 0).all()) or bool((steps < 0).all())):
        return False
    return unit != "s" or bool((np.abs(steps) % _STEP == 0).all())
