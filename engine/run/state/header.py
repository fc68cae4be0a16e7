"""Validates the header of a state before anything in it is used: the file may come from elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from engine.record.ledger.written_file import kept_files

READABLE = (2, 3)
"""The versions of states that can be resumed."""
_DIGITS = 16
_MOST = 2**53  # epochs and steps: what a number of any kind still counts exactly


class HeaderError(ValueError):
    """The header is not one that a run has written; the text names the field."""


def check_header(header: Any) -> None:
    """Check that each field of a header is there and has the right type and range.

    The states of callbacks and random generators are checked where they are restored.

    Raises:
        HeaderError: With the name of the first wrong field.
    """
    if not isinstance(header, dict):
        raise HeaderError("header")
    for name, is_right in _FIELDS.items():
        if name not in header or not is_right(header[name]):
            raise HeaderError(name)
    try:
        kept_files(header["files"])
    except ValueError as error:
        raise HeaderError("files") from error


def _is_count(value: Any) -> bool:
    return type(value) is int and 0 <= value < _MOST


def _is_flag(value: Any) -> bool:
    return type(value) is bool


def _is_number(value: Any) -> bool:
    return type(value) is float or (type(value) is int and abs(value) < _MOST)


def _is_place(value: Any) -> bool:
    match value:
        case [epoch, step, begun]:
            return _is_count(epoch) and _is_count(step) and type(begun) is bool
        case _:
            return False


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_number, value.values()))


def _is_best_so_far(value: Any) -> bool:
    match value:
        case {"epochs_done": done, "best": dict() as best, "best_epoch": epoch, "nan": bool()}:
            finite = all(_is_number(number) and math.isfinite(number) for number in best.values())
            values = value.get("values", {})
            of_epochs = isinstance(values, dict) and all(map(_is_epoch, values.items()))
            return _is_count(done) and _is_count(epoch) and finite and of_epochs
        case _:
            return False


def _is_epoch(item: tuple[Any, Any]) -> bool:
    number, values = item
    return isinstance(number, str) and number.isdecimal() and len(number) < _DIGITS and _is_table(values)


def _are_callbacks(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_callback, value))


def _is_callback(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("class"), str):
        return False
    roots = [content for name, content in value.items() if name != "class"]
    return "state" in value and all(isinstance(content, dict) for content in roots)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "version": _is_count,
    "position": _is_place,
    "stop_training": _is_flag,
    "callbacks": _are_callbacks,
    "random": _is_mapping,
    "changes": _is_count,
    "files": _is_mapping,
    "fingerprint": lambda value: isinstance(value, str),
    "epochs": _is_count,
    "logs": _is_table,
    "tally": _is_best_so_far,
    "xla": _is_flag,
}
