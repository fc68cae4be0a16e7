"""A project that is open, and the undo command that puts another one in its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from engine.settings import Project
from engine.settings.data.kinds import ImagesData


def empty_project() -> Project:
    """Return the settings of a new project: the defaults, without data."""
    return Project().model_copy(update={"data": ImagesData()})


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project with its file.

    Attributes:
        project: The settings.
        saved: The settings in the file, or those with which the project began.
        path: The absolute path of the file; None while it has none.
    """

    project: Project
    saved: Project
    path: Path | None

    @property
    def unsaved(self) -> bool:
        """Whether some settings would be lost with the window."""
        return self.project != self.saved


class Shows(Protocol):
    """What shows one project at a time, as `gui.control.project.project_files.ProjectFiles` does."""

    @property
    def present(self) -> OpenProject: ...  # noqa: D102 - said by its name

    def show(self, project: OpenProject) -> None: ...  # noqa: D102 - said by its name


class OtherProject(QUndoCommand):
    """The undo command that shows another project; undone, the former one is back, with its file.

    Args:
        files: Show one project at a time.
        project: The project to show.
        title: The translated text of the undo step.

    Attributes:
        other: The project that is not shown: the former one while the command is done.
    """

    def __init__(self, files: Shows, project: OpenProject, *, title: str) -> None:
        super().__init__(title)
        self._files = files
        self.other = project

    def undo(self) -> None:
        """Show the former project again."""
        self._exchange()

    def redo(self) -> None:
        """Show the other project."""
        self._exchange()

    def _exchange(self) -> None:
        # as it is now: it may have been saved, also to another file, since the command was made
        present = self._files.present
        self._files.show(self.other)
        self.other = present
