"""Which state training is in, and what may be done in it: start, pause, stop, change the learning rate.

The only one who sends commands into a run. It never waits for one: every command returns at once, and what
came of it arrives as an event. What is asked too early (Train, before TensorFlow is there) is kept and done
when it can be.
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
    """Start, pause and stop.

    `state_changed` carries the RunState, `refused` the Problem that stands in the way.
    """

    requested = Signal(object)  # RunRequest, to the worker
    state_changed = Signal(object)
    ready = Signal(object)  # the Devices, once TensorFlow is imported
    not_ready = Signal(str)  # why TensorFlow cannot be used
    refused = Signal(object)
    beginning = Signal()  # a run was asked for, and its history is empty
    began = Signal(object)  # the run's folder
    ended = Signal(object)  # RunEnded
    unable = Signal(str)  # why a change cannot be made to the run that is under way

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
        """What training does now."""
        return self._state

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self._state in (RunState.RUNNING, RunState.PAUSED, RunState.STOPPING)

    def start(self, project: Project, base: Path | None) -> None:
        """Train `project`, whose relative paths start from `base`. Kept until TensorFlow is there."""
        self._start(_Kept(project, base))

    def resume(self, folder: Path) -> None:
        """Resume the run in `folder` where it was cut."""
        self._start(_Kept(None, folder))

    def train_more(self, folder: Path, epochs: int) -> None:
        """Train the run in `folder` for `epochs` beyond its end."""
        self._start(_Kept(None, folder, epochs))

    @Slot()
    def stop(self) -> None:
        """End the run after the present batch and keep everything; a kept start is dropped."""
        if self._state is RunState.WAITING:
            self._kept = None
            self._set_state(RunState.IDLE)
        elif self.busy:
            self._control.stop()
            self._set_state(RunState.STOPPING)

    @Slot(bool)
    def stop_after_epoch(self, wanted: bool) -> None:
        """End the run when its present epoch is done, or take that back."""
        if self.busy:
            self._control.stop_after_epoch(wanted)

    @Slot()
    def toggle_pause(self) -> None:
        """Hold the run after the present batch, or let it go on."""
        if self._state is RunState.RUNNING:
            self._control.pause()
            self._set_state(RunState.PAUSED)
        elif self._state is RunState.PAUSED:
            self._control.resume_run()
            self._set_state(RunState.RUNNING)

    @property
    def rate_refusal(self) -> str:
        """Why the learning rate of the run cannot be changed by hand; "" where it can."""
        project = self.last_project
        if project is None or isinstance(project.compile.schedule, NoSchedule):
            return ""
        return tr("The learning rate of this run follows a schedule, so it cannot be changed by hand.")

    @Slot(float)
    def set_learning_rate(self, value: float) -> None:
        """Use this learning rate from the next batch on."""
        if self.busy and self._may_change_rate():
            self._control.set_learning_rate(value)

    @Slot()
    def reduce_learning_rate(self) -> None:
        """Lower the learning rate to a tenth now."""
        if self.busy and self._may_change_rate():
            self._control.reduce_learning_rate()

    @Slot(int)
    def set_epochs(self, epochs: int) -> None:
        """Train until this epoch."""
        if self.busy:
            self._control.set_epochs(epochs)

    @Slot(int, int)
    def set_patience(self, index: int, patience: int) -> None:
        """Give the callback at `index` of the run's list this patience."""
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
