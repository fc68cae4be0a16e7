"""The worker threads and the controllers that use them, created and closed together.

One thread carries out runs, one inspects data and models, one reads runs from disk, also while another
process trains them; one uses the models of runs that have ended, and one exports them. Closing is in stages:
ask, wait for a limited time, report. What each controller decides is in its own module; which widgets they
are connected to is `gui.wiring`'s concern.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.forced_exit import END_SECONDS
from engine.history.unfinished import write_unfinished_with
from engine.record.run_folder import RunFolder
from engine.tensorflow_import import Devices
from gui.control.engine_port import Engine
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.inspector import Inspector
from gui.control.results.services import ResultServices
from gui.control.runs.device_watch import DeviceWatch
from gui.control.runs.event_pump import EventPump
from gui.control.runs.followed import FollowedRun
from gui.control.runs.previous_run import PreviousRun
from gui.control.runs.run_controller import RunController
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import RunReader
from gui.control.runs.run_state import RunState
from gui.control.runs.shown_run import ShownRun
from gui.control.workers.engine_worker import InspectionWorker, RunWorker
from gui.control.workers.worker_thread import WorkerThread

_LOOK_MS = 50


class EngineServices(QObject):
    """Owner of the workers, their threads and the controllers.

    The owner must call `close` before the object is destroyed: destroying a running QThread aborts the
    program.

    Args:
        engine: Called in the worker threads only.
        runs: The folder with the run folders.
        parent: The Qt parent.

    Attributes:
        devices: What TensorFlow can compute on; None until it is imported.
        no_engine: Why TensorFlow cannot be used, as a sentence; "" while it is not known to fail.
        pump: Brings the events of this window's run into its thread.
        controller: Starts, pauses and stops runs.
        inspector: Requests inspections of data and model.
        library: The runs on disk.
        shown: The run that the Train page shows.
        followed: Keeps the shown run up to date while another process trains it.
        previous: The run before the shown one.
        trust: The custom callback file that the Callbacks page shows.
        model_trust: The custom model file that the Model page shows.
        data_trust: The Python file that makes the data, which the Data page shows.
        part_trust: The one that makes validation or test data, which the Fit page shows.
        trusts: All of these files.
        device_watch: Measures the use of the device.
        use: What is asked of the models of runs that have ended.
    """

    opening_asked = Signal()  # to the run worker: import TensorFlow

    def __init__(self, engine: Engine, *, runs: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        building = threading.Lock()
        self._run_worker = RunWorker(engine, building)
        self._inspection_worker = InspectionWorker(engine, building)
        self._reader = RunReader()
        self.devices: Devices | None = None
        self.no_engine = ""  # why TensorFlow cannot be used
        self.pump = EventPump(self)
        self.controller = RunController(self._run_worker, self.pump, parent=self)
        self.inspector = Inspector(self._inspection_worker, self)
        self.library = RunLibrary(self._reader, runs, parent=self)
        self.shown = ShownRun(self.pump, self)
        self.use = ResultServices(engine, building, shown=self.shown, controller=self.controller, parent=self)
        self._threads = (
            WorkerThread(self._run_worker, name="runs"),
            WorkerThread(self._inspection_worker, name="inspection"),
            WorkerThread(self._reader, name="reading"),
            *(
                WorkerThread(worker, name=name)
                for worker, name in zip(self.use.workers, ("results", "exports"), strict=True)
            ),
        )
        self.followed = FollowedRun(self.library, self._reader, shown=self.shown, parent=self)
        self.previous = PreviousRun(self.library, self._reader, shown=self.shown, parent=self)
        for events in (self.pump.event_received, self.followed.event_received):
            events.connect(self.previous.hear_of_event)
        self.trust = TrustedFiles(self)
        self.model_trust = TrustedFiles(self)
        self.data_trust, self.part_trust = TrustedFiles(self), TrustedFiles(self)
        self.trusts = (self.trust, self.model_trust, self.data_trust, self.part_trust)
        self.device_watch = DeviceWatch(self)
        self.use.busy_changed.connect(self._hold)
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
        """Stop the run, the inspection and the threads.

        Args:
            left_ms: Returns the time that may still be waited, in milliseconds; 0 when it is used up.

        Returns:
            Whether all threads have ended; False if one was still busy when the time was used up.
        """
        self.inspector.stop()
        self.use.stop()
        self.controller.stop()
        for thread in self._threads:
            thread.ask_to_stop()
        # in short waits, as Python handles no signal during one
        while not all(thread.wait(_LOOK_MS) for thread in self._threads):
            if not left_ms():
                return False
        return True

    def write_unfinished(self) -> None:
        """Record in the folder of the present run that the process ends before the run does."""
        if not self.controller.busy or self.controller.folder is None:
            return
        self.pump.drain()
        write_unfinished_with(RunFolder(self.controller.folder), self.pump.history, seconds=END_SECONDS)

    @Slot(object)
    def _on_ready(self, devices: Devices) -> None:
        self.devices = devices

    @Slot(str)
    def _on_not_ready(self, sentence: str) -> None:
        self.no_engine = sentence

    @Slot(object)
    def _on_state(self, state: RunState) -> None:
        self.use.hold(running=state not in (RunState.IDLE, RunState.WAITING))
        self._hold()

    @Slot()
    @Slot(bool)
    def _hold(self, _busy: bool = False) -> None:
        self.inspector.hold(running=self.controller.busy or self.use.busy)
