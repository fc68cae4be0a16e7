"""What the last session leaves behind when it is cut off, and who finds it at the next start.

While the program runs, a small text file in the settings folder says so, beside a lock that ends with the
process. Python's fault handler writes into it what every thread did when the process dies of a fault. Who
ends in good order takes both away; a file without a lock on it tells of a session that was cut off.
"""

from __future__ import annotations

import faulthandler
import stat
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PySide6.QtCore import QCoreApplication, QObject, Slot

from engine.record.lock import FolderBusyError, FolderLock, is_locked
from gui.control.program.crash_report import machine

_RUN = "Run:"
_FAULT = "Fatal Python error"
_MOST = 1_000_000  # characters: what every thread did when the process died takes some thousands


@dataclass(frozen=True, slots=True)
class InterruptedSession:
    """A session that did not end: the report of its crash, and the folder of the run that was under way."""

    report: Path | None
    run: Path | None


class SessionFile(QObject):
    """Keeps the file of this session in `folder`.

    A folder that cannot be written costs no more than that; `written` is False then.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._locks = ExitStack()
        self._path: Path | None = None
        self._file: IO[str] | None = None
        self.written = True

    def begin(self) -> InterruptedSession | None:
        """Begin the file of this session; what a session before this one has left, the latest of several."""
        found = self._left_before()
        path = self._folder / f"session-{QCoreApplication.applicationPid()}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._locks.enter_context(FolderLock(_lock_of(path)))
            self._file = self._locks.enter_context(path.open("w", encoding="utf-8", errors="surrogateescape"))
            self._path = path
            self._file.write(f"Fitroom, begun {time.strftime('%Y-%m-%d %H:%M:%S')}, {machine()}\n")
            self._file.flush()
            faulthandler.enable(self._file, all_threads=True)
        except (OSError, FolderBusyError):
            self.written = False
            self.end()
        return found

    def _left_before(self) -> InterruptedSession | None:
        """What the latest session that was cut off has left."""
        found: InterruptedSession | None = None
        try:
            for before in sorted(self._folder.glob("session-*.txt"), key=_age):
                # a link or a device is none of ours, and may have no end
                if stat.S_ISREG(before.lstat().st_mode) and not is_locked(_lock_of(before)):
                    with suppress(OSError):  # what cannot be taken away would be offered again and again
                        found = _taken(before)
        except OSError:  # the folder cannot be read: nothing is known of a session before
            return None
        return found

    @Slot(object)
    def note_run(self, folder: Path) -> None:
        """A run is under way in `folder`."""
        self._write(f"{_RUN} {folder}")

    @Slot()
    def note_no_run(self) -> None:
        """The run has ended."""
        self._write(_RUN)

    def end(self) -> None:
        """The program ends in good order."""
        if self._path is not None:
            faulthandler.disable()
        with suppress(OSError):  # a full disk takes not even what is left in the file's buffer
            self._locks.close()
        for path in (self._path, _lock_of(self._path)) if self._path is not None else ():
            with suppress(OSError):
                path.unlink(missing_ok=True)
        self._path = self._file = None

    def _write(self, line: str) -> None:
        if self._file is not None:
            with suppress(OSError):  # without the note a run is still found in the list
                self._file.write(f"{line}\n")
                self._file.flush()


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _age(path: Path) -> float:
    return path.lstat().st_mtime


def _taken(path: Path) -> InterruptedSession:
    """What the file of a session that is no more says; it is kept as a report where it tells of a crash."""
    with path.open(encoding="utf-8", errors="surrogateescape") as file:
        text = file.read(_MOST)
    runs = [
        line.removeprefix(_RUN.strip()).strip() for line in text.splitlines() if line.startswith(_RUN.strip())
    ]
    report = None
    if _FAULT in text:
        report = path.with_name(f"crash-{time.strftime('%Y%m%d-%H%M%S', time.localtime(_age(path)))}-0.txt")
        path.replace(report)
    else:
        path.unlink(missing_ok=True)
    _lock_of(path).unlink(missing_ok=True)
    return InterruptedSession(report, Path(runs[-1]) if runs and runs[-1] else None)
