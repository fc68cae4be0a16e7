"""The three worker threads and those who command them, made together and ended together.

One thread carries out runs, one looks at data and models, one reads runs from disk, also while another
process trains them. Ending is in stages: ask, wait with a bound, tell.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.record.run_folder import RunFolder
from engine.record.unfinished import write_unfinished
from engine.tensorflow_import import Devices
from engine.way_out import END_SECONDS
from gui.control.engine_port import Engine
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.inspector import Inspector
from gui.control.runs.device_watch import DeviceWatch
from gui.control.runs.event_pump import EventPump
from gui.control.runs.followed import FollowedRun
from gui.control.runs.previous_run import PreviousRun
from gui.control.runs.run_controller import RunController
from gui.control.runs.run_library import RunLibrary, RunReader
from gui.control.runs.run_state import RunState
from gui.control.runs.shown_run import ShownRun
from gui.control.workers.engine_worker import InspectionWorker, RunWorker
from gui.control.workers.worker_thread import WorkerThread

_LOOK_MS = 50


class EngineServices(QObject):
    """Whoever makes one calls `close` on every way out: destroying a running QThread aborts the program."""

    opening_asked = Signal()

    def __init__(self, engine: Engine, *, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        building = threading.Lock()
        self._run_worker = RunWorker(engine, building)
        self._inspection_worker = InspectionWorker(engine, building)
        self._reader = RunReader()
        self.devices: Devices | None = None
        self.no_engine = ""  # why TensorFlow cannot be used
        self._threads = (
            WorkerThread(self._run_worker, name="runs"),
            WorkerThread(self._inspection_worker, name="inspection"),
            WorkerThread(self._reader, name="reading"),
        )
        self.pump = EventPump(self)
        self.controller = RunController(self._run_worker, self.pump, parent=self)
        self.inspector = Inspector(self._inspection_worker, self)
        self.library = RunLibrary(self._reader, runs, parent=self)
        self.shown = ShownRun(self.pump, self)
        self.followed = FollowedRun(self.library, self._reader, shown=self.shown, parent=self)
        self.previous = PreviousRun(self.library, self._reader, shown=self.shown, parent=self)
        self.trust = TrustedFiles(self)
        self.model_trust = TrustedFiles(self)
        self.device_watch = DeviceWatch(self)
        self.opening_asked.connect(self._run_worker.open_engine)
        self._run_worker.data_opened.connect(self.inspector.open)
        self.controller.ready.connect(self.inspector.open_models)
        self.controller.ready.connect(self._on_ready)
        self.controller.not_ready.connect(self._on_not_ready)
        self.controller.beginning.connect(self.shown.begin)
        self.controller.state_changed.connect(self._on_state)
        self.controller.began.connect(self.shown.take_folder)
        self.controller.began.connect(self.library.look)
        self.controller.ended.connect(self.library.look)
        self.library.opened.connect(self.shown.show_opened)
        self.library.deleted.connect(self.shown.forget)

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def open_engine(self) -> None:
        """Import TensorFlow in the thread of the runs."""
        self.opening_asked.emit()

    def close(self, left_ms: Callable[[], int]) -> bool:
        """Stop everything; False when something is still busy when no time is left."""
        self.inspector.stop()
        self.controller.stop()
        for thread in self._threads:
            thread.ask_to_stop()
        # in pieces, as Python heeds no signal while it waits
        while not all(thread.wait(_LOOK_MS) for thread in self._threads):
            if not left_ms():
                return False
        return True

    def write_unfinished(self) -> None:
        """The process ends without the run that is still under way: say so in its folder."""
        if not self.controller.busy or self.controller.folder is None:
            return
        self.pump.drain()
        history = self.pump.history
        best, epochs = history.best(), history.epochs("loss")[0]
        write_unfinished(
            RunFolder(self.controller.folder),
            seconds=END_SECONDS,
            epochs_done=int(epochs[-1]) if len(epochs) else 0,
            best={best.monitor: best.value} if best is not None else {},
            best_epoch=best.epoch if best is not None else 0,
        )

    @Slot(object)
    def _on_ready(self, devices: Devices) -> None:
        self.devices = devices

    @Slot(str)
    def _on_not_ready(self, sentence: str) -> None:
        self.no_engine = sentence

    @Slot(object)
    def _on_state(self, state: RunState) -> None:
        self.inspector.hold(running=state not in (RunState.IDLE, RunState.WAITING))
