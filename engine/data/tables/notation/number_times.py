"""Times that are written as numbers: 20240131, Excel's days since 1900, seconds since 1970, and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Times = NDArray[np.datetime64]

NumberTimeUnit = Literal["digits", "days", "s", "ms", "us", "ns"]
_TIME_WORDS = (
    r"date|time|datetime|timestamp|ds|dt|unixtime|unix|epoch|datum|zeit|zeitpunkt|fecha|hora|dteday|tanggal"
)
_NAMED = re.compile(
    rf"(?i)(?:^|[\W_])(?:{_TIME_WORDS})(?:[\W_]|$)|(?:date|time|stamp)$|^(?:date|time)"
    r"|일시|날짜|일자|시각|시간|년월|연월|기준일|측정일|거래일|日付|日時|日期|时间|時間"
)
_DAYS_NAMED = re.compile(
    r"(?i)date|stamp|^ds$|datum|fecha|일시|날짜|일자|기준일|측정일|거래일|日付|日時|日期"
)
_DIGITS = {8: "%Y%m%d", 10: "%Y%m%d%H", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
_SINCE = {"s": 1e8, "ms": 1e11, "us": 1e14, "ns": 1e17}
"""The lowest count since 1970 that is taken for a time: of 1973."""
_YEARS = 42
_DAYS = (10_000, 80_000)
_EXCEL = np.datetime64("1899-12-30", "us")


@dataclass(frozen=True, slots=True)
class NumberTime:
    """How numbers mean times.

    Attributes:
        unit: "digits" of a date, "days" of Excel, or the unit since 1970.
        digits: how many, where the unit is digits.
    """

    unit: NumberTimeUnit
    digits: int = 0

    @property
    def format(self) -> str:
        """The format of digits, as `pandas.to_datetime` takes it."""
        return _DIGITS[self.digits]

    def times(self, values: NDArray[np.float64]) -> Times:
        """Return numbers as UTC times, NaT where one is missing."""
        import pandas as pd

        present = np.isfinite(values)
        found = np.full(len(values), "NaT", "datetime64[us]")
        if self.unit == "digits":
            texts = pd.Series(values[present].astype(np.int64).astype(str))
            dated = pd.to_datetime(texts, format=self.format, errors="coerce")
            found[present] = dated.to_numpy().astype("datetime64[us]")
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


def number_time(name: str, values: NDArray[np.float64]) -> NumberTime | None:
    """Return how the numbers of a column mean times; None where they do not.

    Args:
        name: of the column.
        values: (rows,), NaN where missing.
    """
    present = values[np.isfinite(values)]
    if len(present) < 2 or not len(np.unique(present[:1000])) > 1:
        return None
    low, high = float(present.min()), float(present.max())
    whole = bool((present % 1 == 0).all())
    digits = len(str(int(low))) if low > 0 else 0
    if whole and digits in _DIGITS and len(str(int(high))) == digits:
        found = NumberTime("digits", digits)
        scale = 10.0 ** (digits - 4)
        if 1900 * scale <= low and high < 2101 * scale and not bool(np.isnat(found.times(present)).any()):
            return found
    if not is_time_name(name):
        return None
    for unit, least in _SINCE.items():
        if low >= least and high <= _YEARS * least:
            return NumberTime(unit)  # pyright: ignore[reportArgumentType] - the keys are units
    if _DAYS_NAMED.search(name) and low >= _DAYS[0] and high <= _DAYS[1]:
        return NumberTime("days")
    return None
