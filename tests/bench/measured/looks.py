"""How long a look at a project takes after an edit that changes no data, model summary excluded."""

from __future__ import annotations

import time
from pathlib import Path

from engine.inspect import inspect
from engine.inspect.stages import Stages
from engine.settings.project_file.file import load

_FOLLOWS = ("description", "facts", "outline", "script", "problems")


def look_times(path: Path, *, edits: int) -> dict[str, float | list[float]]:
    """The first look and those after edits of the number of epochs, in ms.

    Args:
        path: The project file; data paths are relative to its folder.
        edits: How many edits are looked at.
    """
    project, stages = load(path).project, Stages()
    found: list[float] = []
    for epochs in range(1, edits + 2):
        begun = time.perf_counter()
        look = inspect(project.with_value("fit.epochs", epochs), path.parent, stages=stages)
        for name in _FOLLOWS:
            getattr(look, name)
        found.append((time.perf_counter() - begun) * 1000)
    first, *others = found
    return {"first_ms": first, "edits_ms": others}
