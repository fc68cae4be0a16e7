"""The values of each batch by itself, beside Keras's logs, which are running means since the epoch began.

The loss is what the step adds to its running mean: it leaves the compiled loop as one more output. A metric
that is a mean over examples is calculated from two running means and the numbers of their examples, at no
cost. Of every other metric, and of a custom `train_step`, only the running means are known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.data.plan import IndexPlan
from engine.run.position import Position

LOSS_OF_BATCH = "loss of the batch"
"""The output of a step that is no log of Keras."""
_MOST_EXAMPLES = 1_000_000
"""In longer epochs a difference of two float32 means says too little of one batch."""


def with_loss_of_batch(step: Callable[[Any], dict[str, Any]], model: keras.Model) -> Callable[[Any], Any]:
    """Return `step` with one more output, the loss of its batch; `step` itself where that is not known.

    Args:
        step: The model's `train_step`.
        model: Compiled.
    """
    if not _has_steps_of_keras(model):
        return step
    tracker: Any = getattr(model, "_loss_tracker")  # noqa: B009 - no public name for it

    def step_with_loss(batch: Any) -> dict[str, Any]:
        seen: list[Any] = []
        update = tracker.update_state

        def update_state(values: Any, *given: Any, **named: Any) -> Any:
            seen.append(values)
            return update(values, *given, **named)

        tracker.update_state = update_state
        try:
            logs = step(batch)
        finally:
            del tracker.update_state
        return {**logs, LOSS_OF_BATCH: seen[0]}

    return step_with_loss


def names_per_batch(model: keras.Model, plan: IndexPlan, *, counted: bool) -> tuple[str, ...]:
    """Return the names of the metrics whose values are known for each batch by itself.

    Args:
        model: Compiled, with the variables of its metrics.
        plan: Says how many examples an epoch has.
        counted: Whether it does; custom code alone knows the examples of its batches.
    """
    if not _has_steps_of_keras(model):
        return ()
    shape = getattr(model, "output_shape", None)
    # outputs of several steps may be masked, and then fewer examples count
    is_plain = isinstance(shape, tuple) and len(shape) <= 2
    if not (counted and is_plain) or plan.steps * plan.batch_size > _MOST_EXAMPLES:
        return ("loss",)
    compiled: Any = getattr(model, "_compile_metrics")  # noqa: B009 - no public name for it
    metrics = () if compiled is None else compiled.metrics
    means = [metric.name for metric in metrics if isinstance(metric, keras.metrics.MeanMetricWrapper)]
    return ("loss", *means)


class BatchValues:
    """Makes the values of each batch from the logs of a chunk.

    Args:
        names: From `names_per_batch`; the others remain as Keras logs them.
        plan: Says how many examples each batch has.

    Attributes:
        names: The argument.
    """

    def __init__(self, names: Sequence[str], plan: IndexPlan) -> None:
        self.names = tuple(names)
        self._plan = plan
        self._means: dict[str, float] = {}

    def begin(self, logs: Mapping[str, float]) -> None:
        """Continue within an epoch, where Keras's logs are these."""
        self._means = dict(logs)

    def of(
        self,
        logs: Mapping[str, NDArray[np.float32]],
        losses: NDArray[np.float32] | None,
        *,
        start: Position,
    ) -> dict[str, NDArray[np.float32]]:
        """Return the values of the batches of a chunk.

        Args:
            logs: Keras's logs after each of them, (k,) a name.
            losses: (k,) the loss of each batch; None where the steps do not give it.
            start: The position before the first of them.

        Returns:
            (k,) float32 a name, in the order of `logs`.
        """
        values = dict(logs)
        if losses is not None and "loss" in self.names:
            values["loss"] = losses
        others = [name for name in self.names if name in logs and name != "loss"]
        if others:
            first = start.epoch * self._plan.steps
            numbers = first + start.step + np.arange(len(logs[others[0]]) + 1)
            seen = self._plan.seen(numbers) - self._plan.seen(np.array([first]))
            for name in others:
                before = self._means.get(name, 0.0) if start.step else 0.0
                means = np.concatenate(([before], logs[name].astype(np.float64)))
                values[name] = (np.diff(means * seen) / np.diff(seen)).astype(np.float32)
                self._means[name] = float(means[-1])
        return values


def _has_steps_of_keras(model: keras.Model) -> bool:
    of_one = model.distribute_strategy.num_replicas_in_sync == 1
    step = getattr(model.train_step, "__func__", None)  # also one that is put on the object
    return of_one and step is keras.Model.train_step
