import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer, Signal, Slot
from pytestqt.qtbot import QtBot

from engine.history.metric_history import MetricHistory
from engine.record.events import BatchesEnded, Event, LogLine, Phase, PhaseChanged
from gui.control.runs.event_pump import EventPump
from tests.marks import TIMING
from tests.started import started

pytestmark = [pytest.mark.usefixtures("qapp"), TIMING]

STARTED = started(epochs=1, steps_per_epoch=10_000, batch_size=1, examples=10_000, parameters=1)


def batch(step: int) -> BatchesEnded:
    return BatchesEnded(epoch=1, first_step=step, values={"loss": np.array([1.0], np.float32)})


def test_events_of_another_thread_arrive_complete() -> None:
    pump = EventPump()
    pump.begin()
    pump.sink(STARTED)

    def report() -> None:
        for step in range(10_000):
            pump.sink(batch(step))

    thread = threading.Thread(target=report)
    thread.start()
    thread.join()
    pump.finish()
    assert len(pump.history.batches("loss")[0]) == 10_000


def test_batches_in_one_piece_are_the_same_as_one_by_one() -> None:
    rng = np.random.default_rng(0)
    events: list[Event] = [STARTED]
    for epoch, first, count in ((1, 0, 1), (1, 1, 3), (1, 4, 1), (2, 0, 2), (2, 2, 1), (2, 7, 2), (3, 9, 1)):
        names = ("loss", "accuracy") if epoch > 1 else ("loss",)
        values = {name: rng.uniform(0, 1, count).astype(np.float32) for name in names}
        events.append(BatchesEnded(epoch=epoch, first_step=first, values=values))
    events.insert(3, LogLine(level="info", text="between"))
    pump, one_by_one = EventPump(), MetricHistory()
    pump.begin()
    for event in events:
        pump.sink(event)
        one_by_one.apply(event)
    pump.finish()
    assert len(pump.history.batches("loss")[0]) == 11
    for name in ("loss", "accuracy"):
        for ours, theirs in zip(pump.history.batches(name), one_by_one.batches(name), strict=True):
            assert ours.tolist() == theirs.tolist()
    assert pump.history.progress.step == one_by_one.progress.step


def test_the_waiting_of_batches_in_one_piece_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    applied: list[Event] = []
    monkeypatch.setattr(MetricHistory, "apply", lambda _self, event: applied.append(event))
    pump = EventPump()
    pump.begin()
    for step, waited in enumerate((0.25, None, 0.5)):
        pump.sink(replace(batch(step), waited=waited))
    pump.finish()
    (event,) = applied
    assert isinstance(event, BatchesEnded)
    assert event.waited == 0.75


def test_only_rare_events_are_reported_one_by_one() -> None:
    pump = EventPump()
    reported: list[object] = []
    pump.event_received.connect(reported.append)
    pump.begin()
    rare = [STARTED, PhaseChanged(phase=Phase.TRAINING), LogLine(level="info", text="hello")]
    for event in (*rare, batch(0)):
        pump.sink(event)
    pump.finish()
    assert reported == rare


def test_the_timer_drains_while_a_run_is_under_way(qtbot: QtBot) -> None:
    pump = EventPump()
    pump.begin()
    with qtbot.waitSignal(pump.event_received):
        pump.sink(STARTED)
    pump.finish()


def test_a_flood_is_drained_in_short_turns_one_soon_after_the_other() -> None:
    pump = EventPump()
    pump.begin()
    timer = pump.findChild(QTimer)
    assert timer is not None
    quiet = timer.interval()
    pump.sink(STARTED)
    for step in range(100_000):
        pump.sink(batch(step))
    pump.drain()
    taken = len(pump.history.batches("loss")[0])
    assert taken < 100_000
    assert timer.interval() < quiet
    while len(pump.history.batches("loss")[0]) < 100_000:
        pump.drain()
    assert timer.interval() == quiet
    pump.finish()


def test_a_new_run_begins_with_an_empty_history() -> None:
    pump = EventPump()
    pump.begin()
    pump.sink(STARTED)
    pump.finish()
    first = pump.history
    pump.sink(batch(0))  # a straggler of the run before
    pump.begin()
    pump.finish()
    assert pump.history is not first
    assert pump.history.started is None


class _Sender(QObject):
    sent = Signal(object)


class _Receiver(QObject):
    @Slot(object)
    def take(self, _value: object) -> None:
        pass


def test_signals_do_not_lose_references() -> None:
    """PySide6 6.12.0 loses a reference to None or True with every call on Python 3.11, and crashes."""
    sender, receiver = _Sender(), _Receiver()
    sender.sent.connect(receiver.take)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(10_000):
        sender.sent.emit(None)
        sender.sent.emit(True)
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(abs(now - then) < 100 for then, now in zip(before, after, strict=True))
