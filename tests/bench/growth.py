"""What one run after the other leaves in the memory of the window: our runs, or plain `fit` in their place.

Both are carried out by the same thread of the same window, so that what differs is the run alone.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from engine.record.events import Result, RunEnded
from engine.record.run_folder import RunFolder
from engine.user_folders import runs_folder
from gui.control.engine_port import Prepared
from gui.control.workers.keras_engine import KerasEngine
from tests.bench.measured.bare import fit
from tests.bench.measured.memory import resident_mb

if TYPE_CHECKING:
    from engine.record.events import Sink
    from engine.run.control import Control
    from engine.settings import Project
    from gui.startup.application import Program
    from gui.wiring.window_parts import Fitroom

_QUIET_MS = 300  # between two runs: the views draw what has come
_PATIENCE_MS = 600_000


@dataclass(frozen=True, slots=True)
class _PlainFit:
    work: str
    data: str
    epochs: int
    batch_size: int

    def run(self) -> RunEnded:
        fit(self.work, self.data, epochs=self.epochs, batch_size=self.batch_size)
        return RunEnded(result=Result.COMPLETED, reason="Plain fit is done.", epochs_done=self.epochs)


class PlainEngine(KerasEngine):
    """The real engine, with plain `fit` for its runs."""

    def __init__(self, plain: dict[str, Any]) -> None:
        super().__init__()
        self._plain = plain

    def prepare(self, project: Project, base: Path | None, *, sink: Sink, control: Control) -> Prepared:
        """A folder as for a run, and the plain fit."""
        del base, sink, control
        folder = RunFolder.create(runs_folder(), project)
        return Prepared(folder.path, _PlainFit(**self._plain), project)


class GrowthDrive(QObject):
    """Presses Train `runs` times; `resident` are the MB after each."""

    def __init__(self, program: Program, *, runs: int) -> None:
        super().__init__(program)
        self._program, self._runs = program, runs
        self.resident: list[float] = []
        program.populated.connect(self._on_populated)
        QTimer.singleShot(_PATIENCE_MS, program.quit)

    @Slot(object)
    def _on_populated(self, fitroom: Fitroom) -> None:
        fitroom.services.inspector.summarized.connect(self._on_looked)
        fitroom.services.controller.ended.connect(self._on_ended)

    @Slot(object)
    def _on_looked(self, _summary: object) -> None:
        self._program.window.show_training()
        if not self.resident:
            self.resident.append(0.0)  # the first look begins, later ones are of no interest
            QTimer.singleShot(_QUIET_MS, self._train)

    @Slot()
    def _train(self) -> None:
        self._program.window.actions_table.train.trigger()

    @Slot(object)
    def _on_ended(self, outcome: RunEnded) -> None:
        if outcome.result is Result.COMPLETED:
            QTimer.singleShot(_QUIET_MS, self._measure)
        else:
            self._program.quit()

    @Slot()
    def _measure(self) -> None:
        gc.collect()
        self.resident.append(resident_mb())
        if len(self.resident) > self._runs:
            self._program.quit()
        else:
            self._train()


def growth(project: Path, *, runs: int, plain: dict[str, Any] | None = None) -> dict[str, Any]:
    """MB that each run leaves, over the later half of `runs` runs; with `plain` plain `fit` is run.

    RuntimeError where a run did not end well.
    """
    from gui.startup.application import run_window

    drives: list[GrowthDrive] = []

    def drive(program: Program) -> GrowthDrive:
        drives.append(GrowthDrive(program, runs=runs))
        return drives[0]

    engine = KerasEngine() if plain is None else PlainEngine(plain)
    status = run_window(["fitroom"], project, engine=engine, drive=drive)
    resident = drives[0].resident[1:]
    if status or len(resident) < runs:
        raise RuntimeError(f"only {len(resident)} of {runs} runs ended well, status {status}")
    return {"each": slope(resident[runs // 2 :]), "resident": resident}


def slope(values: list[float]) -> float:
    """By how much each value is more than the one before, where outliers do not count (Theil-Sen)."""
    places = np.arange(len(values))
    first, second = np.triu_indices(len(values), 1)
    found = np.asarray(values)
    return float(np.median((found[second] - found[first]) / (places[second] - places[first])))
