"""Writing a file so that it is either the old one or the new one, whatever happens in between."""

import os
import re
import secrets
import stat
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path

_TEMPORARY = re.compile(r"^\.(.+)\.[0-9a-f]{8}\.tmp$")


def write_atomically(path: Path, data: bytes, *, through_links: bool = True) -> None:
    """Write `data` to `path`, as `write_pieces_atomically` does."""
    write_pieces_atomically(path, [data], through_links=through_links)


def write_pieces_atomically(
    path: Path,
    pieces: Iterable[bytes | memoryview],
    *,
    over: Path | None = None,
    through_links: bool = True,
) -> None:
    """Write `pieces` one after the other to `path`: a temporary file beside it, fsync, then one rename.

    Permissions of a file that is replaced are kept, and a link goes on pointing at its file. `over` is a
    file in the same folder that nobody needs any more: its room on the disk is written over, which is
    cheaper than to free it and to find new room. It is gone afterwards. Raises OSError; the file at `path`
    is then as it was, and no temporary file is left.

    With `through_links` off a link at `path` is itself replaced, as in a folder that must not be left.
    """
    target = path.resolve() if through_links else path
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        if over is not None:
            over.replace(temporary)
        with temporary.open("xb" if over is None else "r+b") as file:
            file.writelines(pieces)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        if target.is_file() and not target.is_symlink():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def delete_leftovers(folder: Path, names: Collection[str]) -> None:
    """Delete what writing the files `names` in `folder` left half done when the process was killed.

    Only for a folder in which no other process writes. What cannot be deleted stays.
    """
    for path in folder.glob(".*.tmp"):
        found = _TEMPORARY.match(path.name)
        if found is not None and found[1] in names:
            with suppress(OSError):
                path.unlink()


def sync_file(path: Path) -> None:
    """Bring what was written to the file at `path` to disk. Raises OSError."""
    # Windows brings only files to disk that are open for writing
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut; Windows has no such call for folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
