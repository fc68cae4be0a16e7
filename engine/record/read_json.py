"""Reads JSON files of a run folder as input that may come from elsewhere: what is wrong is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.opening import read_regular

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
