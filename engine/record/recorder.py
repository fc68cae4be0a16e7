"""Writes the events of a run to its folder.

`Recorder` is a sink: history.csv gets a row an epoch, events.jsonl every event but batch values,
batches.bin the batch values, log.txt the log. `replay` reads them, `ledger` knows which files are the run's.

batches.bin: a line of JSON with the names, and which of them are values of each batch by itself; the others
are running means since the epoch began. Then records of little-endian int32 epoch, int32 step in the epoch
and one float32 a name.
"""

from __future__ import annotations

import contextlib
import csv
import json
import math
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from typing import IO, Any

import numpy as np

from engine.opening import open_regular
from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    Event,
    LogLine,
    PhaseChanged,
    TrainingStarted,
    ValidationProgress,
)
from engine.record.json_files import text_fields
from engine.record.ledger.ledger import Ledger
from engine.record.ledger.safe_files import open_bytes_to_append, open_to_append
from engine.record.ledger.written_file import Written
from engine.record.replay import LONGEST_LINE, names_in, per_batch_in, record_type
from engine.record.run_folder import RunFolder
from engine.run_paths import BATCHES, EVENTS, HISTORY

_FOLLOWED_S = 0.5  # seconds until what was written is flushed, so that other processes can follow the run


class Recorder:
    """Writes events to a run folder; call `close` at the end. Thread-safe. OSErrors reach the caller.

    Events of a resumed run are buffered until `roll_back` has cut the files to its state; a resume that fails
    before that leaves them as they were. The log is written at once.

    Args:
        folder: The run folder.
        resumes: Whether the run is resumed.

    Attributes:
        ledger: What the run has written.
    """

    def __init__(self, folder: RunFolder, *, resumes: bool = False) -> None:
        self._folder = folder
        self.ledger = Ledger(folder.path)
        self._guard = threading.Lock()
        self._waiting_lines: list[str] = []
        self._events = None if resumes else self._open_events()
        self._log = open_to_append(folder.log_txt)
        self._history: IO[str] | None = None
        self._columns: list[str] = []
        self._batches: IO[bytes] | None = None
        self._names: list[str] = []
        self._shown = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Write one event.

        Raises:
            OSError: When it cannot be written.
        """
        with self._guard:
            match event:
                case BatchesEnded():
                    self._write_batches(event)
                    self._show()
                    return
                case ValidationProgress():
                    return  # of no use after the run
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
                self._waiting_lines.append(line)
                return
            if isinstance(event, EpochEnded) and self._batches is not None:
                self._batches.flush()  # before the epoch's end: a follower reads events first
            self._events.write(line)
            if isinstance(event, PhaseChanged):
                self._show()
            else:
                self._note(self._events, EVENTS)

    def per_batch(self, known: tuple[str, ...]) -> tuple[str, ...]:
        """Return which values of each batch by itself may be written, as batches.bin holds one kind a name.

        Args:
            known: The names of those that the run knows.

        Returns:
            `known` for a new file; of a file that is continued, those that it holds already.
        """
        try:
            with open_regular(self._folder.batches_file) as handle:
                header = handle.readline(LONGEST_LINE)
        except OSError:
            return known
        if names_in(header) is None:
            return known
        return tuple(name for name in per_batch_in(header) if name in known)

    def write_traceback(self, text: str) -> None:
        """Write a traceback to the log, the only place for it."""
        with self._guard:
            self._log.write(text.rstrip() + "\n")
            self._log.flush()

    def flush(self) -> None:
        """Flush all files to the operating system, so that their sizes are true."""
        with self._guard:
            for handle in self._handles():
                handle.flush()

    def roll_back(self, kept: Mapping[str, Written | int], owns: Callable[[str], bool]) -> list[str]:
        """Cut the run's files back to a state, and write the buffered events.

        Args:
            kept: The files of the state; see `Ledger.roll_back`.
            owns: See `Ledger.roll_back`.

        Returns:
            Names of files that stay, as they are no longer what the run wrote.

        Raises:
            OSError: When a file cannot be cut, deleted or written.
        """
        with self._guard:
            left = self.ledger.roll_back(kept, owns=owns)
            self._events = self._open_events()
            self._events.writelines(self._waiting_lines)
            self._waiting_lines.clear()
            self._note(self._events, EVENTS)
            return left

    def close(self) -> None:
        """Flush and close every file."""
        with self._guard, contextlib.ExitStack() as stack:
            for handle in self._handles():
                stack.callback(handle.close)
            self._events = self._history = self._batches = None

    def _show(self) -> None:
        """Flush for followers, at most every half second: each flush is a system call."""
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
            names += [f"val_{name}" for name in event.validation_metrics or event.metrics]
        self._columns = ["epoch", "learning_rate", "seconds", *names]
        path = self._folder.history_csv
        fresh = not path.exists() or path.stat().st_size == 0
        self.ledger.begins(HISTORY)
        self._history = open_to_append(path, newline="")
        if fresh:
            csv.writer(self._history).writerow(self._columns)
            self._note(self._history, HISTORY)
        self._names = list(event.metrics)
        path = self._folder.batches_file
        fresh = not path.exists() or path.stat().st_size == 0
        self.ledger.begins(BATCHES)
        self._batches = open_bytes_to_append(path)
        if fresh:
            header = {"names": self._names, "per_batch": event.per_batch}
            self._batches.write(json.dumps(header).encode() + b"\n")
            self._note(self._batches, BATCHES)

    def _open_events(self) -> IO[str]:
        self.ledger.begins(EVENTS)
        return open_to_append(self._folder.events_jsonl)

    def _note(self, handle: IO[str] | IO[bytes], name: str) -> None:
        """Flush a growing file, and note its beginning in the ledger."""
        handle.flush()
        self.ledger.grows(name)

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
            records[f"v:{name}"] = event.values.get(name, math.nan)
        self._batches.write(records.tobytes())


def _cell(value: object) -> str:
    return "" if value is None else repr(value)


def _as_dict(event: Event) -> dict[str, Any]:
    content: dict[str, Any] = {"event": type(event).__name__}
    for item in fields(event):
        value = getattr(event, item.name)
        content |= text_fields(item.name, value) if isinstance(value, str) else {item.name: _plain(value)}
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return dict(value) if isinstance(value, Mapping) else value
