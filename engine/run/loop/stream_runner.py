"""Runs steps over streamed batches, one step a call, while the next batches are prefetched.

It is a `StepRunner` as those in `compiled_steps`, with the same numbers. `engine.run.feed` prefetches.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.run.feed.batch_source import Batch, BatchSource
from engine.run.feed.prefetch import Workers
from engine.run.loop.replicas import shared_out
from engine.run.loop.single_steps import MakeStep, run_single, single_step
from engine.run.loop.step_logs import LoggedStep, Steps


class StreamRunner:
    """A step runner over a batch source.

    Args:
        logged: Makes the step.
        source: Makes the batches.
        strategy: The model's.
        jit: Whether XLA compiles the step.
        eager: Whether it is not compiled at all.
        workers: Make the batches ahead.
        stops: End a call after the first step whose loss is not finite.
    """

    def __init__(
        self,
        logged: MakeStep,
        source: BatchSource,
        *,
        strategy: Any,
        jit: bool,
        eager: bool,
        workers: Workers,
        stops: bool,
    ) -> None:
        self._make, self._strategy, self._jit, self._eager = logged, strategy, jit, eager
        self._stops = stops
        self._prefetcher = workers.prefetcher(source)
        self._spec = tuple(tf.TensorSpec(shape, dtype) for shape, dtype in source.shapes)
        self.trace()

    @property
    def graph(self) -> Any:
        """The graph of one step."""
        return self._graph

    @property
    def logged(self) -> LoggedStep:
        """See `StepRunner`."""
        return self._logged

    def trace(self) -> None:
        """See `StepRunner`."""
        self._logged = self._make()
        step = shared_out(self._logged, self._strategy)
        compiled, self._graph = single_step(step, self._spec, jit=self._jit)
        self._step = step if self._eager else compiled

    def expect(self, first: int, until: int, *, batch: Callable[[int], NDArray[np.int64]]) -> None:
        """Prefetch batches `first` to `until` - 1 of the epoch; see `StepRunner.expect`."""
        self._prefetcher.expect(first, until, indices=batch)

    def __call__(self, indices: NDArray[np.int64]) -> Steps:
        """Run the steps of the next batches, as many as `indices` (k, b) has rows; see `StepRunner`."""
        waited = 0.0

        def taken() -> Batch:
            nonlocal waited
            begun = time.perf_counter()
            batch = self._prefetcher.take()
            waited += time.perf_counter() - begun
            return batch

        batches = (tuple(tf.constant(array) for array in taken()) for _ in indices)
        steps = run_single(self._step, batches, stops_at_nan=self._stops)
        return replace(steps, waited=waited)
