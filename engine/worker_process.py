"""What a worker process of the program does first, whatever its work."""

import multiprocessing
import os
import signal
import threading


def begin_worker() -> None:
    """Ignore Ctrl+C and end with the program; called in the process before its work."""
    # Ctrl+C in a terminal reaches all; the program itself ends its processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the program is gone: the worker of a killed program would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
