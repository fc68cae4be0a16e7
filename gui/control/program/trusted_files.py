"""Python files with custom code: reads one as it is on disk, and changes whether it is trusted.

Trust is stored by `engine.custom_code.trust`, by the sha256 of the file. A file that changes while it is
shown is read again, and must be trusted again. Showing it is left to `gui.pages.custom_file_card`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal, Slot

from engine.custom_code.trust import TrustStore
from engine.inspect.untrusted import file_of
from engine.opening import TooLargeError, read_regular
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
        wanted = file_of(path, base)
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
