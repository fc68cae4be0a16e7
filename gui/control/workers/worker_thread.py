"""A QThread with worker objects in it, ended in stages: ask, wait for a limited time, report.

Destroying a running QThread aborts the program, so the owner must wait for it before that.

Python deletes the thread state of a foreign thread when the outermost call into it returns, so that each slot
would start with new thread-local values. TensorFlow keeps pointers to such values: after an import in one
slot, a computation in the next one crashes. One thread state is therefore held for the life of the thread.
"""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QObject, Qt, QThread, Slot


class WorkerThread:
    """A thread with an event loop that serves the slots of its workers.

    Args:
        *workers: Objects without a parent; they are moved to the thread. Connect signals to their slots only.
        name: Name of the thread, for debuggers and crash reports.
    """

    def __init__(self, *workers: QObject, name: str) -> None:
        self._state_holder = _ThreadStateHolder()
        self._workers = workers
        self._thread = QThread()
        self._thread.setObjectName(name)
        for worker in (self._state_holder, *workers):
            worker.moveToThread(self._thread)
        self._thread.started.connect(self._state_holder.hold)
        # direct, as the event loop that would deliver it has ended by then
        self._thread.finished.connect(self._state_holder.release, Qt.ConnectionType.DirectConnection)

    def start(self) -> None:
        """Start the thread and its event loop."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Ask the event loop to end after the slot that is running now; returns at once."""
        self._thread.quit()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the thread to end, at most this long, and return whether it has."""
        return self._thread.wait(milliseconds)


class _ThreadStateHolder(QObject):
    """Holds the Python thread state from the start of the thread to its end."""

    def __init__(self) -> None:
        super().__init__()
        self._state: int | None = None

    @Slot()
    def hold(self) -> None:
        self._state = ctypes.pythonapi.PyGILState_Ensure()

    @Slot()
    def release(self) -> None:
        if self._state is not None:
            ctypes.pythonapi.PyGILState_Release(self._state)
            self._state = None
