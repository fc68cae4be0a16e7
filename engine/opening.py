"""The one way in which a file that a person names is opened: regular files only, up to a size.

A pipe or a device would block or have no end, and the files of /proc are generated at each read. Each is an
OSError here whose `strerror` says what it is, so whoever reports a file that cannot be read reports these.
Writing is left to `files`, and what data may take to `engine.data.reading.limits`.
"""

from __future__ import annotations

import errno
import os
import stat
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO

from engine.language import tr, tr_later

_KINDS = {
    stat.S_IFDIR: tr_later("it is a folder"),
    stat.S_IFIFO: tr_later("it is a pipe (FIFO)"),
    stat.S_IFCHR: tr_later("it is a device"),
    stat.S_IFBLK: tr_later("it is a device"),
    stat.S_IFSOCK: tr_later("it is a socket"),
}
_LONGEST_SHOWN = 300
_OF_THE_SYSTEM = ("/proc", "/sys")
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
"""Without O_NONBLOCK, opening a pipe that took the place of a file would wait for a writer."""


class NotRegularError(OSError):
    """What is at a path is not a regular file."""


class TooLargeError(OSError):
    """A file has more bytes than allowed."""


def require_regular(path: Path | str) -> os.stat_result:
    """Check that there is a regular file, for libraries that open files themselves.

    Returns:
        The result of `os.stat`.

    Raises:
        NotRegularError: it is a folder, a pipe, a device, a socket or a file of /proc or /sys.
        OSError: there is nothing, or its name cannot be used.
    """
    try:
        about = os.stat(path)  # noqa: PTH116 - a Path for each of 100,000 images takes longer than the call
    except ValueError as error:  # a zero byte, or a character that no name of a file can have
        raise _unusable(path) from error
    return _checked(about, path)


def is_regular(path: Path | str) -> bool:
    """Return whether there is a regular file at `path`; False also for a name that cannot be used."""
    try:
        require_regular(path)
    except OSError:
        return False
    return True


def path_exists(path: Path | str) -> bool:
    """Return whether there is anything at `path`; False also for a name that cannot be used."""
    try:
        os.stat(path)  # noqa: PTH116 - as in `require_regular`
    except (OSError, ValueError):
        return False
    return True


def open_regular(path: Path | str) -> BinaryIO:
    """Open the regular file at `path` for reading bytes; the caller closes it.

    Raises:
        OSError: as `require_regular`, or it cannot be opened.
    """
    require_regular(path)  # before it is opened: opening a device can have effects
    try:
        file = open(path, "rb", opener=_opened)  # noqa: SIM115 - the path may be a str; the caller closes it
    except ValueError as error:
        raise _unusable(path) from error
    try:
        _checked(os.fstat(file.fileno()), path)
    except OSError:
        file.close()
        raise
    return file


def read_regular(path: Path | str, *, most: int | None = None) -> bytes:
    """Return the bytes of the regular file at `path`.

    Args:
        path: the file.
        most: how many bytes it may have; None for any number.

    Raises:
        TooLargeError: it has more bytes than `most`.
        OSError: as `require_regular`, or it cannot be read.
    """
    about = require_regular(path)
    if most is not None and about.st_size > most:
        raise TooLargeError(
            errno.EFBIG,
            tr("it has {size:,} bytes, and at most {most:,} are read", size=about.st_size, most=most),
            str(path),
        )
    try:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    except ValueError as error:
        raise _unusable(path) from error
    try:
        size = _checked(os.fstat(descriptor), path).st_size
        return _read(descriptor, size)
    finally:
        os.close(descriptor)


def size_of(file: IO[bytes]) -> int:
    """Return the number of bytes of an open file."""
    return os.fstat(file.fileno()).st_size


def printable(name: str) -> str:
    r"""Return the name of a file as text that can be written: bytes that are not UTF-8 become \xNN."""
    try:
        name.encode()
    except UnicodeEncodeError:
        try:
            return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        except UnicodeEncodeError:
            return name.encode("utf-8", "backslashreplace").decode()
    return name


def shortened(name: str) -> str:
    """Return a path cut to 300 characters, as a longer one would hide the sentence around it."""
    shown = printable(name)
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"


def is_printable(name: str) -> bool:
    """Return whether the name of a file is Unicode text, so that it can be written as it is."""
    return printable(name) == name


def _opened(path: str, flags: int) -> int:
    return os.open(path, flags | _FLAGS)


def _read(descriptor: int, size: int) -> bytes:
    """Read no more than the file had when it was opened: one that is being written to would have no end."""
    first = os.read(descriptor, size)
    if len(first) == size:
        return first
    pieces = [first]
    left = size - len(first)
    while left and (piece := os.read(descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _checked(about: os.stat_result, path: Path | str) -> os.stat_result:
    if not stat.S_ISREG(about.st_mode):
        kind = _KINDS.get(stat.S_IFMT(about.st_mode))
        raise _not_regular(tr(kind) if kind else tr("it is something else"), path)
    if about.st_dev in _system_devices():
        raise _not_regular(tr("it belongs to the system and is made again at each look"), path)
    return about


@cache
def _system_devices() -> frozenset[int]:
    return frozenset(os.lstat(place).st_dev for place in _OF_THE_SYSTEM if os.path.ismount(place))


def _not_regular(what: str, path: Path | str) -> NotRegularError:
    reason = tr("{what}, and only regular files are read; choose another one", what=what)
    return NotRegularError(errno.EINVAL, reason, str(path))


def _unusable(path: Path | str) -> OSError:
    return OSError(errno.EINVAL, tr("its name cannot be used; choose another one"), printable(str(path)))
