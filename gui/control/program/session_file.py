"""Detects at the start that the last session of the window was interrupted, and finds what it has left.

While the program runs there is a small text file in the settings folder, with a lock that ends with the
process. Python's `faulthandler` writes the stack of every thread into it if the process crashes. A normal end
deletes both; a file that is not locked is that of an interrupted session. What the person is offered then is
decided in `gui.frame.commands.run_commands`.
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
_MOST = 1_000_000  # characters; the stacks of all threads take some thousands


@dataclass(frozen=True, slots=True)
class InterruptedSession:
    """A session that did not end normally.

    Attributes:
        report: The crash report; None if the process was killed or the machine went off.
        run: The folder of the run that was under way; None if there was none.
    """

    report: Path | None
    run: Path | None


class SessionFile(QObject):
    """The file of this session.

    Args:
        folder: The settings folder.
        parent: The Qt parent.

    Attributes:
        written: Whether the file could be written; the program works without it.
    """

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._locks = ExitStack()
        self._path: Path | None = None
        self._file: IO[str] | None = None
        self.written = True

    def begin(self) -> InterruptedSession | None:
        """Create the file of this session.

        Returns:
            The latest session that was interrupted; None if there is none.
        """
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
        """Return the latest interrupted session, and remove the files of all of them."""
        found: InterruptedSession | None = None
        try:
            for before in sorted(self._folder.glob("session-*.txt"), key=_age):
                # a link or a device is not from this program, and may be endless
                if stat.S_ISREG(before.lstat().st_mode) and not is_locked(_lock_of(before)):
                    with suppress(OSError):  # a file that cannot be removed would be offered at every start
                        found = _taken(before)
        except OSError:  # the folder cannot be read
            return None
        return found

    @Slot(object)
    def note_run(self, folder: Path) -> None:
        """Note that a run is under way in `folder`."""
        self._write(f"{_RUN} {folder}")

    @Slot()
    def note_no_run(self) -> None:
        """Note that no run is under way."""
        self._write(_RUN)

    def end(self) -> None:
        """Delete the file and its lock, before the program ends normally."""
        if self._path is not None:
            faulthandler.disable()
        with suppress(OSError):  # on a full disk the flush of the file's buffer fails
            self._locks.close()
        for path in (self._path, _lock_of(self._path)) if self._path is not None else ():
            with suppress(OSError):
                path.unlink(missing_ok=True)
        self._path = self._file = None

    def _write(self, line: str) -> None:
        if self._file is not None:
            with suppress(OSError):  # without the note the run is still found in the list
                self._file.write(f"{line}\n")
                self._file.flush()


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _age(path: Path) -> float:
    return path.lstat().st_mtime


def _taken(path: Path) -> InterruptedSession:
    """Read and remove the file of an interrupted session; rename it to a report if it has a crash."""
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
