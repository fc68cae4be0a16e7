"""The autosave file: the project that is open, and the one that it has replaced while it was not saved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.settings import Project
from engine.settings.project_file.file import ProjectFileError, dumps, load, loads
from gui.control.program.preferences import write_whole
from gui.control.project.open_project import OpenProject, empty_project


@dataclass(frozen=True, slots=True)
class Places:
    """Where the window stores its state.

    Attributes:
        settings: The settings folder.
        window: Number of this window among the open ones, from 1.
    """

    settings: Path
    window: int = 1

    @property
    def autosave(self) -> Path:
        """The file with the autosaved project of this window."""
        return self.settings / (f"autosave-{self.window}.json" if self.window > 1 else "autosave.json")


@dataclass(frozen=True, slots=True)
class Autosaved:
    """What the file has.

    Attributes:
        present: The project that was open.
        before: The one in whose place it was opened, with unsaved settings; None if there is none.
    """

    present: OpenProject
    before: OpenProject | None

    @property
    def has_unsaved(self) -> bool:
        """Whether some settings are nowhere else."""
        return self.present.unsaved or self.before is not None


def write_autosaved(path: Path, autosaved: Autosaved) -> bool:
    """Write the file at `path`, and return whether it could be written."""
    content: dict[str, object] = _entry(autosaved.present)
    if autosaved.before is not None:
        content["before"] = _entry(autosaved.before)
    return write_whole(path, json.dumps(content))


def read_autosaved(path: Path) -> Autosaved | None:
    """Read the file at `path`; None if there is none, or it is broken."""
    try:
        content: Any = json.loads(path.read_text("utf-8"))
        before = content.get("before") if isinstance(content, dict) else None
        return Autosaved(_opened(content), _opened(before) if before is not None else None)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(project: OpenProject) -> dict[str, object]:
    return {
        "path": str(project.path) if project.path is not None else "",
        "changed": project.unsaved,
        "project": dumps(project.project),
    }


def _opened(entry: Any) -> OpenProject:
    path = Path(str(entry["path"])) if entry["path"] else None
    saved = (_saved(path) if path is not None else None) or empty_project()
    project = loads(str(entry["project"])).project if entry["changed"] else saved
    return OpenProject(project, saved, path)


def _saved(path: Path) -> Project | None:
    try:
        return load(path).project if path.is_file() else None
    except ProjectFileError:
        return None
