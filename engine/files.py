"""Writes a file or folder so that it is either the old one or the new one, whatever happens in between.

All that the program writes as a whole comes to its place here: projects, states, models, checkpoints,
exports, caches, preferences. It is written beside its place, synced, and then renamed:

    temporary --sync--> on disk --take_place--> path --sync--> its name on disk

Files of a run that grow are another matter: they are appended to and cut (`engine.record`). Reading is left
to `opening`, and what the files mean to their owners.
"""

import os
import re
import secrets
import shutil
import stat
from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

_TEMPORARY = re.compile(r"^\.(.+)\.[0-9a-f]{8}\.tmp$")


def write_atomically(path: Path, data: bytes, *, through_links: bool = True) -> None:
    """Write a file as `write_pieces_atomically` does.

    Args:
        path: the file.
        data: its content.
        through_links: whether a link at `path` stays, and its target is written.

    Raises:
        OSError: it cannot be written; the file is then as it was.
    """
    write_pieces_atomically(path, [data], through_links=through_links)


def write_pieces_atomically(
    path: Path,
    pieces: Iterable[bytes | memoryview],
    *,
    through_links: bool = True,
) -> None:
    """Write a file from pieces: a temporary file beside it, fsync, then one rename.

    The permissions of a file that is replaced stay.

    Args:
        path: the file.
        pieces: its content, in order.
        through_links: whether a link at `path` stays, and its target is written. Without it the link itself
            is replaced, as in a folder that must not be left.

    Raises:
        OSError: it cannot be written; the file is then as it was, and no temporary file is left.
    """
    target = path.resolve() if through_links else path
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    with replacing(target, temporary), temporary.open("xb") as file:
        file.writelines(pieces)


@contextmanager
def replacing(path: Path, temporary: Path) -> Generator[None]:
    """Let what the block writes into `temporary` take the place of `path`: fsync, then one rename.

    The permissions of a file that is replaced stay.

    Args:
        path: the file.
        temporary: a path beside it.

    Raises:
        OSError: it cannot be written; the file is then as it was, and `temporary` is gone.
    """
    try:
        yield
        sync(temporary)
        if path.is_file() and not path.is_symlink():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        take_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def take_place(temporary: Path, path: Path, *, aside: Path | None = None) -> None:
    """Move a file or folder, which is on disk (`sync`), to its place.

    No rename replaces a full folder. A folder that is at `path` is moved aside first, so for a moment there
    may be none; it comes back where the new one cannot take its place. Otherwise it is deleted, also where
    another process has put something in its place in that moment: that has replaced it.

    Args:
        temporary: what takes the place, in the same folder or elsewhere on its disk.
        path: the place.
        aside: where a folder that is replaced is moved to; None for a hidden name beside `path`.

    Raises:
        OSError: it cannot be moved, and what was at `path` is there as before, or what another process has
            put there; or it is in its place, and the folder that it replaces cannot be deleted.
    """
    replaced = None
    if path.is_dir() and not path.is_symlink():
        replaced = aside or path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        delete(replaced)
        path.rename(replaced)
    try:
        temporary.replace(path)
    except OSError:
        if replaced is not None:
            _put_back(replaced, path)
        raise
    sync_folder(path.parent)
    if replaced is not None:
        delete(replaced)


def _put_back(replaced: Path, path: Path) -> None:
    """Move a folder back from aside; delete it where another process has taken its place."""
    with suppress(OSError):  # the first failure is raised
        try:
            replaced.rename(path)
        except OSError:
            if path.exists() or path.is_symlink():
                delete(replaced)


def delete(path: Path) -> None:
    """Delete a file, a link or a folder with all that is in it, where there is one. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def delete_leftovers(folder: Path, names: Collection[str]) -> None:
    """Delete temporary files that a killed process left. What cannot be deleted stays.

    Args:
        folder: in which no other process writes.
        names: of the files that were being written.
    """
    for path in folder.glob(".*.tmp"):
        found = _TEMPORARY.match(path.name)
        if found is not None and found[1] in names:
            with suppress(OSError):
                path.unlink()


def sync(path: Path) -> None:
    """Flush a file, or a folder and all that is in it, to disk (fsync). Raises OSError."""
    for item in [path, *path.rglob("*")] if path.is_dir() else [path]:
        if item.is_dir():
            sync_folder(item)
        else:
            sync_file(item)


def sync_file(path: Path) -> None:
    """Flush what was written to the file at `path` to disk (fsync).

    Raises:
        OSError: it cannot be opened or flushed.
    """
    # Windows flushes only files that are open for writing
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the folder, so that a rename survives a power cut; Windows has no such call for folders.

    Raises:
        OSError: it cannot be opened or flushed.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
