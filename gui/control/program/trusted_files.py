"""Python files with custom code: reads one as it is on disk, and changes whether it is trusted.

Trust is stored by `engine.custom_code.trust`, by the sha256 of the file. A file that changes while it is
shown is read again, and must be trusted again. Showing it is left to `gui.pages.custom_file_card`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal, Slot

from engine.custom_code.trust import TrustStore
from engine.opening import TooLargeError, read_regular
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project
from engine.settings.callbacks import CustomCallback
from engine.settings.data.kinds import PythonData
from engine.settings.model import CodeModel
from gui.text import tr

_MOST_BYTES = 1_000_000  # a file beyond this is no callback


@dataclass(frozen=True, slots=True)
class CustomFile:
    """A Python file as it is on disk.

    Attributes:
        path: Where it is.
        text: Its content; "" if it cannot be read.
        trusted: Whether it may run.
        problem: Why it cannot be read, as a sentence; "" if it can.
    """

    path: Path
    text: str = ""
    trusted: bool = False
    problem: str = ""


class TrustedFiles(QObject):
    """Watches one file at a time.

    Attributes:
        file: The file that is shown, as it was read last; None if there is none.
    """

    shown = Signal(object)  # CustomFile, or None if there is nothing to show
    trust_changed = Signal()  # the file, or whether it is trusted, has changed
    failed = Signal(str)  # why trust could not be stored, as a sentence

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = TrustStore()
        self._path: Path | None = None
        self.file: CustomFile | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_changed)
        self._watcher.directoryChanged.connect(self._on_changed)

    def look_at(self, path: str, base: Path | None) -> None:
        """Show and watch a file.

        Args:
            path: The file as in the settings, absolute or relative; "" for none.
            base: The folder that relative paths start from; None if the project has no file.
        """
        wanted = _resolved(path, base)
        if wanted != self._path:
            self._path = wanted
            self._watch()
            self._look()

    @Slot()
    def trust(self) -> None:
        """Trust the shown file with the content that was shown."""
        # a file that has changed since it was read is shown again, and not trusted
        if self._path is None or self.file is None or _read(self._path, self._store) != self.file:
            self._look()
            return
        try:
            self._store.trust(self._path)
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("What you trust cannot be kept: {reason}.", reason=reason))
        self._look()
        self.trust_changed.emit()

    @Slot()
    def forget(self) -> None:
        """Stop trusting the shown file."""
        if self._path is None:
            return
        try:
            self._store.forget(self._path)
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(tr("What you trust cannot be kept: {reason}.", reason=reason))
        self._look()
        self.trust_changed.emit()

    def _look(self) -> None:
        self.file = _read(self._path, self._store) if self._path is not None else None
        self.shown.emit(self.file)

    def _watch(self) -> None:
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        if self._path is not None:
            # the folder too: editors replace the file by a new one
            places = [place for place in (self._path, self._path.parent) if place.exists()]
            self._watcher.addPaths([str(place) for place in places])

    @Slot(str)
    def _on_changed(self, _place: str) -> None:
        before = self.file
        self._watch()
        if self._path is not None and _read(self._path, self._store) != before:
            self._look()
            self.trust_changed.emit()


def untrusted(project: Project, base: Path | None) -> Iterator[Problem]:
    """Yield a problem for each custom file that would run and is not trusted with its present content.

    Args:
        project: The settings; custom data, the custom model and enabled custom callbacks are checked.
        base: The folder that relative paths start from; None if the project has no file.
    """
    store = TrustStore()
    for place, section in (("data.path", project.data), ("model.path", project.model)):
        path = _resolved(section.path, base) if isinstance(section, PythonData | CodeModel) else None
        if path is not None and path.is_file() and not store.is_trusted_now(path):
            yield Problem(
                place,
                tr(
                    "{name} would run with all your rights: look at it and say that you trust it.",
                    name=path.name,
                ),
            )
    for index, section in enumerate(project.callbacks):
        if isinstance(section, CustomCallback) and section.enabled and section.path:
            path = _resolved(section.path, base)
            # a missing file is another problem, which the preflight reports
            if path is not None and path.is_file() and not store.is_trusted_now(path):
                yield Problem(
                    f"callbacks.{index}.path",
                    tr(
                        "{name} would run with all your rights: look at it and say that you trust it, or"
                        " switch this callback off.",
                        name=path.name,
                    ),
                )


def _resolved(path: str, base: Path | None) -> Path | None:
    try:
        return resolve(path, base) if path else None
    except FileNotFoundError:  # "~" of a user without a home folder
        return None


def _read(path: Path, store: TrustStore) -> CustomFile:
    try:
        text = read_regular(path, most=_MOST_BYTES).decode()
    except TooLargeError:
        return CustomFile(path, problem=tr("{name} is too large to be a callback.", name=path.name))
    except OSError as error:
        reason = error.strerror or str(error)
        return CustomFile(path, problem=tr("{name} cannot be read: {reason}.", name=path.name, reason=reason))
    except UnicodeDecodeError:
        return CustomFile(path, problem=tr("{name} is not text in UTF-8.", name=path.name))
    return CustomFile(path, text, trusted=store.is_trusted_now(path))
