"""What can be done with the model of the shown run: new inputs, the threshold, exports."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.message import Sentence
from gui.control.engine_port import Cancelled, Engine, Progress
from gui.control.result_data import ModelUse, NewInput, TryForm
from gui.frame.commands.result_commands import choose_inputs
from gui.pages.results.results_page import ResultsPage
from gui.text import tr
from gui.wiring.first_parts import FirstParts

if TYPE_CHECKING:
    from engine.predict.answers import Answered


class ToolsWiring(QObject):
    """Asks the model of the run that is shown, and shows what comes back where the run is still shown."""

    def __init__(self, page: ResultsPage, first: FirstParts) -> None:
        super().__init__(first.window)
        self._page, self._first, self._window = page, first, first.window
        self._shown, self._use = first.services.shown, first.services.use
        self._form: TryForm | None = None
        self._formed: Path | None = None
        card, exports = page.tries.card, page.takes.exports
        self._shown.changed.connect(self.show_run)
        first.services.controller.ended.connect(self.show_run)
        page.tries.seen.connect(self.look_at_form)
        self._use.forms.done.connect(self.show_form)
        self._use.forms.failed.connect(card.say_refused)
        card.asked.connect(self.ask)
        card.files_wanted.connect(self.choose_files)
        self._use.answers.done.connect(self.show_answers)
        self._use.answers.failed.connect(card.say_refused)
        page.threshold_chosen.connect(self.keep_threshold)
        self._use.thresholds.done.connect(self.show_kept)
        self._use.thresholds.failed.connect(first.window.banner.show_problem)
        exports.export_asked.connect(self.export)
        exports.cancel_asked.connect(self.cancel_export)
        exports.folder_asked.connect(self.show_folder)
        self._use.exports.progressed.connect(self.show_progress)
        self._use.exports.changed.connect(self.show_exporting)
        self._use.exports.done.connect(self.show_exported)
        self._use.exports.failed.connect(self.say_not_exported)

    @Slot()
    @Slot(object)
    def show_run(self, _what: object = None) -> None:
        """Another run is shown, or it has ended: what was asked of the one before is dropped."""
        self._use.forms.cancel()
        self._use.answers.cancel()
        self._form = self._formed = None
        self._page.tries.card.show_form(None)
        if not self._use.exports.busy:
            self._page.takes.exports.show_progress(None)  # what is said is of the run before
        if self._page.tries.isVisible():
            self.look_at_form()

    @Slot()
    def look_at_form(self) -> None:
        """The tab with new inputs is seen: find out what the model takes."""
        folder = self._shown.folder
        if folder is not None and folder != self._formed and self._shown.state != "running":
            self._formed = folder
            self._use.forms.ask(partial(_form, folder))

    @Slot(object)
    def show_form(self, form: TryForm) -> None:
        """It is known what the model takes."""
        self._form = form
        self._page.tries.card.show_form(form)

    @Slot()
    def choose_files(self) -> None:
        """Ask for files, and the model for what is in them."""
        if self._form is not None and (paths := choose_inputs(self._window, self._form.suffixes)):
            self._page.tries.card.ask_files(paths)

    @Slot(object)
    def ask(self, given: NewInput) -> None:
        """Ask the model."""
        folder = self._shown.folder
        if folder is not None:
            self._use.answers.ask(partial(_answer, folder, given))

    @Slot(object)
    def show_answers(self, answered: Answered) -> None:
        """The model has answered."""
        self._page.tries.card.show_answers(answered)

    @Slot(float)
    def keep_threshold(self, threshold: float) -> None:
        """Keep another threshold between two classes; the run is evaluated with it."""
        folder = self._shown.folder
        if folder is not None:
            self._use.thresholds.ask(partial(_keep_threshold, folder, threshold))

    @Slot(object)
    def show_kept(self, folder: Path) -> None:
        """The threshold is kept."""
        self._use.results.forget(folder)

    @Slot(str)
    def export(self, name: str) -> None:
        """Export the model in the format of this name."""
        folder = self._shown.folder
        if folder is not None and not self._use.exports.busy:
            self._use.exports.ask(partial(_export, folder, name))

    @Slot()
    def cancel_export(self) -> None:
        """End the export that is being made."""
        self._use.exports.cancel()
        said = tr("Cancelled; nothing of the export is left.")
        self._page.takes.exports.show_progress(None, said=said)

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, doing: str) -> None:
        """The export has come further."""
        self._page.takes.exports.show_progress((done, total, doing))

    @Slot()
    def show_exporting(self) -> None:
        """An export has begun, waits, or has ended."""
        job = self._use.exports
        if job.postponed:
            self._page.takes.exports.show_progress(
                (0, 0, tr("Waits for the end of the run that is under way."))
            )
        elif job.busy:
            self._page.takes.exports.show_progress((0, 0, tr("Exporting...")))
        else:
            self._page.takes.exports.show_progress(None)

    @Slot(object)
    def show_exported(self, use: ModelUse) -> None:
        """An export has been made."""
        if use.folder == self._shown.folder:
            self._page.show_use(use)
            said = tr("Exported. What was measured stands below.")
            self._page.takes.exports.show_progress(None, said=said)

    @Slot(str)
    def say_not_exported(self, sentence: Sentence) -> None:
        """An export could not be made."""
        self._page.takes.exports.show_progress(None, said=sentence)

    @Slot()
    def show_folder(self) -> None:
        """Show the folder with the exports."""
        folder = self._shown.folder
        if folder is not None:
            self._first.run_commands.show_folder(folder / "exports")


def _form(folder: Path, engine: Engine, _progress: Progress, _cancelled: Cancelled) -> TryForm:
    return engine.try_form(folder)


def _answer(
    folder: Path, given: NewInput, engine: Engine, _progress: Progress, cancelled: Cancelled
) -> Answered:
    return engine.answer(folder, given, cancelled=cancelled)


def _keep_threshold(
    folder: Path, threshold: float, engine: Engine, _progress: Progress, _cancelled: Cancelled
) -> Path:
    engine.set_threshold(folder, threshold)
    return folder


def _export(folder: Path, name: str, engine: Engine, progress: Progress, cancelled: Cancelled) -> ModelUse:
    return engine.export(folder, name, progress=progress, cancelled=cancelled)
