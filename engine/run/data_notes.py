"""Log lines about the data of a run, before it trains. The sentences are the readers' own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.language import tr
from engine.record.events import LogLine, Sink

if TYPE_CHECKING:
    from engine.run.feed.prepare import PreparedData

_MOST_LEFT_OUT = 20


class ActivityLog:
    """Logs what reading the data does besides reading, such as a download, once each."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._reported = ""

    def __call__(self, _done: int, _total: int, doing: str) -> None:
        """Log `doing` when it is new; the progress callback of `read_data`."""
        if doing and doing != self._reported:
            self._reported = doing
            self._sink(LogLine(level="info", text=doing + "."))


def notes(data: PreparedData, *, exact: bool) -> Iterator[LogLine]:
    """Yield the log lines about the data of a run.

    Args:
        data: What was read.
        exact: Whether the same seed gives the same numbers; if not, a warning says so.

    Returns:
        Notes of the data set, the first 20 examples that were left out, then warnings.
    """
    dataset = data.dataset
    for note in dataset.notes:
        yield LogLine(level="info", text=note)
    for left in dataset.left_out[:_MOST_LEFT_OUT]:
        yield LogLine(
            level="warning", text=tr("Left out {name}: {reason}", name=left.name, reason=left.reason)
        )
    for warning in data.warnings:
        yield LogLine(level="warning", text=warning)
    if not exact:
        yield LogLine(
            level="warning", text=tr("Not deterministic: the same seed may give slightly other numbers.")
        )
