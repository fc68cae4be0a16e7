"""Which paths a run may write to, on any system."""

import os
from pathlib import Path

import pytest

from engine.record.run_folder import RunFolder
from engine.run_paths import FILES, FOLDERS, RunPathError, inside, is_kept, resolve_inside

OUTSIDE = [
    *("..", "../x", "a/../../x", "a/..", "a\\..\\x", "...", "a/. ./x", ".. /x"),
    *("/x", "//x/y", "\\x", "\\\\server\\x", "~", "~/x", "~root/x", "C:", "C:x", "c:/x", "C:\\x", "a/b:c"),
    *("a\0b", "a\nb", "\ud800", "x" * 300),
]
WINDOWS = ["con", "NUL", "nul.txt", "a/COM1", "a/lpt9.csv", "aux /x", "com¹", "projec~1.jso", "histor~1.csv"]
KEPT = [
    *FILES,
    *FOLDERS,
    *("Project.JSON", "project.json.", "project.json ", "HISTORY.CSV", "resume/x", "RESUME/x/y", "./resume"),
    *("model.keras/x", "log\u200d.txt", "mode\u200cl.keras", ".anything", ".saved-0.txt"),
]


@pytest.mark.parametrize("name", OUTSIDE + WINDOWS + KEPT)
def test_a_path_that_leads_out_or_is_kept_is_refused(name: str) -> None:
    with pytest.raises(RunPathError):
        inside(name)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("./logs", "logs"),
        ("logs//a/./b/", "logs/a/b"),
        ("logs\\a", "logs/a"),
        ("a/project.json", "a/project.json"),
        ("checkpoints/model", "checkpoints/model"),
        ("결과/기록.csv", "결과/기록.csv"),
        ("console", "console"),
        ("run.resume", "run.resume"),
    ],
)
def test_a_path_inside_is_put_in_its_plain_form(name: str, plain: str) -> None:
    assert inside(name) == plain
    assert resolve_inside(Path("run"), name) == Path("run") / plain


def test_the_runs_own_folder_is_a_folder_and_no_file() -> None:
    assert inside("./", folder=True) == "."
    with pytest.raises(RunPathError):
        inside(".")


@pytest.mark.parametrize(("name", "ending"), [("model", ".keras"), ("MODEL", ".keras"), ("history", ".csv")])
def test_names_are_compared_with_their_ending(name: str, ending: str) -> None:
    assert inside(name) == name
    with pytest.raises(RunPathError):
        inside(name, ending=ending)


def test_placeholders_are_no_part_of_the_path() -> None:
    name = "a/./{epoch:04d}-{val_loss:.4f}"
    assert inside(name, filled_in=False) == "a/{epoch:04d}-{val_loss:.4f}"
    for refused in ("../{epoch}", "resume/{epoch}", "{epoch}/../../x", "C:{epoch}", "/{epoch}"):
        with pytest.raises(RunPathError):
            inside(refused, filled_in=False)
    # what it came to is looked at as well
    with pytest.raises(RunPathError):
        inside(f"{1:/>4}/x")


def test_all_that_the_run_folder_names_is_kept() -> None:
    folder = RunFolder(Path("run"))
    named = {
        getattr(folder, name).name
        for name, item in vars(RunFolder).items()
        if isinstance(item, property)
        and item.fget is not None
        and item.fget.__annotations__["return"] == "Path"
    }
    free = {folder.logs.name, folder.checkpoints.name}  # the usual places of callbacks
    assert len(named) > 10
    assert all(is_kept(name) for name in named - free)
    assert not any(is_kept(name) for name in free)


def test_a_link_on_the_way_is_refused_at_the_moment_of_use(tmp_path: Path) -> None:
    run, outside = tmp_path / "run", tmp_path / "outside"
    run.mkdir()
    outside.mkdir()
    assert resolve_inside(run, "logs/train") == run / "logs" / "train"
    (run / "logs").symlink_to(outside)
    for name in ("logs", "logs/train"):
        with pytest.raises(RunPathError, match="link"):
            resolve_inside(run, name)
    (run / "gone").symlink_to(tmp_path / "nowhere")
    with pytest.raises(RunPathError, match="link"):
        resolve_inside(run, "gone/x")
    # a run's folder may itself be reached through a link
    (tmp_path / "way").symlink_to(run)
    assert resolve_inside(tmp_path / "way", "a") == tmp_path / "way" / "a"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_only_folders_and_files_stand_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    assert resolve_inside(tmp_path, "file") == tmp_path / "file"
    for name in ("file/x", "pipe", "pipe/x"):
        with pytest.raises(RunPathError, match="not a folder"):
            resolve_inside(tmp_path, name)
