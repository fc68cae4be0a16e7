"""Project files: sparse, forgiving to read, safe to write."""

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resources import samples_folder
from engine.settings import Project
from engine.settings.callbacks import CustomCallback, EarlyStopping
from engine.settings.project_file import file as project_file
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import (
    ProjectFileError,
    dump_complete,
    dumps,
    load,
    loads,
    resolve,
    save,
    with_absolute_paths,
)
from engine.settings.project_file.migrations import VERSION, migrate

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_a_default_project_is_only_its_version() -> None:
    assert json.loads(dumps(Project())) == {"version": VERSION}


def test_only_what_differs_is_written() -> None:
    project = assign(Project(), ["fit.epochs=3", "compile.optimizer.kind=sgd", "callbacks.0.patience=4"])
    assert json.loads(dumps(project)) == {
        "version": VERSION,
        "compile": {"optimizer": {"kind": "sgd"}},
        "fit": {"epochs": 3},
        "callbacks": [
            {"kind": "early_stopping", "enabled": False, "patience": 4},
            {"kind": "model_checkpoint", "enabled": False},
            {"kind": "tensorboard"},
        ],
    }


def test_a_complete_dump_names_everything() -> None:
    tree = json.loads(dump_complete(Project()))
    assert tree["fit"]["epochs"] == 20
    assert tree["compile"]["optimizer"]["beta_1"] == 0.9
    assert tree["data"]["path"] == "sample:digits.npz"
    assert loads(dump_complete(Project())).project == Project()


@pytest.mark.parametrize(
    ("tree", "paths"),
    [
        ({"fit": {"epochs": 0, "batch_size": 8}}, ["fit.epochs"]),
        ({"fit": {"epochs": "many", "shuffle": 3, "batch_size": 8}}, ["fit.epochs", "fit.shuffle"]),
        ({"fit": {"epoch": 3, "batch_size": 8}}, ["fit.epoch"]),
        ({"fit": {"batch_size": 8}, "modle": {}}, ["modle"]),
        (
            {"fit": {"batch_size": 8, "a.b": 1, "a.kind": 1, "": 1}, "fit.epochs": 2},
            ["fit.a.b", "fit.a.kind", "fit.", "fit.epochs"],
        ),
        ({"fit": {"batch_size": 8, "kind": None, "path": None}}, ["fit.kind", "fit.path"]),
        ({"fit": {"batch_size": 8}, "data": {"path": "x"}}, ["data.kind"]),
        ({"fit": {"batch_size": 8}, "data": {"kind": "fable"}}, ["data.kind"]),
        ({"fit": {"batch_size": 8}, "model": 3}, ["model"]),
        ({"fit": {"batch_size": 8}, "callbacks": {}}, ["callbacks"]),
        ({"fit": {"batch_size": 8}, "model": {"kind": "dense", "units": [8, -1]}}, ["model.units"]),
        (
            {"fit": {"batch_size": 8}, "compile": {"schedule": {"kind": "piecewise", "boundaries": [3]}}},
            ["compile.schedule.values"],
        ),
    ],
)
def test_bad_settings_are_named_and_the_good_rest_is_used(tree: dict[str, Any], paths: list[str]) -> None:
    loaded = loads(json.dumps({"version": VERSION, **tree}))
    assert [problem.path for problem in loaded.problems] == paths
    assert all(problem.message.endswith((".", "?")) for problem in loaded.problems)
    assert loaded.project == Project().with_value("fit.batch_size", 8)


def test_bad_callbacks_keep_the_places_of_the_file() -> None:
    items = [
        {"kind": "nothing"},
        {"kind": "model_checkpoint", "keep": "best", "save_freq": 0},
        3,
        {"kind": "early_stopping", "patince": 1, "patience": 4},
    ]
    loaded = loads(json.dumps({"callbacks": items}))
    assert [problem.path for problem in loaded.problems] == [
        "callbacks.0.kind",
        "callbacks.1.save_freq",
        "callbacks.2",
        "callbacks.3.patince",
        "callbacks.1.keep",
    ]
    assert [type(item).__name__ for item in loaded.project.callbacks] == ["ModelCheckpoint", "EarlyStopping"]
    assert loaded.project.callbacks[1] == EarlyStopping(patience=4)


@given(
    st.dictionaries(
        st.sampled_from(["version", "data", "model", "compile", "fit", "callbacks", "run", "other"]),
        JSON
        | st.dictionaries(
            st.sampled_from(["kind", "path", "epochs", "optimizer", "schedule", "units"]), JSON
        ),
    )
)
def test_any_json_is_read(tree: dict[str, Any]) -> None:
    loaded = loads(json.dumps(tree))
    assert loads(dumps(loaded.project)).project == loaded.project


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '{"fit": ' + "[" * 100_000, '{"fit": 1' + "0" * 5000 + "}", "{'a': 1}"],
)
def test_what_is_no_project_is_explained(text: str) -> None:
    loaded = loads(text)
    assert loaded.project == Project()
    assert loaded.problems[0].message.endswith(".")


def test_a_newer_file_is_kept_aside_and_its_known_part_used(tmp_path: Path) -> None:
    path = tmp_path / "digits.fitroom"
    text = json.dumps({"version": VERSION + 5, "fit": {"epochs": 7, "magic": True}})
    path.write_text(text)
    loaded = load(path)
    assert loaded.project == Project().with_value("fit.epochs", 7)
    assert [problem.path for problem in loaded.problems] == ["version", "fit.magic"]
    aside = tmp_path / "digits.broken-1.fitroom"
    assert loaded.kept_aside == aside
    assert aside.read_text() == text
    assert load(path).kept_aside == loaded.kept_aside
    path.write_text("{")
    assert load(path).kept_aside == tmp_path / "digits.broken-2.fitroom"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00", b"{"])
def test_a_broken_file_is_kept_aside(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.fitroom"
    path.write_bytes(data)
    loaded = load(path)
    assert loaded.project == Project()
    assert loaded.kept_aside is not None
    assert loaded.kept_aside.read_bytes() == data
    assert load(path, keep_aside=False).kept_aside is None


def test_a_good_file_leaves_no_copy(tmp_path: Path) -> None:
    path = tmp_path / "p.fitroom"
    save(Project(), path)
    loaded = load(path)
    assert (loaded.project, loaded.problems, loaded.kept_aside) == (Project(), (), None)
    assert os.listdir(tmp_path) == ["p.fitroom"]  # noqa: PTH208 - the names alone


def test_a_copy_that_cannot_be_kept_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.fitroom"
    path.write_text("{")
    monkeypatch.setattr(project_file, "write_atomically", failing(errno.EROFS))
    loaded = load(path)
    assert loaded.kept_aside is None
    assert "read-only" in loaded.problems[-1].message


def failing(number: int) -> Any:
    def write(path: Path, _data: bytes) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return write


def refuse(path: Path, **_named: Any) -> bytes:
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_a_file_that_cannot_be_opened_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (tmp_path / "none.fitroom", tmp_path, Path("a\0b")):
        with pytest.raises(
            ProjectFileError, match=r"^There is no project file .*\.$|it is a folder|its name cannot"
        ):
            load(path)
    big = tmp_path / "big.fitroom"
    with big.open("wb") as file:
        file.truncate(5_000_000)
    with pytest.raises(ProjectFileError, match="too large"):
        load(big)
    save(Project(), tmp_path / "p.fitroom")
    with monkeypatch.context() as patch:  # what looks for child processes at the end of a test reads, too
        patch.setattr("engine.settings.project_file.file.read_regular", refuse)
        with pytest.raises(ProjectFileError, match="Permission denied"):
            load(tmp_path / "p.fitroom")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not write"),
        (errno.EIO, "error"),
    ],
)
def test_a_failed_save_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    monkeypatch.setattr(project_file, "write_atomically", failing(number))
    with pytest.raises(ProjectFileError, match=words):
        save(Project(), tmp_path / "p.fitroom")


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.fitroom"
    save(Project(), path)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProjectFileError, match="disk is full"):
        save(Project().with_value("fit.epochs", 3), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["p.fitroom"]


def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p.fitroom"
    path.write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ProjectFileError, match="read-only"):
        save(Project(), path)
    assert path.read_text() == "old"


def test_a_folder_that_is_gone_and_a_bad_name_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(ProjectFileError, match="folder is not there"):
        save(Project(), tmp_path / "none" / "p.fitroom")
    with pytest.raises(ProjectFileError, match="name cannot be used"):
        save(Project(), Path(f"{tmp_path}/a\0b"))
    odd = Project().with_value("data.path", "a\udc80")
    with pytest.raises(ProjectFileError, match="no Unicode text"):
        save(odd, tmp_path / "p.fitroom")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions and links")
def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "p.fitroom", tmp_path / "link.fitroom"
    save(Project(), path)
    path.chmod(0o640)
    link.symlink_to(path)
    save(Project().with_value("fit.epochs", 3), link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert load(path).project.fit.epochs == 3


def test_migrations_run_in_order_from_the_file_s_version() -> None:
    def rename(tree: dict[str, Any]) -> dict[str, Any]:
        return {"new" if name == "old" else name: value for name, value in tree.items()}

    def double(tree: dict[str, Any]) -> dict[str, Any]:
        return {name: value * 2 for name, value in tree.items()}

    steps = (rename, double)
    assert migrate({"version": 1, "old": 2}, steps) == ({"new": 4}, [])
    assert migrate({"version": 2, "old": 2}, steps) == ({"old": 4}, [])
    assert migrate({"version": 3, "old": 2}, steps) == ({"old": 2}, [])
    assert migrate({"old": 2}, steps) == ({"old": 2}, [])
    assert migrate({"version": 4, "old": 2}, steps)[1][0].path == "version"


@pytest.mark.parametrize("version", ["1", True, 0, -3, 1.5, None, []])
def test_a_version_that_is_none_is_named(version: Any) -> None:
    (problem,) = loads(json.dumps({"version": version})).problems
    assert problem.path == "version"


def test_paths_begin_where_they_should(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve("sample:digits.npz", tmp_path) == samples_folder() / "digits.npz"
    assert resolve("sample:digits.npz", None).is_file()
    assert resolve("a/b.csv", tmp_path) == tmp_path / "a" / "b.csv"
    assert resolve("a.csv", None) == Path("a.csv")
    assert resolve(str(tmp_path / "c.csv"), Path("elsewhere")) == tmp_path / "c.csv"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert resolve("~/d.csv", Path("elsewhere")) == tmp_path / "d.csv"
    with pytest.raises(FileNotFoundError):
        resolve("~nobody-of-this-name/d.csv", None)


def test_the_frozen_program_has_its_own_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert samples_folder() == tmp_path / "resources" / "samples"


def test_every_path_of_a_project_becomes_absolute(tmp_path: Path) -> None:
    project = (
        Project()
        .with_value("callbacks", (CustomCallback(path="mine.py"),))
        .with_value("fit.validation_data", "val.npz")
        .with_value("model", {"kind": "file", "path": "m.keras"})
    )
    absolute = with_absolute_paths(project, tmp_path)
    assert absolute.value_at("callbacks.0.path") == str(tmp_path / "mine.py")
    assert absolute.fit.validation_data == str(tmp_path / "val.npz")
    assert absolute.value_at("model.path") == str(tmp_path / "m.keras")
    assert absolute.data.source == "sample:digits.npz"
    assert absolute.value_at("data.y_path") == ""
    assert with_absolute_paths(absolute, Path("elsewhere")) == absolute


@pytest.mark.parametrize("path", sorted(samples_folder().glob("*.fitroom")), ids=lambda path: path.stem)
def test_sample_projects_are_good_and_sparse(path: Path) -> None:
    loaded = load(path, keep_aside=False)
    assert loaded.problems == ()
    assert dumps(loaded.project) == path.read_text("utf-8")
    assert resolve(loaded.project.data.source or "", path.parent).is_file()
    stopping, *_, board = loaded.project.callbacks
    assert isinstance(stopping, EarlyStopping)
    assert stopping.enabled
    assert stopping.restore_best_weights
    assert board.enabled


def test_there_is_a_sample_project_for_each_kind_of_work() -> None:
    names = {path.stem for path in samples_folder().glob("*.fitroom")}
    assert names == {"digits", "elnino", "wine", "vowels", "penguins", "constitution"}
