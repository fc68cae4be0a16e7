"""A run is read from its folder while another writes it: nothing twice, nothing half, nothing lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.history.metric_history import MetricHistory
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    LogLine,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
)
from engine.record.following import FolderFollower, is_paused
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.settings import Project
from tests.started import started

STEPS = 2


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder.create(tmp_path, Project())


def epoch_events(epoch: int) -> Iterator[Event]:
    yield EpochStarted(epoch=epoch, learning_rate=0.1)
    for step in range(STEPS):
        values = {"loss": np.array([1 / (epoch + step)], np.float32)}
        yield BatchesEnded(epoch=epoch, first_step=step, values=values)
    yield PhaseChanged(phase=Phase.VALIDATING)
    yield LogLine(level="info", text=f"Épochè {epoch}\u2028 한국어")
    yield EpochEnded(epoch=epoch, values={"loss": 1 / epoch}, learning_rate=0.1, seconds=0.1)
    yield PhaseChanged(phase=Phase.TRAINING)


def curves(history: MetricHistory) -> list[Any]:
    points = [*history.batches("loss"), *history.epochs("loss"), *history.learning_rates]
    return [np.asarray(values).tolist() for values in points] + [history.lines_after(0)[0], history.phase]


def replayed(folder: RunFolder) -> MetricHistory:
    history = MetricHistory()
    for event in read_events(folder):
        history.apply(event)
    return history


def test_what_is_followed_equals_what_is_replayed(folder: RunFolder) -> None:
    follower, history = FolderFollower(folder), MetricHistory()
    recorder = Recorder(folder)

    def look() -> None:
        news = follower.look()
        assert not news.again
        for event in news.events:
            history.apply(event)

    with folder.lock():
        for event in (started(epochs=5), *(event for epoch in range(1, 6) for event in epoch_events(epoch))):
            recorder(event)
            look()
        assert follower.look().state == "running"
        assert len(history.batches("loss")[0]) == 5 * STEPS
        recorder.close()
    look()
    assert curves(history) == curves(replayed(folder))
    assert follower.look().state == "interrupted"
    assert follower.look().events == ()


def test_files_that_grow_by_a_byte_are_never_read_by_halves(folder: RunFolder, tmp_path: Path) -> None:
    whole = RunFolder.create(tmp_path / "other", Project())
    recorder = Recorder(whole)
    for event in (started(epochs=3), *epoch_events(1), *epoch_events(2), *epoch_events(3)):
        recorder(event)
    recorder.close()
    follower, history = FolderFollower(folder), MetricHistory()
    left = {
        folder.events_jsonl: whole.events_jsonl.read_bytes(),
        folder.batches_file: whole.batches_file.read_bytes(),
    }
    draw = random.Random(1)
    while any(left.values()):
        path = draw.choice([path for path, content in left.items() if content])
        count = draw.randint(1, 40)
        with path.open("ab") as file:
            file.write(left[path][:count])
        left[path] = left[path][count:]
        for event in follower.look().events:
            history.apply(event)
    expected = replayed(whole)
    assert history.epochs("loss")[1].tolist() == expected.epochs("loss")[1].tolist()
    assert sorted(history.batches("loss")[1].tolist()) == sorted(expected.batches("loss")[1].tolist())
    assert history.lines_after(0)[0] == 3


def test_a_run_that_was_cut_back_is_read_again(folder: RunFolder) -> None:
    """Also when it has grown beyond the place of the last look since."""
    recorder = Recorder(folder)
    for event in (started(epochs=9), *epoch_events(1)):
        recorder(event)
    recorder.flush()
    names = (folder.events_jsonl.name, folder.batches_file.name, folder.history_csv.name)
    sizes = {name: (folder.path / name).stat().st_size for name in names}
    for event in epoch_events(2):
        recorder(event)
    recorder.close()
    follower = FolderFollower(folder)
    assert not follower.look().again
    resumed = Recorder(folder, resumes=True)
    assert resumed.roll_back(sizes, lambda name: name in names) == []
    for event in (started(epochs=9, resumed=True, first_epoch=2, first_step=STEPS), *epoch_events(2)):
        resumed(event)
    for epoch in range(3, 9):
        for event in epoch_events(epoch):
            resumed(event)
    resumed.close()
    news = follower.look()
    assert news.again
    history = MetricHistory()
    for event in news.events:
        history.apply(event)
    assert curves(history) == curves(replayed(folder))
    assert not follower.look().again


def test_the_end_comes_with_the_state(folder: RunFolder) -> None:
    follower = FolderFollower(folder)
    ended = RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=1)
    with folder.lock():
        recorder = Recorder(folder)
        for event in (started(), *epoch_events(1), ended):
            recorder(event)
        recorder.close()
        folder.write_outcome(RunOutcome.of(ended))
        assert follower.look().state == "running"
    news = follower.look()
    assert (news.state, news.events) == ("stopped", ())


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"[" * 5000 + b"\n", b"{}\n", b'["a", "a"]\n\0\0', b"[1, 2]\n", b"\xff\n\n", b"[]\n1"],
)
def test_batches_that_make_no_sense_are_left_out(folder: RunFolder, content: bytes) -> None:
    recorder = Recorder(folder)
    recorder(started())
    recorder.close()
    folder.batches_file.write_bytes(content)
    follower = FolderFollower(folder)
    assert [type(event).__name__ for event in follower.look().events] == ["TrainingStarted"]


def test_what_is_written_can_be_read_before_the_epoch_ends(folder: RunFolder) -> None:
    """A long epoch is seen to grow, and a pause is seen."""
    recorder = Recorder(folder)
    recorder._shown -= 60  # as if the last time were a minute ago
    follower = FolderFollower(folder)
    recorder(started())
    recorder(BatchesEnded(epoch=1, first_step=0, values={"loss": np.array([0.5], np.float32)}))
    assert any(isinstance(event, BatchesEnded) for event in follower.look().events)
    recorder._shown -= 60
    recorder(PhaseChanged(phase=Phase.PAUSED))
    assert any(isinstance(event, PhaseChanged) for event in follower.look().events)
    recorder.close()


def test_whether_a_run_is_held_stands_at_the_end_of_its_events(folder: RunFolder) -> None:
    assert not is_paused(folder)  # nothing is written yet
    recorder = Recorder(folder)
    for event in (started(epochs=9), PhaseChanged(phase=Phase.TRAINING)):
        recorder(event)
    assert not is_paused(folder)
    recorder(PhaseChanged(phase=Phase.PAUSED))
    recorder(LogLine(level="info", text="Paused, says PhaseChanged."))
    assert is_paused(folder)
    recorder(PhaseChanged(phase=Phase.TRAINING))
    for line in range(2000):
        recorder(LogLine(level="info", text=f"line {line}"))
    assert not is_paused(folder)
    recorder.close()
    with folder.events_jsonl.open("a") as file:
        file.write('{"event": "PhaseChanged", "phase": "paused"')  # not complete yet
    assert not is_paused(folder)
