"""What tells the runs of a folder from each other, and whether something has changed in the folder.

It is called in the thread that reads runs, every other second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from engine.record.following import is_paused
from engine.record.outcome import State
from engine.record.run_folder import RunFolder
from engine.report.comparison import changed_since
from engine.settings import Project

Signature = tuple[tuple[str, object], ...]
_MOST = 60  # runs whose settings are compared: reading them takes some milliseconds each


def signature(parent: Path, unended: Iterable[Path]) -> Signature:
    """Return what changes when a run comes, goes or ends; the same for the same state.

    Args:
        parent: The folder with the run folders.
        unended: Runs that had no outcome: one that is killed changes no file.
    """
    try:
        entries = [(entry.name, entry.stat().st_mtime_ns) for entry in os.scandir(parent) if entry.is_dir()]
    except OSError:  # it is not there yet, or a run was deleted in between
        return ()
    states = [(path.name, state_of(RunFolder(path))) for path in unended if path.is_dir()]
    return (*sorted(entries), *sorted(states))


def state_of(folder: RunFolder) -> tuple[State, bool]:
    """Return the state of a run, and whether it is held: its files say so, whichever process trains it."""
    state = folder.state
    return state, state == "running" and is_paused(folder)


def name_of(folder: Path) -> str:
    """Return the name of a run without its number."""
    return folder.name.partition("-")[2] or folder.name


class RunNames:
    """Says of each run what differs from the one of the same name before it; settings are read once.

    Args:
        read: Reads the settings of a run; None if they cannot be read.
    """

    def __init__(self, read: Callable[[RunFolder], Project | None]) -> None:
        self._read = read
        self._projects: dict[Path, Project | None] = {}

    def differences(self, folders: Sequence[Path]) -> dict[Path, str]:
        """Return what differs, by folder, in one line; "" for nothing.

        Args:
            folders: The run folders, the newest first.
        """
        found = dict.fromkeys(folders, "")
        self._projects = {folder: known for folder, known in self._projects.items() if folder in found}
        later: dict[str, Path] = {}
        for folder in folders[:_MOST]:
            after = later.get(name_of(folder))
            if after is not None:
                found[after] = self._difference(folder, after)
            later[name_of(folder)] = folder
        return found

    def _difference(self, before: Path, after: Path) -> str:
        first, second = self._project(before), self._project(after)
        return changed_since(first, second) if first is not None and second is not None else ""

    def _project(self, folder: Path) -> Project | None:
        if folder not in self._projects:
            self._projects[folder] = self._read(RunFolder(folder))
        return self._projects[folder]
