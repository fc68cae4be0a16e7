"""A QThread with worker objects in it, ended in stages: ask, wait with a bound, tell.

A QThread that is destroyed while it runs aborts the program, so whoever makes one of these waits for it on
every way out.

Python forgets all that it knows of a foreign thread when the outermost call into it returns, so that each
slot would begin with new thread-local values. TensorFlow keeps pointers to such values: what one slot has
imported crashes the next one that computes. One thread state is therefore held for the life of the thread.
"""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QObject, Qt, QThread, Slot


class WorkerThread:
    """Moves `workers` to a thread of their own.

    They must not have parents, and what is connected to them is slots.
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
        """Begin to serve the workers' slots."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Leave the event loop once the slot that runs now has returned."""
        self._thread.quit()

    def wait(self, milliseconds: int) -> bool:
        """Whether the thread has ended within the time."""
        return self._thread.wait(milliseconds)


class _ThreadStateHolder(QObject):
    """Takes part in the thread's count of calls into Python, from its first slot to its last."""

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
