"""Who works in a run's folder: one process at a time, which the others can name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from engine.record.holder import Holder, decoded, holder_words
from engine.record.lock import FolderBusyError, FolderLock, holder_of, is_locked

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files or signals")
_CHILD = """
import sys
from pathlib import Path
from engine.record.lock import FolderLock
with FolderLock(Path(sys.argv[1]), "window"):
    print("taken", flush=True)
    sys.stdin.read()
"""


def test_who_is_refused_learns_which_process_has_it(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "taken\n"
    with pytest.raises(FolderBusyError, match=rf"Fitroom's window \(process {child.pid}\)"), FolderLock(path):
        pass
    child.kill()  # what it wrote stays behind, and counts no more
    child.communicate()
    assert f'"pid": {child.pid}' in path.read_text()
    assert not is_locked(path)
    assert holder_of(path) is None
    with FolderLock(path):
        assert holder_of(path) == Holder.this_process("command")
    assert path.read_bytes() == b""


def test_looking_is_neither_seen_nor_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    assert not is_locked(path)
    assert not path.exists()
    path.touch()
    looking = threading.Event()

    def look() -> None:
        while not looking.is_set():
            is_locked(path)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(50):
            with FolderLock(path):
                assert is_locked(path)
    finally:
        looking.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00\x10",
        b"[" * 900,
        b"[]",
        b"7",
        b'{"pid": 7}',
        b'{"pid": true, "program": "window", "host": "here"}',
        b'{"pid": -1, "program": "window", "host": "here"}',
        b'{"pid": 1e99, "program": "window", "host": "here"}',
        b'{"pid": 99999999999999999999, "program": "window", "host": "here"}',
        b'{"pid": 7, "program": "rm -rf", "host": "here"}',
        b'{"pid": 7, "program": ["window"], "host": "here"}',
        b'{"pid": 7, "program": "window", "host": "a\\u001b[31m"}',
        b'{"pid": 7, "program": "window", "host": "' + b"a" * 400 + b'"}',
        b'{"pid": 7, "program": "window", "host": ""}',
    ],
)
def test_what_makes_no_sense_is_another_process(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / ".lock"
    with FolderLock(path):
        path.write_bytes(b" " + content)
        assert holder_of(path) is None
        with pytest.raises(FolderBusyError, match="another process"), FolderLock(path):
            pass


def test_a_process_of_another_machine_is_named_with_it() -> None:
    found = decoded(json.dumps({"pid": 7, "program": "command", "host": "box"}).encode())
    assert holder_words(found) == "Fitroom's command line (process 7) on box"


@posix_only
def test_a_process_that_is_no_more_is_not_named() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    me = Holder.this_process("window")
    assert decoded(me.encoded()) == me
    assert decoded(Holder(child.pid, "window", me.host).encoded()) is None


@posix_only
def test_a_lock_file_that_is_something_else_is_not_written_to(tmp_path: Path) -> None:
    """A run's folder may come from elsewhere."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    link, hard, pipe = tmp_path / "link", tmp_path / "hard", tmp_path / "pipe"
    link.symlink_to(victim)
    hard.hardlink_to(victim)
    os.mkfifo(pipe)
    for path in (link, pipe):
        with pytest.raises(OSError, match=r"symbolic links|Invalid argument"), FolderLock(path):
            pass
        assert not is_locked(path)
        assert holder_of(path) is None
    with FolderLock(hard):
        assert is_locked(hard)
    assert victim.read_text() == "precious"
