"""Turns what callbacks print during a run into lines of its log, Keras's own messages too.

Only output of the training thread is captured; what other threads print is passed on.
"""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from engine.record.events import Event, Sink


class ThreadOutput(io.TextIOBase):
    """A standard output that captures the lines of one thread.

    Args:
        beyond: The former standard output, which gets everything else; None in a windowed program.
        report: Takes each captured line, without its end.
    """

    def __init__(self, beyond: TextIO | None, report: Callable[[str], None]) -> None:
        self._beyond = beyond
        self._report = report
        self._thread = threading.get_ident()
        self._line = ""
        self._forwarding = False

    def write(self, text: str, /) -> int:
        """Capture or pass on text; returns its length."""
        # `report` may print in turn, as a terminal does: that is not the callback's output
        if self._forwarding or threading.get_ident() != self._thread:
            # a windowed program has no standard output at all
            return self._beyond.write(text) if self._beyond is not None else len(text)
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._hand_on(line)
        return len(text)

    def flush(self) -> None:
        """Flush the former standard output."""
        if self._beyond is not None:
            self._beyond.flush()

    def beyond(self, sink: Sink) -> Sink:
        """Return a sink that calls `sink`, whose own output is passed on."""

        def sink_with_output(event: Event) -> None:
            before = self._forwarding
            self._forwarding = before or threading.get_ident() == self._thread
            try:
                sink(event)
            finally:
                self._forwarding = before

        return sink_with_output

    def end(self) -> None:
        """Report the last line, which has no end."""
        self._hand_on(self._line)
        self._line = ""

    def _hand_on(self, line: str) -> None:
        if not line.strip():
            return
        self._forwarding = True
        try:
            self._report(line.rstrip("\r"))
        finally:
            self._forwarding = False


@contextmanager
def printed_lines(report: Callable[[str], None]) -> Generator[ThreadOutput]:
    """Redirect every line that this thread prints to `report`; a context manager.

    Args:
        report: Takes each line, without its end.

    Returns:
        The standard output within the context.
    """
    before: Any = sys.stdout
    output = ThreadOutput(before, report)
    sys.stdout = cast("TextIO", output)
    try:
        yield output
    finally:
        sys.stdout = before
        output.end()
