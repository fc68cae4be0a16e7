"""Follows a run that another process trains: reads from its folder what has come since the last look.

The files grow at their ends while they are read, and are cut back when the run is resumed. What is not whole
yet is left for the next look; after a cut everything is read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.record.events import (
    EpochEnded,
    EpochStarted,
    Event,
    Phase,
    PhaseChanged,
    RunEnded,
    TrainingStarted,
)
from engine.record.replay import BatchTable, event_of, names_in, record_type
from engine.record.run_folder import RunFolder, State

_PIECE = 8 << 20  # bytes of a file that are taken in at once
_KNOWN = 64  # bytes before the place of the last look, by which a file that was cut and has grown is known


@dataclass(frozen=True, slots=True)
class News:
    """What a look at a folder has found.

    Attributes:
        events: What the run has told since the last look, in order.
        state: How the run stood when the look began.
        again: Whether the files were cut back, so that `events` begins with the run's first one again.
    """

    events: tuple[Event, ...]
    state: State
    again: bool = False


class FolderFollower:
    """Remembers how far the files of a run were read. Any one thread at a time may use it."""

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
        """What is new since the last call; all there is at the first one."""
        # the state comes first: who is no longer training by then has written all
        state = self._folder.state
        again = self._lines.is_cut() or self._rows.is_cut()
        if again:
            self._begin()
        events = list(self._new_lines())
        # after the events: the writer writes them the other way round, so each epoch's batches are there
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
        """The events, each epoch's batches where its training ends, and last those of the present epoch."""
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
    """The end of a file that grows: what lies behind the place up to which it was taken in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = 0
        self._known = b""

    def is_cut(self) -> bool:
        """Whether what was taken in is no longer there."""
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
        """When the file was last written to, in seconds since the epoch; 0 where it is not there."""
        try:
            return self._path.stat().st_mtime
        except OSError:
            return 0.0

    def piece(self) -> bytes:
        """What comes next, up to some megabytes; b"" where there is nothing."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._place)
                return file.read(_PIECE)
        except OSError:
            return b""

    def take(self, content: bytes) -> None:
        """`content` has been taken in, which came next."""
        self._place += len(content)
        self._known = (self._known + content)[-_KNOWN:]
