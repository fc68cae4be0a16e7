"""What the Run menu does: start, resume a run, delete one.

And what is said when one cannot start or has failed.

The run itself is steered by `run_controller`, runs on disk are known to `run_library`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from engine.problems import Problem
from engine.record.events import Result, RunEnded
from engine.record.lock import FolderBusyError
from engine.record.run_folder import RunFolder
from engine.record.trash import KEPT_DAYS, TrashedRun
from gui.control.program.session_file import InterruptedSession
from gui.control.program.way_out import WayOut
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.runs.run_state import RunState
from gui.control.worker_threads import EngineServices
from gui.frame.banner import Banner, opening
from gui.text import tr


class RunCommands(QObject):
    """`place_wanted` carries the setting to go to, `training_wanted` asks for the page with the curves.

    `sees_training` says whether that page is in front.
    """

    place_wanted = Signal(str)
    training_wanted = Signal()
    leaving = Signal()

    def __init__(
        self,
        window: QWidget,
        banner: Banner,
        *,
        model: SettingsModel,
        files: ProjectFiles,
        services: EngineServices,
        sees_training: Callable[[], bool],
        way_out: WayOut,
    ) -> None:
        super().__init__(window)
        self._way_out = way_out
        self._window, self._banner = window, banner
        self._model, self._files = model, files
        self._controller, self._inspector, self._library = (
            services.controller,
            services.inspector,
            services.library,
        )
        self._shown = services.shown
        self._sees_training = sees_training
        self._leaving = way_out.begun
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.leaving)
        self._refused = ""

    @Slot()
    def train(self) -> None:
        """Start training, or say what stands in its way and offer to go there."""
        self._model.finish_edits()
        errors = [problem for problem in self._inspector.problems if problem.severity == "error"]
        if errors and self._inspector.knows(self._model.project, self._files.base):
            self.say_refused(errors[0])
            return
        self._banner.dismiss()
        self._controller.start(self._model.project, self._files.base)
        if self._controller.state is not RunState.IDLE:
            self.training_wanted.emit()

    @Slot()
    def resume_shown(self) -> None:
        """Resume the run that is shown, where it was cut."""
        way = self._shown.continuation()
        if self._shown.folder is None:
            self._banner.show_message(tr("Open a run from the list first, to resume it."), role="note")
        elif self._shown.trainer:
            in_use = FolderBusyError(self._shown.folder, RunFolder(self._shown.folder).holder())
            self._banner.show_message(str(in_use), role="note")
        elif way is None:
            self._banner.show_message(
                tr("This run cannot be resumed. Train it again with its settings."), role="note"
            )
        elif way.finished:
            self.training_wanted.emit()
            self._banner.show_message(
                tr("This run has ended. It can be trained for more epochs."), role="note"
            )
        else:
            self.resume(self._shown.folder)

    def show_interrupted(self, before: InterruptedSession) -> None:
        """The last session was cut off: offer its report, and to resume the run that was under way."""
        run = before.run if before.run is not None and RunFolder(before.run).state == "interrupted" else None
        actions: dict[str, Callable[[], object]] = {}
        if run is not None:
            actions[tr("Resume this run")] = partial(self.resume, run)
        if before.report is not None:
            actions[tr("Show the report")] = opening(before.report)
        sentence = tr("Fitroom crashed the last time.") if before.report is not None else ""
        if run is not None:
            cut = tr(
                "Run {name} was interrupted. It can be resumed from its last saved state.", name=run.name
            )
            sentence = f"{sentence} {cut}".strip()
        if sentence:
            self._banner.show_message(sentence, role="warning", actions=actions)

    def resume(self, folder: Path) -> None:
        """Resume the run in `folder`, where it was cut."""
        self._banner.dismiss()
        self._controller.resume(folder)
        self.training_wanted.emit()

    @Slot(int)
    def train_more(self, epochs: int) -> None:
        """Train the run that is shown for so many epochs beyond its end."""
        if self._shown.folder is not None:
            self._banner.dismiss()
            self._controller.train_more(self._shown.folder, epochs)
            self.training_wanted.emit()

    @Slot()
    def use_shown_settings(self) -> None:
        """Set everything as in the run that is shown; one step of undo takes it back."""
        run = self._shown.opened
        if run is not None and run.project is not None:
            self._model.replace(run.project, title=tr("Settings of run {name}", name=run.folder.name))

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Show the run in `folder` on the page with the curves."""
        elsewhere = not self._controller.busy and RunFolder(folder).state == "running"
        if self._shown.is_live(folder) and not elsewhere:
            self._library.forget_wanted()
            self._shown.show_live()
        else:
            self._library.open(folder)
        self.training_wanted.emit()

    @Slot()
    def open_folder(self) -> None:
        """Show the files of the run that is shown."""
        if self._shown.folder is None:
            self._banner.show_message(
                tr("There is no run yet. Train one, or open one from the list."), role="note"
            )
        else:
            self.show_folder(self._shown.folder)

    @Slot(object)
    def show_folder(self, folder: Path) -> None:
        """Show the files of the run in `folder` in the file manager."""
        opening(folder)()

    @Slot(object)
    def say_refused(self, problem: Problem) -> None:
        """Why training did not start. A window that waited to close closes."""
        if self._leaving:
            self.leaving.emit()
            return
        resumed = self._controller.resumed
        # what stands against a resume, or is no setting's fault, is not fixed by an edit of the project
        self._refused = problem.message if resumed is None and problem.path else ""
        self._show_with_place(problem.message, problem.path)
        if resumed is not None and self._shown.opened is None and self._shown.folder is None:
            # it could not go on: what it was is shown again
            self._library.open(resumed)

    @Slot(object)
    def forget_refused(self, problems: tuple[Problem, ...]) -> None:
        """What stood in the way of a run may have been fixed."""
        fixed = all(problem.message != self._refused for problem in problems)
        if self._refused and fixed and self._banner.text == self._refused:
            self._banner.dismiss()

    @Slot(object)
    def say_ended(self, outcome: RunEnded) -> None:
        """A failure is said in words where the page with the curves is not seen; there it is said anyway.

        A window that waited to close closes.
        """
        if self._leaving:
            self._patience.stop()
            self.leaving.emit()
        elif outcome.result is Result.FAILED and not (self._sees_training() and self._shown.opened is None):
            self._show_with_place(outcome.reason, outcome.problem_path)

    @Slot(object)
    def delete(self, folder: Path) -> None:
        """Move the run in `folder` to the trash, from which it can be put back."""
        trashed = self._library.delete(folder)
        if trashed is not None:
            self._banner.show_message(
                tr(
                    "Run {name} is in the trash, from which it can be put back for {days} days.",
                    name=trashed.name,
                    days=KEPT_DAYS,
                ),
                role="note",
                actions={
                    tr("Undo"): partial(self._put_back, trashed),
                    tr("Delete for good"): partial(self._library.delete_for_good, trashed),
                },
            )

    @Slot()
    def put_back_last(self) -> None:
        """Put the run that was deleted last back into the list."""
        trashed = self._library.last_deleted
        if trashed is None:
            self._banner.show_message(tr("There is no run in the trash."), role="note")
        else:
            self._put_back(trashed)

    def _put_back(self, trashed: TrashedRun) -> None:
        folder = self._library.put_back(trashed)
        if folder is not None:
            self.open(folder)

    @Slot(object, object)
    def say_left(self, trashed: TrashedRun, names: tuple[str, ...]) -> None:
        """A run was deleted for good, but for files that it has not written."""
        self._banner.show_message(
            tr(
                "{count} files that run {name} has not written were left: {first} and what is beside it.",
                count=len(names),
                name=trashed.name,
                first=names[0],
            ),
            role="note",
            actions={tr("Show the folder"): opening(trashed.path)},
        )

    @Slot()
    def leave(self) -> None:
        """Close the window; while a run is under way ask what becomes of it."""
        if not self._controller.busy:
            self.leaving.emit()
            return
        if self._leaving or self._controller.state is RunState.STOPPING:
            self.stop_and_leave()  # that has been answered
            return
        box = QMessageBox(QMessageBox.Icon.Question, tr("Training is under way"), "", parent=self._window)
        box.setText(tr("Training is under way. Stop it and close?"))
        box.setInformativeText(
            tr("Everything so far is kept, and the run can be resumed later where it stopped.")
        )
        stop = box.addButton(tr("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(tr("Keep training"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        if box.clickedButton() is stop:
            self.stop_and_leave()

    @Slot()
    def stop_and_leave(self) -> None:
        """Stop what runs, and leave when it has ended."""
        if self._controller.busy and not self._leaving:
            self._leaving = True
            self._banner.show_message(tr("Stopping the run, then closing..."), role="note")
            self._controller.stop()
            self._way_out.begin()
            # a step or a callback may never return, and then the run never ends
            self._patience.start(self._way_out.left_for_run_ms())
        elif not self._controller.busy:
            self.leaving.emit()

    def _show_with_place(self, sentence: str, path: str) -> None:
        actions = {tr("Go there"): partial(self.place_wanted.emit, path)} if path else {}
        self._banner.show_message(sentence, actions=actions)
