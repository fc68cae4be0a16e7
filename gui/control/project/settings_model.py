"""The one holder of the snapshot: every edit goes through here, is checked, and can be undone.

It knows nothing of files (that is `project_files`) and nothing of runs; forms and pages read `project` and
call `edit`.
"""

from __future__ import annotations

import time

from pydantic import ValidationError
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine.settings import Project
from engine.settings.declaration.declare import Declared, Section, walk
from engine.settings.project_file.explain import explain
from gui.text import tr

_MERGE_WITHIN_S = 1.5
_MERGING_ID = 1


class SettingsModel(QObject):
    """The project as it stands.

    `changed` carries the new snapshot, `refused` a setting's path and the reason. `finishing` asks forms for
    what is still being typed.
    """

    changed = Signal(object)
    finishing = Signal()
    refused = Signal(str, str)
    accepted = Signal(str)

    def __init__(
        self,
        project: Project | None = None,
        parent: QObject | None = None,
        *,
        undo_stack: QUndoStack | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = project or Project()
        # the window's commands for it stand before any setting is declared
        self.undo_stack = undo_stack if undo_stack is not None else QUndoStack(self)

    @property
    def project(self) -> Project:
        """The present snapshot."""
        return self._project

    @property
    def changed_since_saved(self) -> bool:
        """Whether the snapshot differs from the one that was last loaded or saved."""
        return not self.undo_stack.isClean()

    @Slot(str, object)
    def edit(self, path: str, value: object) -> bool:
        """Set one setting. Returns False, and tells why through `refused`, when the value cannot be taken.

        Quick edits of one setting, such as typing, make one step of undo.
        """
        try:
            project = self._project.with_value(path, value)
        except ValidationError as error:
            # the reason may lie in another setting; it is told where the hand is
            self.refused.emit(path, explain(error)[0][1])
            return False
        self.accepted.emit(path)
        self._push(project, path=path, title=title_of(self._project, path))
        return True

    def finish_edits(self) -> None:
        """Take what is still being typed, before the snapshot is used or another one comes."""
        self.finishing.emit()

    def replace(self, project: Project, *, title: str) -> None:
        """Set the whole project, as one step of undo; `title` names the step."""
        self.finish_edits()
        self._push(project, path="", title=title)

    def load(self, project: Project) -> None:
        """Begin with another project: nothing of the one before can be undone."""
        self.finish_edits()
        self.undo_stack.clear()
        self.take(project)

    @Slot()
    def mark_saved(self) -> None:
        """The present snapshot is what stands in the file."""
        self.undo_stack.setClean()

    def take(self, project: Project) -> None:
        """Make `project` the snapshot, without a step of undo; for the steps themselves and for `load`."""
        self._project = project
        self.changed.emit(project)

    def _push(self, project: Project, *, path: str, title: str) -> None:
        if project != self._project:
            self.undo_stack.push(_Step(self, project, path=path, title=title))


class _Step(QUndoCommand):
    """From one snapshot to another."""

    def __init__(self, model: SettingsModel, after: Project, *, path: str, title: str) -> None:
        super().__init__(title)
        self._model, self.path = model, path
        self._before, self.after = model.project, after
        self.made = time.monotonic()

    def undo(self) -> None:
        self._model.take(self._before)

    def redo(self) -> None:
        self._model.take(self.after)

    def id(self) -> int:
        return _MERGING_ID

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(other, _Step) or not self.path or other.path != self.path:
            return False
        if other.made - self.made > _MERGE_WITHIN_S:
            return False
        self.after, self.made = other.after, other.made
        self.setObsolete(self.after == self._before)
        return True


def declared_at(project: Project, path: str) -> Declared | None:
    """The declaration of the setting at `path`.

    None for a group, or an item of a list, which has none of its own.
    """
    parent, _, name = path.rpartition(".")
    owner = project.value_at(parent) if parent else project
    found = (
        (declared for declared in walk(type(owner)) if declared.name == name)
        if isinstance(owner, Section)
        else ()
    )
    return next(iter(found), None)


def title_of(project: Project, path: str) -> str:
    """What people call the setting at `path`.

    The path itself for an item of a list, which has no name of its own.
    """
    declared = declared_at(project, path)
    return tr(declared.info.title) if declared is not None else path
