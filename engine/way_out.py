"""The last bound of every way out: a timer that ends the process, whatever its threads do.

It needs nothing of the interpreter, so it also ends a process in which a thread never lets another one run.
Whoever leaves starts it first and tries to end in good order meanwhile.
"""

from __future__ import annotations

import faulthandler
import os

END_SECONDS = 15.0
"""How long the program may take to end, from the moment at which it was asked to."""

_nowhere: list[int] = []


def end_process_within(seconds: float) -> None:
    """End this process after `seconds` with status 1, unless `cancel_end` is called before."""
    if not _nowhere:
        _nowhere.append(os.open(os.devnull, os.O_WRONLY))  # the timer wants a file for its traceback
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere[0])


def cancel_end() -> None:
    """Let the process live: it has ended its work in time."""
    faulthandler.cancel_dump_traceback_later()
