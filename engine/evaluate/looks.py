"""How often the test part of a run was looked at: a number that is kept in the run folder.

A test says how good a model is on data that nobody chose it by. Whoever looks, changes something and looks
again, chooses by the test part, and its values become too good.
"""

from __future__ import annotations

import json
import time
from typing import Any, Literal

from engine.evaluate.predictions_file import file_beside, make_place
from engine.files import write_atomically
from engine.language import tr
from engine.record.json_files import read_object
from engine.record.run_folder import RunFolder

Looker = Literal["window", "command"]
_FILE = "looks.json"
_MOST = 1_000


def test_looks(folder: RunFolder) -> int:
    """Return how often the test part was looked at."""
    return len(_looks(folder))


def add_look(folder: RunFolder, by: Looker) -> int:
    """Count one more look at the test part.

    Args:
        folder: The run folder.
        by: Who looks.

    Returns:
        How many there are now; one that could not be written is among them.
    """
    looks = [*_looks(folder), {"at": time.time(), "by": by}]
    try:
        make_place(folder)
        content = json.dumps({"test": looks[-_MOST:]}, indent=1)
        write_atomically(file_beside(folder, _FILE), content.encode(), through_links=False)
    except OSError:
        pass  # a folder that can only be read: the look happens all the same
    return len(looks)


def looks_sentence(looks: int) -> str:
    """Return a sentence that says how often the test part was looked at, and why that matters.

    Args:
        looks: How many, this one included.
    """
    if looks <= 1:
        return tr(
            "This is the first look at the test part: its values say how good the model is on new data."
        )
    return tr(
        "This is look {looks} at the test part. Whoever changes the model after a look chooses by the test"
        " part, and its values become better than they will be on new data.",
        looks=looks,
    )


def _looks(folder: RunFolder) -> list[Any]:
    found = read_object(file_beside(folder, _FILE)).get("test")
    return found[:_MOST] if isinstance(found, list) else []
