"""The model's own train_step and test_step, run many at a time in one compiled call.

Keras compiles one step and calls it from Python for every batch; for small models that is mostly overhead.
Here a compiled loop runs k steps and returns the logs of each, so that nothing is lost by fusing: the
same operations in the same order, the same numbers to the last bit (tested against `model.fit`).
`chunk_runner` decides which batches to run, and how many a call.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from engine.run.feed.batch_source import BatchSource
from engine.run.feed.prefetch import Workers
from engine.run.feed.resident import RESIDENT_LIMIT, Examples, ResidentExamples
from engine.run.loop.batch_values import with_loss_of_batch
from engine.run.loop.replicas import shared_out
from engine.run.loop.stream_runner import StreamRunner

Logs = dict[str, NDArray[np.float32]]
"""Name of a metric -> its value after each step, (k,) float32."""
Step = Callable[[Any], dict[str, Any]]
"""`train_step` or `test_step`: a batch of tensors -> logs of scalar tensors."""


class StepRunner(Protocol):
    """Runs the steps of the batches whose indices are given."""

    def __call__(self, indices: NDArray[np.int64]) -> Logs:
        """Run the steps of k batches.

        Args:
            indices: (k, b) int64, a row a batch.

        Returns:
            One (k,) float32 array a name, in the order of the names; fewer than k values where the runner
            stops at a loss that is not finite.
        """
        ...

    @property
    def graph(self) -> Any:
        """The `tf.Graph` of one step, None where no step is compiled by itself."""
        ...

    def expect(self, first: int, until: int, *, batch: Callable[[int], NDArray[np.int64]]) -> None:
        """Announce batches, so that they can be prefetched.

        Args:
            first: Number of the next batch in the epoch, from 0.
            until: Number after the last one.
            batch: Gives the indices of a batch, (b,) int64.
        """
        ...


def make_runner(
    model: keras.Model,
    examples: Examples | BatchSource,
    *,
    training: bool,
    workers: Workers,
    stops_at_nan: bool = False,
) -> StepRunner:
    """Return the fastest runner that this model and these data allow.

    Args:
        model: Built and compiled.
        examples: In memory, or streamed.
        training: Whether the step is `train_step`; otherwise `test_step`.
        workers: Prefetch streamed batches.
        stops_at_nan: End a call after the first step whose loss is not finite, so that TerminateOnNaN finds
            the model as that step left it.
    """
    one: Step = with_loss_of_batch(model.train_step, model) if training else model.test_step
    step = shared_out(one, model.distribute_strategy)
    if isinstance(examples, BatchSource):
        if not model.run_eagerly:
            jit = bool(model.jit_compile)
            step = tf.function(step, reduce_retracing=True, jit_compile=jit, autograph=False)
        return StreamRunner(step, examples, workers=workers, stops_at_nan=stops_at_nan)
    if model.run_eagerly:
        return _SingleRunner(step, examples, stops_at_nan=stops_at_nan)
    jit = bool(model.jit_compile)
    if examples.bytes > RESIDENT_LIMIT:
        compiled = tf.function(step, reduce_retracing=True, jit_compile=jit, autograph=False)
        graph = tf.function(step, autograph=False).get_concrete_function(examples.batch_spec()).graph
        return _SingleRunner(compiled, examples, stops_at_nan=stops_at_nan, graph=graph)
    return FusedRunner(step, examples, jit=jit, stops_at_nan=stops_at_nan)


class _BufferedRunner:
    """A runner over examples in memory: nothing is prefetched."""

    def expect(self, first: int, until: int, *, batch: Callable[[int], NDArray[np.int64]]) -> None:
        """Do nothing: every batch is in memory."""


class _SingleRunner(_BufferedRunner):
    """One step a call: for debugging (`run_eagerly`), or for data that would not fit on the device."""

    def __init__(self, step: Step, examples: Examples, *, stops_at_nan: bool, graph: Any = None) -> None:
        self._step, self._examples, self._stops = step, examples, stops_at_nan
        self._graph = graph

    @property
    def graph(self) -> Any:
        return self._graph

    def __call__(self, indices: NDArray[np.int64]) -> Logs:
        rows: list[dict[str, float]] = []
        for batch in indices:
            logs = self._step(tuple(tf.constant(array) for array in self._examples.batch(batch)))
            rows.append({name: float(logs[name]) for name in sorted(logs)})
            if self._stops and not math.isfinite(rows[-1]["loss"]):
                break
        return {name: np.array([row[name] for row in rows], np.float32) for name in rows[0]}


class FusedRunner(_BufferedRunner):
    """k steps in one compiled loop over data that stays on the device; only indices are fed."""

    def __init__(self, step: Step, examples: Examples, *, jit: bool, stops_at_nan: bool) -> None:
        resident = ResidentExamples(examples)

        def one(indices: Any) -> dict[str, Any]:
            return step(resident.batch(indices))

        self._one = tf.function(
            one, input_signature=[tf.TensorSpec([None], tf.int64)], jit_compile=jit, autograph=False
        )
        self._stops = stops_at_nan
        self._many = tf.function(
            self._loop, input_signature=[tf.TensorSpec([None, None], tf.int64)], autograph=False
        )
        # traced now: the first step is not slow
        self._many.get_concrete_function()

    @property
    def graph(self) -> Any:
        """The graph of one step."""
        return self._one.get_concrete_function().graph

    def __call__(self, indices: NDArray[np.int64]) -> Logs:
        """Run the steps of k batches; see `StepRunner`."""
        return {name: value.numpy() for name, value in self._many(tf.constant(indices)).items()}

    def _loop(self, indices: Any) -> dict[str, Any]:
        count = tf.shape(indices)[0]
        # the names of the logs are known only after the step has been traced
        names = sorted(self._one.get_concrete_function().structured_outputs)

        def continues(index: Any, healthy: Any, *_kept: Any) -> Any:
            return tf.logical_and(index < count, healthy)

        def body(index: Any, healthy: Any, *kept: Any) -> tuple[Any, ...]:
            logs = {name: tf.cast(value, tf.float32) for name, value in self._one(indices[index]).items()}
            written = [array.write(index, logs[name]) for array, name in zip(kept, names, strict=True)]
            if self._stops:
                healthy = tf.math.is_finite(logs["loss"])
            return index + 1, healthy, *written

        empty = [tf.TensorArray(tf.float32, size=count, element_shape=[]) for _ in names]
        start = [tf.constant(0), tf.constant(True), *empty]
        done, _, *kept = tf.while_loop(continues, body, start, parallel_iterations=1)
        return {name: array.stack()[:done] for name, array in zip(names, kept, strict=True)}
