"""What runs in a process that makes batches: it is given the maker once, and then task after task.

Nothing here imports TensorFlow: a process that decodes images needs none.
"""

from __future__ import annotations

import os
from typing import Any

from engine.run.feed.batch_source import Maker
from engine.worker_process import begin_worker

# a pool calls functions alone, so what a process was given at its beginning stays here
_given: list[Maker] = []


def begin(maker: Maker) -> None:
    """The first call in the process."""
    begin_worker()
    # only the program's own process computes on the GPU
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    _given.append(maker)


def make_here(task: Any) -> Any:
    """The main part of a batch."""
    return _given[-1].make(task)
