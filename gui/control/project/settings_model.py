"""The project as it is edited: every change goes through `SettingsModel`, is validated, and can be undone.

It knows nothing of files (see `gui.control.project.project_files`) and nothing of runs; forms and pages read
`project` and call `edit`.
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
    """The present project as a frozen snapshot, with its undo stack.

    Args:
        project: The first snapshot; None for the defaults.
        parent: The Qt parent.
        undo_stack: A stack that exists already; None to create one.

    Attributes:
        undo_stack: One command for each change.
        saved: The snapshot in the project's file, or with which the project began.
        unaccepted: Why a field shows another value than the snapshot has, by dotted path: it was refused, or
            cannot be parsed.
    """

    changed = Signal(object)  # the new Project
    finishing = Signal()  # asks the forms to commit what is still being typed
    refused = Signal(str, str)  # dotted path of a setting, and why its value was not accepted
    accepted = Signal(str)  # dotted path of a setting whose value was accepted
    unaccepted_changed = Signal()
    discarding = Signal()  # fields show the snapshot again, whatever is typed in them

    def __init__(
        self,
        project: Project | None = None,
        parent: QObject | None = None,
        *,
        undo_stack: QUndoStack | None = None,
    ) -> None:
        super().__init__(parent)
        self._project = self.saved = project or Project()
        self.unaccepted: dict[str, str] = {}
        # given where its actions were created before the settings were imported
        self.undo_stack = undo_stack if undo_stack is not None else QUndoStack(self)

    @property
    def project(self) -> Project:
        """The present snapshot."""
        return self._project

    @property
    def changed_since_saved(self) -> bool:
        """Whether the snapshot differs from the last one loaded or saved."""
        return self._project != self.saved

    @Slot(str, object)
    def edit(self, path: str, value: object) -> bool:
        """Set the value of one setting. Quick edits of the same setting, such as typing, are one undo step.

        Args:
            path: The dotted path of the setting.
            value: The new value, not validated yet.

        Returns:
            Whether the value was accepted; if not, `refused` was emitted with the reason.
        """
        try:
            project = self._project.with_value(path, value)
        except ValidationError as error:
            # the reason may lie in another setting; it is shown at the one being edited
            sentence = explain(error)[0][1]
            self.unaccepted[path] = sentence
            self.refused.emit(path, sentence)
            self.unaccepted_changed.emit()
            return False
        self._accept(path)
        self._push(project, path=path, title=title_of(self._project, path))
        return True

    @Slot(str, str)
    def note_unreadable(self, path: str, sentence: str) -> None:
        """Note why the text in the field at `path` cannot be parsed; "" once it can be."""
        if sentence:
            self.unaccepted[path] = sentence
        else:
            self.unaccepted.pop(path, None)
        self.unaccepted_changed.emit()

    def finish_edits(self) -> None:
        """Commit what is still being typed, before the snapshot is used or replaced."""
        self.finishing.emit()

    def discard_unaccepted(self) -> None:
        """Discard what fields show beside the snapshot, before another project is shown."""
        self.discarding.emit()
        for path in tuple(self.unaccepted):
            self._accept(path)

    def replace(self, project: Project, *, title: str) -> None:
        """Replace the whole project as one undo step.

        Args:
            project: The new snapshot.
            title: The translated text of the undo step.
        """
        self.finish_edits()
        self._push(project, path="", title=title)

    def load(self, project: Project, *, saved: Project | None = None) -> None:
        """Start with another project and an empty undo stack.

        Args:
            project: The new snapshot.
            saved: The snapshot in its file; None if it is the same.
        """
        self.finish_edits()
        self.discard_unaccepted()
        self.undo_stack.clear()
        self.saved = saved or project
        self.take(project)

    @Slot()
    def mark_saved(self) -> None:
        """Mark the present snapshot as the one in the file."""
        self.saved = self._project

    def take(self, project: Project) -> None:
        """Set the snapshot without an undo step; for undo commands and for `load`."""
        before, self._project = self._project, project
        # a field shows the value of the snapshot again as soon as that has changed
        for path in [path for path in self.unaccepted if _value(before, path) != _value(project, path)]:
            self._accept(path)
        self.changed.emit(project)

    def _accept(self, path: str) -> None:
        was_not = self.unaccepted.pop(path, None)
        self.accepted.emit(path)
        if was_not is not None:
            self.unaccepted_changed.emit()

    def _push(self, project: Project, *, path: str, title: str) -> None:
        if project != self._project:
            self.undo_stack.push(_Step(self, project, path=path, title=title))


class _Step(QUndoCommand):
    """The undo command from one snapshot to another."""

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


def _value(project: Project, path: str) -> object:
    """Return the value at `path`; None where the project has no such setting."""
    try:
        return project.value_at(path)
    except KeyError:
        return None


def declared_at(project: Project, path: str) -> Declared | None:
    """Return the declaration of the setting at a dotted path.

    Returns:
        The declaration; None for a group of settings or an item of a list, which have none.
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
    """Return the translated title of the setting at `path`; the path itself for an item of a list."""
    declared = declared_at(project, path)
    return tr(declared.info.title) if declared is not None else path
