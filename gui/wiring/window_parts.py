"""What works in the window: makes its parts in turns, has them connected, and ends them.

Who is connected to whom stands in the other files of this folder, a file a page; what each part does is its
own matter.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QUndoStack

from engine.user_folders import runs_folder
from gui.control.engine_port import Engine
from gui.control.program.exit_deadline import ExitDeadline
from gui.control.program.preferences import Preferences
from gui.control.program.window_number import WindowNumber
from gui.control.project.autosaved import Places
from gui.control.project.page_status import Step
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.worker_threads import EngineServices
from gui.control.workers.keras_engine import KerasEngine
from gui.idle_work import left_unstyled
from gui.main_window import MainWindow
from gui.pages.data_page import DataPage, source_form
from gui.text import tr
from gui.wiring.after_first_paint import in_its_place, make_other_pages
from gui.wiring.commands import connect_banner, connect_commands, make_desktop
from gui.wiring.data import connect_dropped
from gui.wiring.first_parts import make_first_parts
from gui.wiring.runs import connect_runs
from gui.wiring.tour import TourWiring

if TYPE_CHECKING:
    from gui.wiring.other_pages import OtherPages


class Fitroom(QObject):
    """Every part, once. `attach` and `create_pages` put those that are seen into a window, in turns.

    `close` ends it on every way out.

    Attributes:
        model: The settings.
        files: The project's file, and the files before it.
        services: The worker threads and those who command them.
        window: The present window, once `attach` has begun. Other attributes are the parts that stand in it.
        rest: The other pages, connected; None while they are not made.
        quit_asked: Signal: nothing stands against leaving.
    """

    quit_asked = Signal()

    def __init__(
        self,
        preferences: Preferences,
        undo_stack: QUndoStack,
        *,
        engine: Engine | None,
        settings: Path,
        exit_deadline: ExitDeadline,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._exit_deadline = exit_deadline
        self.preferences = preferences
        self.model = SettingsModel(parent=self, undo_stack=undo_stack)
        self._number = WindowNumber(settings)
        places = Places(settings, self._number.take())
        self.files = ProjectFiles(self.model, preferences, places=places, parent=self)
        self.services = EngineServices(engine or KerasEngine(), runs=runs_folder(), parent=self)
        self.rest: OtherPages | None = None
        self._opened = False
        self._engine_asked = False

    def attach(self, window: MainWindow, project: Path | None) -> Generator[int]:
        """Put the first parts and the first page into `window`, a piece a turn.

        The first time open `project` too, or the last one where it is None.
        """
        self.window = window
        self._first = first = yield from make_first_parts(
            window,
            model=self.model,
            files=self.files,
            services=self.services,
            exit_deadline=self._exit_deadline,
            preferences=self.preferences,
        )
        self.runs, self.side, self.strip = first.runs, first.side, first.strip
        self.file_commands, self.run_commands = first.file_commands, first.run_commands
        self._touring = TourWiring(first, self.preferences)
        self.tour = self._touring.tour
        self.desktop = make_desktop(first)
        yield 0
        connect_commands(first)
        connect_banner(first)
        connect_runs(first)
        self._touring.connect_tour()
        self.run_commands.leaving.connect(self.quit_asked)
        if not self._opened:
            self._opened = True
            self.files.start(project)
            self.services.start()
        window.show_title(self.files.name, changed=self.model.changed_since_saved)
        self.strip.say(tr("Loading TensorFlow..."))
        yield 0
        source = left_unstyled(source_form(self.model.project))
        yield 0
        self.data_page = DataPage(self.model, source, parent=window.page_area)
        yield 0
        yield from in_its_place(window, self.data_page, step=Step.DATA)
        connect_dropped(self.data_page, first)

    def create_pages(self) -> Generator[int]:
        """Put the other pages into the window, then look at the runs, and import TensorFlow."""
        self.rest = yield from make_other_pages(self.data_page, self._first)
        self.services.library.look()
        self.services.library.empty_trash()
        self._touring.begin_once()
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

    def close(self) -> bool:
        """End threads and children. False when a thread is still busy and no time is left.

        The folder of a run that is left behind says so.
        """
        self.detach()
        self._number.give_back()
        ended = self.services.close(self._exit_deadline.left_ms)
        if not ended:
            self.services.write_unfinished()
        return ended
