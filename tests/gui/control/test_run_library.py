from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.run.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Result,
    RunEnded,
)
from engine.run.records import Recorder
from engine.run.run_folder import RunFolder, RunOutcome
from engine.settings import Project
from gui.control.run_library import RunLibrary, RunReader
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


def test_a_crashed_run_shows_what_it_told_until_then(
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


def test_a_deleted_run_is_gone_or_offered_to_be_deleted_for_good(library: RunLibrary, tmp_path: Path) -> None:
    folder = make_run(tmp_path, ended=True)
    told: list[str] = []
    library.deleted.connect(lambda _folder: told.append("deleted"))
    library.no_trash.connect(lambda _folder: told.append("no trash"))
    library.delete(folder.path)
    assert told == (["no trash"] if folder.path.exists() else ["deleted"])
    if folder.path.exists():
        library.delete_for_good(folder.path)
    assert not folder.path.exists()
    assert library.runs == ()


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
