"""What happens to an exception that nobody expected: it is written to a file, and told.

The program goes on: the window's state is a frozen snapshot, and a run is a folder on disk. Exceptions of
any thread come here, Qt's slots and Python's threads alike.
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
    """Writes reports into `folder`.

    `written` carries the report's path (None when it could not be written) and one line.
    """

    written = Signal(object, str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._guard = threading.Lock()
        self._count = 0

    def install(self) -> None:
        """Take every unhandled exception from now on."""
        sys.excepthook = self._report_caught
        threading.excepthook = self._report_thread

    def remove(self) -> None:
        """Leave unhandled exceptions to Python again."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def report(self, error: BaseException) -> None:
        """Write one report, print the traceback too, and tell. Safe from any thread."""
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
        """Python's hook: class, exception and traceback, of which the exception knows the others."""
        self.report(caught[1])

    def _report_thread(self, args: threading.ExceptHookArgs, /) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)


def machine() -> str:
    """What the program runs on, as a line for a report."""
    # Python's platform.platform() would start a program to learn of the processor
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.kernelType()} {QSysInfo.kernelVersion()}"
    return f"Python {sys.version.split()[0]} on {system}, {QSysInfo.currentCpuArchitecture()}"
