"""What is deleted can be put back for a while; emptying takes what a run has written, and nothing else."""

import time
from pathlib import Path

import pytest

from engine.record.lock import FolderBusyError
from engine.record.run_folder import RunFolder, list_runs
from engine.record.trash import KEPT_DAYS, delete_for_good, empty_old, in_trash, move_to_trash, put_back
from engine.settings import Project

WRITTEN = {
    **dict.fromkeys(
        ("history.csv", "events.jsonl", "batches.bin", "log.txt", "outcome.json", "model.keras"), "x"
    ),
    **dict.fromkeys((".lock", "resume/state-00000001.fitroom-state"), "x"),
    "checkpoints/cp-0001.keras": "PK\x03\x04 a model",
    "epochs.csv": "epoch,loss",
    "logs/train/events.out.tfevents.1.host.2.v2": "        brain.Event:2",
    "logs/train/plugins/profile/1/host.xplane.pb": "x",
    ".saved-2.txt": "checkpoints/cp-0001.keras\n../../victim.keras\nnotes.txt\n",
}
CUSTOM = ("notes.txt", "checkpoints/mine.keras", "logs/picture.png", "resume/copy.txt", "logs/train/a.csv")


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    kinds = [{"kind": "tensorboard"}, {"kind": "csv_logger"}, {"kind": "model_checkpoint"}]
    project = Project.model_validate({"callbacks": kinds})
    made = RunFolder.create(tmp_path / "runs", project, name="digits")
    for name, content in WRITTEN.items():
        (made.path / name).parent.mkdir(parents=True, exist_ok=True)
        (made.path / name).write_text(content)
    return made


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_dir()}


def test_a_run_comes_back_as_it_was(run: RunFolder) -> None:
    runs, before = run.path.parent, files(run.path)
    trashed = move_to_trash(run)
    assert list_runs(runs) == []
    assert [found.path for found in in_trash(runs)] == [trashed.path]
    assert put_back(trashed) == run.path
    assert files(run.path) == before


def test_two_runs_of_one_name_are_both_kept(run: RunFolder) -> None:
    first = move_to_trash(run)
    again = RunFolder.create(run.path.parent, Project(), name="digits")
    second = move_to_trash(again)
    assert first.path != second.path
    assert len(in_trash(run.path.parent)) == 2


def test_a_run_in_use_is_not_moved(run: RunFolder) -> None:
    with run.lock(), pytest.raises(FolderBusyError):
        move_to_trash(run)
    assert run.is_run


def test_emptying_takes_what_the_run_wrote_and_leaves_the_rest(run: RunFolder, tmp_path: Path) -> None:
    outside = tmp_path / "victim.keras"
    outside.write_text("canary")
    for name in CUSTOM:
        (run.path / name).write_text("mine")
    (run.path / "link").symlink_to(tmp_path)
    trashed = move_to_trash(run)
    assert sorted(delete_for_good(trashed)) == sorted([*CUSTOM, "link"])
    assert files(trashed.path) == set(CUSTOM)
    assert (trashed.path / "link").is_symlink()
    assert outside.read_text() == "canary"


def test_exports_go_with_their_run_and_what_lies_beside_them_stays(run: RunFolder) -> None:
    export = run.path / "exports" / "litert"
    export.mkdir(parents=True)
    for name in ("model.tflite", "README.md", "mine.txt"):
        (export / name).write_text("")
    (export / "evidence.json").write_text('{"format": "litert", "files": ["model.tflite", "README.md", 3]}')
    trashed = move_to_trash(run)
    assert delete_for_good(trashed) == ["exports/litert/mine.txt"]
    assert files(trashed.path) == {"exports/litert/mine.txt"}


def test_nothing_is_left_of_a_run_that_nobody_added_to(run: RunFolder) -> None:
    trashed = move_to_trash(run)
    assert delete_for_good(trashed) == []
    assert not trashed.path.exists()


def test_only_what_lies_there_for_long_goes_at_a_later_start(run: RunFolder) -> None:
    runs = run.path.parent
    old = move_to_trash(run)
    long_ago = time.strftime("%Y%m%dT%H%M%S", time.localtime(time.time() - (KEPT_DAYS + 1) * 86_400))
    old.path.rename(old.path.with_name(f"{long_ago}-{old.name}"))
    new = move_to_trash(RunFolder.create(runs, Project(), name="digits"))
    other = runs / ".trash" / "not-a-run"
    other.mkdir()
    empty_old(runs)
    assert sorted(path.name for path in (runs / ".trash").iterdir()) == sorted([new.path.name, "not-a-run"])


def test_a_link_to_a_run_goes_without_the_run(run: RunFolder, tmp_path: Path) -> None:
    link = tmp_path / "others" / "001-digits"
    link.parent.mkdir()
    link.symlink_to(run.path)
    trashed = move_to_trash(RunFolder(link))
    assert delete_for_good(trashed) == []
    assert files(run.path) >= {"history.csv", "project.json"}
