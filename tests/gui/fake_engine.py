"""An engine that reads data and writes the script as the real one does, and plays TensorFlow and training."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from engine.data.kind_facts import Variants
from engine.data.reading.context import LoadCancelled
from engine.export.possible import offered
from engine.inspect.inspection import Inspection
from engine.models.overview.summary import LayerRow, ModelSummary
from engine.predict.answers import Answered
from engine.predict.input_form import Field
from engine.problems import Problem, RunError
from engine.record.events import BatchesEnded, EpochEnded, EpochStarted, Result, RunEnded, Sink
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.settings import Project
from engine.user_folders import runs_folder
from gui.control.engine_port import Cancelled, Prepared, Progress
from gui.control.result_data import ModelUse, NewInput, PartOfRun, ResultData, TryForm
from gui.control.workers.keras_engine import KerasEngine
from tests.gui.fake_results import answer, class_result, evidence, picture
from tests.started import started


@dataclass(frozen=True)
class Devices:
    summary: str = "CPU, 2 cores"
    no_gpu: str = "There is no GPU here."


@dataclass
class Training:
    """Two epochs of two batches, written to the folder as a run is; held back until it may go on."""

    folder: RunFolder
    sink: Sink
    control: Control
    may_continue: threading.Event
    failure: str = ""

    def run(self) -> RunEnded:
        if self.failure:
            ended = RunEnded(result=Result.FAILED, reason=self.failure, epochs_done=0)
            self.sink(ended)
            return ended
        recorder = Recorder(self.folder)

        def report(event: Any) -> None:
            recorder(event)
            self.sink(event)

        report(started())
        ended = RunEnded(result=Result.COMPLETED, reason="All 2 epochs are done.", epochs_done=2)
        for epoch in (1, 2):
            report(EpochStarted(epoch=epoch, learning_rate=0.1))
            report(BatchesEnded(epoch=epoch, first_step=0, values={"loss": np.array([1.0, 0.5], np.float32)}))
            report(EpochEnded(epoch=epoch, values={"loss": 0.5}, learning_rate=0.1, seconds=0.1))
            while not (self.may_continue.wait(0.01) or self.control.stopping):
                pass
            if self.control.stopping:
                ended = RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=epoch)
                break
        report(ended)
        recorder.close()
        self.folder.write_outcome(
            RunOutcome(
                result=ended.result,
                reason=ended.reason,
                epochs_done=ended.epochs_done,
                finished=1.0,
                best={"loss": 0.5},
            )
        )
        return ended


@dataclass
class FakeEngine(KerasEngine):
    """Reads data and writes the script as the real one does; TensorFlow, models and training are played."""

    found: list[Problem] = field(default_factory=list)
    opened: int = 0
    more: int = 0
    no_resume: str = ""
    failure: str = ""
    control: Control | None = None
    may_open: threading.Event = field(default_factory=threading.Event)
    may_continue: threading.Event = field(default_factory=threading.Event)
    result: ResultData | Exception = field(default_factory=class_result)
    evaluated: list[tuple[str, str]] = field(default_factory=list)
    read: list[tuple[int, ...]] = field(default_factory=list)
    takes: Literal["picture", "row", "text", "file"] = "picture"
    fields: tuple[Field, ...] = ()
    unusable: str = ""
    asked: list[NewInput] = field(default_factory=list)
    thresholds: list[float] = field(default_factory=list)
    exported: list[str] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        super().__init__()
        self.may_answer.set()

    def open(self) -> Any:
        self.opened += 1
        assert self.may_open.wait(60)
        return Devices()

    def problems(self, look: Inspection) -> list[Problem]:
        del look
        return self.found

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        del base
        folder = RunFolder.create(runs_folder(), project, name="digits")
        self.control = control
        training = Training(folder, sink, control, self.may_continue, self.failure)
        return Prepared(folder.path, training, project)

    def prepare_resume(self, folder: Path, *, sink: Sink, control: Control, more: int = 0) -> Prepared:
        if self.no_resume:
            raise RunError(self.no_resume)
        self.more = more
        training = Training(RunFolder(folder), sink, control, self.may_continue)
        return Prepared(folder, training, RunFolder(folder).project())

    def variants(self, look: Inspection, *, draw: int) -> Variants:
        del look, draw
        return Variants((), are_images=True)

    def summarize(self, look: Inspection) -> ModelSummary:
        del look
        return ModelSummary((LayerRow("dense", "Dense", "10", 650, 650),), 650, 650, 0, 2600)

    def evaluate(self, asked: PartOfRun, *, progress: Progress, cancelled: Cancelled) -> ResultData:
        seen = (asked.folder.name, asked.part)
        self.evaluated.append(seen)
        progress(1, 2, "Half is done")
        while not self.may_answer.wait(0.01):
            if cancelled():
                raise LoadCancelled
        if isinstance(self.result, Exception):
            raise self.result
        return replace(self.result, part=asked.part, looks=self.evaluated.count(seen))

    def examples(self, asked: PartOfRun, places: Sequence[int]) -> Mapping[int, Any]:
        del asked
        self.read.append(tuple(places))
        return {place: picture(place) for place in places}

    def use(self, folder: Path) -> ModelUse:
        if self.unusable:
            raise RunError(self.unusable)
        looks = self.evaluated.count((folder.name, "test"))
        return ModelUse(folder=folder, looks=looks, lines="import keras\n", formats=offered())

    def try_form(self, folder: Path) -> TryForm:
        return TryForm(folder, self.takes, (".png",), self.fields)

    def answer(self, folder: Path, given: NewInput, *, cancelled: Cancelled) -> Answered:
        del folder, cancelled
        self.asked.append(given)
        names = [path.name for path in given.paths] or [""]
        return Answered(tuple(answer(name) for name in names))

    def set_threshold(self, folder: Path, threshold: float) -> None:
        del folder
        self.thresholds.append(threshold)

    def export(self, folder: Path, name: str, *, progress: Progress, cancelled: Cancelled) -> ModelUse:
        progress(1, 3, "Converting")
        while not self.may_answer.wait(0.01):
            if cancelled():
                raise LoadCancelled
        if cancelled():
            raise LoadCancelled
        if name == "c":
            raise RunError("This network has no C form; take LiteRT.")
        self.exported.append(name)
        return replace(self.use(folder), exports=tuple((folder, evidence(one)) for one in self.exported))
