import threading

import pytest
from PySide6.QtCore import QObject, QThread, Signal, Slot
from pytestqt.qtbot import QtBot

from gui.control.workers.worker_thread import WorkerThread

LOCAL = threading.local()


class Worker(QObject):
    """Notes in a thread-local value how often it was called."""

    counted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.thread_of_slot: QThread | None = None

    @Slot()
    def count(self) -> None:
        self.thread_of_slot = QThread.currentThread()
        LOCAL.count = getattr(LOCAL, "count", 0) + 1
        self.counted.emit(LOCAL.count)


class Window(QObject):
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.counts: list[int] = []

    @Slot(int)
    def take(self, count: int) -> None:
        self.counts.append(count)


def test_thread_local_values_last_from_slot_to_slot(qtbot: QtBot) -> None:
    """TensorFlow crashes in the second slot of a thread that forgets them."""
    worker, window = Worker(), Window()
    worker.counted.connect(window.take)
    window.asked.connect(worker.count)
    thread = WorkerThread(worker, name="worker")
    thread.start()
    for _ in range(3):
        window.asked.emit()
    qtbot.waitUntil(lambda: len(window.counts) == 3)
    thread.ask_to_stop()
    assert thread.wait(60_000)
    assert window.counts == [1, 2, 3]
    assert worker.thread_of_slot is not QThread.currentThread()


@pytest.mark.usefixtures("qapp")
def test_waiting_is_bounded() -> None:
    began, may_finish = threading.Event(), threading.Event()

    class Busy(QObject):
        @Slot()
        def work(self) -> None:
            began.set()
            may_finish.wait(60)

    busy, window = Busy(), Window()
    window.asked.connect(busy.work)
    thread = WorkerThread(busy, name="busy")
    thread.start()
    window.asked.emit()
    assert began.wait(60)
    thread.ask_to_stop()
    assert not thread.wait(50)
    may_finish.set()
    assert thread.wait(60_000)
