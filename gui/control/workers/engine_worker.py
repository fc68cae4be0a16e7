"""The two worker objects: one carries out runs, one looks at data and models.

Each lives in a QThread of its own.

They hold no state of the window: a request comes in whole, and what was found goes out as plain values.
While a run is under way no model is built for a preview, as building one draws random numbers and sets
Keras's global state; the two share a lock for that. Which request matters is decided by `inspector` and
`run_controller`.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.data.dataset import DataError, Dataset
from engine.data.reading.context import LoadCancelled
from engine.models.inputs import ModelError
from engine.problems import Problem, RunError
from engine.record.events import Result, RunEnded, Sink
from engine.run.control import Control
from engine.settings import Project
from engine.settings.data.kinds import DataSettings
from engine.tensorflow_import import TensorFlowError
from gui.control.engine_port import Engine, Prepared
from gui.control.workers.mistakes import reported
from gui.text import tr


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run to carry out. With `folder` the run in that folder goes on, for `more` epochs if it was over.

    Otherwise a new one is made from `project`.

    `base` is the folder that the project's relative paths start from.
    """

    project: Project
    base: Path | None
    folder: Path | None
    sink: Sink
    control: Control
    more: int = 0


@dataclass(frozen=True, slots=True)
class Inspection:
    """A project to look at. `number` grows with every request; only the latest one matters.

    `draw` says which random changes of the examples are shown.
    """

    number: int
    project: Project
    base: Path | None
    draw: int = 0


class RunWorker(QObject):
    """Imports TensorFlow, then carries out one run after the other."""

    data_opened = Signal()  # data can be read from now on
    opened = Signal(object)  # engine.tensorflow_import.Devices
    not_opened = Signal(str)
    refused = Signal(object)  # Problem, before anything was written
    began = Signal(object, object)  # the run's folder, a Path, and its settings, a Project
    ended = Signal(object)  # RunEnded

    def __init__(self, engine: Engine, building: threading.Lock) -> None:
        super().__init__()
        self._engine = engine
        self._building = building

    @Slot()
    def open_engine(self) -> None:
        """Import what reads data, then TensorFlow; this takes seconds the first time.

        One after the other in one thread: two threads that import packages which need each other can get in
        each other's way.
        """
        try:
            self._engine.open_data()
            self.data_opened.emit()
            devices = self._engine.open()
        except TensorFlowError as error:
            self.not_opened.emit(str(error))
        except ImportError as error:
            self.not_opened.emit(
                tr("A part of Fitroom is missing ({reason}). Install its requirements again.", reason=error)
            )
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: the window must not wait on
            self.not_opened.emit(reported(error))
        else:
            self.opened.emit(devices)

    @Slot(object)
    def carry_out(self, request: RunRequest) -> None:
        """Check, make the run's folder, and train until the end."""
        with self._building:
            prepared = self._prepare(request)
            if prepared is None:
                return
            try:
                if request.folder is not None:
                    self._replay(request.folder, request.sink)
                self.began.emit(prepared.folder, prepared.project)
                outcome = prepared.training.run()
            except BaseException as error:  # noqa: BLE001 - the edge of a worker: a run that has begun must end
                outcome = RunEnded(result=Result.FAILED, reason=reported(error), epochs_done=0)
            self.ended.emit(outcome)

    def _replay(self, folder: Path, sink: Sink) -> None:
        """Tell again what the run has told, so that what it tells from now on goes on from there."""
        for event in self._engine.replay(folder):
            # the end that it had is no longer its end
            if not isinstance(event, RunEnded):
                sink(event)

    def _prepare(self, request: RunRequest) -> Prepared | None:
        try:
            if request.folder is not None:
                return self._engine.prepare_resume(
                    request.folder, sink=request.sink, control=request.control, more=request.more
                )
            for problem in self._engine.check(request.project, request.base):
                if problem.severity == "error":
                    self.refused.emit(problem)
                    return None
            return self._engine.prepare(
                request.project, request.base, sink=request.sink, control=request.control
            )
        except OSError as error:
            reason = error.strerror or str(error)
            sentence = tr("The run's folder cannot be written: {reason}.", reason=reason)
            self.refused.emit(Problem(path="", message=sentence, severity="error"))
        except (DataError, ModelError, RunError, TensorFlowError) as error:
            self.refused.emit(Problem(path=error.path, message=str(error), severity="error"))
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must get an answer
            self.refused.emit(Problem(path="", message=reported(error), severity="error"))
        return None


class InspectionWorker(QObject):
    """Looks at one project after the other and says what it found, while the request is the latest."""

    named = Signal(int, object)  # number, Choices
    described = Signal(int, object)  # number, Description
    scripted = Signal(int, object)  # number, Script
    measured = Signal(int, object)  # number, DataFacts
    progressed = Signal(int, int, int, str)  # number, done, total, doing: how far reading is
    outlined = Signal(int, object)  # number, Outline or None
    varied = Signal(int, object)  # number, Variants
    summarized = Signal(int, object)  # number, ModelSummary
    checked = Signal(int, object)  # number, tuple of Problem
    postponed = Signal(int)  # TensorFlow is not there yet, or a run is under way; ask again afterwards
    finished = Signal(int)

    def __init__(self, engine: Engine, building: threading.Lock) -> None:
        super().__init__()
        self._engine = engine
        self._building = building
        self._latest = 0
        self._models = False
        self._read: tuple[DataSettings, Path | None, Dataset] | None = None
        self._fitted: Dataset | None = None

    def only(self, number: int) -> None:
        """From any thread: requests before `number` are no longer wanted. Assigning an int is atomic."""
        self._latest = number

    def allow_models(self) -> None:
        """From any thread: TensorFlow is imported, so models can be built."""
        self._models = True

    @Slot()
    def forget_data(self) -> None:
        """Read the data again at the next request, as the files may have changed."""
        self._read = self._fitted = None

    @Slot(object)
    def inspect(self, inspection: Inspection) -> None:
        """Read and describe the data, check the whole, build the model, while this is the latest request."""
        number = inspection.number
        try:
            if number == self._latest:
                self._look_and_say(inspection)
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must get an answer
            problem = Problem(path="", message=reported(error), severity="error")
            self.checked.emit(number, (problem,))
        self.finished.emit(number)

    def _look_and_say(self, inspection: Inspection) -> None:
        number = inspection.number
        try:
            self._look(inspection)
        except LoadCancelled:
            pass  # there is a later request
        except (DataError, ModelError, RunError, TensorFlowError) as error:
            if self._read is None:
                self.scripted.emit(
                    number, self._engine.script(inspection.project, None, base=inspection.base)
                )
            found = Problem(path=error.path or "data", message=str(error), severity="error")
            others = () if number != self._latest else self._known_problems(inspection)
            self.checked.emit(number, (found, *(other for other in others if other.path != found.path)))

    def _look(self, inspection: Inspection) -> None:
        number, project = inspection.number, inspection.project
        if not self._is_read(inspection):
            self.named.emit(number, self._engine.choices(project, inspection.base))
        read, self._fitted = self._dataset(inspection), None
        dataset = self._fitted = self._engine.fitted(project, read)
        if number != self._latest:
            return
        self.described.emit(number, self._engine.describe(dataset))
        self.measured.emit(number, self._engine.facts(project, dataset))
        self.outlined.emit(number, self._engine.outline(project, dataset))
        self.scripted.emit(number, self._engine.script(project, dataset, base=inspection.base))
        self.checked.emit(number, self._known_problems(inspection))
        if self._models and number == self._latest:
            self.varied.emit(number, self._engine.variants(project, dataset, draw=inspection.draw))
        if not (self._models and self._building.acquire(blocking=False)):
            self.postponed.emit(number)
            return
        try:
            if number == self._latest:
                self.summarized.emit(number, self._engine.summarize(project, dataset, base=inspection.base))
        finally:
            self._building.release()

    def _known_problems(self, inspection: Inspection) -> tuple[Problem, ...]:
        dataset = self._fitted if self._is_read(inspection) else None
        return tuple(self._engine.check(inspection.project, inspection.base, dataset=dataset))

    def _is_read(self, inspection: Inspection) -> bool:
        return self._read is not None and self._read[:2] == (inspection.project.data, inspection.base)

    def _dataset(self, inspection: Inspection) -> Dataset:
        settings, base = inspection.project.data, inspection.base
        if self._read is None or not self._is_read(inspection):
            # the old data goes before the new one comes, so that memory holds one
            self._read = self._fitted = None
            dataset = self._engine.load(
                inspection.project,
                base,
                progress=partial(self.progressed.emit, inspection.number),
                cancelled=lambda: inspection.number != self._latest,
            )
            self._read = (settings, base, dataset)
        return self._read[2]
