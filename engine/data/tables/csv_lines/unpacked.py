"""A CSV file that is compressed, unpacked into a temporary file: gzip, bzip2, xz, a zip with one file.

These are what `pandas.read_csv` unpacks by the ending of a name, so a script needs no more than the name.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from engine.data.dataset import DataError
from engine.language import tr
from engine.opening import open_regular

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from engine.data.reading.context import Reading

_ZIP = b"PK\x03\x04"
_KINDS = {
    b"\x1f\x8b": (".gz", "gzip"),
    b"BZh": (".bz2", "bzip2"),
    b"\xfd7zXZ": (".xz", "xz"),
    _ZIP: (".zip", "zip"),
}
"""By the first bytes of a file: the ending of its name, and what it is called."""
_PIECE = 1 << 20
_CHECK_EVERY = 64
_OF_OFFICE = "[Content_Types].xml"
_CORRUPT = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    RuntimeError,
    NotImplementedError,
)


def is_packed(path: Path, start: bytes) -> bool:
    """Return whether a file is compressed, and no Excel file, which is a zip too.

    Args:
        path: of the file.
        start: its first bytes.
    """
    if not start.startswith(_ZIP):
        return any(start.startswith(sign) for sign in _KINDS)
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            return _OF_OFFICE not in archive.namelist()
    except _CORRUPT:
        return False


@contextmanager
def open_unpacked(
    path: Path, reading: Reading, *, factor: int, most: int | None = None
) -> Generator[BinaryIO]:
    """Open a file for reading its bytes, unpacked where it is compressed.

    Args:
        path: of the file.
        reading: can cancel, and limits memory.
        factor: how many bytes of memory reading it takes for each of its bytes.
        most: about how many bytes are unpacked, in whole lines; None for all.

    Raises:
        DataError: it cannot be unpacked, or its name has another ending.
        LoadCancelled: `reading` was cancelled.
    """
    with open_regular(path) as file:
        start = file.read(5)
        file.seek(0)
        known = next((kind for sign, kind in _KINDS.items() if start.startswith(sign)), None)
        if known is None:
            yield file
            return
        ending, called = known
        if path.suffix.lower() != ending:
            raise DataError(
                tr(
                    "{name} is compressed ({called}), but its name does not end in {ending}; rename it, or"
                    " unpack it and choose the file in it.",
                    name=path.name,
                    called=called,
                    ending=ending,
                )
            )
        with ExitStack() as opened, tempfile.TemporaryFile() as whole:
            try:
                _copy(_packed(file, ending, opened, name=path.name), whole, reading, factor=factor, most=most)
            except _CORRUPT as error:
                raise DataError(
                    tr(
                        "{name} cannot be unpacked: it is corrupt, cut or encrypted. Unpack it with another"
                        " program, and choose the file in it.",
                        name=path.name,
                    )
                ) from error
            whole.seek(0)
            yield cast("BinaryIO", whole)


def _packed(file: BinaryIO, ending: str, opened: ExitStack, *, name: str) -> IO[bytes]:
    """Return the one file in a compressed one, open for reading."""
    if ending != ".zip":
        unpack = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}[ending]
        return cast("IO[bytes]", opened.enter_context(unpack(file)))
    archive = opened.enter_context(zipfile.ZipFile(file))
    names = [one for one in archive.namelist() if not one.endswith("/")]
    if len(names) != 1:
        raise DataError(
            tr(
                "{name} has {count:,} files in it, such as {example}; unpack it, and choose one of them.",
                name=name,
                count=len(names),
                example=", ".join(names[:3]) or "-",
            )
        )
    return opened.enter_context(archive.open(names[0]))


def _copy(packed: IO[bytes], whole: IO[bytes], reading: Reading, *, factor: int, most: int | None) -> None:
    size = pieces = 0
    while piece := packed.read(_PIECE):
        reading.look()
        size += len(piece)
        pieces += 1
        if pieces % _CHECK_EVERY == 0:
            reading.limits.require_memory(size * factor, tr("The unpacked table"))
        if most is not None and size > most:
            whole.write(piece[: piece.rfind(b"\n") + 1])
            break
        whole.write(piece)
    whole.flush()
