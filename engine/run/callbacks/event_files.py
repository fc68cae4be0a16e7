"""Checks that the events which TensorFlow was asked to write are in TensorBoard's files.

TensorFlow ignores that an event could not be written (`EventsWriter::WriteSerializedEvent`), so a disk that
is full for a moment loses it, or leaves a part of it, after which nothing can be read.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tensorflow as tf

_EVENTS = frozenset({"scalar", "histogram", "image", "graph"})
_LENGTH = struct.Struct("<Q")
_AROUND = 16  # bytes: length, its checksum, and that of the event behind it


class CountedSummary:
    """Stands in for the module `tf.summary`, and counts events.

    Attributes:
        given: Events that were to be written.
    """

    def __init__(self) -> None:
        self.given = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(tf.summary, name)
        return self._counting(found) if name in _EVENTS else found

    def _counting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **more: Any) -> Any:
            written = function(*args, **more)
            # `graph` returns None, the others whether there was a writer
            self.given += written is None or bool(written)
            return written

        return counting


class EventFiles:
    """The event files in a folder and below it that are made from now on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = frozenset(self._all())
        self._read: dict[Path, tuple[int, int]] = {}

    def check(self, given: int) -> None:
        """Check that the files hold `given` events.

        Files that were taken away since the last look are no failure to write: `engine.record.missing_files`
        names them.

        Raises:
            OSError: When they hold fewer.
        """
        taken_away = any(not path.exists() for path in self._read)
        if not taken_away and self.count() < given:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self._folder))

    def count(self) -> int:
        """Return how many complete events are in the files."""
        found = 0
        for path in self._all():
            if path not in self._before:
                self._read[path] = _count(path, *self._read.get(path, (0, 0)))
                found += max(0, self._read[path][1] - 1)  # the first one is the version of the file
        return found

    def _all(self) -> list[Path]:
        return [
            Path(folder, name)
            for folder, _, names in os.walk(self._folder)
            for name in names
            if "tfevents" in name
        ]


def _count(path: Path, offset: int, events: int) -> tuple[int, int]:
    """Where the last complete event ends, and how many there are; `events` of them end at `offset`."""
    with path.open("rb") as file:
        file.seek(offset)
        content = file.read()
    at = 0
    while at + _AROUND <= len(content):
        end = at + _AROUND + _LENGTH.unpack_from(content, at)[0]
        if end > len(content):
            break
        at, events = end, events + 1
    return offset + at, events
