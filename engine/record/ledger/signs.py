"""Knowing a run's files by what they begin with, where no more is known of them than the name.

So it is in the folder of a run from before there was a ledger, and for a file that was noted while empty.
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


def looks_custom(path: Path, name: str) -> bool:
    """Whether the growing file at `path`, with this name in the run's folder, begins as such files do.

    Raises OSError.
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
    """Whether the file at `path` begins as a saved model does, or is part of a SavedModel. Raises OSError."""
    if not is_plain(path):
        return False
    sign = _SAVED.get(path.suffix)
    if sign is not None:
        with path.open("rb") as handle:
            return sign(handle.read(8))
    return path.name in _SAVED_MODEL or (path.parent.name == "variables" and path.stem == "variables")
