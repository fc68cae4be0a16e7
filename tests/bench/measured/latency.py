"""How late a 5 ms timer fires in the window's thread, stage by stage."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Slot

PERIOD_MS = 5
_NOTED_MS = 50


class LatenessProbe(QObject):
    """Fires every 5 ms and keeps how late each firing was; `enter` names the stage from now on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = "start"
        self._late: dict[str, list[float]] = {}
        self._began = self._last = 0.0
        self._worst: list[tuple[float, float, str]] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(PERIOD_MS)
        self._timer.timeout.connect(self.fire)

    def begin(self, stage: str) -> None:
        """Start to measure."""
        self._stage = stage
        self._began = self._last = time.perf_counter()
        self._timer.start()

    def enter(self, stage: str) -> None:
        """What follows belongs to `stage`; a delay counts for the stage in which it ends."""
        self._stage = stage

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    @Slot()
    def fire(self) -> None:
        """One firing of the timer."""
        now = time.perf_counter()
        late = max(0.0, (now - self._last) * 1000 - PERIOD_MS)
        self._last = now
        self._late.setdefault(self._stage, []).append(late)
        if late > _NOTED_MS:
            self._worst.append((round(late), round(now - self._began, 3), self._stage))

    def found(self) -> dict[str, Any]:
        """`p99` and `max` in ms over all firings, the same for each stage, and `p99_of_time`.

        A long delay is one firing, but many moments at which the window would not have answered;
        `p99_of_time` weighs each delay by its length. `delays` are those above 50 ms: how long, at how many
        seconds since `begin`, in which stage.
        """
        every = np.concatenate([np.array(values) for values in self._late.values()])
        return {
            **_summary(every),
            "p99_of_time": _p99_of_time(every),
            "delays": self._worst,
            "stages": {stage: _summary(np.array(values)) for stage, values in self._late.items()},
        }


def _summary(late: NDArray[np.float64]) -> dict[str, float]:
    return {"p99": float(np.percentile(late, 99)), "max": float(late.max()), "firings": len(late)}


def _p99_of_time(late: NDArray[np.float64]) -> float:
    """The lateness that a click at a random moment meets at most, in 99 of 100 cases."""
    waits = np.concatenate([np.arange(value % PERIOD_MS, value + 0.001, PERIOD_MS) for value in late])
    return float(np.percentile(waits, 99))
