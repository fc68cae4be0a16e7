"""Times that stand in several columns: a date and a clock, or year, month, day and hour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

_CLOCK = re.compile(
    r"(?i)(?:(?:오전|오후|AM|PM)\s*)?\d{1,2}(?:(?P<sign>[:.])\d{2}(?:(?P=sign)\d{2}(?:\.\d+)?)?|시(?:\s*\d{1,2}분)?(?:\s*\d{1,2}초)?)"
    r"\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?"
)
_DIGIT_CLOCK = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d(?:[0-5]\d)?")
PARTS: dict[str, frozenset[str]] = {
    "year": frozenset(["year", "yr", "yyyy", "yy", "년", "년도", "연도", "jahr", "año", "année", "年"]),
    "month": frozenset(["month", "mon", "mo", "mm", "mnth", "월", "monat", "mes", "mois", "月"]),
    "week": frozenset(
        ["week", "wk", "weekno", "week_number", "주", "주차", "woche", "kw", "semana", "semaine", "週"]
    ),
    "day": frozenset(["day", "dd", "dom", "mday", "일", "tag", "día", "jour", "日"]),
    "hour": frozenset(["hour", "hr", "hh", "hrs", "시", "시간", "stunde", "hora", "heure", "時", "时"]),
    "minute": frozenset(["minute", "min", "mi", "분", "分"]),
    "second": frozenset(["second", "sec", "ss", "초", "秒"]),
}
"""The names of columns with a part of a time, in the order of the parts."""
_BOUNDS = {
    "year": (1800, 2200),
    "month": (1, 12),
    "week": (1, 53),
    "day": (1, 31),
    "hour": (0, 24),
    "minute": (0, 60),
    "second": (0, 60),
}


def is_digit_clock(texts: Sequence[str]) -> bool:
    """Return whether all texts are the four or six digits of times of a day."""
    some = texts[:1000]
    return bool(some) and len(set(map(len, some))) == 1 and all(map(_DIGIT_CLOCK.fullmatch, some))


def is_clock(texts: Sequence[str]) -> bool:
    """Return whether all texts are times of a day, with points only where there are seconds."""
    found = [_CLOCK.fullmatch(text.strip()) for text in texts[:1000]]
    return bool(found) and all(
        one is not None and (one["sign"] != "." or one[0].count(".") >= 2) for one in found
    )


def clock_minutes(text: str) -> int:
    """Return the minutes since midnight of a time of day, or of its half.

    Args:
        text: of which `is_clock` is true.
    """
    hours, minutes, *_ = [int(number) for number in re.findall(r"\d+", text)] + [0, 0]
    late = re.search(r"(?i)p\.?m|오후", text) is not None
    return 60 * (hours % 12 + 12 if late else hours) + minutes


def part_columns(table: pd.DataFrame) -> Mapping[str, str]:
    """Return the columns with the parts of a time, by part: year and month, or week, at least; else {}."""
    found: dict[str, str] = {}
    for name in table.columns.astype(str):
        part = next((part for part, names in PARTS.items() if name.strip().casefold() in names), "")
        if part and part not in found and is_part(name, table[name]):
            found[part] = name
    if "month" not in found and {"year", "week"} <= set(found):
        return {part: found[part] for part in ("year", "week")}
    if not {"year", "month"} <= set(found):
        return {}
    kept: dict[str, str] = {}
    for part in (part for part in PARTS if part != "week"):  # a part without the one above it says nothing
        if part not in found:
            break
        kept[part] = found[part]
    return kept


def is_part(name: str, column: pd.Series) -> bool:
    """Return whether a column of numbers is the month, day or hour of a time, by its name and values."""
    part = next((part for part, names in PARTS.items() if name.strip().casefold() in names), "")
    return bool(part) and _fits(column, _BOUNDS[part])


def joined_parts(table: pd.DataFrame, parts: Mapping[str, str]) -> NDArray[np.datetime64]:
    """Return the times of parts in columns of numbers, NaT where one is missing or there is no such day.

    Args:
        table: has the columns.
        parts: as `part_columns` returns.
    """
    import pandas as pd

    if "week" in parts:
        texts = (table[parts[part]].astype("Int64").astype("string") for part in ("year", "week"))
        weeks = next(texts) + "-" + next(texts) + "-1"
        return pd.to_datetime(weeks, format="%G-%V-%u", errors="coerce").to_numpy().astype("datetime64[us]")
    days = pd.DataFrame({part: table[parts[part]] for part in ("year", "month") if part in parts})
    days["day"] = table[parts["day"]] if "day" in parts else 1
    found = pd.to_datetime(days, errors="coerce")
    for part, seconds in (("hour", 3600), ("minute", 60), ("second", 1)):
        if part in parts:
            found += pd.to_timedelta(table[parts[part]].astype("float64") * seconds, unit="s")
    return found.to_numpy().astype("datetime64[us]")


def _fits(column: pd.Series, bounds: tuple[int, int]) -> bool:
    if column.dtype.kind not in "iuf":
        return False
    present = column.dropna().to_numpy(np.float64)
    present = present[np.isfinite(present)]
    low, high = bounds
    return len(present) > 0 and bool(((present % 1 == 0) & (present >= low) & (present <= high)).all())
