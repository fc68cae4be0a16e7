"""The state files of a run: whole or known to be corrupt, two generations, in room that is used again."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from engine.run.state import store
from engine.run.state.state_file import read_container, write_container
from engine.run.state.store import Snapshot, StateWriter, read_newest


@pytest.mark.parametrize("cut", [1, 7, 8, 40, 2000])
def test_any_corrupt_state_is_known_as_such(cut: int, tmp_path: Path) -> None:
    whole = tmp_path / "state-00000001.fitroom-state"
    write_container(whole, {"a": 1}, arrays={"x": np.arange(300.0), "none": np.zeros((0, 3))})
    header, found = read_container(whole)
    assert header == {"a": 1}
    assert found["none"].shape == (0, 3)
    content = bytearray(whole.read_bytes())
    (tmp_path / "state-00000002.fitroom-state").write_bytes(content[:cut])
    content[min(cut, len(content) - 1)] ^= 1
    (tmp_path / "state-00000003.fitroom-state").write_bytes(content)
    newest = read_newest(tmp_path)
    assert newest.corrupt == ("state-00000003.fitroom-state", "state-00000002.fitroom-state")
    assert newest.snapshot is not None
    assert newest.snapshot.header == {"a": 1}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def snapshot(number: int, length: int = 300) -> Snapshot:
    return Snapshot({"number": number}, {"x": np.full(length, float(number))})


def test_two_generations_are_left(tmp_path: Path) -> None:
    writer = StateWriter(tmp_path)
    for number in range(1, 6):
        writer.submit(snapshot(number))
        writer.wait()
    writer.close()
    assert names(tmp_path) == ["state-00000004.fitroom-state", "state-00000005.fitroom-state"]
    newest = read_newest(tmp_path).snapshot
    assert newest is not None
    assert newest.header == {"number": 5}


def test_a_smaller_state_in_the_room_of_a_larger_one_is_whole(tmp_path: Path) -> None:
    writer = StateWriter(tmp_path)
    for number, length in ((1, 900), (2, 900), (3, 900), (4, 10), (5, 2000)):
        writer.submit(snapshot(number, length))
        writer.wait()
        found = read_newest(tmp_path)
        assert found.corrupt == ()
        assert found.snapshot is not None
        assert found.snapshot.arrays["x"].tolist() == [float(number)] * length
    writer.close()


def test_the_two_before_stay_when_the_disk_fails_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = StateWriter(tmp_path)
    for number in (1, 2, 3):
        writer.submit(snapshot(number))
        writer.wait()

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(descriptor))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        writer.submit(snapshot(4))
        writer.wait()
    assert writer.failure is not None
    assert names(tmp_path) == ["state-00000002.fitroom-state", "state-00000003.fitroom-state"]
    writer.submit(snapshot(5))
    writer.close()
    assert writer.failure is None
    newest = read_newest(tmp_path).snapshot
    assert newest is not None
    assert newest.header == {"number": 5}


def test_other_files_are_on_disk_before_a_state_has_their_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_SYNC_EVERY_S", 0.0)
    fails = False
    seen: list[tuple[list[str], list[str]]] = []

    def sync(names: Iterable[str]) -> None:
        seen.append((list(names), sorted(path.name for path in tmp_path.iterdir())))
        if fails:
            raise OSError(errno.EIO, "broken")

    writer = StateWriter(tmp_path, sync=sync)
    writer.submit(Snapshot({"files": {"a": [1, ""]}}, {}))
    writer.wait()
    fails = True
    writer.submit(Snapshot({"files": {"b": [1, ""]}}, {}))
    writer.wait()
    writer.close()
    first = ["state-00000001.fitroom-state"]
    assert seen == [(["a"], []), (["b"], first), (["b"], first)]
    assert writer.failure is not None
    assert [path.name for path in tmp_path.iterdir()] == first
