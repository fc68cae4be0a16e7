"""The real window, opened by the real `main`, driven as a person would: look, Train, watch, Stop, close."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from engine.record.events import (
    EpochEnded,
    Event,
    Phase,
    PhaseChanged,
    RunEnded,
    TrainingStarted,
)
from tests.bench.measured.latency import LatenessProbe
from tests.bench.measured.memory import peak_mb

if TYPE_CHECKING:
    from gui.startup.application import Program
    from gui.wiring.window_parts import Fitroom

WIDTH, HEIGHT = 1600, 1000
_PATIENCE_MS = 600_000
_QUIET_MS = 500  # between the look at the project and Train, so that what is timed is the run


class WindowDrive(QObject):
    """Drives one window through one run.

    `press_at_once` presses Train as soon as the window is seen, while TensorFlow is still being imported.
    `stop_after` are the seconds of training after which Stop is pressed; None lets the run end by itself.
    What was seen is in `found` once `done` was called; times are seconds since `started` (time.time()).
    """

    def __init__(
        self,
        program: Program,
        *,
        started: float,
        press_at_once: bool = False,
        stop_after: float | None = None,
    ) -> None:
        super().__init__(program)
        self._program, self._started = program, started
        self._at_once, self._stop_after = press_at_once, stop_after
        self._epochs: list[float] = []
        self._stop_pressed = 0.0
        self.ended = False
        self.found: dict[str, Any] = {}
        self.probe = LatenessProbe(self)
        program.window.resize(WIDTH, HEIGHT)
        program.window.installEventFilter(self)
        program.populated.connect(self._on_populated)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._press_train)
        # a run that never comes must not keep the bench waiting
        QTimer.singleShot(_PATIENCE_MS, self._program.quit)

    @Slot(object)
    def _on_populated(self, fitroom: Fitroom) -> None:
        """The first page stands, and commands are carried out."""
        self._note("first_page")
        services = fitroom.services
        services.controller.ready.connect(self._on_ready)
        services.controller.beginning.connect(self._on_beginning)
        services.controller.ended.connect(self._on_ended)
        services.pump.event_received.connect(self._on_reported)
        if not self._at_once:
            services.inspector.summarized.connect(self._on_looked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See the first paint, before the window itself goes on to what comes after it."""
        if event.type() == QEvent.Type.Paint and "window_shown" not in self.found:
            self._note("window_shown")
            QTimer.singleShot(0, self._on_painted)
        return super().eventFilter(watched, event)

    @Slot()
    def _on_painted(self) -> None:
        self.found["window_shown"] = time.time() - self._started  # now that all of it is painted
        self.probe.begin("import")
        if self._at_once:
            self._press_train()

    @Slot(object)
    def _on_ready(self, _devices: object) -> None:
        self._note("engine_ready")
        self.probe.enter("look")

    @Slot(object)
    def _on_looked(self, _summary: object) -> None:
        if "looked" not in self.found:
            self._note("looked")
            self.found["peak_mb_idle"] = peak_mb()
            self._quiet.start(_QUIET_MS)

    @Slot()
    def _press_train(self) -> None:
        self.probe.enter("start")
        self._note("pressed")
        self._program.window.actions_table.train.trigger()

    @Slot()
    def _on_beginning(self) -> None:
        self._note("acted_on")

    @Slot(object)
    def _on_reported(self, event: Event) -> None:
        match event:
            case PhaseChanged(phase=phase):
                self._on_phase(phase, event.at)
            case TrainingStarted():
                self.found["parameters"] = event.parameters
                self.found["steps"] = event.steps_per_epoch
            case EpochEnded():
                self._epochs.append(event.at)
            case RunEnded():
                self.found["result"], self.found["reason"] = event.result.value, event.reason
            case _:
                pass

    def _on_phase(self, phase: Phase, at: float) -> None:
        if phase.value not in self.found:
            self.found[phase.value] = at - self._started
            if phase is Phase.TRAINING and self._stop_after is not None:
                QTimer.singleShot(round(self._stop_after * 1000), self.press_stop)
        stages = {Phase.TRAINING: "training", Phase.VALIDATING: "validation", Phase.SAVING: "stop"}
        if phase in stages:
            self.probe.enter(stages[phase])
        if phase is Phase.SAVING and self._stop_pressed:
            self.found["stop_answered"] = at - self._stop_pressed

    @Slot()
    def press_stop(self) -> None:
        """Press Stop, as a person would."""
        self.probe.enter("stop")
        self._stop_pressed = time.time()
        self._program.window.actions_table.stop.trigger()

    @Slot(object)
    def _on_ended(self, _outcome: object) -> None:
        self.found["peak_mb_trained"] = peak_mb()
        self.found["late_ms"] = self.probe.found()
        self.probe.stop()
        if len(self._epochs) > 1:
            self.found["epoch"] = (self._epochs[-1] - self._epochs[0]) / (len(self._epochs) - 1)
        if {"building", "saving"} <= self.found.keys():
            # from before the model is built, which a bare script has done when it calls fit
            self.found["whole"] = self.found["saving"] - self.found["building"]
        self.found["epochs"] = len(self._epochs)
        self.ended = True
        QTimer.singleShot(0, self._program.quit)

    def _note(self, name: str) -> None:
        self.found.setdefault(name, time.time() - self._started)


def open_window(
    project: Path, *, started: float, press_at_once: bool = False, stop_after: float | None = None
) -> dict[str, Any]:
    """Open the program's window on `project`, in this process, until the run has ended; what was seen."""
    import gui.startup.application
    from main import main

    drives: list[WindowDrive] = []

    def drive(program: Program) -> WindowDrive:
        drives.append(
            WindowDrive(program, started=started, press_at_once=press_at_once, stop_after=stop_after)
        )
        return drives[0]

    opened = gui.startup.application.run_window
    gui.startup.application.run_window = lambda argv, path: opened(argv, path, drive=drive)
    try:
        status = main([os.fspath(project)])
    finally:
        gui.startup.application.run_window = opened
    if status or not drives or not drives[0].ended:
        raise RuntimeError(f"the window ended with status {status} before its run did")
    if drives[0].found.get("result") not in ("completed", "stopped"):
        raise RuntimeError(f"the run did not go well: {drives[0].found.get('reason')}")
    return drives[0].found
