"""What a run tells of its data before it trains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.record.events import LogLine, Sink

if TYPE_CHECKING:
    from engine.run.feed.prepare import PreparedData

_MOST_LEFT_OUT = 20


class ActivityLog:
    """Tells of what reading the data does beside reading, as of a download, once each."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._reported = ""

    def __call__(self, _done: int, _total: int, doing: str) -> None:
        """Take the progress of reading."""
        if doing and doing != self._reported:
            self._reported = doing
            self._sink(LogLine(level="info", text=f"{doing}."))


def notes(data: PreparedData, *, exact: bool) -> Iterator[LogLine]:
    """The notes of the data, what was left out of it, its warnings, and one where the run is not `exact`."""
    dataset = data.dataset
    for note in dataset.notes:
        yield LogLine(level="info", text=note)
    for left in dataset.left_out[:_MOST_LEFT_OUT]:
        yield LogLine(level="warning", text=f"Left out {left.name}: {left.reason}")
    for warning in data.warnings:
        yield LogLine(level="warning", text=warning)
    if not exact:
        yield LogLine(
            level="warning", text="Not deterministic: the same seed may give slightly other numbers."
        )
