"""A file is written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from engine.files import sync, take_place, write_atomically


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    usual, path = tmp_path / "usual", tmp_path / "new"
    usual.write_bytes(b"")
    write_atomically(path, b"")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if name == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


def folder_of(path: Path, content: str) -> Path:
    (path / "inner").mkdir(parents=True)
    (path / "inner" / "file.txt").write_text(content)
    return path


@pytest.mark.parametrize("before", ["nothing", "file", "folder", "empty folder"])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_file_or_folder_takes_its_place(kind: str, before: str, tmp_path: Path) -> None:
    path, temporary = tmp_path / "place", tmp_path / ".work"
    if before == "folder":
        folder_of(path, "old")
        (path / "more.txt").write_text("old")
    elif before == "empty folder":
        path.mkdir()
    elif before == "file":
        path.write_text("old")
    if kind == "folder":
        folder_of(temporary, "new")
    else:
        temporary.write_text("new")
    sync(temporary)
    if kind == "folder" and before == "file":  # only a person's file can be there, which is not replaced
        with pytest.raises(NotADirectoryError):
            take_place(temporary, path)
        assert path.read_text() == "old"
        return
    take_place(temporary, path)
    assert (path if kind == "file" else path / "inner" / "file.txt").read_text() == "new"
    assert [item.name for item in tmp_path.iterdir()] == ["place"]
    assert kind == "file" or [item.name for item in path.iterdir()] == ["inner"]


def test_a_folder_that_cannot_be_replaced_is_there_as_before(tmp_path: Path) -> None:
    path = folder_of(tmp_path / "place", "old")
    with pytest.raises(FileNotFoundError):
        take_place(tmp_path / "missing", path)
    assert (path / "inner" / "file.txt").read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["place"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_folder_whose_place_another_process_has_taken_is_gone(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, temporary = folder_of(tmp_path / "place", "old"), folder_of(tmp_path / ".work", "new")
    move = Path.replace

    def take_first(mine: Path, target: Path) -> Path:
        if kind == "folder":
            folder_of(target, "of another")
        else:
            target.write_text("of another")
        return move(mine, target)

    monkeypatch.setattr(Path, "replace", take_first)
    with pytest.raises(OSError, match="place"):
        take_place(temporary, path)
    assert (path if kind == "file" else path / "inner" / "file.txt").read_text() == "of another"
    assert sorted(item.name for item in tmp_path.iterdir()) == [".work", "place"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fsync of a folder")
def test_all_that_is_in_a_folder_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path / "work", "new")
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    sync(folder)
    assert sorted(synced) == sorted(item.stat().st_ino for item in [folder, *folder.rglob("*")])
