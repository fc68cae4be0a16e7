"""What the Run menu does: start, resume, show a run; and the messages if one cannot start or has failed.

The run is controlled by `gui.control.runs.run_controller`, runs on disk by `gui.control.runs.run_library`;
deleting them is left to `gui.frame.commands.trash_commands`.
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
from gui.control.program.exit_deadline import ExitDeadline
from gui.control.program.session_file import InterruptedSession
from gui.control.project.project_files import ProjectFiles
from gui.control.project.settings_model import SettingsModel
from gui.control.runs.run_state import RunState
from gui.control.worker_threads import EngineServices
from gui.frame.banner import Banner
from gui.text import tr


class RunCommands(QObject):
    """The commands of a run.

    Args:
        window: The main window, parent of the dialogs.
        banner: Shows the messages.
        model: The settings.
        files: The file of the project.
        services: Controller, inspector, library and the shown run.
        sees_training: Returns whether the Train page is in front.
        exit_deadline: The time that closing may take.
    """

    place_wanted = Signal(str)  # dotted path of a setting to show
    training_wanted = Signal()  # the Train page should be shown
    run_wanted = Signal(object)  # Path of the run folder that is to be shown, on the page where it was left
    leaving = Signal()  # the window can be closed now

    def __init__(
        self,
        window: QWidget,
        banner: Banner,
        *,
        model: SettingsModel,
        files: ProjectFiles,
        services: EngineServices,
        sees_training: Callable[[], bool],
        exit_deadline: ExitDeadline,
    ) -> None:
        super().__init__(window)
        self._exit_deadline = exit_deadline
        self._window, self._banner = window, banner
        self._model, self._files = model, files
        self._controller, self._inspector, self._library = (
            services.controller,
            services.inspector,
            services.library,
        )
        self._shown = services.shown
        self._sees_training = sees_training
        self._leaving = exit_deadline.begun
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self.leaving)
        self._refused = ""

    @Slot()
    def train(self) -> None:
        """Start training, or show the first error and offer to go to its setting."""
        self._model.finish_edits()
        if self._model.unaccepted:
            self._lead_to_unaccepted()
            return
        errors = [problem for problem in self._inspector.problems if problem.severity == "error"]
        if errors and self._inspector.knows(self._model.project, self._files.base):
            self.say_refused(errors[0])
            return
        self._banner.dismiss()
        self._controller.start(self._model.project, self._files.base)
        if self._controller.state is not RunState.IDLE:
            self.training_wanted.emit()

    def _lead_to_unaccepted(self) -> None:
        """Go to the first field whose value was not accepted, instead of training with the one before."""
        path, sentence = next(iter(self._model.unaccepted.items()))
        self.place_wanted.emit(path)
        self._refused = tr("Nothing is trained yet: {sentence}", sentence=sentence)
        self._banner.show_message(self._refused)

    @Slot()
    def forget_unaccepted(self) -> None:
        """Hide the message about values that were not accepted, once there are none."""
        if not self._model.unaccepted and self._refused and self._banner.text == self._refused:
            self._banner.dismiss()

    @Slot()
    def resume_shown(self) -> None:
        """Resume the shown run from its last state, or say why that is not possible."""
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
        """Offer the report of an interrupted last session, and to resume the run that was under way."""
        run = before.run if before.run is not None and RunFolder(before.run).state == "interrupted" else None
        actions: dict[str, Callable[[], object]] = {}
        if run is not None:
            actions[tr("Resume this run")] = partial(self.resume, run)
        if before.report is not None:
            actions[tr("Show the report")] = self._banner.report(before.report)
        sentence = tr("Fitroom crashed the last time.") if before.report is not None else ""
        if run is not None:
            cut = tr(
                "Run {name} was interrupted. It can be resumed from its last saved state.", name=run.name
            )
            sentence = f"{sentence} {cut}".strip()
        if sentence:
            self._banner.show_message(sentence, role="warning", actions=actions)

    def resume(self, folder: Path) -> None:
        """Resume the run in `folder` from its last state."""
        self._banner.dismiss()
        self._controller.resume(folder)
        self.training_wanted.emit()

    @Slot(int)
    def train_more(self, epochs: int) -> None:
        """Train the shown run for `epochs` more epochs beyond its end."""
        if self._shown.folder is not None:
            self._banner.dismiss()
            self._controller.train_more(self._shown.folder, epochs)
            self.training_wanted.emit()

    @Slot()
    def use_shown_settings(self) -> None:
        """Replace the settings by those of the shown run, as one undo step."""
        run = self._shown.opened
        if run is not None and run.project is not None:
            self._model.replace(run.project, title=tr("Settings of run {name}", name=run.folder.name))

    @Slot(object)
    def open(self, folder: Path) -> None:
        """Show the run in `folder` on the page where it was left."""
        self.show(folder)
        self.run_wanted.emit(folder)

    @Slot(object)
    def show(self, folder: Path) -> None:
        """Show the run in `folder` on the present page."""
        elsewhere = not self._controller.busy and RunFolder(folder).state == "running"
        if self._shown.is_live(folder) and not elsewhere:
            self._library.forget_wanted()
            self._shown.show_live()
        else:
            self._library.open(folder)

    @Slot()
    def open_folder(self) -> None:
        """Show the folder of the shown run in the file manager."""
        if self._shown.folder is None:
            self._banner.show_message(
                tr("There is no run yet. Train one, or open one from the list."), role="note"
            )
        else:
            self.show_folder(self._shown.folder)

    @Slot(object)
    def show_folder(self, folder: Path) -> None:
        """Show the folder of a run in the file manager."""
        self._banner.folder(folder)()

    @Slot(object)
    def say_refused(self, problem: Problem) -> None:
        """Show why training did not start; close the window if it was waiting for that."""
        if self._leaving:
            self.leaving.emit()
            return
        resumed = self._controller.resumed
        # a problem of a resume, or one without a setting, is not fixed by an edit of the project
        self._refused = problem.message if resumed is None and problem.path else ""
        self._show_with_place(problem.message, problem.path)
        if resumed is not None and self._shown.opened is None and self._shown.folder is None:
            # it could not be resumed: show the run as it was
            self._library.open(resumed)

    @Slot(object)
    def forget_refused(self, problems: tuple[Problem, ...]) -> None:
        """Hide the message of `say_refused` if its problem is not among the present ones."""
        fixed = all(problem.message != self._refused for problem in problems)
        if self._refused and fixed and self._banner.text == self._refused:
            self._banner.dismiss()

    @Slot(object)
    def say_ended(self, outcome: RunEnded) -> None:
        """Show why a run has failed, unless the Train page shows it; close a window that was waiting."""
        if self._leaving:
            self._patience.stop()
            self.leaving.emit()
        elif outcome.result is Result.FAILED and not (self._sees_training() and self._shown.opened is None):
            self._show_with_place(outcome.reason, outcome.problem_path)

    @Slot()
    def show_left(self) -> None:
        """Show the newest run that is left, where the one that was shown has been deleted."""
        left = [run for run in self._library.runs if run.folder.is_dir()]
        if self._shown.folder is None and not self._controller.busy and left:
            self._library.open(max(left, key=lambda run: run.number).folder)

    @Slot()
    def leave(self) -> None:
        """Close the window; while a run is under way, ask whether to stop it."""
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
        """Stop the run, and close the window when it has ended or the time is used up."""
        if self._controller.busy and not self._leaving:
            self._leaving = True
            self._banner.show_message(tr("Stopping the run, then closing..."), role="note")
            self._controller.stop()
            self._exit_deadline.begin()
            # a step or a callback may never return, and then the run never ends
            self._patience.start(self._exit_deadline.left_for_run_ms())
        elif not self._controller.busy:
            self.leaving.emit()

    def _show_with_place(self, sentence: str, path: str) -> None:
        actions = {tr("Go there"): partial(self.place_wanted.emit, path)} if path else {}
        self._banner.show_message(sentence, actions=actions)
