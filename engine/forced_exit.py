"""The last resort of every exit: a timer that ends the process, whatever its threads do.

It needs nothing of the interpreter, so it also ends a process in which a thread never releases the GIL. The
caller starts it first, and then tries to end in good order.
"""

from __future__ import annotations

import faulthandler
import os

END_SECONDS = 15.0
"""How long the program may take to end, in seconds from the request."""

_nowhere: list[int] = []


def end_process_within(seconds: float) -> None:
    """End this process after `seconds` with status 1, unless `cancel_end` is called before."""
    if not _nowhere:
        _nowhere.append(os.open(os.devnull, os.O_WRONLY))  # the timer needs a file for its traceback
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere[0])


def cancel_end() -> None:
    """Cancel the timer: the process has finished its work in time."""
    faulthandler.cancel_dump_traceback_later()
