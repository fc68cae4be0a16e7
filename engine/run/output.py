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

from engine.run.events import Event, Sink


class ThreadOutput(io.TextIOBase):
    """A standard output that hands whole lines of one thread to `tell` and passes everything else on."""

    def __init__(self, beyond: TextIO | None, tell: Callable[[str], None]) -> None:
        self._beyond = beyond
        self._tell = tell
        self._thread = threading.get_ident()
        self._line = ""
        self._telling = False

    def write(self, text: str, /) -> int:
        """Take text as any standard output does."""
        # who is told may print in turn, as a terminal does: that is not the callback's output
        if self._telling or threading.get_ident() != self._thread:
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

        def told(event: Event) -> None:
            before = self._telling
            self._telling = before or threading.get_ident() == self._thread
            try:
                sink(event)
            finally:
                self._telling = before

        return told

    def end(self) -> None:
        """Tell what stands without a line end."""
        self._hand_on(self._line)
        self._line = ""

    def _hand_on(self, line: str) -> None:
        if not line.strip():
            return
        self._telling = True
        try:
            self._tell(line.rstrip("\r"))
        finally:
            self._telling = False


@contextmanager
def printed_lines(tell: Callable[[str], None]) -> Generator[ThreadOutput]:
    """Within this, every line that this thread prints goes to `tell`."""
    before: Any = sys.stdout
    output = ThreadOutput(before, tell)
    sys.stdout = cast("TextIO", output)
    try:
        yield output
    finally:
        sys.stdout = before
        output.end()
