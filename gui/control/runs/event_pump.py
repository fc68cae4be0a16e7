"""Brings a run's events into the window's thread: any thread fills a queue, a timer empties it.

Batch values only change the history; views look at it in their own time, so many cost one redraw.
Those that follow each other enter it in one piece, which costs a tenth of taking in each by itself.
Rare events are passed on one by one. What is drawn is the views' matter, what a run may do the run
controller's.
"""

from __future__ import annotations

import time
from collections import deque

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine.history.metric_history import MetricHistory
from engine.record.events import BatchesEnded, Event, ValidationProgress

_PERIOD_MS = 33
_BEHIND_MS = 1  # until the next drain where one left events: time for a click and for a redraw
_BUDGET_S = 0.008  # of each drain, so that a flood of events never holds up a click
_LARGEST_PIECE = 1_000  # events, so that taking in a piece keeps within the budget


class EventPump(QObject):
    """Owns the history of the run that is under way. `sink` may be called from any thread.

    All else from the window's.
    """

    event_received = Signal(object)  # each event that is not one of a great many

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: deque[Event] = deque()
        self.history = MetricHistory()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.drain)

    def sink(self, event: Event) -> None:
        """Take one event. A deque's append is atomic, so no lock is held and the run never waits."""
        self._queue.append(event)

    def begin(self) -> None:
        """A run is about to tell: forget the one before."""
        self._queue.clear()
        self.history = MetricHistory()
        self._timer.start(_PERIOD_MS)

    @Slot()
    def drain(self) -> None:
        """Take in what has come, for a few milliseconds at most; the rest soon after."""
        self._take_in(until=time.perf_counter() + _BUDGET_S)
        period = _BEHIND_MS if self._queue else _PERIOD_MS
        if self._timer.isActive() and period != self._timer.interval():
            self._timer.setInterval(period)

    @Slot()
    def finish(self) -> None:
        """The run has ended: take in all that is left, and rest."""
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
    """Events of batches of one epoch that follow each other without a gap."""

    def __init__(self) -> None:
        self._events: list[BatchesEnded] = []
        self._next = 0

    def is_followed_by(self, event: BatchesEnded) -> bool:
        """Whether `event` tells of the batch behind the last one, and there is room for it."""
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
        """Take one more."""
        self._events.append(event)
        self._next = event.first_step + len(next(iter(event.values.values())))

    def enter(self, history: MetricHistory) -> None:
        """Put all of them into `history` as one event, and start again."""
        if not self._events:
            return
        first, last = self._events[0], self._events[-1]
        if len(self._events) > 1:
            values = {
                name: np.concatenate([event.values[name] for event in self._events]) for name in first.values
            }
            last = BatchesEnded(at=last.at, epoch=first.epoch, first_step=first.first_step, values=values)
        history.apply(last)
        self._events.clear()
