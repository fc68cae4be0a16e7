"""What runs in a process that makes batches: it is given the maker once, and then task after task.

Nothing here imports TensorFlow: a process that decodes images needs none.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from typing import Any

from engine.run.batch_source import Maker

# a pool calls functions alone, so what a process was given at its beginning stays here
_given: list[Maker] = []


def begin(maker: Maker) -> None:
    """The first call in the process."""
    # Ctrl+C in a terminal reaches all; the program itself ends its processes
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # only the program's own process computes on the GPU
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _given.append(maker)


def make_here(task: Any) -> Any:
    """The main part of a batch."""
    return _given[-1].make(task)


def _end_with_parent() -> None:
    """End when the program is gone: the pool's processes would wait for ever for one that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
