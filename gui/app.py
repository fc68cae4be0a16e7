"""The window's composition root: makes the parts, connects them, and ends them; what they do is theirs.

The window is shown first, with the first page. The other pages come after the first paint, TensorFlow after
that, in the worker thread.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from engine.run.home import runs_folder, settings_folder
from gui.control.crash_report import CrashReporter
from gui.control.engine_port import Engine
from gui.control.engine_room import EngineRoom
from gui.control.garbage import GarbageCollector
from gui.control.keras_engine import KerasEngine
from gui.control.language import Language
from gui.control.preferences import Preferences
from gui.control.project_files import Places, ProjectFiles
from gui.control.run_controller import RunState
from gui.control.settings_model import SettingsModel
from gui.control.steps import Step
from gui.frame.desktop import Desktop
from gui.frame.file_commands import FileCommands
from gui.frame.look_commands import LookCommands, wear
from gui.frame.run_commands import RunCommands
from gui.frame.side_panel import SidePanel
from gui.frame.tour import Tour
from gui.frame.tour_stops import stops
from gui.main_window import MainWindow
from gui.pages.data_page import DataPage
from gui.text import tr
from gui.views.progress_strip import ProgressStrip
from gui.views.runs_list import RunsList

if TYPE_CHECKING:
    from gui.later import Rest

_TICK_MS = 200  # how soon Ctrl+C and SIGTERM are noticed: Python looks for signals only when it is called
_LAST_WAIT_MS = 15_000
_TOURED = "toured"


class Fitroom(QObject):
    """The running program: every part, once. `close` ends it on every way out."""

    def __init__(self, app: QApplication, *, engine: Engine, project: Path | None) -> None:
        super().__init__(app)
        self._garbage = GarbageCollector(self)
        settings = settings_folder()
        self.preferences = Preferences(settings)
        wear(app, self.preferences)
        self.language = Language(app, self.preferences)
        self.crashes = CrashReporter(settings, self)
        self.crashes.install()
        self.model = SettingsModel(parent=self)
        self.files = ProjectFiles(self.model, self.preferences, places=Places(settings))
        self.room = EngineRoom(engine, runs=runs_folder(), parent=self)
        self._started = False
        self._make_window()
        self.files.start(project)
        self._show_first_page(self.preferences.text("place"))
        # queued, as the menu that asks for it goes with the window
        self.language.changed.connect(self.change_window, Qt.ConnectionType.QueuedConnection)

    def _make_window(self) -> None:
        self.runs, self.side, self.strip = RunsList(), SidePanel(), ProgressStrip()
        self.window = MainWindow(self.model.undo_stack, runs=self.runs, side=self.side, strip=self.strip)
        self.rest: Rest | None = None
        self.looks = LookCommands(self.window, self.window.actions_table, preferences=self.preferences)
        self.file_commands = FileCommands(self.window, self.files)
        self.run_commands = RunCommands(
            self.window,
            self.window.banner,
            model=self.model,
            files=self.files,
            room=self.room,
            sees_training=lambda: self.window.shows_training,
        )
        window = self.window
        parts = stops(
            rail=window.rail,
            page=window.page_area,
            side=self.side,
            bar=window.top_bar,
            show_step=window.show_step,
            show_side=window.show_side,
        )
        self.tour = Tour(parts, window)
        self.desktop = Desktop(window, progress=lambda: self.room.pump.history.progress.of_run)
        if self.room.controller.busy:
            self.desktop.begin()
        self._connect()

    def _show_first_page(self, place: str) -> None:
        self.data_page = DataPage(self.model)
        self.window.set_page(Step.DATA, self.data_page)
        self.window.dropped.connect(self.data_page.take_path)
        self.data_page.taken.connect(self.window.show_step)
        self.data_page.project_dropped.connect(self.file_commands.open_path)
        self.window.show_title(self.files.name, changed=self.model.changed_since_saved)
        self.window.restore_place(place)
        self.strip.say(tr("Loading TensorFlow..."))

    def _connect(self) -> None:
        window, actions = self.window, self.window.actions_table
        files, runs, controller = self.file_commands, self.run_commands, self.room.controller
        self.files.problem.connect(window.banner.tell_problem)
        self.crashes.written.connect(window.banner.tell_crash)
        window.painted.connect(self._after_first_paint)
        window.close_asked.connect(runs.leave)
        window.menus.recent_chosen.connect(files.open_path)
        window.menus.languages.chosen.connect(self.language.choose)
        window.rail.chosen.connect(window.show_step)
        runs.leaving.connect(self.quit)
        runs.training_wanted.connect(window.show_training)
        actions.new.triggered.connect(files.new)
        actions.open.triggered.connect(files.open)
        actions.save.triggered.connect(files.save)
        actions.save_as.triggered.connect(files.save_as)
        actions.quit.triggered.connect(runs.leave)
        actions.side_panel.triggered.connect(window.show_side)
        for action in actions.steps.values():
            action.triggered.connect(window.show_step_of_action)
        actions.train.triggered.connect(runs.train)
        actions.pause.triggered.connect(controller.toggle_pause)
        actions.stop.triggered.connect(controller.stop)
        actions.stop_after_epoch.toggled.connect(controller.stop_after_epoch)
        actions.reduce_rate.triggered.connect(controller.reduce_learning_rate)
        actions.resume.triggered.connect(runs.resume_shown)
        actions.runs_folder.triggered.connect(runs.open_folder)
        actions.read_again.triggered.connect(self.room.inspector.read_again)
        actions.tour.triggered.connect(self.tour.begin)
        runs.training_wanted.connect(self.tour.leave)
        self.tour.left.connect(self.remember_tour)
        controller.began.connect(self.desktop.begin)
        controller.ended.connect(self.desktop.end)
        controller.refused.connect(runs.say_refused)
        controller.ended.connect(runs.say_ended)
        controller.unable.connect(window.banner.tell_problem)
        library = self.room.library
        library.failed.connect(window.banner.tell_problem)
        library.no_trash.connect(runs.offer_to_delete_for_good)
        library.listed.connect(self.runs.show_runs)
        self.runs.selected.connect(runs.open)
        self.runs.delete_requested.connect(runs.delete)
        self.runs.folder_requested.connect(runs.show_folder)
        self.side.script.failed.connect(window.banner.tell_problem)
        for trust in (self.room.trust, self.room.model_trust):
            trust.failed.connect(window.banner.tell_problem)

    @Slot()
    def _after_first_paint(self) -> None:
        from gui.later import Arrival, First

        if not self._started:
            self.room.start()
        arrival = Arrival(
            First(
                window=self.window,
                data_page=self.data_page,
                side=self.side,
                strip=self.strip,
                runs=self.runs,
                model=self.model,
                files=self.files,
                room=self.room,
                file_commands=self.file_commands,
                run_commands=self.run_commands,
            )
        )
        arrival.arrived.connect(self._take_rest)
        arrival.begin()

    @Slot(object)
    def _take_rest(self, rest: Rest) -> None:
        """All pages stand: look at the runs, and import TensorFlow."""
        if rest.parent() is not self.window:
            return  # another language was chosen meanwhile, and that window goes
        self.rest = rest
        self.room.library.look()
        # who has pressed F5 already is not led away from the curves; the tour comes at the next start
        if not self.preferences.flag(_TOURED, default=False) and self.room.controller.state is RunState.IDLE:
            self.tour.begin()
        if not self._started:
            self._started = True
            self.room.open_engine()

    @Slot()
    def remember_tour(self) -> None:
        """The tour comes by itself only once."""
        self.preferences.keep(_TOURED, True)

    @Slot()
    def change_window(self) -> None:
        """Put a new window in the place of the present one, in the language in use now.

        What it shows is not the window's own, so nothing is lost, a run that is under way included. Only
        TensorBoard ends, and is opened again by hand.
        """
        before, step = self.window, self.window.step
        if self.rest is not None:
            self.rest.desk.close()
        self._make_window()
        self._show_first_page(before.place())
        self.window.show_step(step)
        self.window.show()
        before.let_close()
        before.close()
        before.deleteLater()

    @Slot()
    def look_for_signals(self) -> None:
        """Being called is all: it lets Python run the handler of a signal that has come."""

    @Slot()
    def quit(self) -> None:
        """Keep what should be kept, and leave the event loop."""
        self.preferences.keep("place", self.window.place())
        self.files.autosave()
        self.window.let_close()
        self.window.close()
        QCoreApplication.quit()

    def close(self) -> bool:
        """End threads and children. False when a thread is still busy after the last wait."""
        if self.rest is not None:
            self.rest.desk.close()
        ended = self.room.close(_LAST_WAIT_MS)
        self.crashes.remove()
        self._garbage.close()
        return ended


def run_window(
    argv: Sequence[str],
    project_path: Path | None = None,
    *,
    engine: Engine | None = None,
    drive: Callable[[Fitroom], object] | None = None,
) -> int:
    """Open the window, with the project at `project_path` or the last one, and stay until it is closed.

    `argv` begins with the program's name. `drive` is called before the window is shown; what it gives is kept
    until the end. Returns the exit status: 0, also when it was closed while training.
    """
    QCoreApplication.setApplicationName("Fitroom")
    # TensorBoard's page is drawn by QtWebEngine, which can be imported later only if this was set before
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(list(argv))
    fitroom = Fitroom(app, engine=engine or KerasEngine(), project=project_path)
    driver = drive(fitroom) if drive is not None else None
    fitroom.window.show()
    asked = [signal.SIGINT, signal.SIGTERM]
    before = [signal.signal(number, lambda *_: fitroom.run_commands.stop_and_leave()) for number in asked]
    tick = QTimer(app)
    tick.timeout.connect(fitroom.look_for_signals)
    tick.start(_TICK_MS)
    try:
        status = app.exec()
    finally:
        for number, handler in zip(asked, before, strict=True):
            signal.signal(number, handler)
        ended = fitroom.close()
    del driver
    if not ended:
        # destroying a QThread that still runs would abort; what it has done is in the run's folder
        sentence = tr("A step did not end in time; Fitroom leaves without it. The run can go on later.")
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
        os._exit(1)
    return status
