"""The file of the project: open, save, new, recent; and an autosaved copy in the settings folder.

Errors in a file are reported as a message, never as a question, and the valid rest of it is used. Asking for
a file name is left to `gui.frame.commands.file_commands`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.resources import samples_folder
from engine.settings import Project
from engine.settings.project_file.file import SUFFIX, Loaded, ProjectFileError, dumps, load, loads, save
from gui.control.program.preferences import Preferences, write_whole
from gui.control.project.settings_model import SettingsModel
from gui.text import tr

_REST_MS = 700
FIRST_PROJECT = "digits" + SUFFIX


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
        model.undo_stack.cleanChanged.connect(self._on_clean)

    @property
    def name(self) -> str:
        """The name of the project in the window."""
        return self.path.name if self.path is not None else tr("untitled") + SUFFIX

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

        Args:
            path: The project file to open; None if the program was started without one.
        """
        if path is not None:
            if self.open(path):
                return
        elif self._restore() or any(self._open_quietly(known) for known in self._preferences.recent[:1]):
            return
        self._open_quietly(samples_folder() / FIRST_PROJECT)
        self.moved.emit()

    def open(self, path: Path) -> bool:
        """Open a project file.

        Returns:
            Whether it was opened, with or without some of its settings. If not, `problem` was emitted and
            nothing has changed.
        """
        try:
            loaded = load(path)
        except ProjectFileError as error:
            self.problem.emit(str(error))
            return False
        self._take(loaded, path.absolute())
        if loaded.problems:
            self.problem.emit(_words(path.name, loaded))
        return True

    def new(self) -> None:
        """Start a project with the defaults and no file."""
        self.path = None
        self._model.load(Project())
        self.moved.emit()

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
    def autosave(self) -> None:
        """Write the present project to the autosave file."""
        self._rest.stop()
        content = {
            "path": str(self.path) if self.path is not None else "",
            "changed": self._model.changed_since_saved,
            "project": dumps(self._model.project),
        }
        kept = write_whole(self._places.autosave, json.dumps(content))
        if not kept:
            self.report_not_kept()

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

    def _restore(self) -> bool:
        """Load the autosaved project; False if there is none, or its file is gone and had no changes."""
        try:
            content: Any = json.loads(self._places.autosave.read_text("utf-8"))
            path, changed, text = str(content["path"]), bool(content["changed"]), str(content["project"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        if path and not Path(path).is_file() and not changed:
            return False
        if path and self._open_quietly(Path(path)):
            if changed:
                self._model.replace(loads(text).project, title=tr("Changes of the last time"))
            return True
        self.path = None
        self._model.load(Project())
        self._model.replace(loads(text).project, title=tr("Changes of the last time"))
        self.moved.emit()
        return True

    def _open_quietly(self, path: Path) -> bool:
        return path.is_file() and self.open(path)

    def _take(self, loaded: Loaded, path: Path) -> None:
        self.path = path
        self._model.load(loaded.project)
        if not path.is_relative_to(samples_folder()):
            self._preferences.add_recent(path)
        self.moved.emit()

    @Slot(object)
    def _on_changed(self, _project: Project) -> None:
        self._rest.start()

    @Slot(bool)
    def _on_clean(self, _clean: bool) -> None:
        self.moved.emit()


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
