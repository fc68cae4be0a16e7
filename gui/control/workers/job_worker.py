"""A worker object that carries out jobs with the models of runs that have ended, one after the other.

Loading a model sets Keras's global state, so none is loaded while a run is under way; the workers share a
lock for that. Who asks, and what is done with the answer, is `gui.control.results`'s matter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from engine.data.dataset import DataError
from engine.data.reading.context import LoadCancelled
from engine.models.inputs import ModelError
from engine.problems import RunError
from engine.tensorflow_import import TensorFlowError
from gui.control.engine_port import Cancelled, Engine, Progress
from gui.control.workers.unexpected_errors import reported
from gui.text import tr

Carry = Callable[[Engine, Progress, Cancelled], object]
"""What a job does in the worker's thread, and returns; it may raise what the engine's methods raise."""


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A job to carry out.

    Attributes:
        number: Of the request; no other one has it.
        carry: What is done.
        reporter: Gets the answer, and says whether it is still wanted.
        loads_model: Whether it must wait for the end of a run that is under way.
    """

    number: int
    carry: Carry
    reporter: Reporter
    loads_model: bool = True


class Reporter(QObject):
    """Carries the answers of one kind of job out of the worker's thread, each with its number."""

    done = Signal(int, object)  # number, what was returned
    failed = Signal(int, str)  # number, why, as a sentence
    postponed = Signal(int)  # number; a run is under way, ask again when it has ended
    dropped = Signal(int)  # number; it was no longer wanted
    progressed = Signal(int, int, int, str)  # number, how much is done, of how much, what is being done

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = 0

    def want(self, number: int) -> None:
        """Drop every request but this one; 0 drops all. Setting it is atomic, so any thread may."""
        self._wanted = number

    def wants(self, number: int) -> bool:
        """Whether this request has not been dropped."""
        return self._wanted == number


class JobWorker(QObject):
    """Carries out jobs.

    Args:
        engine: The engine, called in this worker's thread.
        building: Held while a run is under way, and here while a job is.
    """

    def __init__(self, engine: Engine, building: threading.Lock) -> None:
        super().__init__()
        self._engine = engine
        self._building = building

    @Slot(object)
    def carry_out(self, request: JobRequest) -> None:
        """Carry out one job; exactly one of `done`, `failed`, `postponed` and `dropped` is its answer."""
        number, reporter = request.number, request.reporter
        if not reporter.wants(number):
            reporter.dropped.emit(number)
            return
        if not request.loads_model:
            self._answer(request)
        elif self._building.acquire(blocking=False):
            try:
                self._answer(request)
            finally:
                self._building.release()
        else:
            reporter.postponed.emit(number)

    def _answer(self, request: JobRequest) -> None:
        number, reporter = request.number, request.reporter
        progress = partial(reporter.progressed.emit, number)
        try:
            answer = request.carry(self._engine, progress, lambda: not reporter.wants(number))
        except LoadCancelled:
            reporter.dropped.emit(number)
        except (DataError, ModelError, RunError, TensorFlowError) as error:
            reporter.failed.emit(number, str(error))
        except OSError as error:
            reason = error.strerror or str(error)
            reporter.failed.emit(number, tr("The run's folder cannot be used: {reason}.", reason=reason))
        except BaseException as error:  # noqa: BLE001 - the edge of a worker: who asked must get an answer
            reporter.failed.emit(number, reported(error))
        else:
            reporter.done.emit(number, answer)
