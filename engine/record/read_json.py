"""JSON files of a run's folder, read as input that may come from elsewhere: what is wrong is left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from engine.opening import read_regular

MOST_BYTES = 16_000_000
"""Of a file of settings, facts or outcome."""
LATEST = 253_402_300_799
"""The end of the year 9999, in seconds since the epoch: what can be shown as a time."""
_FACTS: dict[str, Any] = {
    "started": int | float,
    "packages": dict,
    "data": dict,
    "decides_numbers": dict,
    "not_restored": list,
    "resumed_otherwise": list,
}
"""Of what kind the facts in environment.json are, where they are no text and no number."""


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object in the file; {} where there is none that can be read."""
    try:
        found: Any = json.loads(read_regular(path, most=MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_facts(path: Path) -> dict[str, Any]:
    """The facts in environment.json, each of its own kind."""
    return {
        name: value
        for name, value in read_object(path).items()
        if isinstance(value, _FACTS.get(name, str | int | float | None))
        and not (name == "started" and not 0 <= value <= LATEST)
    }
