"""The Results page: which run and part it shows, the very examples, where it leads while nothing is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engine.message import Sentence
from gui.control.engine_port import Cancelled, Engine, Progress
from gui.control.project.page_status import Step
from gui.control.result_data import ModelUse, Part, PartOfRun
from gui.control.runs.run_reader import RunFacts
from gui.frame.commands.result_commands import choose_data
from gui.pages.results.results_page import ResultsPage
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from engine.settings.data.kinds import DataSettings
    from gui.frame.commands.export_commands import ExportCommands


class ResultsWiring(QObject):
    """One slot for each thing that can change. `catch_up` shows what was known before this window."""

    def __init__(self, page: ResultsPage, first: FirstParts, *, exports: ExportCommands) -> None:
        super().__init__(first.window)
        self._page, self._window, self._first = page, first.window, first
        services, use = first.services, first.services.use
        self._services, self._use, self._results = services, use, use.results
        self._used: Path | None = None
        self._run: Path | None = None
        first.window.step_shown.connect(self.show_step)
        services.library.listed.connect(self.show_runs)
        services.shown.changed.connect(self.show_run)
        services.controller.ended.connect(self.show_run)
        self._results.changed.connect(self.show_result)
        self._results.job.progressed.connect(self.show_progress)
        use.about.done.connect(self.show_use)
        use.about.failed.connect(self.say_unusable)
        use.examples.done.connect(page.show_examples)
        use.examples.failed.connect(page.say_unread)
        page.training_asked.connect(self.show_training)
        page.evaluation_asked.connect(self._results.evaluate)
        page.examples_asked.connect(self.read_examples)
        page.save_asked.connect(exports.save_result)
        page.copy_asked.connect(exports.copy_result)
        page.head.run_chosen.connect(first.run_commands.show)
        page.head.part_chosen.connect(self.choose_part)
        page.head.cancel_asked.connect(self._results.cancel)

    def catch_up(self) -> None:
        """Show the runs, and the result of the one that is shown."""
        self.show_run()
        self.show_result()

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Another page is shown: a run is evaluated only where that is seen."""
        self._results.see(seen=step is Step.RESULTS)
        if step is Step.RESULTS:
            self._look_at_use()

    @Slot(object)
    def show_runs(self, runs: Sequence[RunFacts]) -> None:
        """The list of runs has changed."""
        self._page.head.show_runs(runs, self._services.shown.folder)

    @Slot()
    @Slot(object)
    def show_run(self, _what: object = None) -> None:
        """Another run is shown, or it has ended."""
        self._used = None
        if self._services.shown.folder != self._run:
            self._run = self._services.shown.folder
            self._page.show_use(None)  # of the run before
        self.show_runs(self._services.library.runs)
        if self._window.step is Step.RESULTS:
            self._look_at_use()

    @Slot()
    def show_result(self) -> None:
        """Something else is known of the run."""
        self._page.show_result(self._results.result)

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, doing: str) -> None:
        """The evaluation has come further."""
        self._page.head.show_progress((done, total, doing))

    @Slot(object)
    def show_use(self, use: ModelUse) -> None:
        """It is known what can be done with the model."""
        if use.folder == self._services.shown.folder:
            self._page.show_use(use)

    @Slot(str)
    def say_unusable(self, sentence: Sentence) -> None:
        """The model cannot be taken away: it is not known what that of an older run takes, say."""
        self._page.takes.exports.show_progress(None, said=sentence)

    @Slot(str)
    def choose_part(self, part: Part) -> None:
        """Another part of the data is to be shown; other data are asked for."""
        if part != "other":
            self._results.choose(part)
            return
        shown = self._services.shown
        project = shown.opened.project if shown.opened is not None else self._services.controller.last_project
        data = choose_data(self._window, folder=project is not None and _lies_in_folder(project.data))
        if data is not None:
            self._results.choose(part, data)
        else:
            self.show_result()  # the choice is still the one before

    @Slot(object)
    def read_examples(self, places: tuple[int, ...]) -> None:
        """Examples have come into view that were not read yet."""
        asked = self._results.result.asked
        if asked is not None:
            self._use.examples.ask(partial(_read, asked, places))

    @Slot()
    def show_training(self) -> None:
        """Lead to the page on which a model is trained."""
        self._window.show_step(Step.TRAIN)
        self._window.focus_page()

    def _look_at_use(self) -> None:
        shown = self._services.shown
        if shown.folder is not None and shown.folder != self._used and shown.state != "running":
            self._used = shown.folder
            self._use.about.ask(partial(_look, shown.folder))


def _lies_in_folder(data: DataSettings) -> bool:
    """Whether data like these are a folder; of those that are gone the kind says what is usual."""
    path = Path(getattr(data, "path", ""))
    return path.is_dir() or (data.kind == "images" and not path.is_file())


def _read(
    asked: PartOfRun, places: tuple[int, ...], engine: Engine, _progress: Progress, _cancelled: Cancelled
) -> Mapping[int, Any]:
    return engine.examples(asked, places)


def _look(folder: Path, engine: Engine, _progress: Progress, _cancelled: Cancelled) -> ModelUse:
    return engine.use(folder)
