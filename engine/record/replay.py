"""Reads the events of a run back, also where a file ends in the middle of a line.

`records` writes them, `following` reads those of a run that trains. What a folder holds is input like any
other, so everything is validated.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from engine.opening import open_regular
from engine.record import events as event_types
from engine.record.events import BatchesEnded, EpochEnded, Event, LogLine, RunEnded, ValidationProgress
from engine.record.json_files import with_messages
from engine.record.run_folder import RunFolder

_KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(event_types).items()
    # batch values are in another file, and the progress of a validation is not recorded
    if isinstance(kind, type)
    and issubclass(kind, Event)
    and kind not in (Event, BatchesEnded, ValidationProgress)
}
_LEVELS = frozenset({"info", "warning", "error"})
_MAY_BE_NAN = frozenset({"values", "best", "saved", "learning_rate", "model", "last_value", "season_ago"})
_LATEST = 253_402_300_799  # the end of the year 9999
_MOST = 2**53
LONGEST_LINE = 1 << 20
_MOST_NAMES = 1000
_BLOCK = 4096  # batches in one replayed event


def read_events(folder: RunFolder) -> Iterator[Event]:
    """Yield the events of a run in order, batch values before the end of their epoch.

    Incomplete and invalid lines are skipped.
    """
    batches = read_batches(folder)
    done = 0
    for event in _read_lines(folder.events_jsonl):
        if isinstance(event, EpochEnded | RunEnded) and batches is not None:
            epochs = batches.values["epoch"]
            until = event.epoch if isinstance(event, EpochEnded) else np.iinfo(np.int32).max
            end = done + int(np.searchsorted(epochs[done:], until, side="right"))
            yield from batches.blocks(done, end, at=event.at)
            done = end
        yield event
    if batches is not None:
        yield from batches.blocks(done, len(batches.values), at=time.time())


class BatchTable:
    """The batch values of a run.

    Attributes:
        names: Names of the metrics.
        values: (n,) structured array with "epoch" (from 1), "step" (in the epoch, from 0), and "v:" + name.
    """

    def __init__(self, names: list[str], values: NDArray[Any]) -> None:
        self.names = names
        self.values = values

    def blocks(self, start: int, end: int, *, at: float) -> Iterator[BatchesEnded]:
        """Yield rows as events, each within one epoch and of at most 4,096 batches.

        Args:
            start: The first row.
            end: The row after the last one.
            at: The time of the events, in seconds since 1970.
        """
        epochs = self.values["epoch"]
        while start < end:
            same = int(np.searchsorted(epochs[start:end], epochs[start], side="right"))
            # 1 at least, as the search fails on rows that are out of order
            stop = start + min(max(same, 1), _BLOCK)
            rows = self.values[start:stop]
            values = {name: np.ascontiguousarray(rows[f"v:{name}"]) for name in self.names}
            yield BatchesEnded(
                at=at, epoch=int(rows["epoch"][0]), first_step=int(rows["step"][0]), values=values
            )
            start = stop


def read_batches(folder: RunFolder) -> BatchTable | None:
    """Read the batch values of a run; None where there are none or the header is corrupt.

    Rows after the first one that is out of order are left out.
    """
    try:
        with open_regular(folder.batches_file) as handle:
            names = names_in(handle.readline(LONGEST_LINE))
            offset = handle.tell()
        if names is None:
            return None
        kind = record_type(names)
        count = (folder.batches_file.stat().st_size - offset) // kind.itemsize
        values = (
            np.memmap(folder.batches_file, kind, mode="r", offset=offset, shape=(count,)) if count else None
        )
    except (OSError, ValueError, TypeError):
        return None
    return BatchTable(names, np.zeros(0, kind) if values is None else values[: _in_order(values)])


def names_in(header: bytes) -> list[str] | None:
    """Return the names in the first line of batches.bin; None where it is invalid."""
    try:
        names: Any = json.loads(header)
    except (ValueError, RecursionError):
        return None
    if isinstance(names, dict):
        names = names.get("names")
    if not isinstance(names, list) or not 0 < len(names) <= _MOST_NAMES:
        return None
    return names if all(isinstance(name, str) for name in names) and len(set(names)) == len(names) else None


def per_batch_in(header: bytes) -> tuple[str, ...]:
    """Return the names of the values in batches.bin that are of each batch by itself.

    Args:
        header: Its first line, valid. That of an older program is a list: all its values are running means.
    """
    found: Any = json.loads(header)
    names: Any = found.get("per_batch", ()) if isinstance(found, dict) else ()
    return tuple(str(name) for name in names) if isinstance(names, list) else ()


def _in_order(values: NDArray[Any]) -> int:
    """How many rows are in the order in which batches are trained."""
    epochs, steps = values["epoch"].astype(np.int64), values["step"].astype(np.int64)
    later = (np.diff(epochs) > 0) | ((np.diff(epochs) == 0) & (np.diff(steps) > 0))
    wrong = np.flatnonzero(~later)
    if len(values) and (epochs[0] < 1 or steps[0] < 0):
        return 0
    return int(wrong[0]) + 1 if len(wrong) else len(values)


def record_type(names: list[str]) -> np.dtype[Any]:
    """Return the dtype of one record of batches.bin."""
    return np.dtype([("epoch", "<i4"), ("step", "<i4"), *((f"v:{name}", "<f4") for name in names)])


def _read_lines(path: Path) -> Iterator[Event]:
    try:
        handle = open_regular(path)
    except OSError:
        return
    with handle:
        while line := handle.readline(LONGEST_LINE):
            while not line.endswith(b"\n") and (more := handle.readline(LONGEST_LINE)):
                line = more  # a line that is too long is skipped
            event = event_of(line.decode("utf-8", errors="replace"))
            if event is not None:
                yield event


def event_of(line: str) -> Event | None:
    """Return the event of a line of events.jsonl; None where it is incomplete, invalid or unknown."""
    try:
        content: dict[str, Any] = json.loads(line)
        kind = _KINDS[content.pop("event")]
        event = with_messages(_reader(kind).validate_python(content), content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return event if _makes_sense(event) else None


@cache
def _reader(kind: type[Event]) -> TypeAdapter[Event]:
    return TypeAdapter(kind)


def _makes_sense(event: Event) -> bool:
    """Whether all numbers are in a range that can be counted, drawn and shown as a time."""
    if not 0 <= event.at <= _LATEST or (isinstance(event, LogLine) and event.level not in _LEVELS):
        return False
    for item in fields(event):
        value = getattr(event, item.name)
        if isinstance(value, int) and not 0 <= value < _MOST:
            return False
        if isinstance(value, float) and item.name not in _MAY_BE_NAN and not 0 <= value < _MOST:
            return False
    return True
