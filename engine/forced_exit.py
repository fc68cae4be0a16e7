"""The last resorts of every exit: they end the process, whatever its threads do.

The timer needs nothing of the interpreter, so it also ends a process in which a thread never releases the
GIL. The caller starts it first, and then tries to end in good order. The watcher is for a process that cannot
even start it: Python runs the handler of a signal in its main thread, which has to get the GIL for that. It
also writes the outcome of a run whose process can do so no more. See docs/decisions/0015-watcher.md.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import math
import os
import select
import signal
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import NoReturn

END_SECONDS = 15.0
"""How long the program may take to end, in seconds from the request."""
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_READY_S, _BEFORE_END_S = 4.0, 1.0
"""How long before the end the watcher gets ready to write the outcome of a run, and writes it, in seconds."""
_TIMER_FIRST_S = 0.5
"""How long after the timer the watcher ends a process whose timer does not, in seconds."""
MakeWriter = Callable[[], Callable[[Path, float], object]]

_nowhere: list[int] = []
_watchers: list[Watcher] = []  # of this process: one at most


def end_process_within(seconds: float) -> None:
    """End this process after `seconds` with status 1, unless `cancel_end` is called before."""
    if not _nowhere:
        _nowhere.append(os.open(os.devnull, os.O_WRONLY))  # the timer needs a file for its traceback
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere[0])
    for watcher in _watchers:
        watcher.report(ends=seconds)


def cancel_end() -> None:
    """Cancel the timer: the process has finished its work in time."""
    faulthandler.cancel_dump_traceback_later()
    for watcher in _watchers:
        watcher.report(ends=None)


@contextlib.contextmanager
def watched_run(folder: Path) -> Generator[None]:
    """Tell the watcher which run is under way, for the outcome that this process may not be able to write."""
    for watcher in _watchers:
        watcher.report(run=str(folder.resolve()))
    try:
        yield
    finally:
        for watcher in _watchers:
            watcher.report(run=None)


class Watcher:
    """A small process that ends this one where it is still there some time after it was asked to end.

    Python's own handler in C writes the number of each signal into a pipe, also while no thread gets the GIL;
    another pipe tells which run is under way, and when the timer was started. Just before the time is used
    up the watcher writes the outcome of that run, as this process cannot.

    To be made before anything is imported that starts threads, as the process is a copy of this one. Signals
    that are ignored, or have no handler in Python, are not heard.

    Args:
        seconds: How long this process may take, from the signal.
        make_writer: Called in the watcher some seconds before this process must have ended, for what then
            writes the outcome of a run: a function of the run folder and the seconds that it was waited for.
    """

    def __init__(self, seconds: float = END_SECONDS, *, make_writer: MakeWriter | None = None) -> None:
        self._process = 0
        if not hasattr(os, "fork"):  # Windows ends a process without asking it
            return
        heard, self._said = os.pipe()
        news, self._reports = os.pipe()
        for pipe in (self._said, self._reports):
            os.set_blocking(pipe, False)
        program = os.getpid()
        self._process = os.fork()
        if not self._process:
            os.close(self._said)
            os.close(self._reports)
            _Watch(heard, news, seconds=seconds, make_writer=make_writer).keep(program)
        os.close(heard)
        os.close(news)
        signal.set_wakeup_fd(self._said, warn_on_full_buffer=False)
        _watchers.append(self)

    def report(self, **news: float | str | None) -> None:
        """Tell the watcher something; what does not fit into the pipe is lost."""
        with contextlib.suppress(OSError):
            os.write(self._reports, f"{json.dumps(news)}\n".encode())

    def close(self) -> None:
        """End the watcher: this process ends now, and the timer sees to it."""
        if self._process:
            _watchers.remove(self)
            signal.set_wakeup_fd(-1)
            os.close(self._said)
            os.close(self._reports)
            os.waitpid(self._process, 0)
            self._process = 0


class _Watch:
    """The watcher's own process, from its first moment to its last.

    Args:
        heard: The pipe with the numbers of signals.
        news: The pipe with lines of JSON: `run`, the folder of the run that is under way, or null; `ends`, in
            how many seconds the timer ends the program, or null when it is cancelled.
        seconds: As `Watcher`.
        make_writer: As `Watcher`.
    """

    def __init__(self, heard: int, news: int, *, seconds: float, make_writer: MakeWriter | None) -> None:
        self._heard, self._news = heard, news
        self._seconds, self._make_writer = seconds, make_writer
        self._by_signal = self._by_timer = math.inf  # when the program is to be gone
        self._waited = seconds
        self._run = ""
        self._rest = b""

    def keep(self, program: int) -> NoReturn:
        """Wait until the program has ended, which closes its ends of the pipes, or has to be ended."""
        try:
            for number in _SIGNALS:  # a terminal sends them to both
                signal.signal(number, signal.SIG_IGN)
            try:
                self._write_outcome()
            finally:
                if self._is_late(until=0.0, spare=_TIMER_FIRST_S) and os.getppid() == program:
                    os.kill(program, signal.SIGKILL)
        finally:
            os._exit(0)

    def _write_outcome(self) -> None:
        # a program that ends in good order is not kept waiting by these imports
        if self._make_writer is None or not self._is_late(until=_READY_S):
            return
        write = self._make_writer()
        if self._is_late(until=_BEFORE_END_S) and self._run:
            write(Path(self._run), self._waited)

    def _is_late(self, *, until: float, spare: float = 0.0) -> bool:
        """Wait for the end of the program, and return whether it had not come in time.

        Args:
            until: How long before it has to be gone, in seconds.
            spare: How much longer the timer has, in seconds.
        """
        while True:
            # a program that has started its timer heard the signal, and ends by itself a moment later
            end = min(self._by_signal, self._by_timer) + (0.0 if math.isinf(self._by_timer) else spare)
            left = end - until - time.monotonic()
            wait = None if math.isinf(left) else max(0.0, left)
            ready = select.select([self._heard, self._news], [], [], wait)[0]
            if not ready:
                return True
            contents = {pipe: os.read(pipe, 4096) for pipe in ready}
            self._take_news(contents.get(self._news, b""))
            self._hear(contents.get(self._heard, b""))
            if not all(contents.values()):
                while rest := os.read(self._news, 4096):
                    self._take_news(rest)
                return time.monotonic() > min(self._by_signal, self._by_timer) - until

    def _hear(self, numbers: bytes) -> None:
        if math.isinf(self._by_signal) and set(_SIGNALS).intersection(numbers):
            self._by_signal = time.monotonic() + self._seconds
            self._waited = self._seconds

    def _take_news(self, content: bytes) -> None:
        *lines, self._rest = (self._rest + content).split(b"\n")
        for line in lines:
            news = json.loads(line)
            if "run" in news:
                self._run = news["run"] or ""
            elif news["ends"] is None:
                self._by_timer = math.inf
            else:
                self._by_timer = time.monotonic() + news["ends"]
                self._waited = news["ends"]
