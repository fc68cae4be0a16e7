"""What callbacks print while a run goes on becomes lines of its log, Keras's own messages too.

Only the thread that trains is listened to; what other threads print goes where it would have gone.
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
    """A standard output that hands whole lines of one thread to `report` and passes everything else on."""

    def __init__(self, beyond: TextIO | None, report: Callable[[str], None]) -> None:
        self._beyond = beyond
        self._report = report
        self._thread = threading.get_ident()
        self._line = ""
        self._fact_turns = False

    def write(self, text: str, /) -> int:
        """Take text as any standard output does."""
        # who is told may print in turn, as a terminal does: that is not the callback's output
        if self._fact_turns or threading.get_ident() != self._thread:
            # a windowed program has no standard output at all
            return self._beyond.write(text) if self._beyond is not None else len(text)
        *lines, self._line = (self._line + text).split("\n")
        for line in lines:
            self._hand_on(line)
        return len(text)

    def flush(self) -> None:
        """Hand what was passed on to the system."""
        if self._beyond is not None:
            self._beyond.flush()

    def beyond(self, sink: Sink) -> Sink:
        """The same sink; what it prints itself goes where it would have gone."""

        def sink_with_output(event: Event) -> None:
            before = self._fact_turns
            self._fact_turns = before or threading.get_ident() == self._thread
            try:
                sink(event)
            finally:
                self._fact_turns = before

        return sink_with_output

    def end(self) -> None:
        """Tell what stands without a line end."""
        self._hand_on(self._line)
        self._line = ""

    def _hand_on(self, line: str) -> None:
        if not line.strip():
            return
        self._fact_turns = True
        try:
            self._report(line.rstrip("\r"))
        finally:
            self._fact_turns = False


@contextmanager
def printed_lines(report: Callable[[str], None]) -> Generator[ThreadOutput]:
    """Within this, every line that this thread prints goes to `report`."""
    before: Any = sys.stdout
    output = ThreadOutput(before, report)
    sys.stdout = cast("TextIO", output)
    try:
        yield output
    finally:
        sys.stdout = before
        output.end()
