"""An engine without TensorFlow, whose runs do what a test tells them to, in the worker's thread."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.data.dataset import DataError
from engine.data.names_in_file import Choices
from engine.inspect.facts import DataFacts
from engine.problems import Problem
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    Result,
    RunEnded,
    Sink,
)
from engine.run.control import Control
from engine.settings import Project
from gui.control.engine_port import Cancelled, Prepared, Progress
from gui.control.project.inspector import Inspector
from gui.control.runs.event_pump import EventPump
from gui.control.runs.run_controller import RunController
from gui.control.workers.engine_worker import InspectionWorker, RunWorker
from gui.control.workers.worker_thread import WorkerThread
from tests.started import started

STEPS = 5


@dataclass(frozen=True)
class FakeDevices:
    summary: str = "CPU, 2 cores"
    no_gpu: str = "There is no GPU."


class FakeTraining:
    """Runs epochs of five batches until it is asked to end."""

    def __init__(self, engine: "FakeEngine", *, epochs: int, sink: Sink, control: Control) -> None:
        self._engine, self._epochs, self._sink, self._control = engine, epochs, sink, control

    def run(self) -> RunEnded:
        self._engine.threads.append(threading.current_thread())
        if self._engine.mistake is not None:
            raise self._engine.mistake
        self._sink(started(epochs=self._epochs, steps_per_epoch=STEPS, examples=20))
        for epoch in range(1, self._epochs + 1):
            self._sink(EpochStarted(epoch=epoch, learning_rate=0.1))
            for step in range(STEPS):
                self._control.wait_while_paused()
                if self._control.stopping:
                    return self._end(Result.STOPPED, epoch - 1)
                values = {"loss": np.array([1.0 / (step + 1)], np.float32)}
                self._sink(BatchesEnded(epoch=epoch, first_step=step, values=values))
                self._engine.batch_done.release()
                self._engine.may_continue.wait(60)
            self._sink(EpochEnded(epoch=epoch, values={"loss": 0.5 / epoch}, learning_rate=0.1, seconds=0.1))
        return self._end(Result.COMPLETED, self._epochs)

    def _end(self, result: Result, epochs: int) -> RunEnded:
        ended = RunEnded(result=result, reason="Done.", epochs_done=epochs)
        self._sink(ended)
        return ended


@dataclass
class FakeEngine:
    """`may_open` holds the import back, `may_continue` holds a run back behind each batch."""

    folder: Path
    found: list[Problem] = field(default_factory=list)
    data_error: DataError | None = None
    mistake: BaseException | None = None
    check_error: BaseException | None = None
    may_open: threading.Event = field(default_factory=threading.Event)
    may_continue: threading.Event = field(default_factory=threading.Event)
    may_load: threading.Event = field(default_factory=threading.Event)
    batch_done: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    threads: list[threading.Thread] = field(default_factory=list)
    loaded: list[Project] = field(default_factory=list)
    summarized: list[Project] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    reported_before: list[Event] = field(default_factory=list)
    known: Any = None
    more: int = 0
    open_error: Exception | None = None
    control: Control = field(default_factory=Control)

    def open_data(self) -> None:
        self.threads.append(threading.current_thread())

    def open(self) -> Any:
        self.threads.append(threading.current_thread())
        assert self.may_open.wait(60)
        if self.open_error is not None:
            raise self.open_error
        return FakeDevices()

    def check(self, project: Project, base: Path | None) -> list[Problem]:
        del project, base
        return self.problems_found()

    def problems(self, look: Any) -> list[Problem]:
        del look
        return self.problems_found()

    def problems_found(self) -> list[Problem]:
        if self.check_error is not None:
            raise self.check_error
        return self.found

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        del base
        self.folder.mkdir()
        self.control = control
        training = FakeTraining(self, epochs=project.fit.epochs, sink=sink, control=control)
        return Prepared(self.folder, training, project)

    def prepare_resume(self, folder: Path, *, sink: Sink, control: Control, more: int = 0) -> Prepared:
        self.more = more
        project = Project().with_value("fit.epochs", 7)
        return Prepared(folder, FakeTraining(self, epochs=1, sink=sink, control=control), project)

    def replay(self, folder: Path) -> Iterator[Event]:
        del folder
        yield from self.reported_before

    def choices(self, project: Project, base: Path | None) -> Choices:
        del project, base
        return Choices(("x", "y"))

    def inspect(
        self, project: Project, base: Path | None, *, progress: Progress, cancelled: Cancelled
    ) -> Any:
        del base, progress, cancelled
        return FakeLook(self, project)

    def forget_data(self) -> None:
        self.known = None

    def placeholder_script(self, project: Project, *, exact: bool) -> Any:
        del exact
        return ("script", project, False)

    def variants(self, look: Any, *, draw: int) -> Any:
        del look
        return draw

    def summarize(self, look: Any) -> Any:
        self.summarized.append(look.project)
        return look.project


@dataclass
class FakeLook:
    """What an inspection gives; its data is read when it is described."""

    engine: FakeEngine
    project: Project
    outline: None = None

    @property
    def is_read(self) -> bool:
        return self.engine.known == self.project.data

    @property
    def description(self) -> Any:
        if not self.is_read:
            self.engine.loaded.append(self.project)
            assert self.engine.may_load.wait(60)
            if self.engine.data_error is not None:
                raise self.engine.data_error
            self.engine.known = self.project.data
        return "described"

    @property
    def facts(self) -> DataFacts:
        return DataFacts(kind="arrays", task="classification", train=16, validation=4, class_names=("a", "b"))

    @property
    def script(self) -> Any:
        self.engine.written.append("plain")
        return ("script", self.project, True)

    @property
    def exact_script(self) -> Any:
        self.engine.written.append("exact")
        return ("exact script", self.project, True)


@dataclass
class Running:
    """A controller on a worker in a thread of its own."""

    engine: FakeEngine
    worker: RunWorker
    pump: EventPump
    controller: RunController
    building: threading.Lock


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[FakeEngine]:
    made = FakeEngine(tmp_path / "001-run")
    made.may_continue.set()
    made.may_load.set()
    yield made
    for event in (made.may_open, made.may_continue, made.may_load):
        event.set()


@pytest.fixture
def running(engine: FakeEngine, qapp: object) -> Iterator[Running]:
    del qapp
    building = threading.Lock()
    worker, pump = RunWorker(engine, building), EventPump()
    controller = RunController(worker, pump)
    thread = WorkerThread(worker, name="runs")
    thread.start()
    yield Running(engine, worker, pump, controller, building)
    controller.stop()
    for event in (engine.may_open, engine.may_continue):
        event.set()
    thread.ask_to_stop()
    assert thread.wait(60_000)
    pump.finish()


@dataclass
class Inspecting:
    """An inspector on a worker in a thread of its own."""

    engine: FakeEngine
    worker: InspectionWorker
    inspector: Inspector
    building: threading.Lock


@pytest.fixture
def inspecting(engine: FakeEngine, qapp: object) -> Iterator[Inspecting]:
    del qapp
    building = threading.Lock()
    worker = InspectionWorker(engine, building)
    inspector = Inspector(worker)
    thread = WorkerThread(worker, name="inspection")
    thread.start()
    yield Inspecting(engine, worker, inspector, building)
    inspector.stop()
    engine.may_load.set()
    thread.ask_to_stop()
    assert thread.wait(60_000)
