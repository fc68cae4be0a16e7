"""A whole validation, as `model.evaluate` does it inside of `fit`, that can be broken off.

`engine.run.position` says when it is due, `fit_loop` adds its logs to those of the epoch.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.record.events import ValidationProgress
from engine.run.feed.prepare import PreparedData
from engine.run.loop.chunk_runner import ChunkRunner
from engine.run.loop.compiled_steps import StepRunner
from engine.run.loop.step_logs import epoch_logs
from engine.run.loop.steps_per_call import Pace
from engine.run.position import ValidationPlan
from engine.run.reporter import Reporter
from engine.settings import Project


class Validation:
    """Validates a model with all validation examples, in their order.

    Args:
        plan: Batch size and steps.
        examples: How many there are.
        model: Built and compiled.
        callbacks: Get `on_test_begin` and `on_test_end`.
        chunks: Runs the batches, with their hooks.
        reporter: Sends the progress.

    Attributes:
        plan: The argument.
    """

    def __init__(
        self,
        plan: ValidationPlan,
        examples: int,
        *,
        model: keras.Model,
        callbacks: keras.callbacks.CallbackList,
        chunks: ChunkRunner,
        reporter: Reporter,
    ) -> None:
        self.plan = plan
        self._examples, self._model, self._callbacks = examples, model, callbacks
        self._chunks, self._reporter = chunks, reporter

    @property
    def names(self) -> list[str]:
        """The names of the numbers that it gives, without "val_" before them; see `ChunkRunner.names`."""
        return self._chunks.names

    def run(self, epoch: int, breaks_off: Callable[[], bool]) -> dict[str, Any] | None:
        """Validate once.

        Args:
            epoch: From 0; for the events.
            breaks_off: Asked before each chunk; True ends the validation. It may block for a pause.

        Returns:
            The logs, without "val_" before their names; None when it was broken off.
        """
        self._chunks.traced.begin()
        self._model.stop_evaluating = False
        self._callbacks.on_test_begin()
        self._model.reset_metrics()
        step, steps = 0, self.plan.steps
        last: dict[str, Any] = {}
        while step < steps and not (self._model.stop_evaluating and step):
            if breaks_off():
                self._callbacks.on_test_end({})
                return None
            ran = self._chunks.run(
                step, left=steps - step, most=math.inf, batch=self._batch, reached=_is_not_kept
            )
            step += ran.count
            last = ran.at(ran.count - 1)
            self._reporter.send(ValidationProgress(epoch=epoch + 1, done=step, total=steps))
        values = epoch_logs(self._model, self._chunks.keys, last=last)
        self._callbacks.on_test_end(dict(values))
        return values

    def _batch(self, step: int) -> NDArray[np.int64]:
        first = step * self.plan.batch_size
        return np.arange(first, min(first + self.plan.batch_size, self._examples))


def make_validation(
    data: PreparedData,
    runner: StepRunner | None,
    *,
    model: keras.Model,
    callbacks: keras.callbacks.CallbackList,
    project: Project,
    reporter: Reporter,
) -> Validation | None:
    """Return the validation of a run.

    Args:
        data: What was read.
        runner: Runs the test steps; None where there is no validation data.
        model: Built and compiled.
        callbacks: All callbacks of the run.
        project: The settings.
        reporter: Sends the progress.

    Returns:
        None where there is no validation data.
    """
    if runner is None or data.validation is None or data.validation_plan is None:
        return None
    chunks = ChunkRunner(
        "test",
        runner,
        model=model,
        callbacks=callbacks,
        steps_per_hook=project.compile.steps_per_execution,
        pace=Pace(project.run.steps_per_call),
    )
    return Validation(
        data.validation_plan,
        len(data.validation),
        model=model,
        callbacks=callbacks,
        chunks=chunks,
        reporter=reporter,
    )


def _is_not_kept(_step: int) -> None:
    """Ignore how far a validation came: one that is broken off starts again."""
