"""A run that stays in whichever phase a test wants, and writes its folder as a real one does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    Sink,
)
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.settings import Project
from engine.user_folders import runs_folder
from gui.control.engine_port import Prepared
from tests.gui.fake_engine import FakeEngine
from tests.started import started

PHASES = (
    "importing",
    "reading",
    "building",
    "training",
    "paused",
    "validating",
    "stopping",
    "ended",
    "failed",
)
OVER = ("ended", "failed")
_BEFORE = {"importing": Phase.IMPORTING, "reading": Phase.READING, "building": Phase.BUILDING}


@dataclass
class PhasedEngine(FakeEngine):
    """Its runs go as far as `phase` and stay there until they are stopped or may go on.

    A run that is stopped ends only when it `may_end`, as one does that is in the middle of a batch.
    """

    phase: str = "training"
    may_end: threading.Event = field(default_factory=threading.Event)
    stays: threading.Event = field(default_factory=threading.Event)  # all of the phase has been reported

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        del base
        self.control = control
        folder = RunFolder.create(runs_folder(), project, name="digits")
        return Prepared(folder.path, _Run(folder, sink, control, self), project)


@dataclass
class _Run:
    folder: RunFolder
    sink: Sink
    control: Control
    engine: PhasedEngine

    def run(self) -> RunEnded:
        with self.folder.lock("window"):
            recorder = Recorder(self.folder)

            def report(event: Any) -> None:
                recorder(event)
                self.sink(event)

            ended = self._train(report)
            self.folder.write_outcome(RunOutcome.of(ended))
            report(ended)
            recorder.close()
        return ended

    def _train(self, report: Callable[[Any], None]) -> RunEnded:
        phase = self.engine.phase
        for name, reported in _BEFORE.items():
            report(PhaseChanged(phase=reported))
            if name == phase and self._stay():
                return _stopped(0)
        if phase == "failed":
            return RunEnded(result=Result.FAILED, reason="There is not enough memory.", epochs_done=0)
        report(started(epochs=9))
        report(PhaseChanged(phase=Phase.TRAINING))
        report(EpochStarted(epoch=1, learning_rate=0.1))
        report(BatchesEnded(epoch=1, first_step=0, values={"loss": np.array([1.0, 0.5], np.float32)}))
        report(EpochEnded(epoch=1, values={"loss": 0.5}, learning_rate=0.1, seconds=0.1))
        if phase in ("paused", "validating"):
            report(PhaseChanged(phase=Phase(phase)))
        if phase != "ended" and self._stay():
            return _stopped(1)
        return RunEnded(result=Result.COMPLETED, reason="The one epoch is done.", epochs_done=1)

    def _stay(self) -> bool:
        """Wait; whether the run was stopped."""
        self.engine.stays.set()
        while not (self.engine.may_continue.wait(0.01) or self.control.stopping):
            pass
        if self.control.stopping:
            assert self.engine.may_end.wait(120)
        return self.control.stopping


def _stopped(epochs: int) -> RunEnded:
    return RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=epochs)
