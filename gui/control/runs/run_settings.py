"""The settings of a run in the list, as far as they can be used, and why the others cannot."""

from __future__ import annotations

from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.text import tr

_SAID = 3


def settings_of(folder: RunFolder) -> tuple[Project | None, str]:
    """The settings, None where nothing can be read, and what is wrong with some, "" for nothing."""
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
