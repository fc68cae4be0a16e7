"""The way out: a person's wish, a signal, or the end of a run that was waited for.

`Leaving` decides when the event loop ends; `EndSignals` brings Ctrl+C and SIGTERM to it; `abandon` ends a
process whose thread does not. How long each step may take, and that the process is gone after 15 s whatever
hangs, is `gui.control.program.exit_deadline`'s matter.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from gui.control.program.exit_deadline import ExitDeadline
from gui.startup.opening import Opening
from gui.text import tr

_TICK_MS = 200  # how soon Ctrl+C and SIGTERM are noticed: Python looks for signals only when it is called


class Leaving(QObject):
    """Leaves the event loop, at whatever stage the window is."""

    def __init__(self, opening: Opening, *, exit_deadline: ExitDeadline, parent: QObject) -> None:
        super().__init__(parent)
        self._opening, self._exit_deadline = opening, exit_deadline
        opening.leave_asked.connect(self.leave)
        opening.quit_asked.connect(self.quit)

    @Slot()
    def leave(self) -> None:
        """Leave, as soon as the person has said what becomes of a run that is under way."""
        opening = self._opening
        if opening.fitroom is None:
            self.quit()
        elif opening.broken:
            self.stop_and_leave()
        elif opening.ready:
            if opening.fitroom.file_commands.may_leave():
                opening.fitroom.run_commands.leave()
        else:
            opening.leave_when_ready()

    def stop_and_leave(self) -> None:
        """Leave without a question; a run that is under way is stopped first. Asked again, wait no more."""
        if self._exit_deadline.begun:
            self._exit_deadline.hurry()
            self.quit()
            return
        self._exit_deadline.begin()
        if self._opening.fitroom is None or not self._opening.ready:
            self.quit()
        else:
            self._opening.fitroom.run_commands.stop_and_leave()

    @Slot()
    def quit(self) -> None:
        """Keep what should be kept, and leave the event loop."""
        self._exit_deadline.begin()
        window, fitroom = self._opening.window, self._opening.fitroom
        try:
            self._opening.keep_place()
            if fitroom is not None:
                fitroom.model.finish_edits()
                fitroom.files.autosave()
        finally:
            window.let_close()
            window.close()
            QCoreApplication.quit()


class EndSignals(QObject):
    """Calls `leave` at SIGINT and SIGTERM, inside of a `with`."""

    _NUMBERS = (signal.SIGINT, signal.SIGTERM)

    def __init__(self, leave: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._leave = leave
        self._tick = QTimer(self)
        self._tick.timeout.connect(self.look)

    def __enter__(self) -> None:
        self._before = [signal.signal(number, lambda *_: self._leave()) for number in self._NUMBERS]
        self._tick.start(_TICK_MS)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tick.stop()
        for number, handler in zip(self._NUMBERS, self._before, strict=True):
            signal.signal(number, handler)

    @Slot()
    def look(self) -> None:
        """Being called is all: it lets Python run the handler of a signal that has come."""


def abandon() -> NoReturn:
    """End the process at once, as one of its threads is still busy.

    Destroying a QThread that still runs would abort; what it has done is in the run's folder.
    """
    sentence = tr("A step did not end in time; Fitroom leaves without it. The run can be resumed later.")
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
    os._exit(1)
