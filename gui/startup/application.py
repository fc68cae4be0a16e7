"""The program with its window, from its start to its end.

`run_window` is what `main` calls; `Program` makes what lasts as long as the process. How the window comes is
`gui.startup.opening`'s matter, how it goes `gui.startup.leaving`'s, and what works in it `gui.wiring`'s.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QUndoStack
from PySide6.QtWidgets import QApplication

from engine.cli.exit_status import WRONG_REQUEST
from engine.language import tr
from engine.user_folders import settings_folder
from gui.control.program.crash_report import CrashReporter
from gui.control.program.exit_deadline import ExitDeadline
from gui.control.program.language import Language
from gui.control.program.preferences import Preferences
from gui.control.program.session_file import SessionFile
from gui.control.workers.garbage_collection import GarbageCollector
from gui.frame.commands.view_commands import apply_theme
from gui.startup.leaving import EndSignals, Leaving, abandon
from gui.startup.opening import Lasting, Opening
from gui.style import STYLE_ARGUMENTS

if TYPE_CHECKING:
    from gui.control.engine_port import Engine
    from gui.main_window import MainWindow
    from gui.wiring.window_parts import Fitroom

_ALIASES = {"Monospace", "Sans Serif", "Serif"}  # which Qt names where fontconfig knows of no font at all


def run_window(
    argv: Sequence[str],
    project_path: Path | None = None,
    *,
    engine: Engine | None = None,
    drive: Callable[[Program], object] | None = None,
) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: The command line, the program's name first.
        project_path: The project to open; None opens the last one.
        engine: What trains and inspects; None for Keras.
        drive: Called before the window is shown; what it returns is kept until the end.

    Returns:
        The exit status: 0, also when it was closed while training, and 2 without any font.
    """
    QCoreApplication.setApplicationName("Fitroom")
    # TensorBoard's page is drawn by QtWebEngine, which can be imported later only if this was set before
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication([*argv, *STYLE_ARGUMENTS])
    if _ALIASES.issuperset(QFontDatabase.families()):
        sys.stderr.write(
            tr("No font is installed, so no text can be drawn: apt-get install fonts-nanum") + "\n"
        )
        return WRONG_REQUEST
    program = Program(app, engine=engine, project=project_path)
    program.exit_deadline.ends_process = True
    program.keep_session()
    driver = drive(program) if drive is not None else None
    program.window.show()
    with EndSignals(program.stop_and_leave, program):
        try:
            status = app.exec()
        finally:
            ended = program.close()
    del driver
    program.exit_deadline.end()
    if not ended:
        abandon()
    return status


class Program(QObject):
    """The application in its theme and language, with its window.

    Attributes:
        preferences: What the person prefers, from session to session.
        language: The language that the window speaks.
        crashes: Writes the report of an unexpected exception.
        undo_stack: The edits of the project.
        exit_deadline: How much time is left for leaving.
        opening: Makes the window, and another one in its place.
        populated: Signal that carries `fitroom` whenever it stands in a window.
    """

    populated = Signal(object)

    def __init__(self, app: QApplication, *, engine: Engine | None = None, project: Path | None) -> None:
        super().__init__(app)
        self._garbage = GarbageCollector(self)
        settings = settings_folder()
        self.preferences = Preferences(settings)
        apply_theme(app, self.preferences)
        self.language = Language(app, self.preferences)
        self.crashes = CrashReporter(settings, self)
        self.crashes.install()
        self._session = SessionFile(settings, self)
        self.undo_stack = QUndoStack(self)
        self.exit_deadline = ExitDeadline()
        lasting = Lasting(
            preferences=self.preferences,
            language=self.language,
            crashes=self.crashes,
            session=self._session,
            undo_stack=self.undo_stack,
            settings=settings,
            engine=engine,
            exit_deadline=self.exit_deadline,
        )
        self.opening = Opening(lasting, project, parent=self)
        self.opening.populated.connect(self.populated)
        self._leaving = Leaving(self.opening, exit_deadline=self.exit_deadline, parent=self)
        # queued, as the menu that asks for it goes with the window
        self.language.changed.connect(self.opening.change_window, Qt.ConnectionType.QueuedConnection)

    @property
    def window(self) -> MainWindow:
        """The present window; another one after a change of the language."""
        return self.opening.window

    @property
    def fitroom(self) -> Fitroom | None:
        """What works in the window; None until it is made, after the first paint."""
        return self.opening.fitroom

    def keep_session(self) -> None:
        """Leave a note of what is under way, and find that of a session that was cut off."""
        self.opening.interrupted = self._session.begin()

    def leave(self) -> None:
        """Leave, as soon as the person has said what becomes of a run that is under way."""
        self._leaving.leave()

    def stop_and_leave(self) -> None:
        """Leave without a question; a run that is under way is stopped first. Asked again, wait no more."""
        self._leaving.stop_and_leave()

    @Slot()
    def quit(self) -> None:
        """Keep what should be kept, and leave the event loop."""
        self._leaving.quit()

    def close(self) -> bool:
        """End threads and children, on every way out. False when a thread is still busy after the wait."""
        self.exit_deadline.begin()
        try:
            return self.opening.close()
        finally:
            self.undo_stack.clear()  # as it is destroyed it would report to actions that are gone already
            self.crashes.remove()
            self._session.end()
            self._garbage.close()
