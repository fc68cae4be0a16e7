"""Opens the window: the frame first, then its parts, a piece a turn.

The frame is painted before a setting is declared. Then come the parts that read, run and command, the first
page, the other pages, and TensorFlow in the worker thread. What is pressed meanwhile is kept. What the parts
are and how they are connected is `gui.wiring`'s matter.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QUndoStack

from gui.control.program.crash_report import CrashReporter
from gui.control.program.exit_deadline import ExitDeadline
from gui.control.program.language import Language
from gui.control.program.preferences import Preferences
from gui.control.program.session_file import InterruptedSession, SessionFile
from gui.control.workers.qt_type_registration import make_classes
from gui.frame.commands.view_commands import ViewCommands
from gui.idle_work import Turns, imported_beside, imported_here
from gui.main_window import MainWindow
from gui.startup.kept_commands import KeptCommands

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
_PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """What stays when another window takes the place of the present one.

    Attributes:
        preferences: What the person prefers, from session to session.
        language: The language that the window speaks.
        crashes: Writes the report of an unexpected exception.
        session: The file of this session, for the next one to find.
        undo_stack: The edits of the project.
        settings: The folder in which all of these are kept.
        engine: What trains and inspects; None for Keras.
        exit_deadline: How much time is left for leaving.
    """

    preferences: Preferences
    language: Language
    crashes: CrashReporter
    session: SessionFile
    undo_stack: QUndoStack
    settings: Path
    engine: Engine | None
    exit_deadline: ExitDeadline


class Opening(QObject):
    """Makes the window, and another one in its place when the language changes.

    Attributes:
        window: The present window.
        fitroom: What works in it; None until it is made, after the first paint.
        interrupted: What a session that was cut off has left; None once it was shown.
        populated: Signal: `fitroom` stands in a window, and commands are carried out.
        leave_asked: Signal: the person wants to leave.
        quit_asked: Signal: nothing stands against leaving.
        ready: Whether commands are carried out in the present window.
        broken: Whether its parts could not be made. It must close all the same.
    """

    populated = Signal(object)
    leave_asked = Signal()
    quit_asked = Signal()

    def __init__(self, lasting: Lasting, project: Path | None, *, parent: QObject) -> None:
        super().__init__(parent)
        self._lasting, self._project = lasting, project
        self.interrupted: InterruptedSession | None = None
        self.fitroom: Fitroom | None = None
        self._arrival = Turns(self)
        self._make_frame(lasting.preferences.text(_PLACE))

    def _make_frame(self, place: str) -> None:
        """The window without its parts: it can be moved, closed, and speak another language."""
        crashes, language = self._lasting.crashes, self._lasting.language
        self.ready = self.broken = False
        self.window = window = MainWindow(self._lasting.undo_stack)
        actions = window.actions_table
        self._looks = ViewCommands(window, actions, preferences=self._lasting.preferences)
        crashes.written.connect(window.banner.show_crash)
        window.painted.connect(self._after_first_paint)
        # queued: a window cannot close itself while it says that it will not close
        window.close_asked.connect(self.leave_asked, Qt.ConnectionType.QueuedConnection)
        window.menus.languages.chosen.connect(language.choose)
        language.refused.connect(window.banner.show_problem)
        language.refused.connect(window.menus.languages.mark_used)
        if language.problem:
            window.banner.show_problem(language.problem)
        first = (actions.new, actions.open, actions.save, actions.save_as, actions.train, actions.tour)
        self._kept = KeptCommands((*first, actions.tensorboard), window)
        actions.quit.triggered.connect(self.leave_asked)
        window.restore_place(place)

    @Slot()
    def _after_first_paint(self) -> None:
        self._arrival.begin(self._arrive_or_break())

    def _arrive_or_break(self) -> Generator[int]:
        try:
            yield from self._arrive()
        except Exception:
            # whatever it was is raised again; a window without its parts must still close at once
            self.broken = True
            raise

    def _arrive(self) -> Generator[int]:
        """Make the parts and put them into the window, a piece a turn."""
        if self.fitroom is None:
            yield from imported_beside(_BESIDE, meanwhile=make_classes())
            yield from imported_here(_HERE)
            self.fitroom = self._make_parts()
            yield 0
        yield from self.fitroom.attach(self.window, self._project)
        self._project = None
        self.ready = True
        self.populated.emit(self.fitroom)
        self._say_what_was_found(self.fitroom)
        self._kept.carry_out(but=[self.window.actions_table.tensorboard])
        yield 0
        yield from self.fitroom.create_pages()
        self._kept.carry_out()

    def _make_parts(self) -> Fitroom:
        from gui.wiring.window_parts import Fitroom

        lasting = self._lasting
        fitroom = Fitroom(
            lasting.preferences,
            lasting.undo_stack,
            engine=lasting.engine,
            settings=lasting.settings,
            exit_deadline=lasting.exit_deadline,
            parent=self,
        )
        fitroom.quit_asked.connect(self.quit_asked)
        controller = fitroom.services.controller
        controller.began.connect(lasting.session.note_run)
        controller.ended.connect(lasting.session.note_no_run)
        return fitroom

    def _say_what_was_found(self, fitroom: Fitroom) -> None:
        if self.interrupted is not None:
            fitroom.run_commands.show_interrupted(self.interrupted)
            self.interrupted = None
        if not self._lasting.session.written:
            fitroom.files.report_not_kept()

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
        self._make_frame(before.place())
        self.window.show_step(step)
        self.window.show()
        before.let_close()
        before.close()
        before.deleteLater()

    def leave_when_ready(self) -> None:
        """Ask to leave once more as soon as commands are carried out."""
        self._kept.keep(self.window.actions_table.quit)

    def keep_place(self) -> None:
        """Keep where the window stands, for the next start."""
        self._lasting.preferences.keep(_PLACE, self.window.place())

    def close(self) -> bool:
        """Open no more, end threads and children. False when a thread is still busy after the last wait."""
        self._arrival.stop()
        return self.fitroom.close() if self.fitroom is not None else True
