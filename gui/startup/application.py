"""Opens the window and ends the program; what works in the window is `gui.wiring.window_parts`'s matter.

The window is painted as an empty frame, before a setting is declared. Then come the parts that read, run and
command, the first page, the other pages, and TensorFlow in the worker thread.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFontDatabase, QUndoStack
from PySide6.QtWidgets import QApplication

from engine.cli.exit_status import WRONG_REQUEST
from engine.user_folders import settings_folder
from gui.control.program.crash_report import CrashReporter
from gui.control.program.language import Language
from gui.control.program.preferences import Preferences
from gui.control.program.session_file import InterruptedSession, SessionFile
from gui.control.program.way_out import WayOut
from gui.control.workers.garbage import GarbageCollector
from gui.control.workers.qt_type_registration import make_classes
from gui.frame.commands.view_commands import ViewCommands, apply_theme
from gui.idle_work import Turns, imported_beside, imported_here
from gui.main_window import MainWindow
from gui.style import STYLE_ARGUMENTS
from gui.text import tr

if TYPE_CHECKING:
    from gui.control.engine_port import Engine
    from gui.wiring.window_parts import Fitroom

# nothing here asks for a class of Qt
_BESIDE = (
    "engine.settings.project_file.file",
    "engine.history.metric_history",
    "engine.run.run_request",
    "engine.record.run_folder",
    "engine.data.describe",
)
_HERE = (
    "gui.control.worker_threads",
    "gui.frame.commands.run_commands",
    "gui.frame.side_panel",
    "gui.forms",
    "gui.views.data.data_preview",
    "gui.pages.data_page",
    "gui.wiring.window_parts",
)
_ALIASES = {"Monospace", "Sans Serif", "Serif"}  # which Qt names where fontconfig knows of no font at all
_TICK_MS = 200  # how soon Ctrl+C and SIGTERM are noticed: Python looks for signals only when it is called
_PLACE = "place"


class Program(QObject):
    """The application in its theme and language, with its window. `close` ends it on every way out.

    `fitroom` is what works in the window; it comes after the first paint, and `populated` carries it whenever
    it stands in a window. Commands that are given before are kept and carried out then.
    """

    populated = Signal(object)

    def __init__(self, app: QApplication, *, engine: Engine | None = None, project: Path | None) -> None:
        super().__init__(app)
        self._engine, self._project = engine, project
        self._garbage = GarbageCollector(self)
        self._settings = settings_folder()
        self.preferences = Preferences(self._settings)
        apply_theme(app, self.preferences)
        self.language = Language(app, self.preferences)
        self.crashes = CrashReporter(self._settings, self)
        self.crashes.install()
        self._session = SessionFile(self._settings, self)
        self._cut_off: InterruptedSession | None = None
        self.undo_stack = QUndoStack(self)
        self.fitroom: Fitroom | None = None
        self.way_out = WayOut()
        self._arrival = Turns(self)
        self._make_window(self.preferences.text(_PLACE))
        # queued, as the menu that asks for it goes with the window
        self.language.changed.connect(self.change_window, Qt.ConnectionType.QueuedConnection)

    def keep_session(self) -> None:
        """Leave a note of what is under way, and find that of a session that was cut off."""
        self._cut_off = self._session.begin()

    def _make_window(self, place: str) -> None:
        self.window = window = MainWindow(self.undo_stack)
        self.looks = ViewCommands(window, window.actions_table, preferences=self.preferences)
        self._kept: list[QAction] = []
        self._populated = self._broken = False
        self.crashes.written.connect(window.banner.show_crash)
        window.painted.connect(self._after_first_paint)
        # queued: a window cannot close itself while it says that it will not close
        window.close_asked.connect(self.leave, Qt.ConnectionType.QueuedConnection)
        window.menus.languages.chosen.connect(self.language.choose)
        self.language.refused.connect(window.banner.show_problem)
        self.language.refused.connect(window.menus.languages.mark_used)
        if self.language.problem:
            window.banner.show_problem(self.language.problem)
        actions = window.actions_table
        first = (actions.new, actions.open, actions.save, actions.save_as, actions.train, actions.tour)
        self._keep(*first, actions.tensorboard)
        window.actions_table.quit.triggered.connect(self.leave)
        window.restore_place(place)

    def _keep(self, *actions: QAction) -> None:
        """There is nobody yet who does what these ask for."""
        self._waiting = list(actions)
        for action in actions:
            action.triggered.connect(self.keep_command)

    @Slot()
    def keep_command(self) -> None:
        """Keep the command that was given until it can be carried out."""
        sender = self.sender()
        self._kept += [action for action in self._waiting if action is sender]

    def _carry_out(self, *, but: Sequence[QAction] = ()) -> None:
        """Give again what was asked for before; all `but` these are done from now on."""
        for action in [action for action in self._waiting if action not in but]:
            action.triggered.disconnect(self.keep_command)
            self._waiting.remove(action)
        ready = [action for action in self._kept if action not in but]
        self._kept = [action for action in self._kept if action in but]
        for action in ready:
            QTimer.singleShot(0, action.trigger)  # it may ask for a file, and wait for the answer

    @Slot()
    def _after_first_paint(self) -> None:
        self._arrival.begin(self._arrive_or_break())

    def _arrive_or_break(self) -> Generator[int]:
        try:
            yield from self._arrive()
        except Exception:
            self._broken = True  # the window must close all the same
            raise

    def _arrive(self) -> Generator[int]:
        window = self.window
        if self.fitroom is None:
            yield from imported_beside(_BESIDE, meanwhile=make_classes())
            yield from imported_here(_HERE)
        from gui.wiring.window_parts import Fitroom

        if self.fitroom is None:
            self.fitroom = Fitroom(
                self.preferences,
                self.undo_stack,
                engine=self._engine,
                settings=self._settings,
                way_out=self.way_out,
                parent=self,
            )
            self.fitroom.quit_asked.connect(self.quit)
            controller = self.fitroom.services.controller
            controller.began.connect(self._session.note_run)
            controller.ended.connect(self._session.note_no_run)
            yield 0
        fitroom = self.fitroom
        yield from fitroom.attach(window, self._project)
        self._project = None
        self._populated = True
        self.populated.emit(fitroom)
        if self._cut_off is not None:
            fitroom.run_commands.show_interrupted(self._cut_off)
            self._cut_off = None
        if not self._session.written:
            fitroom.files.report_not_kept()
        self._carry_out(but=[window.actions_table.tensorboard])
        yield 0
        yield from fitroom.create_pages()
        self._carry_out()

    @Slot()
    def change_window(self) -> None:
        """Put a new window in the place of the present one, in the language in use now.

        What it shows is not the window's own, so nothing is lost, a run that is under way included. Only
        TensorBoard ends, and is opened again by hand.
        """
        before, step = self.window, self.window.step
        self._arrival.stop()
        if self.fitroom is not None:
            self.fitroom.detach()
        self._make_window(before.place())
        self.window.show_step(step)
        self.window.show()
        before.let_close()
        before.close()
        before.deleteLater()

    @Slot()
    def look_for_signals(self) -> None:
        """Being called is all: it lets Python run the handler of a signal that has come."""

    @Slot()
    def leave(self) -> None:
        """Leave, as soon as the person has said what becomes of a run that is under way."""
        if self.fitroom is None:
            self.quit()
        elif self._broken:
            self.stop_and_leave()
        elif self._populated:
            self.fitroom.run_commands.leave()
        else:
            self._kept.append(self.window.actions_table.quit)

    def stop_and_leave(self) -> None:
        """Leave without a question; a run that is under way is stopped first. Asked again, wait no more."""
        if self.way_out.begun:
            self.way_out.hurry()
            self.quit()
            return
        self.way_out.begin()
        if self.fitroom is None or not self._populated:
            self.quit()
        else:
            self.fitroom.run_commands.stop_and_leave()

    @Slot()
    def quit(self) -> None:
        """Keep what should be kept, and leave the event loop."""
        self.way_out.begin()
        try:
            self.preferences.keep(_PLACE, self.window.place())
            if self.fitroom is not None:
                self.fitroom.model.finish_edits()
                self.fitroom.files.autosave()
        finally:
            self.window.let_close()
            self.window.close()
            QCoreApplication.quit()

    def close(self) -> bool:
        """End threads and children. False when a thread is still busy after the last wait."""
        self.way_out.begin()
        try:
            self._arrival.stop()
            return self.fitroom.close() if self.fitroom is not None else True
        finally:
            self.crashes.remove()
            self._session.end()
            self._garbage.close()


def run_window(
    argv: Sequence[str],
    project_path: Path | None = None,
    *,
    engine: Engine | None = None,
    drive: Callable[[Program], object] | None = None,
) -> int:
    """Open the window, with the project at `project_path` or the last one, and stay until it is closed.

    `argv` begins with the program's name. `drive` is called before the window is shown; what it gives is kept
    until the end. Returns the exit status: 0, also when it was closed while training, and 2 without any font.
    """
    QCoreApplication.setApplicationName("Fitroom")
    # TensorBoard's page is drawn by QtWebEngine, which can be imported later only if this was set before
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication([*argv, *STYLE_ARGUMENTS])
    if _ALIASES.issuperset(QFontDatabase.families()):
        sys.stderr.write("No font is installed, so no text can be drawn: apt-get install fonts-nanum\n")
        return WRONG_REQUEST
    program = Program(app, engine=engine, project=project_path)
    program.way_out.ends_process = True
    program.keep_session()
    driver = drive(program) if drive is not None else None
    program.window.show()
    asked = [signal.SIGINT, signal.SIGTERM]
    before = [signal.signal(number, lambda *_: program.stop_and_leave()) for number in asked]
    tick = QTimer(app)
    tick.timeout.connect(program.look_for_signals)
    tick.start(_TICK_MS)
    try:
        status = app.exec()
    finally:
        ended = program.close()
        for number, handler in zip(asked, before, strict=True):
            signal.signal(number, handler)
    del driver
    program.way_out.end()
    if not ended:
        # destroying a QThread that still runs would abort; what it has done is in the run's folder
        sentence = tr("A step did not end in time; Fitroom leaves without it. The run can be resumed later.")
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
        os._exit(1)
    return status
