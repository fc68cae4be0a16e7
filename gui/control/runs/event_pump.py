"""Brings the events of a run into the window's thread: any thread fills a queue, a timer empties it.

Batch values only change the history; views read it on a timer, so that many of them cost one redraw.
Consecutive ones are merged first, which takes a tenth of the time of applying each. Rare events are passed on
one by one. Drawing is left to the views, commands to `gui.control.runs.run_controller`.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import BatchesEnded, Event, ValidationProgress

_PERIOD_MS = 33
_BEHIND_MS = 1  # until the next drain if events are left: time to handle a click and to redraw
_BUDGET_S = 0.008  # for each drain, so that many events never delay a click
_LARGEST_PIECE = 1_000  # events, so that applying a merged piece stays within the budget


class EventPump(QObject):
    """Queue, timer and history of the run that is under way.

    `sink` may be called from any thread, all other methods from the window's thread.

    Attributes:
        history: The history of the present run; replaced by an empty one in `begin`.
    """

    event_received = Signal(object)  # each Event but BatchesEnded and ValidationProgress, after it is applied

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: deque[Event] = deque()
        self.history = MetricHistory()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.drain)

    def sink(self, event: Event) -> None:
        """Queue one event. `deque.append` is atomic, so that no lock is needed and the run never waits."""
        self._queue.append(event)

    def begin(self) -> None:
        """Start with an empty queue and history, before a run starts."""
        self._queue.clear()
        self.history = MetricHistory()
        self._timer.start(_PERIOD_MS)

    def forget(self) -> None:
        """Drop the history of a run that was deleted; none is under way."""
        self.history = MetricHistory()

    @Slot()
    def drain(self) -> None:
        """Apply queued events for at most 8 ms; the rest follows in the next drain, 1 ms later."""
        self._take_in(until=time.perf_counter() + _BUDGET_S)
        period = _BEHIND_MS if self._queue else _PERIOD_MS
        if self._timer.isActive() and period != self._timer.interval():
            self._timer.setInterval(period)

    @Slot()
    def finish(self) -> None:
        """Apply all events that are left and stop the timer, after a run has ended."""
        self._timer.stop()
        self._take_in(until=float("inf"))

    def _take_in(self, *, until: float) -> None:
        rare: list[Event] = []
        piece = _Piece()
        while self._queue and time.perf_counter() < until:
            event = self._queue.popleft()
            if isinstance(event, BatchesEnded):
                if not piece.is_followed_by(event):
                    piece.enter(self.history)
                piece.add(event)
                continue
            piece.enter(self.history)
            self.history.apply(event)
            if not isinstance(event, ValidationProgress):
                rare.append(event)
        piece.enter(self.history)
        for event in rare:
            self.event_received.emit(event)


class _Piece:
    """Consecutive batch events of one epoch."""

    def __init__(self) -> None:
        self._events: list[BatchesEnded] = []
        self._next = 0

    def is_followed_by(self, event: BatchesEnded) -> bool:
        """Whether `event` begins with the batch after the last one, and there is room for it."""
        if not self._events:
            return True
        last = self._events[-1]
        return (
            event.first_step == self._next
            and event.epoch == last.epoch
            and event.values.keys() == last.values.keys()
            and len(self._events) < _LARGEST_PIECE
        )

    def add(self, event: BatchesEnded) -> None:
        """Add an event that follows the others."""
        self._events.append(event)
        self._next = event.first_step + len(next(iter(event.values.values())))

    def enter(self, history: MetricHistory) -> None:
        """Apply all of them to `history` as one event, and start again."""
        if not self._events:
            return
        first, last = self._events[0], self._events[-1]
        if len(self._events) > 1:
            values = {
                name: np.concatenate([event.values[name] for event in self._events]) for name in first.values
            }
            waited = [event.waited for event in self._events if event.waited is not None]
            last = replace(
                last, first_step=first.first_step, values=values, waited=sum(waited) if waited else None
            )
        history.apply(last)
        self._events.clear()
