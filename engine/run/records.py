"""Keeps the events of a run in its folder, and reads them back.

`Recorder` is a sink: history.csv gets a row an epoch, events.jsonl every event but batch values,
batches.bin the batch values, log.txt the log. `read_events` replays a run from them, also one that was cut
in the middle of a line.

batches.bin: a line of JSON with the names, then records of little-endian int32 epoch, int32 step in the
epoch and one float32 a name.
"""

from __future__ import annotations

import contextlib
import csv
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from engine.run import events as event_types
from engine.run.events import (
    BatchesEnded,
    EpochEnded,
    Event,
    LogLine,
    Mark,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    TrainingStarted,
    ValidationProgress,
)
from engine.run.run_folder import RunFolder
from engine.run.state.ledger import roll_back

_KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(event_types).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
}
_ENUMS: dict[str, type[Enum]] = {"phase": Phase, "mark": Mark, "result": Result}
_TUPLES = frozenset({"metrics", "not_restored"})
_BLOCK = 4096  # batches in one replayed event
_FOLLOWED_S = 0.5  # how old what has been written may get, before whoever follows the run can read it


class Recorder:
    """Writes events into a run's folder; call `close` at the end. Thread-safe. OSErrors reach the caller.

    When the run is resumed, its events are held back until `roll_back` has cut the files to where it goes
    on; a run that cannot even begin leaves them as they were. Its log is written at once.
    """

    def __init__(self, folder: RunFolder, *, resumes: bool = False) -> None:
        self._folder = folder
        self._guard = threading.Lock()
        self._held: list[str] = []
        self._events = None if resumes else _open_lines(folder.events_jsonl)
        self._log = folder.log_txt.open("a", encoding="utf-8")
        self._history: IO[str] | None = None
        self._columns: list[str] = []
        self._batches: IO[bytes] | None = None
        self._names: list[str] = []
        self._shown = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Keep one event."""
        with self._guard:
            match event:
                case BatchesEnded():
                    self._write_batches(event)
                    self._show()
                    return
                case ValidationProgress():
                    return  # of no use afterwards
                case LogLine():
                    stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(event.at))
                    self._log.write(f"{stamp}  {event.level:7}  {event.text}\n")
                    self._log.flush()
                case TrainingStarted():
                    self._open_history(event)
                case EpochEnded():
                    self._write_history(event)
                case _:
                    pass
            line = json.dumps(_as_dict(event), ensure_ascii=False) + "\n"
            if self._events is None:
                self._held.append(line)
                return
            if isinstance(event, EpochEnded) and self._batches is not None:
                self._batches.flush()  # before the epoch's end: who follows takes in one after the other
            self._events.write(line)
            if isinstance(event, PhaseChanged):
                self._show()
            else:
                self._events.flush()

    def write_traceback(self, text: str) -> None:
        """Put a traceback into the log, which is the only place for it."""
        with self._guard:
            self._log.write(text.rstrip() + "\n")
            self._log.flush()

    def flush(self) -> None:
        """Hand everything to the system, so that file sizes are true."""
        with self._guard:
            for handle in self._handles():
                handle.flush()

    def roll_back(self, sizes: Mapping[str, int], owned: Sequence[str]) -> None:
        """Cut the files in the folder that `owned` names back to `sizes`, and go on writing at their ends."""
        with self._guard:
            roll_back(self._folder.path, owned, sizes=sizes)
            self._events = _open_lines(self._folder.events_jsonl)
            self._events.writelines(self._held)
            self._held.clear()

    def close(self) -> None:
        """Flush and close every file."""
        with self._guard, contextlib.ExitStack() as stack:
            for handle in self._handles():
                stack.callback(handle.close)
            self._events = self._history = self._batches = None

    def _show(self) -> None:
        """Let others read what has been written, at times: each time costs a call of the system."""
        now = time.monotonic()
        if now - self._shown >= _FOLLOWED_S:
            self._shown = now
            for handle in (self._batches, self._events):
                if handle is not None:
                    handle.flush()

    def _handles(self) -> list[IO[str] | IO[bytes]]:
        handles = (self._events, self._history, self._batches, self._log)
        return [handle for handle in handles if handle is not None]

    def _open_history(self, event: TrainingStarted) -> None:
        names = list(event.metrics)
        if event.validation_examples:
            names += [f"val_{name}" for name in event.metrics]
        self._columns = ["epoch", "learning_rate", "seconds", *names]
        path = self._folder.history_csv
        fresh = not path.exists() or path.stat().st_size == 0
        self._history = path.open("a", newline="", encoding="utf-8")
        if fresh:
            csv.writer(self._history).writerow(self._columns)
        self._names = list(event.metrics)
        path = self._folder.batches_file
        fresh = not path.exists() or path.stat().st_size == 0
        self._batches = path.open("ab")
        if fresh:
            self._batches.write(json.dumps(self._names).encode() + b"\n")

    def _write_history(self, event: EpochEnded) -> None:
        if self._history is None:
            return
        known = {
            "epoch": event.epoch,
            "learning_rate": event.learning_rate,
            "seconds": round(event.seconds, 4),
        }
        row = known | dict(event.values)
        # repr of a float is exact, so the file and the plots agree to the last bit
        csv.writer(self._history).writerow([_cell(row.get(name)) for name in self._columns])
        self._history.flush()

    def _write_batches(self, event: BatchesEnded) -> None:
        if self._batches is None:
            return
        count = len(next(iter(event.values.values())))
        records = np.empty(count, record_type(self._names))
        records["epoch"] = event.epoch
        records["step"] = np.arange(event.first_step, event.first_step + count)
        for name in self._names:
            records[f"v:{name}"] = event.values[name]
        self._batches.write(records.tobytes())


def _open_lines(path: Path) -> IO[str]:
    return path.open("a", encoding="utf-8")


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


def _cell(value: object) -> str:
    return "" if value is None else repr(value)


def _as_dict(event: Event) -> dict[str, Any]:
    content: dict[str, Any] = {"event": type(event).__name__}
    for item in fields(event):
        value = getattr(event, item.name)
        content[item.name] = _plain(value)
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return dict(value) if isinstance(value, Mapping) else value


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
