"""An operation on files that fails ends a run with a sentence, and a resume leaves what a whole run leaves.

The short form, of the program's own file layer; `make torture` fails every write, whoever makes it.
"""

import errno
import os
import random
import sys
from pathlib import Path

import pytest

from engine.record.events import Event, LogLine, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.settings import Project
from tests.marks import TRAINS
from tests.runs import Trained, train
from tests.torture.child import Person
from tests.torture.facts import differences
from tests.torture.failing import Failing, files_fail
from tests.torture.kinds import SHORT, project_of, write_data

pytestmark = TRAINS

_NEVER = 10**9
_POINTS = [
    ("write", errno.ENOSPC, False),
    ("write", errno.EIO, False),
    ("write", errno.ENOSPC, True),
    ("sync", errno.EIO, False),
    ("rename", errno.EIO, False),
    ("remove", errno.EACCES, False),
    ("create", errno.ENOSPC, False),
]


def run(project: Project, folder: RunFolder, *, resume: bool = False) -> Trained:
    control = Control()
    person = Person(folder, SHORT, control=control)
    return train(project, folder, sink=person, control=control, resume=resume)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    data = tmp_path_factory.mktemp("data")
    write_data(data)
    whole = project_of(SHORT, data)
    # TensorFlow writes those itself, and takes its time
    kept = [section for section in whole.callbacks if getattr(section, "format", "") != "savedmodel"]
    return whole.model_copy(update={"callbacks": tuple(kept)})


@pytest.fixture(scope="module")
def whole(project: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[RunFolder, dict[str, int]]:
    """A run without faults, and how many operations of each kind it has."""
    counts: dict[str, int] = {}
    folder = RunFolder.create_at(tmp_path_factory.mktemp("whole") / "run", project)
    counting = Failing(folder.path, "", _NEVER)

    def count(operation: str) -> None:
        counts[operation] = counts.get(operation, 0) + 1

    counting.reach = count
    with files_fail(counting):
        trained = run(project, folder)
    assert trained.ended is not None
    assert trained.ended.result is Result.COMPLETED
    return folder, counts


@pytest.mark.parametrize("point", _POINTS)
def test_fault_ends_in_a_sentence_and_a_resume_is_equal(
    point: tuple[str, int, bool],
    whole: tuple[RunFolder, dict[str, int]],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    operation, error, stays = point
    expected, counts = whole
    project = expected.project()
    number = random.Random(f"{operation} {error} {stays}").randint(1, counts[operation])
    folder = RunFolder.create_at(tmp_path / "run", project)
    with files_fail(Failing(folder.path, operation, number, error, stays)):
        trained = run(project, folder)
    where = f"{operation} {number} of {counts[operation]}"
    assert trained.ended is not None, where
    reason = trained.ended.reason
    assert "\n" not in reason
    assert "Training failed with" not in reason, where
    assert "not enough memory" not in reason, where
    assert "Traceback" not in capfd.readouterr().err
    if trained.ended.result is Result.COMPLETED and not warned(trained.events):
        assert not differences(folder, expected), where
    again = run(project, folder, resume=folder.log_txt.exists())
    assert again.ended is not None
    assert again.ended.result is Result.COMPLETED, (where, again.ended.reason)
    assert not differences(folder, expected), where


def warned(events: list[Event]) -> bool:
    return any(isinstance(event, LogLine) and event.level == "warning" for event in events)


@pytest.mark.skipif(sys.platform != "linux", reason="only /proc tells which file a descriptor is")
def test_what_is_renamed_is_on_disk_before_and_its_folder_afterwards(
    whole: tuple[RunFolder, dict[str, int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: set[int] = set()
    unsynced: set[Path] = set()
    early: list[str] = []
    sync, rename = os.fsync, os.replace

    def syncing(descriptor: int) -> None:
        sync(descriptor)
        synced.add(os.fstat(descriptor).st_ino)
        unsynced.discard(Path(f"/proc/self/fd/{descriptor}").readlink())

    def renaming(source: Path, target: Path) -> None:
        if Path(source).is_file() and os.stat(source).st_ino not in synced:  # noqa: PTH116 - as the call gives it
            early.append(Path(target).name)
        rename(source, target)
        unsynced.add(Path(target).parent.resolve())

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "replace", renaming)
    monkeypatch.setattr(os, "rename", renaming)
    project = whole[0].project()
    run(project, RunFolder.create_at(tmp_path / "run", project))
    assert not early
    assert not unsynced
