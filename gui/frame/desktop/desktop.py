"""Shows the progress of a run in the task bar, and notifies the person of the end of a long run.

Progress is a bar on desktops with Unity's launcher protocol (Ubuntu's dock, KDE), and a number on the
program's icon where Qt has one (macOS, Windows). The end is shown by a notification and by the task bar, only
if the window is not active and the run took `LONG_S` seconds. Messages on D-Bus are in `session_bus`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from engine.record.events import Result, RunEnded
from gui.style.icons import application_icon
from gui.text import tr

LONG_S = 60.0
_PERIOD_MS = 1000
_SHOWN_MS = 10_000


class Desktop(QObject):
    """Progress and notifications of the runs of a window.

    Args:
        window: The main window, which becomes the Qt parent.
        progress: Returns the share of the run that is done, 0 to 1.
    """

    def __init__(self, window: QWidget, *, progress: Callable[[], float]) -> None:
        super().__init__(window)
        self._window, self._progress = window, progress
        self._began: float | None = None
        self._tray: QSystemTrayIcon | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PERIOD_MS)
        self._timer.timeout.connect(self.refresh)

    @Slot()
    def begin(self) -> None:
        """Show progress from now on, as a run has started."""
        self._began = time.monotonic()
        self._timer.start()

    @Slot()
    def refresh(self) -> None:
        """Update the progress in the task bar."""
        show_progress(self._progress())

    @Slot(object)
    def end(self, outcome: RunEnded) -> None:
        """Remove the progress after a run has ended, and notify the person if it took long."""
        self._timer.stop()
        show_progress(None)
        began, self._began = self._began, None
        took = time.monotonic() - began if began is not None else 0.0
        if took >= LONG_S and not self._window.isActiveWindow():
            QApplication.alert(self._window)
            self._notify(_TITLES[outcome.result](), outcome.reason)

    def _notify(self, title: str, text: str) -> None:
        if sys.platform == "linux":
            from gui.frame.desktop.session_bus import portal_message, send

            send(portal_message(title, text))
        elif QSystemTrayIcon.supportsMessages():
            if self._tray is None:
                self._tray = QSystemTrayIcon(application_icon(), self)
            self._tray.show()
            self._tray.showMessage(title, text, application_icon(), _SHOWN_MS)


_TITLES: dict[Result, Callable[[], str]] = {
    Result.COMPLETED: lambda: tr("Training is done"),
    Result.STOPPED: lambda: tr("Training was stopped"),
    Result.FAILED: lambda: tr("Training failed"),
}


def show_progress(part: float | None) -> None:
    """Show a progress from 0 to 1 in the task bar; None removes it."""
    if sys.platform == "linux":
        from gui.frame.desktop.session_bus import launcher_message, send

        send(launcher_message(part))
    else:
        program = QGuiApplication.instance()
        if isinstance(program, QGuiApplication):
            program.setBadgeNumber(0 if part is None else round(100 * part))
