"""What works in the window: makes the parts, connects them, and ends them; what they do is theirs."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QUndoStack

from engine.user_folders import runs_folder
from gui.control.engine_port import Engine
from gui.control.program.preferences import Preferences
from gui.control.program.way_out import WayOut
from gui.control.program.window_number import WindowNumber
from gui.control.project.page_status import Step
from gui.control.project.project_files import Places, ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.runs.run_state import RunState
from gui.control.worker_threads import EngineServices
from gui.control.workers.keras_engine import KerasEngine
from gui.frame.commands.file_commands import FileCommands
from gui.frame.commands.run_commands import RunCommands
from gui.frame.desktop.desktop import Desktop
from gui.frame.side_panel import SidePanel
from gui.frame.tour.tour import Tour
from gui.frame.tour.tour_stops import stops
from gui.main_window import MainWindow
from gui.pages.data_page import DataPage, source_form
from gui.text import tr
from gui.views.run.progress_strip import ProgressStrip
from gui.views.run.runs_list import RunsList
from gui.wiring.after_first_paint import First, in_its_place, other_pages

if TYPE_CHECKING:
    from gui.wiring.after_first_paint import Rest

_TOURED = "toured"


class Fitroom(QObject):
    """Every part, once. `attach` and `create_pages` put those that are seen into a window, in turns.

    `quit_asked` comes when nothing stands against leaving. `close` ends it on every way out.
    """

    quit_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        undo_stack: QUndoStack,
        *,
        engine: Engine | None,
        settings: Path,
        way_out: WayOut,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._way_out = way_out
        self.preferences = preferences
        self.model = SettingsModel(parent=self, undo_stack=undo_stack)
        self._number = WindowNumber(settings)
        places = Places(settings, self._number.take())
        self.files = ProjectFiles(self.model, preferences, places=places, parent=self)
        self.services = EngineServices(engine or KerasEngine(), runs=runs_folder(), parent=self)
        self.rest: Rest | None = None
        self._opened = False
        self._engine_asked = False

    def attach(self, window: MainWindow, project: Path | None) -> Generator[int]:
        """Put the first parts into `window`, in turns; the first time open `project`, or the last one."""
        self.window = window
        self.runs = RunsList(window)
        yield 0
        self.side = SidePanel(window)
        yield 0
        self.strip = ProgressStrip(window)
        window.populate(runs=self.runs, side=self.side, strip=self.strip)
        self.file_commands = FileCommands(window, self.files)
        self.run_commands = RunCommands(
            window,
            window.banner,
            model=self.model,
            files=self.files,
            services=self.services,
            sees_training=lambda: window.shows_training,
            way_out=self._way_out,
        )
        parts = stops(
            rail=window.rail,
            page=window.page_area,
            side=self.side,
            bar=window.top_bar,
            show_step=window.show_step,
            show_side=window.show_side,
        )
        self.tour = Tour(parts, window)
        self.desktop = Desktop(window, progress=lambda: self.services.pump.history.progress.of_run)
        if self.services.controller.busy:
            self.desktop.begin()
        yield 0
        self._connect()
        if not self._opened:
            self._opened = True
            self.files.start(project)
            self.services.start()
        window.show_title(self.files.name, changed=self.model.changed_since_saved)
        self.strip.say(tr("Loading TensorFlow..."))
        yield 0
        source = source_form(self.model.project)
        yield 0
        self.data_page = DataPage(self.model, source, parent=window.page_area)
        yield 0
        yield from in_its_place(window, self.data_page, step=Step.DATA)
        window.dropped.connect(self.data_page.take_path)
        self.data_page.taken.connect(window.show_step)
        self.data_page.project_dropped.connect(self.file_commands.open_path)

    def _connect(self) -> None:
        window, actions = self.window, self.window.actions_table
        files, runs, controller = self.file_commands, self.run_commands, self.services.controller
        self.files.problem.connect(window.banner.show_problem)
        window.menus.recent_chosen.connect(files.open_path)
        runs.leaving.connect(self.quit_asked)
        runs.training_wanted.connect(window.show_training)
        actions.new.triggered.connect(files.new)
        actions.open.triggered.connect(files.open)
        actions.save.triggered.connect(files.save)
        actions.save_as.triggered.connect(files.save_as)
        actions.train.triggered.connect(runs.train)
        actions.pause.triggered.connect(controller.toggle_pause)
        actions.stop.triggered.connect(controller.stop)
        actions.stop_after_epoch.toggled.connect(controller.stop_after_epoch)
        actions.reduce_rate.triggered.connect(controller.reduce_learning_rate)
        actions.resume.triggered.connect(runs.resume_shown)
        actions.runs_folder.triggered.connect(runs.open_folder)
        actions.read_again.triggered.connect(self.services.inspector.read_again)
        actions.tour.triggered.connect(self.tour.begin)
        runs.training_wanted.connect(self.tour.leave)
        self.tour.left.connect(self.remember_tour)
        controller.began.connect(self.desktop.begin)
        controller.ended.connect(self.desktop.end)
        controller.refused.connect(runs.say_refused)
        controller.ended.connect(runs.say_ended)
        controller.unable.connect(window.banner.show_problem)
        library = self.services.library
        library.failed.connect(window.banner.show_problem)
        library.left.connect(runs.say_left)
        actions.put_back.triggered.connect(runs.put_back_last)
        library.listed.connect(self.runs.show_runs)
        self.runs.selected.connect(runs.open)
        self.runs.delete_requested.connect(runs.delete)
        self.runs.put_back_requested.connect(runs.put_back_last)
        self.runs.folder_requested.connect(runs.show_folder)
        self.side.script.failed.connect(window.banner.show_problem)
        for trust in (self.services.trust, self.services.model_trust):
            trust.failed.connect(window.banner.show_problem)

    def create_pages(self) -> Generator[int]:
        """Put the other pages into the window, then look at the runs, and import TensorFlow."""
        self.rest = yield from other_pages(
            First(
                window=self.window,
                data_page=self.data_page,
                side=self.side,
                strip=self.strip,
                runs=self.runs,
                model=self.model,
                files=self.files,
                services=self.services,
                file_commands=self.file_commands,
                run_commands=self.run_commands,
            )
        )
        self.services.library.look()
        self.services.library.empty_trash()
        # who has pressed F5 already is not led away from the curves; the tour comes at the next start
        if (
            not self.preferences.flag(_TOURED, default=False)
            and self.services.controller.state is RunState.IDLE
        ):
            self.tour.begin()
        if not self._engine_asked:
            self._engine_asked = True
            self.services.open_engine()
            program = QGuiApplication.instance()
            if isinstance(program, QGuiApplication):
                program.applicationStateChanged.connect(self.services.library.look_when_active)

    def detach(self) -> None:
        """The window goes, and another one comes."""
        if self.rest is not None:
            self.rest.desk.close()
            self.rest = None

    @Slot()
    def remember_tour(self) -> None:
        """The tour comes by itself only once."""
        self.preferences.keep(_TOURED, True)

    def close(self) -> bool:
        """End threads and children. False when a thread is still busy and no time is left.

        The folder of a run that is left behind says so.
        """
        self.detach()
        self._number.give_back()
        ended = self.services.close(self._way_out.left_ms)
        if not ended:
            self.services.write_unfinished()
        return ended
