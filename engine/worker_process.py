"""What a process that works for the program does first, whatever its work."""

import multiprocessing
import os
import signal
import threading


def begin_worker() -> None:
    """To be called in the process, before its work."""
    # Ctrl+C in a terminal reaches all; the program itself ends its processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the program is gone: a worker would wait for ever for one that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
