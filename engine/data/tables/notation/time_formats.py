"""One written time -> the formats, as `pandas.to_datetime` takes them, in which it can be meant.

Words are replaced before, by what `time_words` has. Which format a whole column has is decided in
`time_notation`.
"""

from __future__ import annotations

import re
from typing import Literal

DateOrder = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[DateOrder, ...] = ("ymd", "dmy", "mdy")
_TOKEN = re.compile(r"\d+|AM|PM|[年月日時分秒년월일시분초]|[^\d]")
_KEPT = " -/.,_T'"
_BY_SIGN = {
    "年": "%Y", "년": "%Y", "月": "%m", "월": "%m", "日": "%d", "일": "%d",
    "時": "%H", "시": "%H", "分": "%M", "분": "%M", "秒": "%S", "초": "%S",
}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:([.,])(\d{1,9}))?)?(?![\d:.])")
_WHOLE = {
    14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M", 10: "%Y%m%d%H", 8: "%Y%m%d",
}  # fmt: skip
_CENTURY = re.compile(r"(?:18|19|20|21)\d\d(?:0[1-9]|1[0-2])")
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}$")
_WEEK = re.compile(r"\d{4}-W\d{1,2}-[1-7]")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_MONTH_AND_YEAR = re.compile(r"月(?:[-/]|\s*')\d{2}$")


def formats_of(text: str) -> dict[DateOrder, str]:
    """Return the format of a time for each order of its parts in which it can be meant.

    Args:
        text: one value, with the replacements of this module made.

    Returns:
        {} where it is no time with a year and a month; the same format for each order where it has no choice.
    """
    if _WEEK.fullmatch(text):
        return dict.fromkeys(ORDERS, "%G-W%V-%u")
    found: dict[DateOrder, str] = {}
    for order in ORDERS:
        form = _Scan(text, order).format()
        if form:
            found[order] = form
    if "ymd" in found and _YEAR_FIRST.match(text):
        return {order: found.get(order, found["ymd"]) for order in ORDERS}
    return found


class _Scan:
    """Reads one text from left to right into a format.

    Args:
        text: with the replacements made.
        order: of year, month and day where nothing marks them.
    """

    def __init__(self, text: str, order: DateOrder) -> None:
        self._text, self._order = text, order
        self._parts: list[str] = []
        self._free: list[tuple[int, int]] = []  # the place of each unmarked number, and its digits
        self._found: set[str] = set()

    def format(self) -> str:
        """Return the format, or "" where the text is no time."""
        text, zone = self._text, ""
        offset = _OFFSET.search(text)
        if offset and _CLOCK.search(text[: offset.start()]):
            text, zone = text[: offset.start()], "%z"
        clock = self._clock_in(text)
        if clock is not None:
            at, end, form = clock
            ok = self._read(text[:at]) and self._put(form) and self._read(text[end:])
        else:
            ok = self._read(text)
        if not ok or not self._assign() or not {"%m"} <= self._found or not self._found & {"%Y", "%y"}:
            return ""
        whole = "".join(self._parts) + zone
        if "%p" in whole:
            whole = whole.replace("%H", "%I")
        return whole

    def _clock_in(self, text: str) -> tuple[int, int, str] | None:
        """Return where a clock with colons, or with points behind a date, stands, and its format."""
        for found in _CLOCK.finditer(text):
            before = text[: found.start()]
            if found[2] == "." and (not re.search(r"\d.*[\sT]$", before) or found[4] is None):
                continue
            if int(found[1]) > 24 or int(found[3]) > 59 or re.search(r"[\d.]$", before):
                continue
            form = f"%H{found[2]}%M" + (f"{found[2]}%S" if found[4] else "")
            return found.start(), found.end(), form + (f"{found[5]}%f" if found[6] else "")
        return None

    def _put(self, form: str) -> bool:
        self._parts.append(form)
        self._found.update(re.findall("%[a-zA-Z]", form))
        return True

    def _read(self, text: str) -> bool:
        """Add the parts of a text without a clock; returns whether all of it is understood."""
        tokens = _TOKEN.findall(text)
        at = 0
        while at < len(tokens):
            token, behind = tokens[at], tokens[at + 1 : at + 3]
            if token.isdigit():
                sign = next((one for one in behind if one != " "), "")
                sign = sign if behind[:1] in ([" "], [sign]) else ""
                if sign in _BY_SIGN:
                    form = _BY_SIGN[sign]
                    form = "%y" if form == "%Y" and len(token) == 2 else form
                    if form in self._found:
                        return False
                    self._put(form)
                elif (form := _WHOLE.get(len(token), "")) and _CENTURY.match(token):
                    self._put(form)
                elif len(token) in (1, 2, 4):
                    self._free.append((len(self._parts), len(token)))
                    self._parts.append("")
                else:
                    return False
            elif token in ("AM", "PM"):
                self._put("%p")
            elif token in _BY_SIGN or token in _KEPT:
                self._parts.append(token)
            else:
                return False
            at += 1
        return True

    def _assign(self) -> bool:
        """Give the unmarked numbers their meaning: the year has four digits, the rest is in the order."""
        wanted = [part for part in ("%Y", "%m", "%d") if part not in self._found]
        if len(self._free) == len(wanted) + 1 and self._free[-1][1] < 4 and "%H" not in self._found:
            self._set(self._free.pop()[0], "%H")
        if not self._free:
            return True
        if len(self._free) == 1 and "%d" in wanted and _MONTH_AND_YEAR.search(self._text):
            self._set(self._free[0][0], "%y")  # Jan-24, as spreadsheets write months
            return True
        long = [place for place, digits in self._free if digits == 4]
        rest = [place for place, digits in self._free if digits != 4]
        letters = [letter for letter in self._order if f"%{'Y' if letter == 'y' else letter}" in wanted]
        if long:
            if len(long) > 1 or "y" not in letters or not self._year_fits(long[0], rest):
                return False
            self._set(long[0], "%Y")
            letters.remove("y")
            if len(rest) < len(letters):  # a month without a day
                letters = [letter for letter in ("m", "d") if letter in letters][: len(rest)]
        if len(letters) != len(rest):
            return False
        for place, letter in zip(rest, letters, strict=True):
            self._set(place, f"%{letter}")
        return True

    def _year_fits(self, year: int, rest: list[int]) -> bool:
        """Return whether a year of four digits stands where the order has it."""
        return len(rest) < 2 or (self._order == "ymd") is (year < min(rest))

    def _set(self, place: int, form: str) -> None:
        self._parts[place] = form
        self._found.add(form)
