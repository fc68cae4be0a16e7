"""The last resorts of every exit: they end the process, whatever its threads do.

The timer needs nothing of the interpreter, so it also ends a process in which a thread never releases the
GIL. The caller starts it first, and then tries to end in good order. The watcher is for a process that cannot
even start it: Python runs the handler of a signal in its main thread, which has to get the GIL for that. See
docs/decisions/0015-watcher.md.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import time
from typing import NoReturn

END_SECONDS = 15.0
"""How long the program may take to end, in seconds from the request."""
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))

_nowhere: list[int] = []


def end_process_within(seconds: float) -> None:
    """End this process after `seconds` with status 1, unless `cancel_end` is called before."""
    if not _nowhere:
        _nowhere.append(os.open(os.devnull, os.O_WRONLY))  # the timer needs a file for its traceback
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere[0])


def cancel_end() -> None:
    """Cancel the timer: the process has finished its work in time."""
    faulthandler.cancel_dump_traceback_later()


class Watcher:
    """A small process that ends this one where it is still there some time after a signal to end.

    Python's own handler in C writes the number of each signal into a pipe, also while no thread gets the GIL.
    To be made before anything is imported that starts threads, as the process is a copy of this one. Signals
    that are ignored, or have no handler in Python, are not heard.

    Args:
        seconds: How long this process may take, from the signal.
    """

    def __init__(self, seconds: float = END_SECONDS) -> None:
        self._process = 0
        if not hasattr(os, "fork"):  # Windows ends a process without asking it
            return
        heard, self._said = os.pipe()
        os.set_blocking(self._said, False)
        program = os.getpid()
        self._process = os.fork()
        if not self._process:
            os.close(self._said)
            _watch(heard, program, seconds)
        os.close(heard)
        signal.set_wakeup_fd(self._said, warn_on_full_buffer=False)

    def close(self) -> None:
        """End the watcher: this process ends now, and the timer sees to it."""
        if self._process:
            signal.set_wakeup_fd(-1)
            os.close(self._said)
            os.waitpid(self._process, 0)
            self._process = 0


def _watch(heard: int, program: int, seconds: float) -> NoReturn:
    """Wait until the program has ended, which closes its end of the pipe, or has to be ended."""
    try:
        for number in _SIGNALS:  # a terminal sends them to both
            signal.signal(number, signal.SIG_IGN)
        while (numbers := os.read(heard, 64)) and not set(_SIGNALS).intersection(numbers):
            pass
        latest = time.monotonic() + seconds
        while numbers and (left := latest - time.monotonic()) > 0:
            if select.select([heard], [], [], left)[0]:
                numbers = os.read(heard, 64)
        if numbers and os.getppid() == program:
            os.kill(program, signal.SIGKILL)
    finally:
        os._exit(0)
