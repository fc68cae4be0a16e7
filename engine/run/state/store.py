"""The state files of a run: written in the background, two generations kept, read newest first.

Taking a snapshot is all that the run waits for; writing happens in a background thread. Files on disk are
always complete.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.run.state.header import READABLE, HeaderError, check_header
from engine.run.state.state_file import CorruptFileError, read_container, write_container

_NAME = re.compile(r"^state-(\d{8})\.fitroom-state$")
_KEPT = 2
_SYNC_EVERY_S = 5.0  # six files take 40 ms on a disk; meanwhile the states of short epochs are passed over


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that a resume needs.

    Attributes:
        header: Plain JSON values.
        arrays: By name.
    """

    header: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """What `read_newest` found.

    Attributes:
        snapshot: The newest intact state; None where there is none.
        corrupt: Names of newer files that are corrupt.
    """

    snapshot: Snapshot | None
    corrupt: tuple[str, ...]


def read_newest(folder: Path) -> Found:
    """Read the newest intact state in `folder`; its header is checked where its version is readable."""
    corrupt: list[str] = []
    for path in reversed(_state_files(folder)):
        try:
            header, arrays = read_container(path)
            if header.get("version") in READABLE:
                check_header(header)
        except (CorruptFileError, HeaderError, OSError):
            corrupt.append(path.name)
            continue
        return Found(Snapshot(header, arrays), tuple(corrupt))
    return Found(None, tuple(corrupt))


def _nothing(_names: Iterable[str]) -> None:
    """Do nothing: there is no other file that a state depends on."""


class StateWriter:
    """Writes snapshots in a background thread.

    Args:
        folder: Where; files that a killed process left half written are deleted.
        sync: Brings the growing files of a state to disk, before that is written, in the background thread;
            at most every five seconds, and at the end. Gets their names, and may raise OSError.

    Attributes:
        failure: Why the last one could not be written; None where it was.
    """

    def __init__(self, folder: Path, *, sync: Callable[[Iterable[str]], None] = _nothing) -> None:
        self._folder, self._sync = folder, sync
        self._condition = threading.Condition()
        self._waiting: Snapshot | None = None
        self._busy = False
        self._closing = False
        self._growing: tuple[str, ...] = ()
        self._next_sync = 0.0
        self._bug: Exception | None = None
        self.failure: OSError | None = None
        for partial in folder.glob(".state-*"):  # left by a kill while it was written
            partial.unlink(missing_ok=True)
        files = _state_files(folder)
        self._serial = _serial(files[-1]) if files else 0
        self._thread = threading.Thread(target=self._work, name="fitroom-state", daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        """Whether a new snapshot would be written at once."""
        return self._waiting is None and not self._busy

    def submit(self, snapshot: Snapshot) -> None:
        """Write `snapshot` as soon as possible, in place of one that still waits."""
        with self._condition:
            self._waiting = snapshot
            self._condition.notify_all()

    def wait(self) -> None:
        """Block until nothing waits to be written.

        Raises:
            Exception: What writing raised, except OSError, which is in `failure`.
        """
        with self._condition:
            self._condition.wait_for(lambda: self.idle)
        if self._bug is not None:
            raise self._bug

    def close(self) -> None:
        """Write what waits, then end the thread."""
        with self._condition:
            self._closing = True
            self._condition.notify_all()
        self._thread.join()
        with suppress(OSError):  # the states are on disk, and a resume says what a power cut takes
            self._sync(self._growing)

    def _work(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting is not None or self._closing)
                snapshot, self._waiting = self._waiting, None
                if snapshot is None:
                    break
                self._busy = True
            try:
                self._write(snapshot)
                self.failure = None
            except OSError as error:
                self.failure = error
            except Exception as error:  # noqa: BLE001 - raised again by `wait`, in the thread that can end the run
                self._bug = error
            with self._condition:
                self._busy = False
                self._condition.notify_all()

    def _write(self, snapshot: Snapshot) -> None:
        self._folder.mkdir(exist_ok=True)
        self._serial += 1
        path = self._folder / f"state-{self._serial:08d}.fitroom-state"
        self._growing = tuple(snapshot.header.get("files", ()))
        if time.monotonic() >= self._next_sync:
            self._sync(self._growing)
            self._next_sync = time.monotonic() + _SYNC_EVERY_S
        write_container(path, snapshot.header, arrays=snapshot.arrays)
        self._delete_old()

    def _delete_old(self) -> None:
        for old in _state_files(self._folder)[:-_KEPT]:
            with suppress(OSError):  # an extra file does no harm
                old.unlink()


def _serial(path: Path) -> int:
    """The number in a state file's name, 0 where it is none."""
    match = _NAME.match(path.name)
    return int(match[1]) if match else 0


def _state_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if _serial(path))
    except OSError:
        return []
