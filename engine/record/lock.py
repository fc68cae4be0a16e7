"""One process at a time works in a run folder: the system's own file lock, which ends with the process.

Only the first byte of the lock file is locked, as Windows lets nobody read a locked byte; from the second on
it says who works here (`holder`). The file of an older version is empty.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from engine.language import tr
from engine.record.holder import Holder, Program, decoded, holder_words

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes], *, look: bool) -> None:
        del look
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

    def _give(handle: IO[bytes]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _take(handle: IO[bytes], *, look: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_SH if look else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def _give(handle: IO[bytes]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


_PATIENCE = 0.25  # seconds: `is_locked` holds the lock for a moment
_PAUSE = 0.01
_MOST = 1000  # bytes


class FolderBusyError(Exception):
    """Another process (or another run of this one) works in the folder; the message is for people.

    Attributes:
        holder: Who it is; None where unknown.
    """

    def __init__(self, folder: Path, holder: Holder | None) -> None:
        super().__init__(
            tr(
                "The run in {folder} is in use by {process}. It can be resumed when that has ended.",
                folder=folder,
                process=holder_words(holder),
            )
        )
        self.holder = holder


class FolderLock:
    """A lock on a file; a context manager.

    Args:
        path: The lock file; made where there is none.
        program: What this process is, for others that find the lock held.

    Raises:
        FolderBusyError: On entering, when another process holds it.
        OSError: On entering, when the file cannot be opened or locked.
    """

    def __init__(self, path: Path, program: Program = "command") -> None:
        self._path = path
        self._program: Program = program
        self._handle: IO[bytes] | None = None

    def __enter__(self) -> Self:
        # not truncated when it is opened: until the lock is acquired the content is another process's
        handle = os.fdopen(_opened(self._path, os.O_RDWR | os.O_CREAT), "r+b", buffering=0)
        try:
            self._take(handle)
            _write(handle, Holder.this_process(self._program).encoded())
        except BaseException:
            handle.close()
            raise
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with handle, suppress(OSError):  # closing it releases the lock in any case
                _write(handle, b"")
                _give(handle)

    def _take(self, handle: IO[bytes]) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                _take(handle, look=False)
            except (BlockingIOError, PermissionError) as error:
                if time.monotonic() >= until:
                    raise FolderBusyError(self._path.parent, holder_of(self._path)) from error
                time.sleep(_PAUSE)
            else:
                return


def is_locked(path: Path) -> bool:
    """Return whether a process holds the lock on `path`. Needs only read access to the file."""
    try:
        handle = os.fdopen(_opened(path, os.O_RDONLY), "rb", buffering=0)
    except OSError:
        return False  # no process has made it, or can
    with handle:
        try:
            _take(handle, look=True)
        except (BlockingIOError, PermissionError):
            return True
        except OSError:  # a file system without locks
            return False
        _give(handle)
        return False


def holder_of(path: Path) -> Holder | None:
    """Return which process holds the lock on `path`; None where none does, or it is unknown."""
    if not is_locked(path):
        return None
    try:
        with os.fdopen(_opened(path, os.O_RDONLY), "rb", buffering=0) as handle:
            handle.seek(1)
            return decoded(handle.read(_MOST))
    except OSError:
        return None


def _opened(path: Path, flags: int) -> int:
    """Open a regular file and return its descriptor; OSError where it is something else.

    A run folder may come from elsewhere: no link is followed, and opening a pipe does not block.
    """
    safe = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
    descriptor = os.open(path, flags | safe, 0o666)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))


def _write(handle: IO[bytes], content: bytes) -> None:
    """Write who works here, in one piece. A full disk is ignored."""
    try:
        if os.fstat(handle.fileno()).st_nlink != 1:
            return  # it is another file as well
        handle.truncate(0)
        if content:
            handle.seek(0)
            handle.write(b" " + content)
    except OSError:
        return
