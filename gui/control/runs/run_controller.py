"""The state of training, and the commands that it allows: start, pause, stop, change the learning rate.

Only this module sends commands into a run. It never waits for one: every command returns at once, and its
effect arrives as an event. A start that is requested before TensorFlow is imported is kept until then. Which
run is shown is decided by `gui.control.runs.shown_run`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.problems import Problem
from engine.record.events import RunEnded
from engine.run.control import Control
from engine.settings import Project
from engine.settings.schedules import NoSchedule
from gui.control.runs.event_pump import EventPump
from gui.control.runs.run_state import RunState
from gui.control.workers.engine_worker import RunRequest, RunWorker
from gui.text import tr


@dataclass(frozen=True, slots=True)
class _Kept:
    """What to start: `project`, with `place` as its base; or, without one, the run in the folder `place`."""

    project: Project | None
    place: Path | None
    more: int = 0


class RunController(QObject):
    """Starts, resumes, pauses and stops the run of this window.

    Args:
        worker: Carries out the runs in its thread.
        pump: Receives the events of the run.
        parent: The Qt parent.

    Attributes:
        resumed: The folder that the last start resumed; None if it was a new run.
        folder: The folder of the present or last run; None until it exists.
        last_project: The settings of the present or last run; None before there was one.
    """

    requested = Signal(object)  # RunRequest, to the worker
    state_changed = Signal(object)  # RunState
    ready = Signal(object)  # Devices, once TensorFlow is imported
    not_ready = Signal(str)  # why TensorFlow cannot be used, as a sentence
    refused = Signal(object)  # Problem that keeps the run from starting
    beginning = Signal()  # a run was requested, and its history is empty
    began = Signal(object)  # Path of the run folder
    ended = Signal(object)  # RunEnded
    unable = Signal(str)  # why a live change cannot be made, as a sentence

    def __init__(self, worker: RunWorker, pump: EventPump, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pump = pump
        self._state = RunState.IDLE
        self._opened = False
        self._broken = ""
        self._kept: _Kept | None = None
        self._control = Control()
        self.resumed: Path | None = None
        self.folder: Path | None = None
        self.last_project: Project | None = None
        self.requested.connect(worker.carry_out)
        worker.opened.connect(self._on_opened)
        worker.not_opened.connect(self._on_not_opened)
        worker.refused.connect(self._on_refused)
        worker.began.connect(self._on_began)
        worker.ended.connect(self._on_ended)

    @property
    def state(self) -> RunState:
        """The present state."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._state in (RunState.RUNNING, RunState.PAUSED, RunState.STOPPING)

    def start(self, project: Project, base: Path | None) -> None:
        """Start a new run, or keep the request until TensorFlow is imported.

        Emits `refused` if TensorFlow cannot be used or the run before is still stopping; does nothing while a
        run is under way.

        Args:
            project: The settings of the run.
            base: The folder that relative paths start from; None if the project has no file.
        """
        self._start(_Kept(project, base))

    def resume(self, folder: Path) -> None:
        """Resume the run in `folder` from its last state; otherwise as `start`."""
        self._start(_Kept(None, folder))

    def train_more(self, folder: Path, epochs: int) -> None:
        """Train the run in `folder` for `epochs` more epochs beyond its end; otherwise as `start`."""
        self._start(_Kept(None, folder, epochs))

    @Slot()
    def stop(self) -> None:
        """Stop the run after the present batch and keep its results; cancel a start that is waiting."""
        if self._state is RunState.WAITING:
            self._kept = None
            self._set_state(RunState.IDLE)
        elif self.busy:
            self._control.stop()
            self._set_state(RunState.STOPPING)

    @Slot(bool)
    def stop_after_epoch(self, wanted: bool) -> None:
        """Stop the run after the present epoch, or cancel that request."""
        if self.busy:
            self._control.stop_after_epoch(wanted)

    @Slot()
    def toggle_pause(self) -> None:
        """Pause the run after the present batch, or continue it."""
        if self._state is RunState.RUNNING:
            self._control.pause()
            self._set_state(RunState.PAUSED)
        elif self._state is RunState.PAUSED:
            self._control.resume_run()
            self._set_state(RunState.RUNNING)

    @property
    def rate_refusal(self) -> str:
        """Why the learning rate of the run cannot be changed by hand, as a sentence; "" if it can."""
        project = self.last_project
        if project is None or isinstance(project.compile.schedule, NoSchedule):
            return ""
        return tr("The learning rate of this run follows a schedule, so it cannot be changed by hand.")

    @Slot(float)
    def set_learning_rate(self, value: float) -> None:
        """Set the learning rate from the next chunk on; `unable` is emitted if a schedule sets it."""
        if self.busy and self._may_change_rate():
            self._control.set_learning_rate(value)

    @Slot()
    def reduce_learning_rate(self) -> None:
        """Multiply the learning rate by 0.1; `unable` is emitted if a schedule sets it."""
        if self.busy and self._may_change_rate():
            self._control.reduce_learning_rate()

    @Slot(int)
    def set_epochs(self, epochs: int) -> None:
        """Set the last epoch of the run, counted from 1."""
        if self.busy:
            self._control.set_epochs(epochs)

    @Slot(int, int)
    def set_patience(self, index: int, patience: int) -> None:
        """Set the patience, in epochs, of the callback at `index` of the run's list."""
        if self.busy:
            self._control.set_patience(index, patience)

    def _may_change_rate(self) -> bool:
        refusal = self.rate_refusal
        if refusal:
            self.unable.emit(refusal)
        return not refusal

    def _start(self, kept: _Kept) -> None:
        if self._broken:
            self.refused.emit(Problem(path="", message=self._broken, severity="error"))
        elif self._state is RunState.STOPPING:
            message = tr("The run before is still stopping; press Train again when it has ended.")
            self.refused.emit(Problem(path="", message=message, severity="error"))
        elif self._state in (RunState.IDLE, RunState.WAITING):
            self._kept = kept
            self._set_state(RunState.WAITING)
            self._start_kept()

    def _start_kept(self) -> None:
        if self._kept is None or not self._opened:
            return
        kept, self._kept = self._kept, None
        self._control = Control()
        self._pump.begin()
        self.folder = None
        self.last_project = kept.project
        self.resumed = kept.place if kept.project is None else None
        self._set_state(RunState.RUNNING)
        self.beginning.emit()
        self.requested.emit(
            RunRequest(
                project=kept.project or Project(),
                base=kept.place if kept.project is not None else None,
                folder=self.resumed,
                sink=self._pump.sink,
                control=self._control,
                more=kept.more,
            )
        )

    def _set_state(self, state: RunState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    @Slot(object)
    def _on_opened(self, devices: object) -> None:
        self._opened = True
        self.ready.emit(devices)
        self._start_kept()

    @Slot(str)
    def _on_not_opened(self, sentence: str) -> None:
        self._broken = sentence
        self.not_ready.emit(sentence)
        if self._state is RunState.WAITING:
            self._kept = None
            self._set_state(RunState.IDLE)
        self.refused.emit(Problem(path="", message=sentence, severity="error"))

    @Slot(object, object)
    def _on_began(self, folder: Path, project: Project) -> None:
        self.folder = folder
        self.last_project = self.last_project or project
        self.began.emit(folder)

    @Slot(object)
    def _on_refused(self, problem: Problem) -> None:
        try:
            self._pump.finish()
        finally:
            self._set_state(RunState.IDLE)
            self.refused.emit(problem)

    @Slot(object)
    def _on_ended(self, outcome: RunEnded) -> None:
        try:
            self._pump.finish()
        finally:
            self._set_state(RunState.IDLE)
            self.ended.emit(outcome)
