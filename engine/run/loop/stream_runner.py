"""Runs steps over streamed batches, one step a call, while the next batches are prefetched.

It is a `StepRunner` as those in `compiled_steps`, with the same numbers. `engine.run.feed` prefetches.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.run.feed.batch_source import BatchSource
from engine.run.feed.prefetch import Workers

Logs = dict[str, NDArray[np.float32]]


class StreamRunner:
    """A step runner over a batch source.

    Args:
        step: The model's `train_step` or `test_step`, compiled unless the model runs eagerly.
        source: Makes the batches.
        workers: Make them ahead.
        stops_at_nan: End a call after the first step whose loss is not finite.
    """

    def __init__(
        self,
        step: Callable[[Any], dict[str, Any]],
        source: BatchSource,
        *,
        workers: Workers,
        stops_at_nan: bool,
    ) -> None:
        self._step, self._stops = step, stops_at_nan
        self._prefetcher = workers.prefetcher(source)
        # traced now: the first step is not slow
        spec = tuple(tf.TensorSpec(shape, dtype) for shape, dtype in source.shapes)
        self._graph = tf.function(step, autograph=False).get_concrete_function(spec).graph

    @property
    def graph(self) -> Any:
        """The graph of one step."""
        return self._graph

    def expect(self, first: int, until: int, *, batch: Callable[[int], NDArray[np.int64]]) -> None:
        """Prefetch batches `first` to `until` - 1 of the epoch; see `StepRunner.expect`."""
        self._prefetcher.expect(first, until, indices=batch)

    def __call__(self, indices: NDArray[np.int64]) -> Logs:
        """Run the steps of the next batches, as many as `indices` (k, b) has rows; see `StepRunner`."""
        rows: list[dict[str, float]] = []
        for _ in indices:
            logs = self._step(tuple(tf.constant(array) for array in self._prefetcher.take()))
            rows.append({name: float(logs[name]) for name in sorted(logs)})
            if self._stops and not math.isfinite(rows[-1]["loss"]):
                break
        return {name: np.array([row[name] for row in rows], np.float32) for name in rows[0]}
