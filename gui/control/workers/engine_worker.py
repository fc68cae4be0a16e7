"""The two worker objects of the engine: one carries out runs, one inspects the project.

Each lives in a separate QThread. They hold no state of the window: a request is complete in itself, and
results are emitted as plain values. No model is built for a preview while a run is under way, as building one
draws random numbers and sets Keras's global state; the two workers share a lock for that. Which request
matters is decided by `gui.control.project.inspector` and `gui.control.runs.run_controller`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.data.dataset import DataError
from engine.data.reading.context import LoadCancelled
from engine.inspect.preflight.answers import answers_to
from engine.models.inputs import ModelError
from engine.problems import Problem, RunError
from engine.record.events import Result, RunEnded, Sink
from engine.run.control import Control
from engine.settings import Project
from engine.tensorflow_import import TensorFlowError
from gui.control.engine_port import Prepared, TrainingEngine
from gui.control.workers.unexpected_errors import reported
from gui.text import tr

if TYPE_CHECKING:
    from engine.inspect.inspection import Inspection


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A run to carry out: a new one from `project`, or the one in `folder` to resume.

    Attributes:
        project: The settings of a new run; not used to resume one.
        base: The folder that the project's relative paths start from; None if it has no file.
        folder: The folder of the run to resume; None for a new run.
        sink: Called with each event, in the worker's thread.
        control: Carries requests such as stop and pause into the run.
        more: Epochs to train beyond the end of a run that has ended.
    """

    project: Project
    base: Path | None
    folder: Path | None
    sink: Sink
    control: Control
    more: int = 0


@dataclass(frozen=True, slots=True)
class InspectionRequest:
    """A project to inspect.

    Attributes:
        number: Grows with every request; only the results of the latest one are wanted.
        project: The settings.
        base: The folder that relative paths start from; None if the project has no file.
        draw: Which random changes of the examples are shown.
    """

    number: int
    project: Project
    base: Path | None
    draw: int = 0


class RunWorker(QObject):
    """Imports TensorFlow, then carries out one run after the other.

    Args:
        engine: The engine, called in this worker's thread.
        building: Held while a run is under way, so that the other worker builds no model.
    """

    data_opened = Signal()  # data can be read from now on
    opened = Signal(object)  # engine.tensorflow_import.Devices
    not_opened = Signal(str)  # why TensorFlow cannot be used, as a sentence
    refused = Signal(object)  # Problem that keeps a run from starting; nothing has been written
    began = Signal(object, object)  # the run's folder, a Path, and its settings, a Project
    ended = Signal(object)  # RunEnded

    def __init__(self, engine: TrainingEngine, building: threading.Lock) -> None:
        super().__init__()
        self._engine = engine
        self._building = building

    @Slot()
    def open_engine(self) -> None:
        """Import the packages that read data, then TensorFlow; this takes seconds the first time.

        Both are imported in one thread, as two threads that import packages which depend on each other can
        deadlock. Emits `data_opened`, then `opened` or `not_opened`.
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
        """Check the settings, create the run folder, and train until the end.

        Emits `refused`, or `began` and then exactly one `ended`, whatever is raised meanwhile.
        """
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
        """Send the recorded events to the sink again, so that the new ones follow them."""
        for event in self._engine.replay(folder):
            # a resumed run has not ended
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
    """Inspects one project after the other and emits what it found, while the request is the latest.

    Every signal carries the number of the request first.

    Args:
        engine: The engine, called in this worker's thread.
        building: Shared with `RunWorker`; no model is built while it is held there.
    """

    named = Signal(int, object)  # number, Choices
    described = Signal(int, object)  # number, Description
    scripted = Signal(int, object)  # number, Script
    measured = Signal(int, object)  # number, DataFacts
    progressed = Signal(int, int, int, str)  # number, examples or files read, total, what is being done
    outlined = Signal(int, object)  # number, Outline or None
    varied = Signal(int, object)  # number, Variants
    summarized = Signal(int, object)  # number, ModelSummary
    checked = Signal(int, object)  # number, tuple of Problem
    postponed = Signal(int)  # TensorFlow is not imported yet, or a run is under way; ask again afterwards
    finished = Signal(int)  # always the last signal of a request

    def __init__(self, engine: TrainingEngine, building: threading.Lock) -> None:
        super().__init__()
        self._engine = engine
        self._building = building
        self._latest = 0
        self._models = False
        self._exact = False
        self._look: Inspection | None = None

    def only(self, number: int) -> None:
        """Discard all requests before `number`. May be called from any thread: assigning an int is atomic."""
        self._latest = number

    def allow_models(self) -> None:
        """Build models from now on, as TensorFlow is imported. May be called from any thread."""
        self._models = True

    def prefer_script(self, *, exact: bool) -> None:
        """Write this form of the script from now on. May be called from any thread."""
        self._exact = exact

    @Slot(int)
    def write_script(self, number: int) -> None:
        """Write the script of the last look again, as its other form is wanted; emits `scripted`."""
        if self._look is None or number != self._latest:
            return
        try:
            self._say_script(self._look, number)
        except (DataError, ModelError, LoadCancelled):
            pass  # reported when the project was inspected, or there is a later request
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: a mistake is shown, not lost
            self.checked.emit(number, (Problem(path="", message=reported(error), severity="error"),))

    @Slot()
    def forget_data(self) -> None:
        """Discard the data that was read, so that the next request reads the files again."""
        self._look = None
        self._engine.forget_data()

    @Slot(object)
    def inspect(self, request: InspectionRequest) -> None:
        """Read and describe the data, check the project, build the model, while this is the latest request.

        Emits `checked` with the error if one is raised, and `finished` in any case.
        """
        number = request.number
        try:
            if number == self._latest:
                self._look_and_say(request)
        except LoadCancelled:
            pass  # there is a later request
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must get an answer
            problem = Problem(path="", message=reported(error), severity="error")
            self.checked.emit(number, (problem,))
        self.finished.emit(number)

    def _look_and_say(self, request: InspectionRequest) -> None:
        number, project, base = request.number, request.project, request.base
        look = self._engine.inspect(
            project,
            base,
            progress=partial(self.progressed.emit, number),
            cancelled=lambda: number != self._latest,
        )
        self._look = look
        try:
            self._say(look, request)
        except (DataError, ModelError, RunError, TensorFlowError) as error:
            if not look.is_read:
                self._say_script(look, number)
            answers = answers_to(project.data, error)
            found = Problem(path=error.path or "data", message=str(error), severity="error", answers=answers)
            others: Sequence[Problem] = ()
            if number == self._latest:
                others = self._engine.problems(look)
            self.checked.emit(number, (found, *(other for other in others if other.path != found.path)))

    def _say_script(self, look: Inspection, number: int) -> None:
        if not look.is_read:
            script = self._engine.placeholder_script(look.project, exact=self._exact)
        else:
            script = look.exact_script if self._exact else look.script
        self.scripted.emit(number, script)

    def _say(self, look: Inspection, request: InspectionRequest) -> None:
        number, project, base = request.number, request.project, request.base
        if not look.is_read:
            self.named.emit(number, self._engine.choices(project, base))
        description = look.description
        if number != self._latest:
            return
        self.described.emit(number, description)
        self.measured.emit(number, look.facts)
        self.outlined.emit(number, look.outline)
        self._say_script(look, number)
        self.checked.emit(number, tuple(self._engine.problems(look)))
        if self._models and number == self._latest:
            self.varied.emit(number, self._engine.variants(look, draw=request.draw))
        if not (self._models and self._building.acquire(blocking=False)):
            self.postponed.emit(number)
            return
        try:
            if number == self._latest:
                self.summarized.emit(number, self._engine.summarize(look))
        finally:
            self._building.release()
