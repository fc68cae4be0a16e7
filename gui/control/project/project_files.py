"""The file of the project: open, save, new, recent; and an autosaved copy in the settings folder.

Another project is an undo step, so that unsaved settings are never lost; those that were left so are in the
autosaved copy too. Errors in a file are reported as a message, never as a question, and the valid rest of it
is used. Asking for a file name is left to `gui.frame.commands.file_commands`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.message import plain
from engine.resources import samples_folder
from engine.settings import Project
from engine.settings.project_file.file import SUFFIX, Loaded, ProjectFileError, load, save
from gui.control.program.preferences import Preferences
from gui.control.project.autosaved import Autosaved, Places, read_autosaved, write_autosaved
from gui.control.project.open_project import OpenProject, OtherProject, empty_project
from gui.control.project.settings_model import SettingsModel
from gui.text import tr

_REST_MS = 700
FIRST_PROJECT = "digits" + SUFFIX


class ProjectFiles(QObject):
    """Loads the settings model from a file and saves it.

    Args:
        model: The settings.
        preferences: Store the recent projects.
        places: Where the autosaved copy is.
        parent: The Qt parent.

    Attributes:
        path: The absolute path of the project's file; None while it has none.
    """

    moved = Signal()  # name, path or saved state may have changed
    replaced = Signal(str)  # name of a project with unsaved settings, in whose place another one is shown now
    problem = Signal(str)  # what could not be read or written, in one or more sentences

    def __init__(
        self,
        model: SettingsModel,
        preferences: Preferences,
        *,
        places: Places,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._preferences = preferences
        self._places = places
        self._autosave_reported = False
        self.path: Path | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.autosave)
        model.changed.connect(self._on_changed)

    @property
    def name(self) -> str:
        """The name of the project in the window."""
        return _name(self.path)

    @property
    def base(self) -> Path | None:
        """The folder that the project's relative paths start from; None while it has no file."""
        return self.path.parent if self.path is not None else None

    @property
    def writable(self) -> bool:
        """Whether Save may write the file itself; bundled samples stay as they are."""
        return self.path is not None and not self.path.is_relative_to(samples_folder())

    @property
    def recent(self) -> tuple[Path, ...]:
        """The projects that were opened or saved before, the latest first."""
        return self._preferences.recent

    def start(self, path: Path | None) -> None:
        """Open the first project: `path`, the autosaved one, the most recent one, or the first sample.

        Unsaved settings of the last session come back first, so that `path` is opened in their place.

        Args:
            path: The project file to open; None if the program was started without one.
        """
        if path is not None:
            if self._restore(unsaved=True) and (self._shows(path) or self.open(path)):
                return
            if self._open_first(path):
                return
        elif self._restore() or any(self._open_first(known) for known in self._preferences.recent[:1]):
            return
        self._open_first(samples_folder() / FIRST_PROJECT)
        self.moved.emit()

    def open(self, path: Path) -> bool:
        """Open a project file, as one undo step.

        Returns:
            Whether it was opened, with or without some of its settings. If not, `problem` was emitted and
            nothing has changed.
        """
        loaded = self._loaded(path)
        if loaded is None:
            return False
        self._replace(
            OpenProject(loaded.project, loaded.project, path.absolute()),
            title=tr("Open {name}", name=path.name),
        )
        self._report(path, loaded)
        return True

    def new(self) -> None:
        """Start a project with the defaults, without data and file, as one undo step."""
        empty = empty_project()
        self._replace(OpenProject(empty, empty, None), title=tr("New project"))

    @property
    def present(self) -> OpenProject:
        """The project that is open now."""
        return OpenProject(self._model.project, self._model.saved, self.path)

    def show(self, project: OpenProject) -> None:
        """Show this project, without an undo step; for the undo command of `open` and `new`."""
        self.path = project.path
        self._model.saved = project.saved
        self._model.discard_unaccepted()
        self._model.take(project.project)
        self.moved.emit()

    @Slot()
    def bring_back(self) -> None:
        """Undo until the project is back that was left last with unsaved settings."""
        left = self._left()
        if left is not None:
            self._model.undo_stack.setIndex(left[0])

    def save(self) -> bool:
        """Write the project to its file; False, with `problem` emitted, if that is not possible."""
        return self.path is not None and self.save_as(self.path)

    def save_as(self, path: Path) -> bool:
        """Write the project to `path`, which becomes its file; the suffix is added if it is missing.

        Returns:
            Whether it was written; if not, `problem` was emitted.
        """
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self._model.finish_edits()
        try:
            save(self._model.project, path)
        except ProjectFileError as error:
            self.problem.emit(str(error))
            return False
        self.path = path.absolute()
        self._preferences.add_recent(self.path)
        self._model.mark_saved()
        self.autosave()
        self.moved.emit()
        return True

    @Slot()
    def autosave(self) -> bool:
        """Write the present project to the autosave file, and the one that was left with unsaved settings.

        Returns:
            Whether it was written; if not, `problem` was emitted once.
        """
        self._rest.stop()
        left = self._left()
        kept = write_autosaved(
            self._places.autosave, Autosaved(self.present, left[1] if left is not None else None)
        )
        if not kept:
            self.report_not_kept()
        return kept

    def report_not_kept(self) -> None:
        """Emit `problem` once: the settings folder cannot be written."""
        if not self._autosave_reported:
            self._autosave_reported = True
            self.problem.emit(
                tr(
                    "The settings folder {folder} cannot be written: unsaved changes, recent projects and the"
                    " look of the window are lost when it closes. Save the project to a file before that.",
                    folder=self._places.settings,
                )
            )

    def _restore(self, *, unsaved: bool = False) -> bool:
        """Load the autosaved project; False if there is none, or its file is gone and had no changes.

        Args:
            unsaved: Whether it is loaded only if it, or the one before it, has unsaved settings.
        """
        found = read_autosaved(self._places.autosave)
        if found is None or (unsaved and not found.has_unsaved):
            return False
        before, now = found.before, found.present
        if before is not None:
            self.path = before.path
            self._model.load(before.project, saved=before.saved)
            self._push(now, title=tr("Changes of the last time"))
            return True
        if now.path is not None and not now.unsaved:
            return self._open_first(now.path)
        self.path = now.path
        self._model.load(now.saved)
        self._model.replace(now.project, title=tr("Changes of the last time"))
        self.moved.emit()
        return True

    def _shows(self, path: Path) -> bool:
        return self.path == path.absolute()

    def _open_first(self, path: Path) -> bool:
        """Open a file without an undo step, as nothing is shown before."""
        loaded = self._loaded(path) if path.is_file() else None
        if loaded is None:
            return False
        self.path = path.absolute()
        self._model.load(loaded.project)
        self._note_recent(self.path)
        self.moved.emit()
        self._report(path, loaded)
        return True

    def _loaded(self, path: Path) -> Loaded | None:
        try:
            return load(path)
        except ProjectFileError as error:
            self.problem.emit(str(error))
            return None

    def _report(self, path: Path, loaded: Loaded) -> None:
        if loaded.problems:
            self.problem.emit(_words(path.name, loaded))

    def _replace(self, project: OpenProject, *, title: str) -> None:
        """Show another project as one undo step, and emit `replaced` if the one before was not saved."""
        self._model.finish_edits()
        before = self.present
        self._push(project, title=title)
        if project.path is not None:
            self._note_recent(project.path)
        if before.unsaved:
            self.replaced.emit(_name(before.path))

    def _push(self, project: OpenProject, *, title: str) -> None:
        self._model.undo_stack.push(OtherProject(self, project, title=title))

    def _left(self) -> tuple[int, OpenProject] | None:
        """Return the latest project that was left with unsaved settings, and its place on the stack."""
        stack = self._model.undo_stack
        for place in reversed(range(stack.index())):
            command = stack.command(place)
            if isinstance(command, OtherProject) and command.other.unsaved:
                return place, command.other
        return None

    def _note_recent(self, path: Path) -> None:
        if not path.is_relative_to(samples_folder()):
            self._preferences.add_recent(path)

    @Slot(object)
    def _on_changed(self, _project: Project) -> None:
        self._rest.start()


def _name(path: Path | None) -> str:
    return path.name if path is not None else plain(tr("untitled")) + SUFFIX


def _words(name: str, loaded: Loaded) -> str:
    """Return the problems of a file as a few sentences."""
    sentences = [problem.message for problem in loaded.problems]
    more = len(sentences) - 3
    text = " ".join(sentences[:3]) + (" " + tr("And {more} more.", more=more) if more > 0 else "")
    kept = (
        tr("The file as it was is kept as {name}.", name=loaded.kept_aside.name) if loaded.kept_aside else ""
    )
    return " ".join(
        part for part in (tr("{name} was opened without some settings.", name=name), text, kept) if part
    )
