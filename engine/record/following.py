"""Follows a run that another process trains: reads from its folder what is new since the last look.

The files grow while they are read, and are cut back when the run is resumed. Incomplete lines and records are
left for the next look; after a cut everything is read again. `replay` reads a finished run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.opening import open_regular
from engine.record.events import (
    EpochEnded,
    EpochStarted,
    Event,
    Phase,
    PhaseChanged,
    RunEnded,
    TrainingStarted,
)
from engine.record.outcome import State
from engine.record.replay import BatchTable, event_of, names_in, record_type
from engine.record.run_folder import RunFolder

_PIECE = 8 << 20  # bytes of a file that are read at once
_END = 64 << 10  # bytes at the end of the events in which the last phase is looked for
_KNOWN = 64  # bytes before the end of the last look, by which a file that was cut and has grown is recognized


@dataclass(frozen=True, slots=True)
class News:
    """What a look at a folder has found.

    Attributes:
        events: The new events, in order.
        state: The state of the run when the look began.
        again: Whether the files were cut back, so that `events` starts again with the run's first one.
    """

    events: tuple[Event, ...]
    state: State
    again: bool = False


def is_paused(folder: RunFolder) -> bool:
    """Whether a run that is under way is held: what the last phase is that stands near the end of its events.

    Args:
        folder: A run folder; one whose events cannot be read is not paused.
    """
    try:
        with open_regular(folder.events_jsonl) as handle:
            handle.seek(max(handle.seek(0, os.SEEK_END) - _END, 0))
            lines = handle.read().decode("utf-8", errors="replace").split("\n")
    except OSError:
        return False
    # a line that is still being written is not complete, so it is no event yet
    events = (event_of(line) for line in reversed(lines[:-1]) if PhaseChanged.__name__ in line)
    last = next((event for event in events if isinstance(event, PhaseChanged)), None)
    return last is not None and last.phase is Phase.PAUSED


class FolderFollower:
    """Remembers how far the files of a run were read. Not thread-safe: one thread at a time."""

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder
        self._begin()

    def _begin(self) -> None:
        self._lines = _Tail(self._folder.events_jsonl)
        self._rows = _Tail(self._folder.batches_file)
        self._names: list[str] | None = None
        self._started = False
        self._epoch = 0

    def look(self) -> News:
        """Return what is new since the last call; everything at the first one."""
        # the state is read first: a run that has ended by then has written everything
        state = self._folder.state
        again = self._lines.is_cut() or self._rows.is_cut()
        if again:
            self._begin()
        events = list(self._new_lines())
        # after the events: the recorder writes batches first, so those of each ended epoch are there
        self._started = self._started or any(isinstance(event, TrainingStarted) for event in events)
        tables = list(self._new_tables()) if self._started else []
        return News(tuple(self._merged(events, tables)), state, again)

    def _new_lines(self) -> Iterator[Event]:
        while piece := self._lines.piece():
            whole = piece.rfind(b"\n") + 1
            if not whole:
                return
            self._lines.take(piece[:whole])
            for line in piece[:whole].decode("utf-8", errors="replace").split("\n"):
                event = event_of(line)
                if event is not None:
                    yield event

    def _new_tables(self) -> Iterator[BatchTable]:
        while piece := self._rows.piece():
            if self._names is None:
                header, end, _ = piece.partition(b"\n")
                names = names_in(header) if end else None
                if names is None:
                    return
                self._names = names
                self._rows.take(header + end)
                continue
            kind = record_type(self._names)
            whole = len(piece) - len(piece) % kind.itemsize
            if not whole:
                return
            self._rows.take(piece[:whole])
            yield BatchTable(self._names, np.frombuffer(piece[:whole], kind))

    def _merged(self, events: list[Event], tables: list[BatchTable]) -> Iterator[Event]:
        """The events, each epoch's batches where its training ends, those of the current epoch last."""
        values = np.concatenate([table.values for table in tables]) if tables else None
        done, at = 0, 0.0
        for event in events:
            at = event.at
            if isinstance(event, EpochStarted):
                self._epoch = event.epoch
            if values is not None and self._ends_a_part(event):
                until = np.iinfo(np.int32).max if isinstance(event, RunEnded) else self._epoch
                end = done + int(np.searchsorted(values["epoch"][done:], until, side="right"))
                yield from BatchTable(tables[0].names, values).blocks(done, end, at=at)
                done = end
            yield event
        if values is not None and done < len(values):
            at = max(at, self._rows.written)
            yield from BatchTable(tables[0].names, values).blocks(done, len(values), at=at)

    def _ends_a_part(self, event: Event) -> bool:
        if isinstance(event, PhaseChanged):
            return event.phase is not Phase.TRAINING
        return isinstance(event, EpochEnded | RunEnded)


class _Tail:
    """A file that grows, and the place up to which it was read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = 0
        self._known = b""

    def is_cut(self) -> bool:
        """Return whether what was read before is no longer there."""
        if not self._place:
            return False
        try:
            with self._path.open("rb") as file:
                file.seek(self._place - len(self._known))
                return file.read(len(self._known)) != self._known
        except OSError:
            return True

    @property
    def written(self) -> float:
        """When the file was last modified, in seconds since 1970; 0 where there is none."""
        try:
            return self._path.stat().st_mtime
        except OSError:
            return 0.0

    def piece(self) -> bytes:
        """Return what comes next, up to 8 MiB; b"" where there is nothing."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._place)
                return file.read(_PIECE)
        except OSError:
            return b""

    def take(self, content: bytes) -> None:
        """Advance the place by `content`, the beginning of the last `piece`."""
        self._place += len(content)
        self._known = (self._known + content)[-_KNOWN:]
