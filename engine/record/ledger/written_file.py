"""One file that a run has written: its length and how it begins, as a line of the ledger and of a state.

`ledger` decides what is done with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.opening import read_regular
from engine.record.ledger.safe_files import is_plain

BEGINNING = 4096
"""So many bytes are compared: enough to recognize a file, and quickly read at every state."""
_MOST_BYTES = 256_000_000  # of the ledger's own file


@dataclass(frozen=True, slots=True)
class Written:
    """One file as it was written.

    Attributes:
        size: Its length in bytes.
        digest: The fingerprint of its beginning, and of its end where it was saved as a whole.
        owner: The callback that saved it as a whole; "" for a file that grows.
        part_of: The name under which it was saved: its own, or that of a folder that it is in.
    """

    size: int
    digest: str
    owner: str = ""
    part_of: str = ""

    def is_at(self, path: Path) -> bool:
        """Return whether the file at `path` is this one, or has grown from it. Raises OSError."""
        if not is_plain(path):
            return False
        size = path.stat().st_size
        if size < self.size or (self.owner and size != self.size):
            return False
        return fingerprint(path, self.size, whole=bool(self.owner)) == self.digest


def fingerprint(path: Path | str, size: int, *, whole: bool = False) -> str:
    """Return a fingerprint of a file.

    Args:
        path: The file.
        size: How many of its bytes count.
        whole: Whether the end counts too, and not only the beginning.

    Returns:
        A BLAKE2b digest of 16 bytes, in hexadecimal digits.

    Raises:
        OSError: When it cannot be read.
    """
    with open(path, "rb") as handle:  # noqa: PTH123 - called at every state, and a Path is slower
        digest = hashlib.blake2b(handle.read(min(size, BEGINNING)), digest_size=16)
        if whole and size > BEGINNING:
            handle.seek(max(BEGINNING, size - BEGINNING))
            digest.update(handle.read(BEGINNING))
    return digest.hexdigest()


def fingerprint_of(content: bytes) -> str:
    """Return the fingerprint of a whole file with this content."""
    digest = hashlib.blake2b(content[:BEGINNING], digest_size=16)
    digest.update(content[max(BEGINNING, len(content) - BEGINNING) :])
    return digest.hexdigest()


def as_line(name: str, written: Written | None) -> str:
    """Return the line of the ledger for a file.

    Args:
        name: Of the file.
        written: How it was written; None for a file that was deleted.
    """
    line: dict[str, Any] = {"name": name}
    if written is not None:
        line |= {"size": written.size, "digest": written.digest}
        line |= {"owner": written.owner, "part_of": written.part_of} if written.owner else {}
    return json.dumps(line, ensure_ascii=False) + "\n"


def read_content(path: Path) -> bytes:
    """Return the content of a ledger's file; b"" where there is none that can be read."""
    try:
        return read_regular(path, most=_MOST_BYTES)
    except OSError:
        return b""


def read_lines(path: Path) -> Iterator[tuple[str, Written | None]]:
    """Yield the lines of a ledger's file; see `lines_in`."""
    return lines_in(read_content(path))


def lines_in(content: bytes) -> Iterator[tuple[str, Written | None]]:
    """Yield name and content of each valid line of a ledger, None for a file that was deleted.

    A line that a power cut left unfinished is skipped.
    """
    for line in content.splitlines():
        with suppress(ValueError, RecursionError):
            match json.loads(line):
                case {"name": str(name), "size": int(size), "digest": str(digest), **rest} if size >= 0:
                    owner, part_of = rest.get("owner", ""), rest.get("part_of", "")
                    if isinstance(owner, str) and isinstance(part_of, str):
                        yield name, Written(size, digest, owner, part_of)
                case {"name": str(name), **rest} if not rest:
                    yield name, None
                case _:
                    pass


def kept_files(found: Mapping[str, Any]) -> dict[str, Written | int]:
    """Read the files in the header of a state.

    Args:
        found: From `Ledger.measure`.

    Returns:
        By name; only the size in bytes in a state of a version without a ledger.

    Raises:
        ValueError: When `found` is something else.
    """
    kept: dict[str, Written | int] = {}
    for name, value in found.items():
        match value:
            case [int(size), str(digest)] if size >= 0:
                kept[name] = Written(size, digest)
            case int(size) if size >= 0:
                kept[name] = size
            case _:
                raise ValueError(name)
    return kept
