"""Runs batches one chunk at a time, and calls the batch hooks as Keras does.

A chunk is as many steps as may be fused into one call: until a callback must look at the model, the state
is due, or a person may wait for an answer. `batch_hooks` knows which callbacks look at the model,
`steps_per_call` how many steps a chunk should have; `compiled_steps` runs them.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Sequence
from typing import Any, Literal

import keras
import numpy as np
from numpy.typing import NDArray

from engine.run.loop.batch_hooks import steps_until_look, stops_at_nan
from engine.run.loop.batch_values import LOSS_OF_BATCH
from engine.run.loop.compiled_steps import Logs, StepRunner
from engine.run.loop.steps_per_call import Pace

Batch = Callable[[int], NDArray[np.int64]]
"""Number of a batch in its epoch (from 0) -> indices of its examples, (b,) int64."""


class ChunkRunner:
    """Runs training or validation batches, with the callbacks that watch them.

    Args:
        kind: "train" or "test", as in the names of the hooks.
        runner: Runs the steps.
        watchers: The callbacks whose batch hooks are called.
        steps_per_hook: Keras's `steps_per_execution`: hooks are called once for so many batches.
        pace: How many steps a chunk should have; learns from the time of each chunk.
        ended: Returns whether a hook has asked to end.

    Attributes:
        pace: The argument.
        losses: (k,) float32, the loss of each batch of the last chunk; None where the steps do not give it.
    """

    def __init__(
        self,
        kind: Literal["train", "test"],
        runner: StepRunner,
        *,
        watchers: Sequence[keras.callbacks.Callback],
        steps_per_hook: int,
        pace: Pace,
        ended: Callable[[], bool],
    ) -> None:
        self._runner, self._watchers, self._ended = runner, watchers, ended
        self._begin_hook, self._end_hook = f"on_{kind}_batch_begin", f"on_{kind}_batch_end"
        self._per_hook = steps_per_hook
        self._stops_at_nan = steps_per_hook == 1 and stops_at_nan(watchers)
        self._one_hook = steps_per_hook > 1 and stops_at_nan(watchers)
        self.pace = pace
        self.losses: NDArray[np.float32] | None = None

    def run(
        self, first: int, *, left: int, most: float, batch: Batch, reached: Callable[[int], None]
    ) -> Logs:
        """Run one chunk.

        Args:
            first: Number of its first batch in the epoch, from 0.
            left: Batches that are left in the epoch.
            most: Upper bound of the chunk, rounded to whole hooks, at least one; `math.inf` for none.
            batch: Gives the indices of a batch.
            reached: Called with the number of batches of the epoch that are done, before their end hook.

        Returns:
            The logs of the steps that ran, one (k,) float32 array a name.
        """
        wanted = 1 if self._one_hook else min(self.pace.steps, most, steps_until_look(self._watchers))
        count = min(max(1, int(wanted) // self._per_hook) * self._per_hook, left)
        if count <= self._per_hook:
            self._call(self._begin_hook, first, {})
        started = time.perf_counter()
        self._runner.expect(first, first + left, batch=batch)
        logs = self._steps([batch(first + offset) for offset in range(count)])
        self.losses = logs.pop(LOSS_OF_BATCH, None)
        done = steps_in(logs)
        self.pace.took(done, time.perf_counter() - started)
        for begin in range(0, done if self._watchers else 0, self._per_hook):
            last = min(begin + self._per_hook, done) - 1
            if count > self._per_hook:
                self._call(self._begin_hook, first + begin, {})
            reached(first + last + 1)
            # Keras names the batch that would be the last of so many, also where the epoch ends before it
            named = first + begin + self._per_hook - 1
            self._call(self._end_hook, named, {name: float(array[last]) for name, array in logs.items()})
            if self._ended():
                break
        return logs

    def _steps(self, batches: list[NDArray[np.int64]]) -> Logs:
        """Run the batches, those of one size in one call."""
        found: list[Logs] = []
        for _, same in itertools.groupby(batches, key=len):
            found.append(self._runner(np.stack(list(same))))
            if self._stops_at_nan and not math.isfinite(found[-1]["loss"][-1]):
                break
        return {name: np.concatenate([logs[name] for logs in found]) for name in found[0]}

    def _call(self, hook: str, step: int, logs: dict[str, Any]) -> None:
        for callback in self._watchers:
            getattr(callback, hook)(step, logs=logs)


def steps_in(logs: Logs) -> int:
    """Return how many steps the logs are of."""
    return len(next(iter(logs.values())))
