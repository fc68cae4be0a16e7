"""Recognizes a run's files by their first bytes, where only their names are known.

That is so in a run folder of a version without a ledger, and for a file that was noted while it was empty.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from engine.record.ledger.safe_files import is_plain
from engine.run_paths import BATCHES, EVENTS, HISTORY

_Sign = Callable[[bytes], bool]

_RECORDS: dict[str, _Sign] = {
    EVENTS: lambda begin: begin.startswith(b'{"event": "'),
    HISTORY: lambda begin: begin.startswith(b"epoch,learning_rate,seconds"),
    BATCHES: lambda begin: begin.startswith(b'["loss"'),
}
_SAVED: dict[str, _Sign] = {
    ".keras": lambda begin: begin.startswith(b"PK\x03\x04"),
    ".h5": lambda begin: begin.startswith(b"\x89HDF\r\n\x1a\n"),
}
_SAVED_MODEL = frozenset({"saved_model.pb", "fingerprint.pb", "keras_metadata.pb"})


def looks_written_by_run(path: Path, name: str) -> bool:
    """Return whether a growing file begins as the run's files of this name do.

    Args:
        path: The file.
        name: Its name in the run folder.

    Raises:
        OSError: When it cannot be read.
    """
    if not is_plain(path):
        return False
    with path.open("rb") as handle:
        begin = handle.read(64)
    if name in _RECORDS:
        return _RECORDS[name](begin)
    if "tfevents" in PurePosixPath(name).name:
        return b"brain.Event:" in begin
    return begin.startswith((b"epoch,", b"epoch;", b"epoch\t"))


def looks_saved(path: Path) -> bool:
    """Return whether the file begins as a saved model does, or is part of a SavedModel. Raises OSError."""
    if not is_plain(path):
        return False
    sign = _SAVED.get(path.suffix)
    if sign is not None:
        with path.open("rb") as handle:
            return sign(handle.read(8))
    return path.name in _SAVED_MODEL or (path.parent.name == "variables" and path.stem == "variables")
