"""What runs in a process that makes batches: it gets the maker once, and then task after task.

Nothing here imports TensorFlow: a process that decodes images needs none. Who starts it is `prefetch`.
"""

from __future__ import annotations

import os
from typing import Any

from engine.run.feed.batch_source import Maker
from engine.worker_process import begin_worker

# a pool calls module-level functions only, so the maker is a global of the process
_given: list[Maker] = []


def begin(maker: Maker) -> None:
    """Prepare the process; the pool's initializer."""
    begin_worker()
    # only the program's own process computes on the GPU
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    _given.append(maker)


def make_here(task: Any) -> Any:
    """Return what `Maker.make` makes of `task`."""
    return _given[-1].make(task)
