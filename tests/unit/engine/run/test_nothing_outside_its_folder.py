"""A run touches nothing that is not its own: notes beside its files stay, and no path or link leads out."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.cli.main import main
from engine.problems import RunError
from engine.record.events import BatchesEnded, EpochStarted, Event, Result
from engine.record.run_folder import RunFolder
from engine.run.control import Control
from engine.run.session import resume_session
from tests.marks import TRAINS
from tests.runs import Killed, Trained, resume, small_project, train

pytestmark = TRAINS

CALLBACKS: list[dict[str, Any]] = [
    {"kind": "csv_logger"},
    {"kind": "tensorboard", "embeddings_freq": 1},
    {
        "kind": "model_checkpoint",
        "filepath": "checkpoints/cp-{epoch:04d}.ckpt",
        "keep": "last",
        "keep_last": 1,
    },
]
NOTES = [
    *("note.txt", "train/note.txt", "logs/note.txt", "logs/train/note.txt", "logs/validation/note.csv"),
    *("logs/train/plugins/profile/note.txt", "logs/train/events.out.tfevents.mine", "checkpoints/note.txt"),
    *("checkpoints/cp-0001.ckpt/note.txt", "checkpoints/cp-0001.ckpt/variables/note.txt", "notes/a/b.txt"),
    *("checkpoints/cp-0009.keras", "epochs.mine.csv"),
    *("exports/litert/model.tflite", "exports/litert/evidence.json"),
]


def killed(
    data: Path, folder: Path, *, at: type[Event] = EpochStarted, number: int = 2, **values: Any
) -> Trained:
    """A run of three epochs that was killed at the event with this number among its kind."""
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, at)
        if isinstance(event, at) and seen == number:
            raise Killed

    return train(small_project(data, "dense", **{"callbacks": CALLBACKS, **values}), folder, sink=sink)


@pytest.fixture(scope="module")
def killed_once(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return killed(data, tmp_path_factory.mktemp("killed") / "run", number=3).folder.path


@pytest.fixture
def run(killed_once: Path, tmp_path: Path) -> Trained:
    """A killed run in a folder of its own."""
    return Trained(RunFolder(shutil.copytree(killed_once, tmp_path / "run")), None)


def write_notes(folder: Path) -> dict[str, bytes]:
    for name in NOTES:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"of a person: {name}")
    return {name: (folder / name).read_bytes() for name in NOTES}


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(("log_dir", "at", "number"), [("logs", EpochStarted, 3), (".", BatchesEnded, 1)])
def test_notes_stay_through_a_resume(
    data: Path, tmp_path: Path, log_dir: str, at: type[Event], number: int
) -> None:
    callbacks = [
        {**section, "log_dir": log_dir} if "embeddings_freq" in section else section for section in CALLBACKS
    ]
    run = killed(data, tmp_path / "run", callbacks=callbacks, at=at, number=number)
    notes = write_notes(run.folder.path)
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    found = tree(run.folder.path)
    assert {name: found.get(name) for name in notes} == notes
    log = run.folder.log_txt.read_text()
    assert "notes/a/b.txt" in log
    # and once more, when it is over
    more = train(run.folder.project(), run.folder, resume=True, more=1)
    assert more.ended is not None
    assert more.ended.result is Result.COMPLETED, more.ended.reason
    found = tree(run.folder.path)
    assert {name: found.get(name) for name in notes} == notes


def test_a_file_that_a_person_put_in_the_place_of_the_runs_own_stays(data: Path, tmp_path: Path) -> None:
    run = killed(
        data, tmp_path / "run", number=3, callbacks=[{"kind": "csv_logger"}, {"kind": "model_checkpoint"}]
    )
    (run.folder.path / "epochs.csv").write_text("my own table\n" * 40)
    (run.folder.path / "checkpoints" / "cp-0003.keras").write_text("my own model")
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    assert (run.folder.path / "epochs.csv").read_text().startswith("my own table\n" * 40)
    assert (run.folder.path / "checkpoints" / "cp-0003.kept-1.keras").read_text() == "my own model"
    log = run.folder.log_txt.read_text()
    assert "epochs.csv is not as the run wrote it" in log
    assert "cp-0003.kept-1.keras" in log


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("0.filename", "../up.csv"),
        ("0.filename", "project.json"),
        ("0.filename", "{victim}/x.csv"),
        ("1.log_dir", "../victim"),
        ("1.log_dir", "{victim}"),
        ("2.filepath", "../victim/cp-{{epoch}}"),
        ("2.filepath", "resume/cp"),
    ],
)
def test_an_old_run_with_a_path_that_leads_out_opens_and_does_not_go_on(
    run: Trained, tmp_path: Path, capsys: pytest.CaptureFixture[str], field: str, value: str
) -> None:
    index, name = field.split(".")
    folder = run.folder
    victim = tmp_path / "victim"
    write_notes(victim)
    project = json.loads(folder.project_json.read_bytes())
    project["callbacks"][int(index)][name] = value.format(victim=victim)
    folder.project_json.write_text(json.dumps(project))
    before = tree(tmp_path)
    assert main(["resume", str(folder.path)]) == 2
    said = capsys.readouterr().err
    assert f"{name}: " in said
    assert "Traceback" not in said
    with pytest.raises(RunError) as caught:
        resume_session(folder, lambda _event: None, control=Control())
    assert caught.value.path == f"callbacks.{field}"
    loaded = folder.read_project()
    assert [problem.path for problem in loaded.problems] == [f"callbacks.{field}"]
    assert loaded.project.fit.epochs == 3
    assert tree(tmp_path) == before


CUSTOM = [
    "log.txt",
    "events.jsonl",
    "history.csv",
    "batches.bin",
    "environment.json",
    "outcome.json",
    ".lock",
]


@pytest.mark.parametrize(
    "name",
    [
        *CUSTOM,
        *("changes.jsonl", "forecast.npz", "model.keras", "signature.json", ".written.jsonl", "resume"),
        *("logs", "logs/train", "checkpoints", "epochs.csv"),
    ],
)
def test_a_link_in_the_folder_keeps_the_run_from_going_on(run: Trained, tmp_path: Path, name: str) -> None:
    place, canary = run.folder.path / name, tmp_path / "canary"
    if place.is_dir():
        shutil.copytree(place, canary)
        shutil.rmtree(place)
    else:
        canary.write_bytes(place.read_bytes() if place.exists() else b"")
        place.unlink(missing_ok=True)
    place.symlink_to(canary)
    before = tree(tmp_path)
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.FAILED
    assert str(place) in done.ended.reason
    assert "Traceback" not in done.ended.reason
    assert tree(tmp_path) == before


def test_what_has_a_second_name_elsewhere_is_as_it_was_there(run: Trained, tmp_path: Path) -> None:
    for path in run.folder.path.rglob("*"):
        if path.is_file():
            os.link(path, tmp_path / path.name)
    twins = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert len(twins) > 10
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    assert {name: (tmp_path / name).read_bytes() for name in twins} == twins


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
@pytest.mark.parametrize("name", CUSTOM)
def test_a_pipe_in_the_folder_hangs_nothing(run: Trained, name: str) -> None:
    (run.folder.path / name).unlink(missing_ok=True)
    os.mkfifo(run.folder.path / name)
    assert RunFolder(run.folder.path).state == "interrupted"
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.FAILED
    assert name in done.ended.reason


def test_the_list_of_an_earlier_run_deletes_no_more_than_saved_models(run: Trained, tmp_path: Path) -> None:
    folder = run.folder
    (folder.path / ".written.jsonl").unlink()
    notes = write_notes(folder.path)
    docs = write_notes(tmp_path / "hostile" / "docs")
    hostile = (
        "../hostile/docs",
        f"{folder.path}/../hostile/docs",
        "note.txt",
        "notes",
        "logs",
        "resume",
        ".",
        "/",
    )
    (folder.path / ".saved-2.txt").write_text("\n".join((*hostile, "", "project.json", "checkpoints")))
    done = resume(run)
    assert done.ended is not None
    assert done.ended.result is Result.COMPLETED, done.ended.reason
    assert tree(tmp_path / "hostile" / "docs") == docs
    found = tree(folder.path)
    assert {name: found.get(name) for name in notes} == notes
