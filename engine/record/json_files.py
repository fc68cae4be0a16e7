"""JSON of a run folder: input that may come from elsewhere, and texts with their messages.

A text is a sentence in English for other programs, with its message and values beside it. So a run of a
command line in English is shown in Korean by a window that speaks Korean, and the other way. Files of earlier
versions have sentences alone, in the language of then; they are shown as they are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from engine.language import tr
from engine.message import as_json, english
from engine.opening import read_regular

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)
else:
    Record = TypeVar("Record")

MOST_BYTES = 16_000_000
"""The largest file of settings, facts or outcome that is read."""
LATEST = 253_402_300_799
"""The end of the year 9999, in seconds since 1970: what can be shown as a time."""
_FACTS: dict[str, Any] = {
    "started": int | float,
    "packages": dict,
    "data": dict,
    "decides_numbers": dict,
    "not_restored": list,
    "resumed_inexactly": list,
}
"""The type of a fact in environment.json, where it is neither a text nor a number."""
MESSAGE = "_message"
"""Behind the name of a text: under this name is its message."""


def read_object(path: Path) -> dict[str, Any]:
    """Return the JSON object in the file; {} where there is none that can be read."""
    try:
        found: Any = json.loads(read_regular(path, most=MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_facts(path: Path) -> dict[str, Any]:
    """Return the facts in environment.json that have the right type."""
    return {
        name: value
        for name, value in read_object(path).items()
        if isinstance(value, _FACTS.get(name, str | int | float | None))
        and not (name == "started" and not 0 <= value <= LATEST)
    }


def text_fields(name: str, text: str) -> dict[str, Any]:
    """Return the fields of a JSON file for a text.

    Args:
        name: Of the field with the sentence.
        text: What `tr` has returned; any other text is one field.

    Returns:
        The sentence in English, and under `name` and "_message" what `engine.message.as_json` returns.
    """
    parts = as_json(text)
    sentence = {name: english(text)}
    return sentence if parts is None else {**sentence, f"{name}{MESSAGE}": parts}


def with_messages(record: Record, content: Mapping[str, Any]) -> Record:
    """Return what was read from a JSON file with its texts in the current language.

    Args:
        record: An event or an outcome, with its texts in English.
        content: The JSON object that it was read from.
    """
    texts = {
        item.name: tr.restored(text, parts)
        for item in fields(record)
        if isinstance(text := getattr(record, item.name), str)
        and (parts := content.get(f"{item.name}{MESSAGE}")) is not None
    }
    return replace(record, **texts) if texts else record
