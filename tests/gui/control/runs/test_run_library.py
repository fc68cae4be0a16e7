import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Result,
    RunEnded,
)
from engine.record.outcome import RunOutcome
from engine.record.recorder import Recorder
from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.runs import run_reader
from gui.control.runs.run_library import RunLibrary
from gui.control.runs.run_reader import OpenedRun, RunReader
from tests.started import started


@pytest.fixture
def reader(qapp: object) -> RunReader:
    del qapp
    return RunReader()


@pytest.fixture
def library(reader: RunReader, tmp_path: Path) -> RunLibrary:
    return RunLibrary(reader, tmp_path)


def make_run(parent: Path, *, ended: bool) -> RunFolder:
    folder = RunFolder.create(parent, Project(), name="digits")
    recorder = Recorder(folder)
    recorder(started(parameters=1))
    recorder(EpochStarted(epoch=1, learning_rate=0.1))
    recorder(BatchesEnded(epoch=1, first_step=0, values={"loss": np.array([2.0, 1.0], np.float32)}))
    recorder(EpochEnded(epoch=1, values={"loss": 1.0}, learning_rate=0.1, seconds=0.1))
    if ended:
        recorder(RunEnded(result=Result.STOPPED, reason="Stopped.", epochs_done=1))
        folder.write_outcome(
            RunOutcome(
                result=Result.STOPPED, reason="Stopped.", epochs_done=1, finished=1.0, best={"loss": 1.0}
            )
        )
    recorder.close()
    return folder


def test_runs_are_listed_newest_first_also_crashed_ones(library: RunLibrary, tmp_path: Path) -> None:
    make_run(tmp_path, ended=True)
    make_run(tmp_path, ended=False)
    library.look()
    assert [(run.number, run.state) for run in library.runs] == [(2, "interrupted"), (1, "stopped")]
    assert library.runs[1].name == "digits"


def test_a_run_is_read_back_with_its_curves_settings_and_outcome(
    library: RunLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=True)
    with qtbot.waitSignal(library.opened) as opened:
        library.open(folder.path)
    run = (opened.args or [])[0]
    assert run.history.batches("loss")[1].tolist() == [2.0, 1.0]
    assert run.history.outcome.reason == "Stopped."
    assert run.project == Project()


def test_a_crashed_run_shows_what_it_reported_until_then(
    library: RunLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=False)
    folder.project_json.write_text("broken")
    with qtbot.waitSignal(library.opened) as opened:
        library.open(folder.path)
    run = (opened.args or [])[0]
    assert run.state == "interrupted"
    assert run.history.epochs("loss")[1].tolist() == [1.0]
    assert run.project is None


def test_a_run_that_is_no_longer_wanted_is_not_shown(
    library: RunLibrary, reader: RunReader, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=True)
    library.open(folder.path)
    library.forget_wanted()
    with qtbot.assertNotEmitted(library.opened):
        reader.read(folder.path)


def test_a_deleted_run_is_in_the_trash_and_can_be_put_back(library: RunLibrary, tmp_path: Path) -> None:
    folder = make_run(tmp_path, ended=True)
    gone: list[Path] = []
    library.deleted.connect(gone.append)
    trashed = library.delete(folder.path)
    assert trashed is not None
    assert gone == [folder.path]
    assert library.runs == ()
    assert library.last_deleted is not None
    assert library.last_deleted.path == trashed.path
    make_run(tmp_path, ended=True).path.rename(folder.path)
    assert library.put_back(trashed) == folder.path.with_name("001-digits-2")
    assert [run.folder.name for run in library.runs] == ["001-digits-2", "001-digits"]
    assert library.last_deleted is None


def test_what_a_person_put_into_a_run_is_left(library: RunLibrary, tmp_path: Path, qtbot: QtBot) -> None:
    folder = make_run(tmp_path, ended=True)
    (folder.path / "notes.txt").write_text("mine")
    trashed = library.delete(folder.path)
    assert trashed is not None
    with qtbot.waitSignal(library.left) as left:
        library.delete_for_good(trashed)
    assert (left.args or [])[1] == ("notes.txt",)
    assert [path.name for path in trashed.path.iterdir()] == ["notes.txt"]


def test_a_run_that_cannot_be_moved_stays_and_says_why(
    library: RunLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=True)
    (tmp_path / ".trash").write_text("in the way")
    with qtbot.waitSignal(library.failed) as failed:
        assert library.delete(folder.path) is None
    assert "cannot be deleted" in (failed.args or [])[0]
    assert folder.is_run


def test_a_reader_that_makes_a_mistake_says_so(
    library: RunLibrary, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: reports.append(kind))
    monkeypatch.setattr(run_reader, "read_events", lambda _folder: 1 / 0)
    folder = make_run(tmp_path, ended=False)
    with qtbot.waitSignal(library.failed) as failed:
        library.open(folder.path)
    assert "crash report" in (failed.args or [])[0]
    assert reports == [ZeroDivisionError]


def test_a_run_that_trains_is_not_deleted(library: RunLibrary, tmp_path: Path, qtbot: QtBot) -> None:
    folder = make_run(tmp_path, ended=False)
    with folder.lock(), qtbot.waitSignal(library.failed) as failed:
        library.delete(folder.path)
    assert "is being trained by" in (failed.args or [])[0]
    assert folder.path.exists()


def test_several_runs_are_read_for_a_comparison(library: RunLibrary, tmp_path: Path, qtbot: QtBot) -> None:
    folders = tuple(make_run(tmp_path, ended=ended).path for ended in (True, False))
    with qtbot.waitSignal(library.compared) as compared:
        library.compare(folders)
    (runs,) = compared.args or [()]
    assert tuple(run.folder for run in runs) == folders
    assert [len(run.history.epochs("loss")[0]) for run in runs] == [1, 1]


def test_the_runs_are_looked_for_again_when_a_person_comes_back(library: RunLibrary, tmp_path: Path) -> None:
    make_run(tmp_path, ended=True)
    library.look_when_active(Qt.ApplicationState.ApplicationInactive)
    assert library.runs == ()
    library.look_when_active(Qt.ApplicationState.ApplicationActive)
    assert len(library.runs) == 1


def test_an_old_run_with_a_path_that_leads_out_opens_and_says_why(
    library: RunLibrary, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=True)
    content = json.loads(folder.project_json.read_bytes())
    content["callbacks"][2]["log_dir"] = "../victim"
    folder.project_json.write_text(json.dumps(content))
    opened: list[OpenedRun] = []
    library.opened.connect(opened.append)
    with qtbot.waitSignal(library.failed) as failed:
        library.open(folder.path)
    assert opened[0].project == Project()
    assert opened[0].history.batches("loss")[1].tolist() == [2.0, 1.0]
    assert "log_dir: " in (failed.args or [])[0]


def test_a_run_that_is_deleted_while_it_is_read_is_not_opened(
    library: RunLibrary, reader: RunReader, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_run(tmp_path, ended=True)
    with qtbot.waitSignal(reader.was_read) as read:
        reader.read(folder.path)
    library.read_requested.disconnect(reader.read)  # as a reader that is still at work
    library.open(folder.path)
    library.delete(folder.path)
    with qtbot.assertNotEmitted(library.opened):
        reader.was_read.emit((read.args or [])[0])
