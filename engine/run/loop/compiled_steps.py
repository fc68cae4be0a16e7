"""The model's own train_step and test_step, run many at a time in one compiled call.

Keras compiles one step and calls it from Python for every batch; for small models that is mostly overhead.
Here a compiled loop runs k steps and returns the logs of each, so that nothing is lost by fusing: the
same operations in the same order, the same numbers to the last bit (tested against `model.fit`).
`chunk_runner` decides which batches to run, and how many a call.
"""

from __future__ import annotations

import contextlib
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
from engine.run.loop.single_steps import MakeStep, run_single, single_step
from engine.run.loop.step_logs import LoggedStep, Scope, Steps
from engine.run.loop.stream_runner import StreamRunner


class StepRunner(Protocol):
    """Runs the steps of the batches whose indices are given."""

    def __call__(self, indices: NDArray[np.int64]) -> Steps:
        """Run the steps of k batches.

        Args:
            indices: (k, b) int64, a row a batch.

        Returns:
            What they logged; fewer than k steps where the runner stops at a loss that is not finite.
        """
        ...

    @property
    def logged(self) -> LoggedStep:
        """The step, which knows the names of what it returns."""
        ...

    def trace(self) -> None:
        """Trace the step again, as the model is now."""
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
    scope: Scope = contextlib.nullcontext,
) -> StepRunner:
    """Return the fastest runner that this model and these data allow.

    Args:
        model: Built and compiled.
        examples: In memory, or streamed.
        training: Whether the step is `train_step`; otherwise `test_step`.
        workers: Prefetch streamed batches.
        stops_at_nan: End a call after the first step whose loss is not finite, so that TerminateOnNaN finds
            the model as that step left it.
        scope: Entered while a step is traced.
    """

    def logged() -> LoggedStep:
        step = with_loss_of_batch(model.train_step, model) if training else model.test_step
        return LoggedStep(step, scope)

    strategy, jit = model.distribute_strategy, bool(model.jit_compile)
    eager = bool(model.run_eagerly)
    if isinstance(examples, BatchSource):
        return StreamRunner(
            logged, examples, strategy=strategy, jit=jit, eager=eager, workers=workers, stops=stops_at_nan
        )
    if eager or examples.bytes > RESIDENT_LIMIT:
        return _SingleRunner(logged, examples, strategy=strategy, jit=jit, eager=eager, stops=stops_at_nan)
    return FusedRunner(logged, examples, strategy=strategy, jit=jit, stops=stops_at_nan)


class _BufferedRunner:
    """A runner over examples in memory: nothing is prefetched."""

    def expect(self, first: int, until: int, *, batch: Callable[[int], NDArray[np.int64]]) -> None:
        """Do nothing: every batch is in memory."""


class _SingleRunner(_BufferedRunner):
    """One step a call: for debugging (`run_eagerly`), or for data that would not fit on the device."""

    def __init__(
        self, logged: MakeStep, examples: Examples, *, strategy: Any, jit: bool, eager: bool, stops: bool
    ) -> None:
        self._make, self._examples, self._strategy = logged, examples, strategy
        self._jit, self._eager, self._stops = jit, eager, stops
        self.trace()

    @property
    def graph(self) -> Any:
        return self._graph

    @property
    def logged(self) -> LoggedStep:
        return self._logged

    def trace(self) -> None:
        self._logged = self._make()
        self._step, self._graph = single_step(
            shared_out(self._logged, self._strategy),
            None if self._eager else self._examples.batch_spec(),
            jit=self._jit,
        )

    def __call__(self, indices: NDArray[np.int64]) -> Steps:
        batches = (tuple(tf.constant(array) for array in self._examples.batch(batch)) for batch in indices)
        return run_single(self._step, batches, stops_at_nan=self._stops)


class FusedRunner(_BufferedRunner):
    """k steps in one compiled loop over data that stays on the device; only indices are fed."""

    def __init__(
        self, logged: MakeStep, examples: Examples, *, strategy: Any, jit: bool, stops: bool
    ) -> None:
        self._make, self._strategy, self._jit, self._stops = logged, strategy, jit, stops
        self._resident = ResidentExamples(examples)
        self.trace()

    @property
    def graph(self) -> Any:
        """The graph of one step."""
        return self._one.get_concrete_function().graph

    @property
    def logged(self) -> LoggedStep:
        """See `StepRunner`."""
        return self._logged

    def trace(self) -> None:
        """See `StepRunner`."""
        self._logged = self._make()
        step, resident = shared_out(self._logged, self._strategy), self._resident

        def one(indices: Any) -> dict[str, Any]:
            return step(resident.batch(indices))

        self._one = tf.function(
            one, input_signature=[tf.TensorSpec([None], tf.int64)], jit_compile=self._jit, autograph=False
        )
        self._many = tf.function(
            self._loop, input_signature=[tf.TensorSpec([None, None], tf.int64)], autograph=False
        )
        # traced now: the first step is not slow
        self._many.get_concrete_function()

    def __call__(self, indices: NDArray[np.int64]) -> Steps:
        """Run the steps of k batches; see `StepRunner`."""
        done, values = self._many(tf.constant(indices))
        return Steps(int(done), {name: value.numpy() for name, value in values.items()})

    def _loop(self, indices: Any) -> tuple[Any, dict[str, Any]]:
        count = tf.shape(indices)[0]
        # what is logged is known only after the step has been traced
        logged: dict[str, Any] = self._one.get_concrete_function().structured_outputs
        stops = self._stops and "loss" in self._logged.names

        def continues(index: Any, healthy: Any, *_kept: Any) -> Any:
            return tf.logical_and(index < count, healthy)

        def body(index: Any, healthy: Any, *kept: Any) -> tuple[Any, ...]:
            logs = self._one(indices[index])
            written = [array.write(index, logs[name]) for array, name in zip(kept, logged, strict=True)]
            if stops:
                healthy = tf.math.is_finite(logs["loss"])
            return index + 1, healthy, *written

        empty = [
            tf.TensorArray(value.dtype, size=count, element_shape=value.shape) for value in logged.values()
        ]
        start = [tf.constant(0), tf.constant(True), *empty]
        done, _, *kept = tf.while_loop(continues, body, start, parallel_iterations=1)
        return done, {name: array.stack()[:done] for name, array in zip(logged, kept, strict=True)}
