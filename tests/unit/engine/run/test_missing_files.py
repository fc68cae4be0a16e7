"""What is taken away from a run's folder while it trains is said in the log and in the outcome."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.record import missing_files as run_files
from engine.record.events import EpochEnded, Event, Result
from engine.record.run_folder import RunFolder
from tests.runs import small_project, train

CALLBACKS = [{"kind": "tensorboard"}, {"kind": "csv_logger"}, {"kind": "model_checkpoint"}]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace(path: Path) -> None:
    content = path.read_bytes()
    path.unlink()
    path.with_name("other").write_bytes(
        b""
    )  # so that the new file cannot get the old one's place on the disk
    path.write_bytes(content + b"x" * 100_000)


def remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(autouse=True)
def looked_at_every_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_files, "_EVERY_S", 0.0)


@pytest.mark.parametrize(
    ("name", "harm", "named"),
    [
        ("history.csv", remove, ["history.csv"]),
        ("history.csv", empty, ["history.csv"]),
        ("events.jsonl", replace, ["events.jsonl"]),
        ("logs", remove, ["tfevents"]),
        ("epochs.csv", remove, ["epochs.csv"]),
        ("checkpoints/cp-0001.keras", remove, ["checkpoints/cp-0001.keras"]),
        ("environment.json", remove, ["environment.json"]),
        ("project.json", remove, ["project.json"]),
    ],
)
def test_the_outcome_names_what_is_missing(
    name: str, harm: Callable[[Path], None], named: list[str], data: Path, tmp_path: Path
) -> None:
    folder = RunFolder.create_at(tmp_path / "run", small_project(data, fit__epochs=4, callbacks=CALLBACKS))

    def sink(event: Event) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 3:
            harm(folder.path / name)

    run = train(folder.project(), folder, sink=sink)
    assert run.ended is not None
    assert run.ended.result is Result.COMPLETED
    assert run.ended.reason != "All 4 epochs are done."
    assert all(word in run.ended.reason for word in named)
    outcome = folder.outcome()
    assert outcome is not None
    assert outcome.reason == run.ended.reason


@pytest.mark.parametrize("epoch", [2, 4])
def test_a_folder_that_is_gone_ends_the_run_in_words(epoch: int, data: Path, tmp_path: Path) -> None:
    folder = RunFolder.create_at(tmp_path / "run", small_project(data, fit__epochs=4))

    def sink(event: Event) -> None:
        if isinstance(event, EpochEnded) and event.epoch == epoch:
            folder.path.rename(tmp_path / "elsewhere")

    run = train(folder.project(), folder, sink=sink)
    assert run.ended is not None
    assert run.ended.result is Result.FAILED
    assert "is no longer there" in run.ended.reason


def test_nothing_is_said_of_a_run_that_nobody_touched(data: Path, tmp_path: Path) -> None:
    run = train(small_project(data, callbacks=CALLBACKS), tmp_path / "run")
    assert run.ended is not None
    assert run.ended.reason == "All 3 epochs are done."
