"""Writing a file so that it is either the old one or the new one, whatever happens in between."""

import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`, as `write_pieces_atomically` does."""
    write_pieces_atomically(path, [data])


def write_pieces_atomically(
    path: Path, pieces: Iterable[bytes | memoryview], *, over: Path | None = None
) -> None:
    """Write `pieces` one after the other to `path`: a temporary file beside it, fsync, then one rename.

    Permissions of a file that is replaced are kept, and a link goes on pointing at its file. `over` is a
    file in the same folder that nobody needs any more: its room on the disk is written over, which is
    cheaper than to free it and to find new room. It is gone afterwards. Raises OSError; the file at `path`
    is then as it was, and no temporary file is left.
    """
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        if over is not None:
            over.replace(temporary)
        with temporary.open("xb" if over is None else "r+b") as file:
            file.writelines(pieces)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the rename last through a power cut; Windows has no such call for folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
