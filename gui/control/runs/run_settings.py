"""Reads the settings of a run on disk as far as they are valid, with a message about the others.

`gui.control.runs.run_library` emits the message; validation is done by `engine.settings`.
"""

from __future__ import annotations

from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.text import tr

_SAID = 3


def settings_of(folder: RunFolder) -> tuple[Project | None, str]:
    """Read the settings of a run.

    Returns:
        The settings, None if none can be read; and which of them are invalid and why, in sentences, "" for
        none.
    """
    try:
        loaded = folder.read_project()
    except OSError:
        return None, ""
    if not all(problem.path for problem in loaded.problems):
        return None, ""
    if not loaded.problems:
        return loaded.project, ""
    opened = tr("{name} was opened without some settings.", name=folder.path.name)
    return loaded.project, " ".join([opened, *(problem.message for problem in loaded.problems[:_SAID])])
