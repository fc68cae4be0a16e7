"""How the numbers of a column are written: decimal sign, thousands, money, percent, units, signs of minus.

A column is judged over all of its different values. "1,234" may be more than a thousand or little more than
one: where nothing in the column says which, other columns of the file do, or a person is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.data.tables.notation.missing_signs import is_usual_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DecimalSign = Literal["point", "comma"]
_OTHER_MINUS = "−–"
_MINUS = rf"{_OTHER_MINUS}\-"
_MONEY = (
    r"(?:(?:US|A|C|HK|R|NZ|S|NT|MX)\$|[₩$€£¥₹₽₺₫฿₱₪₴￦￥]|USD|EUR|KRW|GBP|JPY|CHF|CNY|RMB|INR|AUD|CAD|SGD|HKD|TWD"
    r"|BRL|MXN|PLN|CZK|SEK|NOK|DKK|HUF|TRY|RUB|THB|VND|Rs\.?|원|円|元|zł|Kč|kr\.?)"
)
_LETTER = r"[^\W\d_\u2100-\u214f\u3380-\u33df°µ]"
_SYMBOL = r"[\u2100-\u214f\u3380-\u33df°µ]"
_POWER = r"(?:[²³]|\^?-?[23])?"
SCALES = {"K": "e3", "k": "e3", "M": "e6", "B": "e9", "천": "e3", "만": "e4", "억": "e8"}
"""What stands behind a number, and the power of ten that it means."""
_NUMBER = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[{_MINUS}+]?)\s*(?P<money>{_MONEY})?\s*(?P<inner>[{_MINUS}+]?)\s*"
    r"(?P<body>\d[\d.,'\u2019\u00a0\u202f ]*|[.,]\d+)(?P<power>[eE][-+]?\d+)?"
    r"(?P<scale>[KkMB천만억](?![^\W\d_]))?\s*"
    rf"(?P<unit>[%‰]|{_MONEY}|(?i:[cd]r)\.?(?!{_LETTER})|°\s?[CFK]?|(?:{_LETTER}|{_SYMBOL}){{1,8}}{_POWER}"
    rf"(?:[/·](?:{_LETTER}|{_SYMBOL}){{1,4}}{_POWER}){{0,2}})?"
    rf"\s*(?P<close>\))?(?P<trailing>[{_MINUS}])?"
)
_POINT = re.compile(r"(?:\d+|(?!0)\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d*)?|\.\d+")
_COMMA = re.compile(r"(?:\d+|(?!0)\d{1,3}(?:\.\d{3})+)(?:,\d*)?|,\d+")
GROUPED = re.compile(r"\s*[-+]?(?!0)\d{1,3}(?:\.\d{3})+\s*")
"""What is a whole number of thousands where the comma is the decimal sign, and else has three decimals."""
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")
_SPACED = re.compile(r"(?<=\d)['\u2019\u00a0\u202f ](?=\d{3}(?!\d))")
_LEADING_ZERO = re.compile(r"0\d+")
PATTERNS = {
    "number": _NUMBER.pattern,
    "point": _POINT.pattern,
    "comma": _COMMA.pattern,
    "spaced": _SPACED.pattern,
    "address": _ADDRESS.pattern,
    "code": _LEADING_ZERO.pattern,
    "money": _MONEY,
}
"""The regular expressions by which one cell is read, for who does so elsewhere (`engine.export.folder`)."""
DEBITS = (r"(?i)^(.*\d)\s*dr\.?$", r"-\1")
"""The replacement that makes amounts on the debit side of an account negative."""
_TRUTH = {"true": "1", "false": "0"}
_MOSTLY = 0.5
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class NumberNotation:
    """How the numbers of a column are written.

    Attributes:
        decimal: the decimal sign.
        replacements: (pattern, replacement) of regular expressions that make each text a plain number.
        unit: what stands behind or before each number; "" for nothing.
        question: whether "1,234" can be read in two ways, and nothing says which.
        odd: a text among the numbers that is none; "" where there is none.
        proof: the decimal sign that this column proves; None where it proves none.
    """

    decimal: DecimalSign = "point"
    replacements: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    question: bool = False
    odd: str = ""
    proof: DecimalSign | None = None

    def numbers(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the texts as numbers, NaN where one is none."""
        steps = [(re.compile(pattern), put) for pattern, put in self.replacements]
        return np.array([_number(reduce(_replaced, steps, text.strip())) for text in texts], np.float64)


def number_notation(
    texts: Sequence[str], counts: NDArray[np.int64], *, decimal: DecimalSign | None
) -> NumberNotation | None:
    """Return how the numbers of a column are written; None where it does not hold numbers.

    Args:
        texts: the different values of the column.
        counts: how often each occurs.
        decimal: the decimal sign where "1,234" could be either; None where that is not known.
    """
    if not _may_hold_numbers(texts):
        return None
    total = numeric = 0
    matches: list[re.Match[str]] = []
    odd = ""
    for raw, count in zip(texts, counts.tolist(), strict=True):
        text = raw.strip()
        if is_usual_sign(text):
            continue
        total += count
        if text.casefold() in _TRUTH or text.casefold() in _ENDLESS:
            numeric += count
            continue
        if _LEADING_ZERO.fullmatch(text):
            return None  # a code, such as a postal one, of which the zeros are a part
        found = _NUMBER.fullmatch(text)
        if found is None or bool(found["open"]) != bool(found["close"]):
            odd = odd or raw
            continue
        numeric += count
        matches.append(found)
    if not total or numeric <= _MOSTLY * total:
        return None
    unit, other = _unit_of(matches)
    if other is None:
        return None
    return _of_bodies(matches, unit=unit, odd=odd or other or _odd_side(matches), decimal=decimal)


def _may_hold_numbers(texts: Sequence[str]) -> bool:
    """Return whether some of a sample of the values are numbers, as looking at all of them takes long."""
    sample = texts[:: max(len(texts) // _SAMPLE, 1)]
    found = sum(
        is_usual_sign(text) or text.casefold() in _TRUTH or _NUMBER.fullmatch(text.strip()) is not None
        for text in sample
    )
    return 5 * found >= len(sample)


def _side_of(found: re.Match[str]) -> str:
    """Return "cr" or "dr" where an amount says on which side of an account it stands; else ""."""
    unit = (found["unit"] or "").casefold().rstrip(".")
    return unit if unit in ("cr", "dr") else ""


def _odd_side(matches: list[re.Match[str]]) -> str:
    """Return an amount whose sign its side does not say: beside others without a side, CR may mean either."""
    sides = Counter(map(_side_of, matches))
    minus = (
        found for found in matches if _side_of(found) and (found["sign"] or found["inner"] or found["open"])
    )
    if sides["cr"] and sides[""] and not sides["dr"]:
        return next(found.string for found in matches if _side_of(found))
    return next((found.string for found in minus), "")


def _measure_of(found: re.Match[str]) -> str:
    """Return the unit or currency of a number; "" for none."""
    return (found["unit"] if found["unit"] and not _side_of(found) else found["money"]) or ""


def _unit_of(matches: list[re.Match[str]]) -> tuple[str, str | None]:
    """Return the unit of the numbers, and a text with another one: "" for none, None where all differ."""
    counts = Counter(map(_measure_of, matches))
    units = [unit for unit, _ in counts.most_common() if unit]
    if not units:
        return "", ""
    if len(units) == 1 and (units[0] not in "%‰" or not counts[""]):
        return units[0], ""
    if counts[units[0]] <= _MOSTLY * len(matches) and len(units) > 1:
        return "", None
    other = next(found for found in matches if _measure_of(found) != units[0])
    return units[0], other.string


def _of_bodies(
    matches: list[re.Match[str]], *, unit: str, odd: str, decimal: DecimalSign | None
) -> NumberNotation | None:
    bodies = [_SPACED.sub("", found["body"]).strip() for found in matches]
    if all(map(_ADDRESS.fullmatch, bodies)):
        return None  # of machines in a network
    # who writes powers of ten does not separate thousands
    powers = [found["power"] is not None for found in matches]
    as_point = [_fits(_POINT, ",", body, power) for body, power in zip(bodies, powers, strict=True)]
    as_comma = [_fits(_COMMA, ".", body, power) for body, power in zip(bodies, powers, strict=True)]
    if not (all(as_point) or all(as_comma)):
        if max(sum(as_point), sum(as_comma)) <= _MOSTLY * len(bodies):
            return None
        point = sum(as_point) >= sum(as_comma)
        wrong = (as_point if point else as_comma).index(False)
        found = NumberNotation("point" if point else "comma", odd=odd or matches[wrong].string)
    elif not all(as_comma):
        found = NumberNotation("point", odd=odd, proof="point")
    elif not all(as_point):
        found = NumberNotation("comma", odd=odd, proof="comma")
    else:
        grouped = any("," in body or "." in body for body in bodies)
        point = not any("." in body for body in bodies)
        found = NumberNotation("point" if point else "comma", odd=odd)
        if grouped and all(found_["money"] or _is_money(found_["unit"]) for found_ in matches):
            pass  # an amount of money has two decimals or none
        elif decimal is not None:
            found = replace(found, decimal=decimal)
        elif grouped:
            found = replace(found, question=True)
    return replace(found, unit=unit, replacements=_replacements(matches, found.decimal))


def _fits(form: re.Pattern[str], thousands: str, body: str, power: bool) -> bool:
    return form.fullmatch(body) is not None and not (power and thousands in body)


def _is_money(unit: str | None) -> bool:
    return bool(unit) and re.fullmatch(_MONEY, unit or "") is not None


def _replacements(matches: list[re.Match[str]], decimal: DecimalSign) -> tuple[tuple[str, str], ...]:
    """Return only what the column needs."""
    put: list[tuple[str, str]] = []
    put += [(r"^\((.*)\)$", r"-\1")] if any(found["open"] for found in matches) else []
    if any(found["trailing"] for found in matches):
        put.append((rf"^(.*[^\s{_MINUS}])\s*[{_MINUS}]$", r"-\1"))
    if any(set(_OTHER_MINUS) & {found["sign"], found["inner"]} for found in matches):
        put.append((f"[{_OTHER_MINUS}]", "-"))
    if money := {found["money"] for found in matches if found["money"]}:
        put.append((rf"^([-+]?)\s*{re.escape(money.pop())}\s*", r"\1"))
    put += [DEBITS, (r"(?i)\s*cr\.?$", "")] if any(map(_side_of, matches)) else []
    if units := {found["unit"] for found in matches if found["unit"] and not _side_of(found)}:
        put.append((rf"\s*{re.escape(units.pop())}$", ""))
    put += [(rf"(\d){scale}$", rf"\g<1>{power}") for scale, power in SCALES.items() if _has(matches, scale)]
    if any(re.search(r"[-+]\s", found[0]) for found in matches):
        put.append((r"^([-+])\s+", r"\1"))
    if any(_SPACED.search(found["body"]) for found in matches):
        put.append((_SPACED.pattern, ""))
    thousands, point = (",", "") if decimal == "point" else ("[.]", ",")
    if any(thousands.strip("[]") in found["body"] for found in matches):
        put.append((thousands, ""))
    if point and any("," in found["body"] for found in matches):
        put.append((",", "."))
    return tuple(put)


def _has(matches: list[re.Match[str]], scale: str) -> bool:
    return any(found["scale"] == scale for found in matches)


_ENDLESS = frozenset(["inf", "-inf", "+inf", "infinity", "-infinity"])


def _replaced(text: str, step: tuple[re.Pattern[str], str]) -> str:
    pattern, put = step
    return pattern.sub(put, text)


def _number(text: str) -> float:
    text = _TRUTH.get(text.casefold(), text)
    try:
        return float(text)
    except ValueError:
        return float("nan")
