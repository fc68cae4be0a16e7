"""A job in a worker thread: the latest request counts, and a run that begins has the right of way."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from engine.data.reading.context import LoadCancelled
from engine.problems import RunError
from gui.control.results.job import Job
from gui.control.workers.job_worker import JobWorker
from gui.control.workers.worker_thread import WorkerThread
from tests.gui.fake_engine import FakeEngine


class Heard:
    """What a job has said, in order."""

    def __init__(self, job: Job) -> None:
        self.done: list[Any] = []
        self.failed: list[str] = []
        self.progress: list[tuple[int, int, str]] = []
        job.done.connect(self.done.append)
        job.failed.connect(self.failed.append)
        job.progressed.connect(lambda *values: self.progress.append(values))


@pytest.fixture
def building() -> threading.Lock:
    return threading.Lock()


@pytest.fixture
def job(building: threading.Lock) -> Iterator[Job]:
    worker = JobWorker(FakeEngine(), building)
    thread = WorkerThread(worker, name="jobs")
    thread.start()
    job = Job(worker)
    yield job
    job.cancel()
    thread.ask_to_stop()
    assert thread.wait(60_000)


def test_the_answer_and_the_progress_come_back(job: Job, qtbot: QtBot) -> None:
    heard = Heard(job)

    def carry(_engine: object, progress: Any, _cancelled: object) -> str:
        progress(1, 2, "half")
        return threading.current_thread().name

    job.ask(carry)
    assert job.busy
    qtbot.waitUntil(lambda: bool(heard.done))
    assert heard.done != [threading.current_thread().name]
    assert heard.progress == [(1, 2, "half")]
    assert not job.busy


def test_a_later_request_replaces_the_one_before(job: Job, qtbot: QtBot) -> None:
    heard, begun = Heard(job), threading.Event()

    def waits(_engine: object, _progress: object, cancelled: Any) -> str:
        begun.set()
        while not cancelled():
            pass
        raise LoadCancelled

    job.ask(waits)
    assert begun.wait(60)
    job.ask(lambda *_: "the second")
    qtbot.waitUntil(lambda: bool(heard.done))
    assert heard.done == ["the second"]
    assert not heard.failed


@pytest.mark.parametrize(
    ("error", "said"),
    [(RunError("It has no model."), "It has no model."), (OSError(28, "No space left"), "No space left")],
)
def test_what_is_raised_is_said(job: Job, qtbot: QtBot, error: Exception, said: str) -> None:
    heard = Heard(job)

    def fails(*_: object) -> None:
        raise error

    job.ask(fails)
    qtbot.waitUntil(lambda: bool(heard.failed))
    assert said in heard.failed[0]
    assert not job.busy


def test_what_gives_up_by_itself_is_no_longer_waited_for(job: Job, qtbot: QtBot) -> None:
    def gives_up(*_: object) -> None:
        raise LoadCancelled

    job.ask(gives_up)
    assert job.busy
    qtbot.waitUntil(lambda: not job.busy)


def test_a_run_that_begins_has_the_right_of_way(job: Job, building: threading.Lock, qtbot: QtBot) -> None:
    heard, begun = Heard(job), threading.Event()
    times: list[int] = []

    def works(_engine: object, _progress: object, cancelled: Any) -> str:
        times.append(1)
        begun.set()
        while len(times) == 1 and not cancelled():
            pass
        if cancelled():
            raise LoadCancelled
        return "done"

    job.ask(works)
    assert begun.wait(60)
    job.hold(running=True)
    assert building.acquire(timeout=60)  # the run waits for it no longer than a step of the work takes
    assert job.postponed
    assert not job.at_work
    building.release()
    job.hold(running=False)
    qtbot.waitUntil(lambda: bool(heard.done))
    assert heard.done == ["done"]
    assert len(times) == 2


def test_while_another_worker_has_the_model_for_a_moment_it_waits(
    job: Job, building: threading.Lock, qtbot: QtBot
) -> None:
    heard = Heard(job)
    with building:
        job.ask(lambda *_: "done")
        qtbot.waitUntil(lambda: job.postponed)
        assert not heard.done
    qtbot.waitUntil(lambda: bool(heard.done))


def test_without_a_model_nothing_is_waited_for(building: threading.Lock, qtbot: QtBot) -> None:
    worker = JobWorker(FakeEngine(), building)
    thread = WorkerThread(worker, name="jobs")
    thread.start()
    job = Job(worker, loads_model=False)
    heard = Heard(job)
    with building:
        job.hold(running=True)
        job.ask(lambda *_: "read")
        qtbot.waitUntil(lambda: bool(heard.done))
    thread.ask_to_stop()
    assert thread.wait(60_000)
