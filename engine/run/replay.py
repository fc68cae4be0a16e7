"""Reads back what a run has kept of its events, also one that was cut in the middle of a line.

How they are written is `records`. What a folder holds is input like any other, so nothing in it is taken for
what it should be before it was looked at.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.run import events as event_types
from engine.run.events import BatchesEnded, EpochEnded, Event, Mark, Phase, Result, RunEnded
from engine.run.run_folder import RunFolder

_KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(event_types).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
_ENUMS: dict[str, type[Enum]] = {"phase": Phase, "mark": Mark, "result": Result}
_TUPLES = frozenset({"metrics", "not_restored"})
_BLOCK = 4096  # batches in one replayed event


def read_events(folder: RunFolder) -> Iterator[Event]:
    """Replay a run: its events in order, batch values before the end of their epoch.

    Torn last lines are passed over.
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

    `values` is a structured array with epoch, step and "v:" + name for each of `names`.
    """

    def __init__(self, names: list[str], values: NDArray[Any]) -> None:
        self.names = names
        self.values = values

    def blocks(self, start: int, end: int, *, at: float) -> Iterator[BatchesEnded]:
        """The rows start to end as events, each within one epoch and of at most 4,096 batches."""
        epochs = self.values["epoch"]
        while start < end:
            same = int(np.searchsorted(epochs[start:end], epochs[start], side="right"))
            stop = start + min(same, _BLOCK)
            rows = self.values[start:stop]
            values = {name: np.ascontiguousarray(rows[f"v:{name}"]) for name in self.names}
            yield BatchesEnded(
                at=at, epoch=int(rows["epoch"][0]), first_step=int(rows["step"][0]), values=values
            )
            start = stop


def read_batches(folder: RunFolder) -> BatchTable | None:
    """The batch values of a run, None where there are none or the file is broken. Bad tails are cut off."""
    try:
        with folder.batches_file.open("rb") as handle:
            names = json.loads(handle.readline())
            offset = handle.tell()
        kind = record_type(list(names))
        count = (folder.batches_file.stat().st_size - offset) // kind.itemsize
        values = (
            np.memmap(folder.batches_file, kind, mode="r", offset=offset, shape=(count,)) if count else None
        )
    except (OSError, ValueError, TypeError):
        return None
    return BatchTable(list(names), np.zeros(0, kind) if values is None else values)


def record_type(names: list[str]) -> np.dtype[Any]:
    """How the values of one batch stand in batches.bin."""
    return np.dtype([("epoch", "<i4"), ("step", "<i4"), *((f"v:{name}", "<f4") for name in names)])


def _read_lines(path: Path) -> Iterator[Event]:
    try:
        handle = path.open(encoding="utf-8", errors="replace")
    except OSError:
        return
    with handle:
        for line in handle:
            event = event_of(line)
            if event is not None:
                yield event


def event_of(line: str) -> Event | None:
    """The event in a line of events.jsonl; None where it is not whole, or of a newer version."""
    try:
        content: dict[str, Any] = json.loads(line)
        kind = _KINDS[content.pop("event")]
        for name, enum in _ENUMS.items():
            if name in content:
                content[name] = enum(content[name])
        for name in _TUPLES.intersection(content):
            content[name] = tuple(content[name])
        return kind(**content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # the rest is still worth reading
