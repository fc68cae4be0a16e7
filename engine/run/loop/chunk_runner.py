"""Runs batches one chunk at a time, and calls the batch hooks as Keras does.

A chunk is as many steps as may be fused into one call: until a callback must look at the model, the state
is due, or a person may wait for an answer. `batch_hooks` knows which callbacks look at the model,
`steps_per_call` how many steps a chunk should have; `compiled_steps` runs them.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable
from typing import Any, Literal

import keras
import numpy as np
from numpy.typing import NDArray

from engine.run.loop.batch_hooks import TEST_BATCH_HOOKS, TRAIN_BATCH_HOOKS, batch_watchers, steps_until_look
from engine.run.loop.batch_hooks import stops_at_nan as is_stopped_at_nan
from engine.run.loop.batch_values import LOSS_OF_BATCH
from engine.run.loop.compiled_steps import StepRunner
from engine.run.loop.step_logs import Steps, joined
from engine.run.loop.steps_per_call import Pace
from engine.run.loop.tracing import TracedStep

Batch = Callable[[int], NDArray[np.int64]]
"""Number of a batch in its epoch (from 0) -> indices of its examples, (b,) int64."""


class ChunkRunner:
    """Runs training or validation batches, with the callbacks that watch them.

    Args:
        kind: "train" or "test", as in the names of the hooks.
        runner: Runs the steps.
        model: Built and compiled.
        callbacks: Those whose batch hooks are called; a hook may put another hook on one of them.
        steps_per_hook: Keras's `steps_per_execution`: hooks are called once for so many batches.
        pace: How many steps a chunk should have; learns from the time of each chunk.
        stops_at_nan: Whether the runner ends a call at a loss that is not finite.

    Attributes:
        pace: The argument.
        losses: (k,) float32, the loss of each batch of the last chunk; None where the steps do not give it.
        traced: Knows when the step must be traced again.
    """

    def __init__(
        self,
        kind: Literal["train", "test"],
        runner: StepRunner,
        *,
        model: keras.Model,
        callbacks: keras.callbacks.CallbackList,
        steps_per_hook: int,
        pace: Pace,
        stops_at_nan: bool = False,
    ) -> None:
        self._runner, self._callbacks, self._model = runner, callbacks, model
        self._kind = kind
        self._hooks = TRAIN_BATCH_HOOKS if kind == "train" else TEST_BATCH_HOOKS
        self._begin_hook, self._end_hook = f"on_{kind}_batch_begin", f"on_{kind}_batch_end"
        self._per_hook, self._stops_at_nan = steps_per_hook, stops_at_nan
        self._seen_keys: frozenset[str] | None = None
        self._has_step_logs = False
        self.pace = pace
        self.losses: NDArray[np.float32] | None = None
        self.traced = TracedStep(model, kind, callbacks=lambda: callbacks.callbacks, trace=runner.trace)

    @property
    def keys(self) -> frozenset[str] | None:
        """The names that a step returns; None where that is not known before it has run."""
        return self._runner.logged.keys

    @property
    def has_step_logs(self) -> bool:
        """Whether the logs of a step are not the metrics of the model, so that an epoch has its last ones."""
        keys = self.keys
        if keys != self._seen_keys:
            self._seen_keys = keys
            self._has_step_logs = keys is not None and keys != frozenset(self._model.get_metrics_result())
        return self._has_step_logs

    @property
    def names(self) -> list[str]:
        """The names of the numbers that an epoch logs, "loss" first, as far as they are known before it."""
        names = self._runner.logged.names if self.has_step_logs else self._model.get_metrics_result()
        return sorted(names, key=lambda name: (name != "loss", name))

    def steps_until_look(self) -> float:
        """Return how many steps may run before a callback must see the model: 1 to `math.inf`."""
        watchers = self._watchers()
        # a runner that does not stop at such a loss leaves the look at it to each hook
        is_late = is_stopped_at_nan(watchers) and not self._stops_at_nan
        return 1 if is_late else steps_until_look(watchers)

    def run(
        self, first: int, *, left: int, most: float, batch: Batch, reached: Callable[[int], None]
    ) -> Steps:
        """Run one chunk.

        Args:
            first: Number of its first batch in the epoch, from 0.
            left: Batches that are left in the epoch.
            most: Upper bound of the chunk, rounded to whole hooks, at least one; `math.inf` for none.
            batch: Gives the indices of a batch.
            reached: Called with the number of batches of the epoch that are done, before their end hook.

        Returns:
            The steps that ran.
        """
        # one that was to end before it began ends after the first batch, as in Keras
        wanted = 1 if self._ended() else min(self.pace.steps, most, self.steps_until_look())
        count = min(max(1, int(wanted) // self._per_hook) * self._per_hook, left)
        if count <= self._per_hook:
            self._call(self._begin_hook, first, {})
        self.traced.before_step()
        started = time.perf_counter()
        self._runner.expect(first, first + left, batch=batch)
        steps = self._steps([batch(first + offset) for offset in range(count)])
        self.losses = steps.logs.pop(LOSS_OF_BATCH, None)
        done = steps.count
        self.pace.took(done, time.perf_counter() - started)
        for begin in range(0, done if self._watchers() else 0, self._per_hook):
            last = min(begin + self._per_hook, done) - 1
            if count > self._per_hook:
                self._call(self._begin_hook, first + begin, {})
            reached(first + last + 1)
            # Keras names the batch that would be the last of so many, also where the epoch ends before it
            named = first + begin + self._per_hook - 1
            self._call(self._end_hook, named, steps.at(last))
            if self._ended():
                break
        return steps

    def _watchers(self) -> list[keras.callbacks.Callback]:
        return batch_watchers(self._callbacks.callbacks, self._hooks)

    def _ended(self) -> bool:
        """Whether a hook has asked to end."""
        model: Any = self._model
        return bool(model.stop_training if self._kind == "train" else model.stop_evaluating)

    def _steps(self, batches: list[NDArray[np.int64]]) -> Steps:
        """Run the batches, those of one size in one call."""
        found: list[Steps] = []
        for _, same in itertools.groupby(batches, key=len):
            found.append(self._runner(np.stack(list(same))))
            if self._stops_at_nan and not _is_healthy(found[-1]):
                break
        steps = joined(found)
        steps.logs.update((name, [None] * steps.count) for name in self._runner.logged.nothing)
        return steps

    def _call(self, hook: str, step: int, logs: dict[str, Any]) -> None:
        for callback in self._watchers():
            getattr(callback, hook)(step, logs=logs)


def _is_healthy(steps: Steps) -> bool:
    loss = steps.at(steps.count - 1).get("loss")
    return not isinstance(loss, float) or math.isfinite(loss)
