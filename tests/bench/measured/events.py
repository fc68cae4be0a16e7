"""How many events a second reach the history when a run tells as fast as it can."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop

from engine.record.events import BatchesEnded, Event, TrainingStarted
from gui.control.runs.event_pump import EventPump

_STEPS = 1_000  # batches in an epoch


def event_rate(*, events: int) -> dict[str, Any]:
    """Events of one batch each, told by another thread, until the last is in the history.

    The window's thread runs its event loop, with the pump's own timer. Raises RuntimeError when one is lost.
    """
    pump = EventPump()
    pump.begin()
    reported = _events(events)
    thread = threading.Thread(target=lambda: [pump.sink(event) for event in reported])
    began = time.perf_counter()
    thread.start()
    while thread.is_alive() or pump._queue:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    seconds = time.perf_counter() - began
    thread.join()
    pump.finish()
    kept = len(pump.history.batches("loss")[0])
    if kept != events:
        raise RuntimeError(f"{events - kept} of {events} events were lost")
    pump.deleteLater()
    return {"rate": events / seconds, "events": events}


def _events(count: int) -> list[Event]:
    values = np.random.default_rng(1).uniform(0, 1, (count, 2)).astype(np.float32)
    started = TrainingStarted(
        epochs=count // _STEPS + 1,
        first_epoch=1,
        first_step=0,
        steps_per_epoch=_STEPS,
        validation_steps=0,
        batch_size=32,
        examples=32 * _STEPS,
        validation_examples=0,
        metrics=("loss", "accuracy"),
        parameters=1,
        device="CPU",
    )
    batches = [
        BatchesEnded(
            epoch=number // _STEPS + 1,
            first_step=number % _STEPS,
            values={"loss": values[number, :1], "accuracy": values[number, 1:]},
        )
        for number in range(count)
    ]
    return [started, *batches]
