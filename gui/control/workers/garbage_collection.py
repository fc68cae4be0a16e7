"""Collects Python's cyclic garbage in the window's thread only.

Python collects in whichever thread happens to allocate. In a worker thread that would destroy Qt objects that
a closed window has left in reference cycles, such as graphics items and pixmaps, while Qt draws; the crash
comes later and elsewhere.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_MS = 100
_PART = 100  # a full collection may take at most 1/100 of the time


class GarbageCollector(QObject):
    """Disables Python's automatic collection and collects on a timer instead, until `close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._next_full = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_LOOK_MS)

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is beyond its threshold, with the younger ones."""
        counts, due = gc.get_count(), gc.get_threshold()
        if counts[2] > due[2] and time.monotonic() >= self._next_full:
            began = time.monotonic()
            gc.collect()
            ended = time.monotonic()
            self._next_full = ended + _PART * (ended - began)
        elif counts[1] > due[1]:
            gc.collect(1)
        elif counts[0] > due[0]:
            gc.collect(0)

    def close(self) -> None:
        """Restore Python's automatic collection."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
