"""All that is asked of the models of runs that have ended, held together while a run is under way."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal, Slot

from gui.control.engine_port import Engine
from gui.control.results.job import Job
from gui.control.results.run_results import RunResults
from gui.control.runs.run_controller import RunController
from gui.control.runs.shown_run import ShownRun
from gui.control.workers.job_worker import JobWorker


class ResultServices(QObject):
    """Owner of the jobs; their threads belong to `gui.control.worker_threads`.

    Args:
        engine: Called in the threads of the workers.
        building: Held while a run is under way.
        shown: The run that is shown.
        controller: Says when TensorFlow is there, and when a run of this window is under way.
        parent: The Qt parent.

    Attributes:
        workers: One evaluates and answers; the other looks at what can be done, and exports, which may take
            minutes.
        results: What is known of the shown run.
        about: What can be done with the model of a run; no model is loaded for it.
        examples: The very examples of a cell or a row; no model is loaded for them.
        forms: What the model of a run takes.
        answers: Answers to new inputs.
        thresholds: The threshold between two classes, to be kept.
        exports: The model in another format.
    """

    busy_changed = Signal(bool)  # whether a model is at work

    def __init__(
        self,
        engine: Engine,
        building: threading.Lock,
        *,
        shown: ShownRun,
        controller: RunController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        first, second = self.workers = (JobWorker(engine, building), JobWorker(engine, building))
        self.results = RunResults(first, shown=shown, controller=controller, parent=self)
        self.about = Job(second, loads_model=False, parent=self)
        self.examples = Job(first, loads_model=False, parent=self)
        self.forms = Job(first, loads_model=False, parent=self)
        self.answers = Job(first, parent=self)
        self.thresholds = Job(first, loads_model=False, parent=self)
        self.exports = Job(second, parent=self)
        self._busy = False
        for job in self._jobs:
            job.changed.connect(self._on_changed)

    @property
    def _jobs(self) -> tuple[Job, ...]:
        return (
            self.results.job,
            self.about,
            self.examples,
            self.forms,
            self.answers,
            self.thresholds,
            self.exports,
        )

    @property
    def busy(self) -> bool:
        """Whether a model is at work."""
        return self._busy

    def hold(self, *, running: bool) -> None:
        """Make room for a run that begins; resume what was postponed when it has ended."""
        for job in self._jobs:
            job.hold(running=running)

    def stop(self) -> None:
        """Drop everything and begin nothing more, so that the threads can end."""
        self.results.see(seen=False)
        for job in self._jobs:
            job.cancel()

    @Slot()
    def _on_changed(self) -> None:
        busy = any(job.at_work for job in self._jobs)
        if busy is not self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)
