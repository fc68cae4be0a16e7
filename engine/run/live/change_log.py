"""Live changes and the positions where they took effect: written as they happen, replayed by a resume.

`live_changes` applies them.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

from engine.files import write_atomically
from engine.opening import read_regular
from engine.record.ledger.safe_files import open_bytes_to_append
from engine.run.control import (
    Change,
    SetEpochs,
    StopAfterEpoch,
    TrainMore,
    change_as_dict,
    change_from_dict,
)
from engine.run.position import Position

_MOST_BYTES = 64_000_000
_Entry = tuple[Position, Change]


class ChangeLog:
    """The file changes.jsonl.

    Attributes:
        applied: How many of its changes are part of the current state.
    """

    def __init__(self, path: Path, *, applied: int = 0) -> None:
        self._path = path
        self.applied = applied
        self._entries = _read(path)
        # what was written after the state was taken is replayed at its position
        self._next = applied

    def due(self, position: Position, asked: list[Change]) -> list[Change]:
        """Return the changes that take effect now, and record those just asked for.

        Args:
            position: Where the run is.
            asked: What was asked for since the last call.

        Returns:
            Those to be replayed, then `asked`.

        Raises:
            OSError: When the file cannot be written.
        """
        due: list[Change] = []
        while self._next < len(self._entries) and self._entries[self._next][0] <= position:
            due.append(self._entries[self._next][1])
            self._next += 1
        kept: list[Change] = [change for change in asked if not isinstance(change, StopAfterEpoch)]
        if kept:
            self.record(position, kept)
            self._next = len(self._entries)
        self.applied = self._next
        return due + asked

    def record(self, position: Position, changes: list[Change]) -> None:
        """Write changes before they take effect.

        Changes that were still to be replayed are dropped: the new decision replaces them.

        Args:
            position: Where they take effect.
            changes: In order.

        Raises:
            OSError: When the file cannot be written.
        """
        replayed = self._next == len(self._entries)
        del self._entries[self._next :]
        self._entries += [(position, change) for change in changes]
        if replayed and self._path.exists():
            self._append(self._entries[self._next :])
        else:
            write_atomically(self._path, _as_lines(self._entries), through_links=False)

    def steps_until(self, position: Position) -> float:
        """Return the steps until the next replayed change of this epoch; `math.inf` when there is none."""
        if self._next < len(self._entries):
            place = self._entries[self._next][0]
            if place.epoch == position.epoch:
                return max(1, place.step - position.step)
        return math.inf

    def epochs_at(self, position: Position, *, otherwise: int) -> int:
        """Return the last epoch (from 1) once the changes due at `position` are applied.

        Args:
            position: Where the run is.
            otherwise: The last epoch without a change.
        """
        for place, change in self._entries[self._next :]:
            if place <= position and isinstance(change, SetEpochs | TrainMore):
                otherwise = change.epochs
        return otherwise

    def _append(self, entries: list[_Entry]) -> None:
        with open_bytes_to_append(self._path) as handle:
            handle.write(_as_lines(entries))
            handle.flush()
            os.fsync(handle.fileno())


def _as_lines(entries: list[_Entry]) -> bytes:
    lines = [
        json.dumps({"epoch": at.epoch, "step": at.step, "begun": at.begun, **change_as_dict(change)})
        for at, change in entries
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _position(found: dict[str, Any]) -> Position:
    epoch, step, begun = found.pop("epoch"), found.pop("step"), found.pop("begun")
    if not (type(epoch) is int and type(step) is int and type(begun) is bool and min(epoch, step) >= 0):
        raise ValueError(epoch)
    return Position(epoch, step, begun)


def _read(path: Path) -> list[_Entry]:
    """Read the file. A line cut short by a power cut never took effect, and is removed."""
    if not path.exists():
        return []
    content = read_regular(path, most=_MOST_BYTES)
    entries: list[_Entry] = []
    for line in content.splitlines():
        try:
            found: dict[str, Any] = json.loads(line)
            position = _position(found)
            entries.append((position, change_from_dict(found)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            break
    if _as_lines(entries) != content:
        write_atomically(path, _as_lines(entries), through_links=False)
    return entries
