"""No other thread collects garbage while there is a window; the window's own does."""

import gc
import threading
import weakref

import pytest

from gui.control.workers.garbage_collection import GarbageCollector


class Knot:
    def __init__(self):
        self.myself = self


@pytest.fixture
def collector():
    gc.enable()
    made = GarbageCollector()
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.usefixtures("collector")
def test_only_the_window_collects(qtbot):
    seen = set()

    def note(phase, _info):
        if phase == "start":
            seen.add(threading.current_thread())

    def tie(count):
        for _ in range(count):
            Knot()

    knot = Knot()
    alive = weakref.ref(knot)
    del knot
    gc.callbacks.append(note)
    try:
        worker = threading.Thread(target=tie, args=(20_000,))
        worker.start()
        worker.join()
        assert not seen
        qtbot.waitUntil(lambda: alive() is None)
    finally:
        gc.callbacks.remove(note)
    assert seen == {threading.main_thread()}


def test_all_generations_have_their_turn(collector):
    gc.collect()
    threshold = gc.get_threshold()
    gc.set_threshold(10, 1, 1)
    done = []

    def note(phase, info):
        if phase == "stop":
            done.append(info["generation"])

    gc.callbacks.append(note)
    try:
        for _ in range(20):
            for _ in range(20):
                Knot()
            collector.collect()
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*threshold)
    assert set(done) == {0, 1, 2}


def test_looking_at_all_objects_takes_a_small_part_of_the_time(collector, monkeypatch):
    threshold = gc.get_threshold()
    gc.collect()
    gc.set_threshold(10, 1, 1)
    clock = iter(range(10_000))
    monkeypatch.setattr("gui.control.workers.garbage_collection.time.monotonic", lambda: next(clock))
    full = []
    monkeypatch.setattr("gui.control.workers.garbage_collection.gc.get_count", lambda: (99, 99, 99))
    monkeypatch.setattr(
        "gui.control.workers.garbage_collection.gc.collect", lambda generation=2: full.append(generation)
    )
    try:
        for _ in range(50):
            collector.collect()
    finally:
        gc.set_threshold(*threshold)
    assert full.count(2) == 1  # it took one tick of the clock, so the next is due after a hundred
    assert full.count(1) == 49


def test_afterwards_python_collects_again(collector):
    assert not gc.isenabled()
    collector.close()
    assert gc.isenabled()
