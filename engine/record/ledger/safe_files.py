"""Opens the files of a run folder, which may have come from elsewhere: no link is followed.

A file that has a second name (a hard link, as some backups make them) is copied before it is written to, so
that the other name keeps its content. Pipes and devices are refused: reading one might never end.
`engine.run_paths` and `ledger` decide which files a run may write at all.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from engine.language import tr
from engine.problems import RunError
from engine.run_paths import is_link

# Windows has neither; there a link needs rights that few people have
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def is_plain(path: Path) -> bool:
    """Return whether `path` itself is a regular file, not a link to one. Raises OSError."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def refuse_links(root: Path, *, files: tuple[str, ...], folders: tuple[str, ...]) -> None:
    """Refuse a run folder in which a name that is reserved for the run is something else than its file.

    Args:
        root: The run folder.
        files: Reserved names of files.
        folders: Reserved names of folders.

    Raises:
        RunError: When one of `files` is no regular file, or one of `folders` no folder.
        OSError: When the folder cannot be read.
    """
    for names, is_right in ((files, stat.S_ISREG), (folders, stat.S_ISDIR)):
        for name in names:
            try:
                mode = (root / name).lstat().st_mode
            except FileNotFoundError:
                continue
            if not is_right(mode):
                raise RunError(
                    tr(
                        "{path} is not the run's own file but a link, a folder or a device,"
                        " so nothing is written there; move it away.",
                        path=root / name,
                    )
                )


def open_to_append(path: Path, *, newline: str | None = None) -> IO[str]:
    """Open a UTF-8 text file of the run to append.

    Args:
        path: The file; made where there is none.
        newline: As for `open`.

    Raises:
        OSError: When it cannot be opened, or is a link.
    """
    with_one_name(path)
    return open(path, "a", newline=newline, encoding="utf-8", opener=_open_itself)


def open_bytes_to_append(path: Path) -> IO[bytes]:
    """Open a binary file of the run to append.

    Raises:
        OSError: When it cannot be opened, or is a link.
    """
    with_one_name(path)
    return open(path, "ab", opener=_open_itself)


def sync(path: Path) -> None:
    """Bring a regular file to disk (fsync); anything else is passed over, and a link is not followed.

    Raises:
        OSError: When it cannot be synced.
    """
    try:
        # Windows syncs only files that are open for writing
        descriptor = os.open(path, os.O_RDWR | _NO_LINK | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return
    except OSError:
        if is_plain(path):
            raise
        return
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def with_one_name(path: Path) -> None:
    """Replace the file at `path` by a copy where it has other names (hard links) as well. Raises OSError."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
        copy = path.with_name(f".{path.name}.copy")
        copy.unlink(missing_ok=True)
        shutil.copy2(path, copy, follow_symlinks=False)
        copy.replace(path)


def _open_itself(path: Any, flags: int) -> int:
    return os.open(path, flags | _NO_LINK, 0o666)


def walk(folder: str) -> Iterator[str]:
    """Yield the names of all files and links below `folder`, relative to it; links are not followed."""
    return (name for name, is_folder in _walk(folder) if not is_folder)


def _walk(folder: str) -> Iterator[tuple[str, bool]]:
    """All names below `folder`, each folder before what is in it, and whether it is a folder."""
    waiting = [(folder, "")]  # no recursion, as folders can be nested deeper than Python's stack
    while waiting:
        path, inside = waiting.pop()
        with suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                name = f"{inside}/{entry.name}" if inside else entry.name
                is_folder = entry.is_dir(follow_symlinks=False) and not is_link(Path(entry.path))
                if is_folder:
                    waiting.append((entry.path, name))
                yield name, is_folder


def files_in(path: Path) -> list[Path]:
    """Return all files and links in the folder `path`; `[path]` for a file or link, [] for nothing."""
    if is_link(path) or not path.is_dir():
        return [path] if is_link(path) or path.exists() else []
    return [path / name for name in walk(str(path))]


def remove_empty(path: Path) -> None:
    """Remove the folder `path` and the folders in it, as far as they are empty. Raises OSError."""
    if is_link(path) or not path.is_dir():
        return
    for name in reversed(["", *(name for name, is_folder in _walk(str(path)) if is_folder)]):
        with suppress(OSError):
            (path / name).rmdir()
