"""Collects Python's cyclic garbage in the window's thread, and lets no other thread do so.

Python collects in whichever thread happens to allocate. In a thread of the engine that would destroy what a
closed window has left in reference cycles, graphics items and pictures among it, while Qt draws: a crash at a
later moment, somewhere else.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

_LOOK_MS = 100
_PART = 100  # looking at all objects may take one part in so many of the time


class GarbageCollector(QObject):
    """Until `close`, garbage is collected here alone, whenever a generation is beyond its threshold."""

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
        """Collect the generations that are due."""
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
        """Leave it to Python again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
