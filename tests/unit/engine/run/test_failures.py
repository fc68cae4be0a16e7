"""What goes wrong in a run ends in one sentence and keeps what there is."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.record.events import (
    EpochEnded,
    Event,
    LogLine,
    Mark,
    Marked,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    TrainingStarted,
)
from engine.record.recorder import Recorder
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.data_notes import ActivityLog
from engine.run.session import Session
from engine.run.state.state_file import read_container, write_container
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train, write_small_data
from tests.torture.facts import arrays, facts


def kill_after_epoch(epoch: int) -> Callable[[Event], None]:
    def sink(event: Event) -> None:
        if isinstance(event, EpochEnded) and event.epoch == epoch:
            raise Killed

    return sink


@pytest.fixture(scope="module")
def killed_once(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(small_project(data), tmp_path_factory.mktemp("killed") / "run", sink=kill_after_epoch(2))


@pytest.fixture
def killed(killed_once: Trained, tmp_path: Path) -> Trained:
    """A run that was killed after its second epoch; a copy that a test may change."""
    shutil.copytree(killed_once.folder.path, tmp_path / "run")
    return Trained(RunFolder(tmp_path / "run"), None)


def reason(run: Trained) -> str:
    assert run.ended is not None
    assert run.ended.result is Result.FAILED
    assert "\n" not in run.ended.reason
    return run.ended.reason


def states(run: Trained) -> list[Path]:
    return sorted(run.folder.resume.glob("state-*"))


def test_a_folder_is_one_runs_at_a_time(data: Path, tmp_path: Path) -> None:
    project = small_project(data)
    folder = RunFolder.create_at(tmp_path / "run", project)
    with folder.lock("window"):
        ended = Session(project, folder, lambda _: None, Control()).run()
        assert folder.state == "running"
    assert ended.reason == (
        f"The run in {folder.path} is in use by Fitroom's window (process {os.getpid()})."
        " It can be resumed when that has ended."
    )
    assert not folder.log_txt.exists()


def test_a_folder_that_cannot_be_written(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    project = small_project(data)
    folder = RunFolder.create_at(tmp_path / "run", project)
    monkeypatch.setattr("engine.record.run_folder.FolderLock.__enter__", refuse)
    assert reason(train(project, folder)) == (
        f"The run's folder {folder.path} cannot be written (Permission denied); "
        "free some space or choose another folder."
    )


@pytest.mark.parametrize("method", ["_write_history", "_write_batches", "flush"])
def test_a_full_disk_ends_the_run(
    method: str, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Recorder, method, full)
    assert "(No space left on device); free some space" in reason(
        train(small_project(data), tmp_path / "run")
    )


def test_a_full_disk_under_the_state_is_said_once_and_the_run_goes_on(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("engine.run.state.store.write_container", full)
    run = train(small_project(data), tmp_path / "run")
    assert run.ended is not None
    assert run.ended.result is Result.COMPLETED
    said = [event.text for event in run.of(LogLine) if event.level == "warning"]
    assert len(said) == 1
    assert said[0].startswith("The resume state cannot be written (No space left on device); ")


def test_a_mistake_in_writing_the_state_ends_the_run_instead_of_hanging(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise TypeError("no JSON")

    monkeypatch.setattr("engine.run.state.store.write_container", broken)
    assert "TypeError: no JSON" in reason(train(small_project(data), tmp_path / "run"))


@pytest.mark.parametrize("ends", [True, False])
def test_a_loss_that_is_no_number(ends: bool, data: Path, tmp_path: Path) -> None:
    project = small_project(
        data,
        callbacks=[{"kind": "terminate_on_nan"}] if ends else [],
        compile__optimizer={"kind": "sgd", "learning_rate": 100.0, "weight_decay": 10.0},
    )
    run = train(project, tmp_path / "run")
    assert run.ended is not None
    assert run.ended.epochs_done == (2 if ends else 3)
    assert run.ended.reason.endswith("The loss was not a number; lower the learning rate or clip gradients.")
    assert [event.mark for event in run.of(Marked) if event.mark is Mark.NOT_A_NUMBER] == [Mark.NOT_A_NUMBER]
    assert "nan" in run.folder.history_csv.read_text()
    assert list(read_events(run.folder))[-1].result is Result.COMPLETED  # type: ignore[attr-defined]


def test_a_callback_that_fails_names_file_and_line(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "import keras\n\n\nclass Mine(keras.callbacks.Callback):\n"
        "    def on_epoch_end(self, epoch, logs=None):\n        if epoch == 1:\n            1 / 0\n"
    )
    project = small_project(data, callbacks=[{"kind": "custom", "path": str(file)}])
    folder = RunFolder.create_at(tmp_path / "run", project)
    ended = Session(project, folder, lambda _: None, Control(), trusted=lambda *_: True).run()
    assert ended.reason.startswith("mine.py, line 7: ZeroDivisionError: division by zero")
    assert ended.problem_path == "callbacks.0.path"
    assert ended.epochs_done == 1
    assert ended.best["loss"] > 0
    assert "Traceback" in folder.log_txt.read_text()
    outcome = folder.outcome()
    assert outcome is not None
    assert (outcome.result, outcome.epochs_done) == (Result.FAILED, 1)


def test_data_that_have_vanished(data: Path, tmp_path: Path) -> None:
    project = small_project(data, data__path=str(tmp_path / "gone.npz"))
    run = train(project, tmp_path / "run")
    assert "gone.npz" in reason(run)
    assert run.folder.state == "failed"


def test_a_run_that_is_stopped_while_data_is_read_ends_there(data: Path, tmp_path: Path) -> None:
    control = Control()
    control.stop()
    run = train(small_project(data), tmp_path / "run", control=control)
    assert run.ended is not None
    assert (run.ended.result, run.ended.reason) == (Result.STOPPED, "Stopped while the data was read.")
    assert run.folder.state == "stopped"


def test_a_run_tells_once_of_what_is_downloaded_for_it() -> None:
    reported: list[Event] = []
    doings = ActivityLog(reported.append)
    for done, doing in ((0, ""), (10, "Downloading MNIST"), (20, "Downloading MNIST"), (0, "")):
        doings(done, 20, doing)
    assert [event.text for event in reported if isinstance(event, LogLine)] == ["Downloading MNIST."]


def test_a_resume_that_cannot_begin_leaves_the_run_as_it_was(tmp_path: Path) -> None:
    write_small_data(tmp_path)
    control = Control()
    run = train(
        small_project(tmp_path),
        tmp_path / "run",
        sink=lambda event: control.stop() if isinstance(event, EpochEnded) else None,
        control=control,
    )
    before = {path: path.read_bytes() for path in run.folder.path.glob("*.*") if path.name != "log.txt"}
    (tmp_path / "digits.npz").unlink()
    assert "digits.npz" in reason(resume(run))
    with np.load(tmp_path / "weighted.npz") as other:
        np.savez(tmp_path / "digits.npz", x=other["x"][::-1], y=other["y"][::-1])
    again = resume(run)
    assert (
        reason(again)
        == "The data has changed since this run began, so it cannot be resumed exactly; start a new run."
    )
    assert again.ended is not None
    assert again.ended.problem_path == "data.path"
    assert before == {path: path.read_bytes() for path in before}
    assert run.folder.state == "stopped"


def test_a_state_of_another_version(killed: Trained) -> None:
    for path in states(killed):
        header, kept = read_container(path)
        write_container(path, {**header, "version": 99}, arrays=kept)
    assert reason(resume(killed)).startswith("The state of this run was kept by another version of Fitroom; ")
    assert killed.folder.state == "interrupted"


@pytest.mark.parametrize(
    "content",
    [
        {"bogus": 1},
        {"list": 3},
        {"array": "gone"},
        {"list": [{"array": 3}]},
        {"generator": {"kind": "os", "state": {}}},
    ],
    ids=str,
)
def test_a_state_that_holds_something_else(content: dict[str, Any], killed: Trained) -> None:
    for path in states(killed):
        header, kept = read_container(path)
        header["callbacks"][-1]["state"]["epoch"] = content
        write_container(path, header, arrays=kept)
    assert "holds something else than it should" in reason(resume(killed))
    assert "Traceback" in killed.folder.log_txt.read_text(encoding="utf-8")


def test_what_a_power_cut_took_from_the_files_is_said(data: Path, tmp_path: Path) -> None:
    """Files that only grow may be shorter than the state says; nothing is filled in without a word."""
    project = small_project(data, callbacks=[{"kind": "csv_logger"}])
    run = train(project, tmp_path / "run", sink=kill_after_epoch(3))
    header = read_container(states(run)[-1])[0]
    done = header["position"][0]
    history, table = run.folder.history_csv, run.folder.path / "epochs.csv"
    os.truncate(history, header["files"]["history.csv"][0] - 10)
    table.unlink()
    again = resume(run)
    assert again.ended is not None
    assert again.ended.result is Result.COMPLETED
    # nothing of the row that was cut is there, and no row is made up
    rows = [line.partition(",")[0] for line in history.read_text().splitlines()]
    assert rows == ["epoch", *(str(epoch) for epoch in (1, 2, 3) if epoch != done)]
    marks = [event for event in again.of(Marked) if "missing" in event.text]
    assert [(event.mark, event.position) for event in marks] == [(Mark.RESUMED, done)]
    assert all(name in marks[0].text for name in ("history.csv (", "epochs.csv ("))
    assert [event.level for event in again.of(LogLine) if event.text == marks[0].text] == ["warning"]


@pytest.mark.parametrize(
    ("monitor", "likely"),
    [("val_mean_absolute_error", "val_loss"), ("val_acc", "val_accuracy")],
)
def test_a_monitor_of_another_task_is_refused_without_a_window_too(
    data: Path, tmp_path: Path, monitor: str, likely: str
) -> None:
    callbacks = [{"kind": "csv_logger"}, {"kind": "early_stopping", "monitor": monitor}]
    run = train(small_project(data, callbacks=callbacks), tmp_path / "run")
    assert f"no {monitor}: watch one of {likely}, " in reason(run).replace("keep a validation share, or ", "")
    assert run.ended is not None
    assert run.ended.problem_path == "callbacks.1.monitor"
    assert not run.of(TrainingStarted)


def test_a_corrupt_state_gives_way_to_the_one_before(data: Path, tmp_path: Path) -> None:
    project = small_project(data, run__resume_every_batches=2, callbacks=[{"kind": "tensorboard"}])
    run = train(project, tmp_path / "run", sink=kill_after_epoch(3))
    newest = states(run)[-1]
    newest.write_bytes(newest.read_bytes()[:-100])
    run = resume(run)
    assert (
        f"The state {newest.name} is corrupt and cannot be used; the run is resumed from the one before it."
        in [event.text for event in run.of(LogLine)]
    )
    assert run.of(TrainingStarted)[0].first_step > 0
    whole = train(project, tmp_path / "whole")
    assert facts(run.folder) == facts(whole.folder)
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


def test_with_no_whole_state_it_begins_again_and_says_so(data: Path, tmp_path: Path) -> None:
    callbacks = [
        {"kind": "tensorboard"},
        {"kind": "csv_logger", "filename": "log.csv"},
        {"kind": "model_checkpoint"},
    ]
    project = small_project(data, run__resume_every_batches=2, callbacks=callbacks)
    run = train(project, tmp_path / "run", sink=kill_after_epoch(2))
    assert len(states(run)) == 2
    for path in states(run):
        path.write_bytes(b"torn")
    run = resume(run)
    said = [event.text for event in run.of(LogLine) if event.level == "warning"]
    assert [text.split(" is corrupt")[1] for text in said[:2]] == [
        " and cannot be used; there is none before it."
    ] * 2
    assert said[2] == "There is no state to resume from, so the run begins again."
    whole = train(project, tmp_path / "whole")
    assert facts(run.folder) == facts(whole.folder)
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


def test_records_that_were_flushed_before_they_were_noted_are_cut_back(data: Path, tmp_path: Path) -> None:
    """What a run does before it trains is flushed for those who follow it, and a kill may come then."""
    project = small_project(data, callbacks=[{"kind": "csv_logger", "filename": "log.csv"}])
    folder = RunFolder.create_at(tmp_path / "run", project)
    begun = Recorder(folder)
    (folder.path / "log.csv").touch()
    begun.ledger.grows("log.csv")
    begun(PhaseChanged(phase=Phase.IMPORTING))
    begun.close()
    run = resume(train(project, folder, resume=True, sink=kill_after_epoch(2)))
    whole = train(project, tmp_path / "whole")
    assert facts(run.folder) == facts(whole.folder)
    assert_same_arrays(arrays(run.folder), arrays(whole.folder))


def test_nothing_but_the_state_is_left_of_a_kill_while_it_was_written(killed: Trained) -> None:
    (killed.folder.resume / ".state-00000007.fitroom-state.abcd.tmp").write_bytes(b"half")
    resume(killed)
    assert sorted(path.name for path in killed.folder.resume.iterdir()) == [
        path.name for path in states(killed)
    ]


def test_what_a_kill_left_of_the_runs_own_files_is_gone_and_all_else_stays(killed: Trained) -> None:
    left = [killed.folder.path / f".{name}.0123abcd.tmp" for name in ("outcome.json", "environment.json")]
    others = [killed.folder.path / name for name in (".mine.0123abcd.tmp", ".outcome.json.mine.tmp", "a.tmp")]
    for path in (*left, *others):
        path.write_bytes(b"half")
    resume(killed)
    assert not any(path.exists() for path in left)
    assert all(path.read_bytes() == b"half" for path in others)


def test_a_moved_folder_goes_on_where_it_is(data: Path, tmp_path: Path) -> None:
    project = small_project(data, callbacks=[{"kind": "csv_logger", "filename": "log.csv"}])
    run = train(project, tmp_path / "run", sink=kill_after_epoch(2))
    run.folder.path.rename(tmp_path / "moved")
    run = resume(Trained(RunFolder(tmp_path / "moved"), None))
    assert run.folder.state == "completed"
    assert not (tmp_path / "run").exists()
    assert len((tmp_path / "moved" / "log.csv").read_text().splitlines()) == 4


def test_what_the_records_hold_is_what_was_reported(data: Path, tmp_path: Path) -> None:
    project = small_project(data, callbacks=[{"kind": "early_stopping"}, {"kind": "tensorboard"}])
    run = train(project, tmp_path / "run")
    reported = [
        event for event in run.events if type(event).__name__ not in ("BatchesEnded", "ValidationProgress")
    ]
    found = [event for event in read_events(run.folder) if type(event).__name__ != "BatchesEnded"]
    assert found == reported
    batches = [event for event in read_events(run.folder) if type(event).__name__ == "BatchesEnded"]
    for name in ("loss", "accuracy"):
        replayed = np.concatenate([event.values[name] for event in batches])  # type: ignore[attr-defined]
        live = np.concatenate([e.values[name] for e in run.events if type(e).__name__ == "BatchesEnded"])  # type: ignore[attr-defined]
        assert replayed.dtype == np.float32
        assert replayed.tobytes() == live.tobytes()
    rows = [line.split(",") for line in run.folder.history_csv.read_text().splitlines()]
    scalars = facts(run.folder)["scalars"]
    for row, event in zip(rows[1:], run.of(EpochEnded), strict=True):
        values = dict(zip(rows[0], row, strict=True))
        for name, value in event.values.items():
            assert float(values[name]) == value
            writer = "validation" if name.startswith("val_") else "train"
            assert (event.epoch - 1, value) in scalars[writer, f"epoch_{name.removeprefix('val_')}"]
        assert float(values["learning_rate"]) == event.learning_rate


@pytest.mark.parametrize("cut", [2, 5, 20])
def test_corrupt_records_are_read_up_to_the_tear(cut: int, data: Path, tmp_path: Path) -> None:
    run = train(small_project(data, fit__epochs=1), tmp_path / "run")
    for path in (run.folder.events_jsonl, run.folder.batches_file):
        os.truncate(path, path.stat().st_size - cut)
    events = list(read_events(run.folder))
    assert not any(isinstance(event, RunEnded) for event in events)
    batches = [event for event in events if type(event).__name__ == "BatchesEnded"]
    assert sum(len(event.values["loss"]) for event in batches) == 6 - -(-cut // 16)  # type: ignore[attr-defined]
    with run.folder.events_jsonl.open("a") as handle:
        handle.write('\n{"event": "OfALaterVersion"}\n' + json.dumps({"event": 3}) + "\n[]\n")
    assert len(list(read_events(run.folder))) == len(events)
