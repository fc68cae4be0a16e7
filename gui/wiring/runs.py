"""The list of runs: what a click on a run does, and runs that are compared on the Train page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.control.project.page_status import Step
from gui.control.runs.run_reader import OpenedRun
from gui.control.runs.run_state import RunState
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from gui.frame.commands.export_commands import ExportCommands
    from gui.pages.train_page import TrainPage


def connect_runs(first: FirstParts) -> None:
    """Show the runs, and do with one what is asked for; before the Train page comes."""
    runs, commands = first.runs, first.run_commands
    first.services.library.listed.connect(runs.show_runs)
    runs.selected.connect(commands.open)
    runs.delete_requested.connect(first.trash_commands.delete)
    first.trash_commands.deleted.connect(commands.show_left)
    runs.put_back_requested.connect(first.trash_commands.put_back_last)
    runs.folder_requested.connect(commands.show_folder)
    RunsWiring(first)


class RunsWiring(QObject):
    """Says of the run of this window that it is held; shows a run on the page where a person left it."""

    def __init__(self, first: FirstParts) -> None:
        super().__init__(first.window)
        self._runs, self._services = first.runs, first.services
        self._window = first.window
        self._asked = False
        self._places: dict[Path, Step] = {}
        self._leading = False
        self._unlisted: Path | None = None
        first.services.shown.changed.connect(self.mark_shown)
        first.services.library.listed.connect(self.mark_listed)
        first.run_commands.run_wanted.connect(self.show_place)
        first.services.controller.state_changed.connect(self.show_state)
        first.window.step_shown.connect(self.show_step)
        self.mark_shown()  # in another language another window shows the same run

    @Slot(object)
    def show_state(self, state: RunState) -> None:
        """The run of this window is held, or goes on."""
        self._runs.show_paused(self._services.controller.folder if state is RunState.PAUSED else None)

    @Slot()
    def mark_shown(self) -> None:
        """Another run is shown: it is the selected one, unless several are, to be compared."""
        folder = self._services.shown.folder
        if folder is None or len(self._runs.marked) > 1:
            self._unlisted = None
        else:
            self._unlisted = None if self._runs.select(folder) else folder

    @Slot(object)
    def mark_listed(self, _runs: object) -> None:
        """The runs are listed: the one that is shown is among them now, or the last one can be shown."""
        if self._unlisted is not None:
            self.mark_shown()
        self._show_last(self._window.step)  # whoever was there before the list has waited for it

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """A page of a run is shown: after a restart, with the last run."""
        folder = self._services.shown.folder
        if step.is_of_a_run and folder is not None and not self._leading:
            self._places[folder] = step
        self._show_last(step)

    def _show_last(self, step: Step) -> None:
        shown, runs = self._services.shown, self._services.library.runs
        controller = self._services.controller
        # only before anything was trained or opened here: a run that was deleted is not followed by another
        idle = controller.state is RunState.IDLE and controller.last_project is None and not self._asked
        nothing = shown.folder is None and not shown.has_live and not self._leading
        if step.is_of_a_run and idle and nothing and runs:
            self._asked = True
            self._services.library.open(max(runs, key=lambda run: run.started).folder)

    @Slot(object)
    def show_place(self, folder: Path) -> None:
        """Show the page on which the run in `folder` was left; of a run not seen before, the present one."""
        now = self._window.step
        self._places.setdefault(folder, now if now.is_of_a_run else Step.TRAIN)
        # the run that is shown is still another one, and stays where it was left; no other is opened
        self._leading = self._asked = True
        self._window.show_step(self._places[folder])
        self._leading = False


class ComparisonWiring(QObject):
    """Puts the runs that are marked in the list over each other."""

    def __init__(self, page: TrainPage, first: FirstParts, *, exports: ExportCommands) -> None:
        super().__init__(first.window)
        self._page, self._window = page, first.window
        first.runs.compare_requested.connect(first.services.library.compare)
        first.services.library.compared.connect(self.show_comparison)
        page.compare.table_asked.connect(exports.save_comparison)
        page.compare.picture_asked.connect(exports.save_comparison_plot)

    @Slot(object)
    def show_comparison(self, runs: tuple[OpenedRun, ...]) -> None:
        """Show these runs on the page with the curves."""
        self._window.show_step(Step.TRAIN)
        self._page.show_comparison(runs)
