"""English with a number of one: "1 file is left out" where a message says "{count:,} files are left out".

A message is written for many, which is its key in the catalogues too. For one, its nouns behind a number are
singular, and where more than the noun changes the whole sentence stands here. Only English needs it:
other languages say in their catalogue what they say.
"""

from __future__ import annotations

import numbers
import re
from collections.abc import Mapping

_IRREGULAR = {"axes": "axis", "batches": "batch", "boundaries": "boundary", "classes": "class"}
_REGULAR = (
    *(
        "answers",
        "bytes",
        "cells",
        "characters",
        "columns",
        "cores",
        "days",
        "devices",
        "digits",
        "dimensions",
        "entries",
    ),
    *("epochs", "examples", "files", "filters", "heads", "images", "inputs", "layers", "lines", "models"),
    *("names", "numbers", "outputs", "parameters", "parts", "pictures", "pixels", "places", "rates", "rows"),
    *("runs", "samples", "seconds", "sequences", "steps", "targets", "texts", "times", "tokens", "trials"),
    *("units", "values", "weights", "windows"),
)
_NOUNS = {**{noun: noun.removesuffix("s") for noun in _REGULAR}, "entries": "entry", **_IRREGULAR}
_VERBS = {"are": "is", "have": "has", "hold": "holds", "need": "needs", "were": "was", "train": "trains"}
_COUNTED = re.compile(rf"\{{(\w+)(?::[^}}]*)?\}} ({'|'.join(_NOUNS)})\b(?: ({'|'.join(_VERBS)})\b)?")
_AS_TEXT = frozenset({"count", "epochs", "steps"})
"""Values that are always numbers, so that "1" is one of them also where it is a text already."""
_WHOLE = {
    "All {count} epochs are done.": "The one epoch is done.",
    "{count:,} rows that name no series are left out.": "1 row that names no series is left out.",
    "{undated:,} rows without a date are left out.": "1 row without a date is left out.",
    "{count:,} rows with missing values are left out.": "1 row with missing values is left out.",
    "{count:,} lines are comments; they are left out.": "1 line is a comment; it is left out.",
    "{count:,} lines repeat the header; they are left out.": "1 line repeats the header; it is left out.",
    "{count:,} lines below the header hold units or names; they are left out.": (
        "1 line below the header holds units or names; it is left out."
    ),
    "{count:,} windows without a class are left out.": "1 window without a class is left out.",
    "{count:,} sequences without any steps are left out.": "1 sequence without any steps is left out.",
    "{repeated:,} rows have the same time as the row before them; all are kept.": (
        "1 row has the same time as the row before it; both are kept."
    ),
    "{count:,} texts have letters in parts (Unicode NFD); they are put together (NFC). Do the same with texts"
    " that you give to the saved model.": (
        "1 text has letters in parts (Unicode NFD); they are put together (NFC). Do the same with texts that"
        " you give to the saved model."
    ),
    "{count:,} examples beside the training part are of a class that no training example has, and are left"
    " out.": (
        "1 example beside the training part is of a class that no training example has, and is left out."
    ),
    "{count:,} examples hold values that are not finite numbers and are left out.": (
        "1 example holds values that are not finite numbers and is left out."
    ),
    "{count:,} files do not fit the pattern, and are not used.": (
        "1 file does not fit the pattern, and is not used."
    ),
    "{count:,} images have no row in {csv}, and are not used.": (
        "1 image has no row in {csv}, and is not used."
    ),
    "{count:,} files were read as {encoding}, as they are not UTF-8.": (
        "1 file was read as {encoding}, as it is not UTF-8."
    ),
    "{count:,} missing values are filled along a straight line between their neighbours.": (
        "1 missing value is filled along a straight line between its neighbours."
    ),
    "{count} files that run {name} has not written were left: {first} and what is beside it.": (
        "1 file that run {name} has not written was left: {first}."
    ),
    "The {count:,} files in it have no class.": "The one file in it has no class.",
    "{count} steps run in one call.": "1 step runs in one call.",
}
"""Sentences for one in which more than nouns and the verbs behind them changes."""


def in_number(message: str, values: Mapping[str, object]) -> str:
    """Return an English message as it is said of these values.

    Args:
        message: A format string.
        values: What is filled in, by name.
    """
    whole = _WHOLE.get(message)
    counted = _COUNTED.search(message)
    if whole is not None:
        name = message[message.index("{") + 1 :].partition("}")[0].partition(":")[0]
        return whole if _is_one(name, values) else message
    return _COUNTED.sub(lambda found: _singular(found, values), message) if counted else message


def _singular(found: re.Match[str], values: Mapping[str, object]) -> str:
    if not _is_one(found[1], values):
        return found[0]
    noun, verb = found[2], found[3]
    said = found[0][: found.start(2) - found.start()] + _NOUNS[noun]
    return f"{said} {_VERBS[verb]}" if verb else said


def _is_one(name: str, values: Mapping[str, object]) -> bool:
    value = values.get(name)
    if isinstance(value, str):
        return name in _AS_TEXT and value == "1"
    return value is not True and isinstance(value, numbers.Integral) and value == 1
