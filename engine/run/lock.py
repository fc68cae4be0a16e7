"""One process at a time works in a run's folder. The system's own lock, which ends with the process."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes]) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def _give(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class FolderBusyError(Exception):
    """Another process (or another run of this one) works in the folder."""


class FolderLock:
    """A lock on a file; a context manager. Raises FolderBusyError when it is taken."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: IO[bytes] | None = None

    def __enter__(self) -> Self:
        handle = self._path.open("ab")
        try:
            _take(handle)
        except OSError as error:
            handle.close()
            raise FolderBusyError(f"{self._path.parent} is in use by another run") from error
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            _give(self._handle)
            self._handle.close()
            self._handle = None


def is_locked(path: Path) -> bool:
    """Whether some process holds the lock on `path` right now."""
    if not path.exists():
        return False
    try:
        with FolderLock(path):
            return False
    except FolderBusyError:
        return True
    except OSError:
        # a lock file that cannot be opened (read-only disk) cannot be held either
        return False
