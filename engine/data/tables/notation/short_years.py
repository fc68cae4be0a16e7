"""Years of two digits: which hundred years they mean, by the years of a column.

Python reads 68 as 2068 and 69 as 1969, Excel 29 as 2029 and 30 as 1930. Where a column has years of which
they say different things, its hundred years are those in which its years follow each other without a wide
gap. What that leaves open goes by the rows and by other columns, or is asked (`years_in`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Times = NDArray[np.datetime64]

PYTHON = 1969
"""The first year of the hundred that `%y` means."""
_EXCEL = 1930
_CENTURY = 100
LAST_CENTURY = 1900
_FROM, _TO = _EXCEL % _CENTURY, PYTHON % _CENTURY
_WIDE, _WIDER, _WIDEST = 5, 3, 5
_MANY = 12
_PARTS: dict[str, str] = {
    "%m月": r"(?:\d{1,2}月|[^\W\d_]+\.?)",  # a script may keep the names of months
    "%Y": r"\d{4}", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%H": r"\d{1,2}", "%I": r"\d{1,2}", "%M": r"\d{2}",
    "%S": r"\d{2}", "%f": r"\d{1,9}", "%p": r"[AP]M", "%z": r"[+-]\d{2}:?\d{2}",
}  # fmt: skip
_TOKEN = re.compile(r"%m月|%[a-zA-Z]|.")


def first_years(years: NDArray[np.int64]) -> tuple[int, ...]:
    """Return the first of the hundred years that two digits can mean, the likelier first.

    Args:
        years: two digits each, 0 to 99.

    Returns:
        One where the years say which, else two.
    """
    found = np.unique(years)
    if not differ(found):
        return (PYTHON,)
    gaps = np.diff(found, append=found[0] + _CENTURY)
    widest = int(np.argmax(gaps))
    gap, second = int(gaps[widest]), int(np.delete(gaps, widest).max(initial=0))
    start = int(found[(widest + 1) % len(found)])
    if gap < max(_WIDE, _WIDER * second) or (start >= _TO and start - gap >= _TO):
        return (_EXCEL, PYTHON)
    sure = len(found) >= _MANY and gap >= _WIDEST * second
    if start < _TO and start + _CENTURY - gap < _TO:  # all in one century, or all in the other
        if sure and 2 * int((found < _FROM).sum()) > len(found):
            return (PYTHON,)
        return (_EXCEL if start >= _FROM else LAST_CENTURY, PYTHON)
    first = min(LAST_CENTURY + start, PYTHON)
    as_excel = bool((first + (found - first) % _CENTURY == _EXCEL + (found - _EXCEL) % _CENTURY).all())
    return (first,) if as_excel or sure else (_EXCEL, PYTHON)


def differ(years: NDArray[np.int64]) -> bool:
    """Return whether Excel and Python read one of the years differently, by its last two digits."""
    digits = years % _CENTURY
    return bool(((digits >= _FROM) & (digits < _TO)).any())


def formats_and_replacements(
    formats: tuple[str, ...], first: int
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return formats with years of four digits, and the replacements that write these.

    Args:
        formats: as `pandas.to_datetime` takes them, with `%y` where a year has two digits.
        first: the first of the hundred years.
    """
    century = first // _CENTURY
    if first == PYTHON:
        return formats, ()
    replacements: list[tuple[str, str]] = []
    for form in formats:
        before, short, after = form.partition("%y")
        if short:
            start, end = rf"^(\s*{_expression(before)})", rf"{_expression(after)}\s*$"
            replacements += [
                (f"{start}(?={digits}{end})", rf"\g<1>{put}")
                for put, digits in ((century, _from(first % _CENTURY)), (century + 1, r"\d{2}"))
            ]
    return tuple(dict.fromkeys(form.replace("%y", "%Y") for form in formats)), tuple(
        dict.fromkeys(replacements)
    )


def _expression(form: str) -> str:
    """Return what a part of a format reads, as a regular expression."""
    found = "".join(_PARTS.get(token) or re.escape(token) for token in _TOKEN.findall(form))
    return found.replace("\\ ", " ")


def _from(digits: int) -> str:
    """Return an expression for two digits of at least this number."""
    tens, ones = divmod(digits, 10)
    last = "9" if ones == 9 else rf"[{ones}-9]"
    return rf"(?:{tens}{last}|[{tens + 1}-9]\d)" if tens < 9 else f"9{last}"


def years_of(times: Times) -> NDArray[np.int64]:
    """Return the years of times, none of which is NaT."""
    return times.astype("datetime64[Y]").astype(np.int64) + 1970


def known(times: Times) -> Times:
    """Return the times that are not missing."""
    return times[~np.isnat(times)]
