"""Values without parts, as a text and back; `pack` and `restore` use these tables."""

from __future__ import annotations

import datetime as dt
import decimal
import fractions
from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray

TEXTS: dict[type[Any], tuple[str, Callable[[Any], str]]] = {
    int: ("int", str),
    float: ("float", float.hex),
    complex: ("complex", lambda value: f"{value.real.hex()} {value.imag.hex()}"),
    bytes: ("bytes", bytes.hex),
    decimal.Decimal: ("decimal", str),
    fractions.Fraction: ("fraction", str),
    dt.datetime: ("datetime", lambda value: f"{value.fold} {value.isoformat()}"),
    dt.date: ("date", dt.date.isoformat),
    dt.timedelta: ("timedelta", lambda value: f"{value.days} {value.seconds} {value.microseconds}"),
}
"""Class -> name of the kind in the file, and the function that makes a text of a value."""
FROM_TEXT: dict[str, Callable[[str], Any]] = {
    "int": int,
    "float": float.fromhex,
    "complex": lambda text: complex(*map(float.fromhex, text.split())),
    "bytes": bytes.fromhex,
    "decimal": decimal.Decimal,
    "fraction": fractions.Fraction,
    "datetime": lambda text: dt.datetime.fromisoformat(text[2:]).replace(fold=int(text[0])),
    "date": dt.date.fromisoformat,
    "timedelta": lambda text: dt.timedelta(*map(int, text.split())),
}
FACTORIES: dict[str, Callable[[], Any] | None] = {
    "none": None,
    "int": int,
    "float": float,
    "bool": bool,
    "str": str,
    "list": list,
    "dict": dict,
    "set": set,
    "tuple": tuple,
}
"""Name in the file -> default factory of a defaultdict."""


def has_zone(value: Any) -> bool:
    """Return whether this is a datetime with a time zone that its text would lose."""
    return isinstance(value, dt.datetime) and not isinstance(value.tzinfo, dt.timezone | None)


def is_plain_array(value: NDArray[Any]) -> bool:
    """Return whether the array is nothing but its bytes: numbers, times, texts of a fixed length."""
    return value.dtype.kind in "biufcmMSU" and value.dtype.itemsize > 0
