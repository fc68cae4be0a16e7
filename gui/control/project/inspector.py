"""Requests an inspection of the project after every change, and passes on the results of the latest one only.

Requests are debounced, as typing makes many. No model is built while a run is under way or before TensorFlow
is imported; the inspection is requested again afterwards. The work is done by
`gui.control.workers.engine_worker.InspectionWorker`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.problems import Problem
from engine.settings import Project
from gui.control.workers.engine_worker import InspectionRequest, InspectionWorker

_REST_MS = 250


class Inspector(QObject):
    """What is known about the present project: data, layers of the model, problems.

    Args:
        worker: Carries out the inspections in its thread.
        parent: The Qt parent.

    Attributes:
        problems: The problems found last; see `knows`.
    """

    requested = Signal(object)  # InspectionRequest, to the worker
    forgotten = Signal()  # to the worker: read the data again
    script_requested = Signal(int)  # to the worker: write the script of this request again
    named = Signal(object)  # Choices: columns, arrays and sheets of the data file
    described = Signal(object)  # Description
    measured = Signal(object)  # DataFacts; None once other data is chosen, and while it cannot be read
    scripted = Signal(object)  # Script
    progressed = Signal(int, int, str)  # examples or files read, total, what is being done
    outlined = Signal(object)  # Outline or None
    varied = Signal(object)  # Variants
    summarized = Signal(object)  # ModelSummary
    problems_changed = Signal(object)  # tuple of Problem
    busy_changed = Signal(bool)  # whether an inspection is under way

    def __init__(self, worker: InspectionWorker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._number = 0
        self._draw = 0
        self._checked = 0
        self._described = 0
        self._wanted: tuple[Project, Path | None] | None = None
        self._postponed = False
        self._running = False
        self._models = False
        self._open = False
        self.problems: tuple[Problem, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.ask_now)
        self.requested.connect(worker.inspect)
        self.forgotten.connect(worker.forget_data)
        self.script_requested.connect(worker.write_script)
        worker.named.connect(self._on_named)
        worker.described.connect(self._on_described)
        worker.measured.connect(self._on_measured)
        worker.scripted.connect(self._on_scripted)
        worker.progressed.connect(self._on_progressed)
        worker.outlined.connect(self._on_outlined)
        worker.varied.connect(self._on_varied)
        worker.summarized.connect(self._on_summarized)
        worker.checked.connect(self._on_checked)
        worker.postponed.connect(self._on_postponed)
        worker.finished.connect(self._on_finished)

    def knows(self, project: Project, base: Path | None) -> bool:
        """Whether `problems` are those of this project with this base, not those of an earlier state."""
        return self._wanted == (project, base) and self._checked == self._number

    @property
    def described_now(self) -> bool:
        """Whether the data of the present state could be read and described."""
        return self._described == self._number

    def look_at(self, project: Project, base: Path | None) -> None:
        """Inspect this project once edits have paused; results of earlier requests are discarded.

        Args:
            project: The settings.
            base: The folder that relative paths start from; None if the project has no file.
        """
        if self._wanted is not None and _source(*self._wanted) != _source(project, base):
            self.measured.emit(None)
        self._wanted = (project, base)
        self._number += 1
        self._worker.only(self._number)
        self._rest.start()

    @Slot()
    def ask_now(self) -> None:
        """Request the inspection now, without debouncing."""
        self._rest.stop()
        if self._wanted is None or not self._open:
            return
        project, base = self._wanted
        self.busy_changed.emit(True)
        self.requested.emit(InspectionRequest(self._number, project, base, self._draw))

    @Slot()
    def open(self) -> None:
        """Read data from now on, as its packages are imported."""
        self._open = True
        self.ask_now()

    @Slot()
    @Slot(object)
    def open_models(self, _devices: object = None) -> None:
        """Build models from now on, as TensorFlow is imported."""
        self._models = True
        self._worker.allow_models()
        self._take_up()

    @Slot()
    def read_again(self) -> None:
        """Read the data files again, as they may have changed."""
        self.forgotten.emit()
        self._number += 1
        self._worker.only(self._number)
        self.ask_now()

    @Slot()
    def draw_again(self) -> None:
        """Request other random changes of the examples."""
        self._draw += 1
        self._number += 1
        self._worker.only(self._number)
        self.ask_now()

    @Slot(bool)
    def prefer_script(self, exact: bool) -> None:
        """Request the exact form of the script, or the plain one, from now on."""
        self._worker.prefer_script(exact=exact)
        self.script_requested.emit(self._number)

    def hold(self, *, running: bool) -> None:
        """Build no model while a run is under way; request what was postponed when it has ended."""
        self._running = running
        self._take_up()

    def _take_up(self) -> None:
        if self._postponed and self._models and not self._running:
            self._postponed = False
            self.ask_now()

    def stop(self) -> None:
        """Make no more requests, and cancel the present one."""
        self._open = False
        self._rest.stop()
        self._worker.only(-1)

    @Slot(int, object)
    def _on_named(self, number: int, choices: object) -> None:
        if number == self._number:
            self.named.emit(choices)

    @Slot(int, object)
    def _on_described(self, number: int, description: object) -> None:
        if number == self._number:
            self._described = number
            self.described.emit(description)

    @Slot(int, object)
    def _on_measured(self, number: int, facts: object) -> None:
        if number == self._number:
            self.measured.emit(facts)

    @Slot(int, object)
    def _on_scripted(self, number: int, script: object) -> None:
        if number == self._number:
            self.scripted.emit(script)

    @Slot(int, int, int, str)
    def _on_progressed(self, number: int, done: int, total: int, doing: str) -> None:
        if number == self._number:
            self.progressed.emit(done, total, doing)

    @Slot(int, object)
    def _on_outlined(self, number: int, outline: object) -> None:
        if number == self._number:
            self.outlined.emit(outline)

    @Slot(int, object)
    def _on_varied(self, number: int, variants: object) -> None:
        if number == self._number:
            self.varied.emit(variants)

    @Slot(int, object)
    def _on_summarized(self, number: int, summary: object) -> None:
        if number == self._number:
            self.summarized.emit(summary)

    @Slot(int, object)
    def _on_checked(self, number: int, problems: tuple[Problem, ...]) -> None:
        if number == self._number:
            self.problems = problems
            self._checked = number
            if not self.described_now:
                self.measured.emit(None)
            self.problems_changed.emit(problems)

    @Slot(int)
    def _on_postponed(self, number: int) -> None:
        self._postponed = self._postponed or number == self._number
        if self._models and not self._running:
            # the reason has gone meanwhile, or goes in a moment
            self._rest.start()

    @Slot(int)
    def _on_finished(self, number: int) -> None:
        if number == self._number:
            self.busy_changed.emit(False)


def _source(project: Project, base: Path | None) -> tuple[object, ...]:
    """What must be the same for facts of the data to remain true in general, while details are read again."""
    return (type(project.data), project.data.source, base)
