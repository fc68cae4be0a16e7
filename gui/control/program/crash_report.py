"""Handles unexpected exceptions of any thread: writes a report and emits a signal.

The program continues: the window's state is a frozen snapshot, and a run is a folder on disk. Exceptions in
Qt's slots and in Python's threads come here through their hooks; `gui.frame.banner` shows them.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSysInfo, Signal

from gui.control.program.preferences import write_whole


class CrashReporter(QObject):
    """Writes crash reports.

    Args:
        folder: Where the reports are written.
        parent: The Qt parent.
    """

    written = Signal(object, str)  # Path of the report, None if it could not be written; class and message

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._guard = threading.Lock()
        self._count = 0

    def install(self) -> None:
        """Install the hooks of `sys` and `threading` for unhandled exceptions."""
        sys.excepthook = self._report_caught
        threading.excepthook = self._report_thread

    def remove(self) -> None:
        """Restore Python's hooks."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, error: BaseException) -> None:
        """Write a report, print the traceback, and emit `written`. May be called from any thread.

        A KeyboardInterrupt is printed only.
        """
        kind, trace = type(error), error.__traceback__
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        with self._guard:
            self._count += 1
            name = f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{self._count}.txt"
        path = self._folder / name
        written = write_whole(path, f"{machine()}\nThread: {threading.current_thread().name}\n\n{details}")
        sys.__excepthook__(kind, error, trace)
        self.written.emit(path if written else None, f"{kind.__name__}: {error}")

    def _report_caught(self, *caught: Any) -> None:
        """The hook of `sys`, called with class, exception and traceback; the exception has the other two."""
        self.report(caught[1])

    def _report_thread(self, args: threading.ExceptHookArgs, /) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)


def machine() -> str:
    """Return Python version, system and processor as a line for a report."""
    # platform.platform() would start a process to find the processor
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
    return f"Python {sys.version.split()[0]} on {system}, {QSysInfo.currentCpuArchitecture()}"
