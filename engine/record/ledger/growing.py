"""A growing file of a run, such as a table or an event file: where it is, and how it is cut back.

`ledger` decides which files are cut, and `safe_files` opens them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from engine.record.ledger.first_bytes import looks_written_by_run
from engine.record.ledger.safe_files import is_plain, with_one_name
from engine.record.ledger.written_file import BEGINNING, Written, fingerprint
from engine.record.replay import record_type
from engine.run_paths import BATCHES, RunPathError, is_kept, is_link, resolve_inside

_LINES = (".csv", ".jsonl")
_LONGEST_HEADING = 1 << 20


def resolved(root: Path, name: str) -> Path:
    """Return the path of a growing file, which may be one that every run has.

    Args:
        root: The run folder.
        name: Relative to it.

    Raises:
        RunPathError: When it leads out of the folder, or is a link.
    """
    if "/" in name or not is_kept(name):
        return resolve_inside(root, name)
    if is_link(root / name):
        raise RunPathError(name)
    return root / name


def size_of(kept: Written | int) -> int:
    """Return the size in bytes; a state of a version without a ledger has nothing else."""
    return kept if isinstance(kept, int) else kept.size


def bytes_lost(path: Path, name: str, *, kept: Written | int) -> int:
    """Return how many bytes are missing at the end of a file that the run wrote; 0 where none are.

    Args:
        path: Where the file is, or was.
        name: Its name in the run folder.
        kept: What a state knows of it.

    Returns:
        0 also for a shorter file that the run did not write.

    Raises:
        OSError: When it cannot be read.
    """
    size = path.stat().st_size if path.exists() else 0
    lost = size_of(kept) - size
    if lost <= 0 or not path.exists():
        return max(0, lost)
    if isinstance(kept, Written) and size >= BEGINNING:
        is_written_by_run = is_plain(path) and fingerprint(path, size) == kept.digest
    else:
        is_written_by_run = is_plain(path) and (not size or looks_written_by_run(path, name))
    return lost if is_written_by_run else 0


def cut(path: Path, size: int) -> None:
    """Cut a file to `size` bytes where it is longer. Raises OSError."""
    if path.stat().st_size > size:
        with_one_name(path)
        os.truncate(path, size)


def cut_to_whole_records(path: Path, name: str) -> None:
    """Cut off the incomplete record at the end of a file, so that the next one does not stick to it.

    Args:
        path: A file that is not read-only.
        name: Its name in the run folder, which says what its records are. Event files are left as they are:
            TensorFlow begins a new one in each process.

    Raises:
        OSError: When it cannot be read or cut.
    """
    if name == BATCHES:
        cut(path, _end_of_batches(path))
    elif name.endswith(_LINES):
        cut(path, _end_of_lines(path))


def _end_of_lines(path: Path) -> int:
    end = path.stat().st_size
    with path.open("rb") as handle:
        while end:
            begin = max(0, end - 4096)
            handle.seek(begin)
            at = handle.read(end - begin).rfind(b"\n")
            if at >= 0:
                return begin + at + 1
            end = begin
    return 0


def _end_of_batches(path: Path) -> int:
    with path.open("rb") as handle:
        heading = handle.readline(_LONGEST_HEADING)
    try:
        length = record_type(list(map(str, json.loads(heading)))).itemsize
    except (ValueError, TypeError, RecursionError):
        return 0
    content = path.stat().st_size - len(heading)
    return len(heading) + content // length * length if heading.endswith(b"\n") else 0
