"""Turns what the loop does into events: marks, values of epochs, gauges of waiting callbacks, the log.

Where events go is the sink's: the recorder writes them, the window shows them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import keras
import numpy as np

from engine.language import tr
from engine.message import Sentence
from engine.record.events import (
    EpochEnded,
    EpochStarted,
    GaugeChanged,
    LearningRateSet,
    LogLine,
    Mark,
    Marked,
    Sink,
)
from engine.run.best_so_far import BestSoFar
from engine.run.keras_text import epoch_line, epoch_title
from engine.run.position import Position


def learning_rate_of(model: keras.Model) -> float:
    """Return the learning rate of the next step."""
    return number(model.optimizer.learning_rate)


def number(value: Any) -> float:
    """Return a scalar tensor or variable as a Python float, exactly."""
    return float(np.asarray(keras.ops.convert_to_numpy(value)))


class Reporter:
    """Sends the events of one run.

    Args:
        sink: Takes the events.
        best_so_far: Is updated at the end of each epoch.
        steps_per_epoch: For positions on the epoch axis.
        verbose: Whether each epoch gets Keras's lines in the log.

    Attributes:
        send: The sink.
    """

    def __init__(
        self,
        sink: Sink,
        *,
        best_so_far: BestSoFar,
        steps_per_epoch: int,
        verbose: bool,
    ) -> None:
        self.send = sink
        self._gauges: dict[int, keras.callbacks.Callback] = {}
        self._best_so_far = best_so_far
        self._steps = steps_per_epoch
        self._verbose = verbose
        self._reported: dict[int, tuple[Any, ...]] = {}

    def watch(self, gauges: Mapping[int, keras.callbacks.Callback]) -> None:
        """Report the gauges of these callbacks from now on.

        Args:
            gauges: Callbacks with a patience, by their place in the project's list.
        """
        self._gauges = dict(gauges)

    def mark(
        self, mark: Mark, where: Position, *, text: Sentence, level: str = "info", is_logged: bool = True
    ) -> None:
        """Send a mark on the epoch axis, and the same sentence for the log.

        Args:
            mark: Its kind.
            where: Its position.
            text: The sentence.
            level: Of the log line: "info", "warning" or "error".
            is_logged: False for what the log says anyway, as the reason why the run ended.
        """
        self.send(Marked(mark=mark, position=where.in_epochs(self._steps), text=text))
        if is_logged:
            self.say(text, level)

    def rate_set(self, where: Position, rate: float) -> None:
        """Send that the learning rate was set by hand to `rate`."""
        self.send(LearningRateSet(position=where.in_epochs(self._steps), learning_rate=rate))

    def say(self, text: Sentence, level: str = "info") -> None:
        """Send a line for the log."""
        self.send(LogLine(level=level, text=text))

    def warn(self, text: Sentence) -> None:
        """Send a warning for the log."""
        self.say(text, "warning")

    def epoch_began(self, epoch: int, epochs: int, *, rate: float) -> None:
        """Send the beginning of an epoch, and its line of the log.

        Args:
            epoch: From 0, as Keras counts.
            epochs: How many the run is to have.
            rate: The learning rate of its first step.
        """
        self.send(EpochStarted(epoch=epoch + 1, learning_rate=rate))
        title = epoch_title(epoch + 1, epochs)
        if self._verbose and title:
            self.say(title)

    def epoch_ended(self, epoch: int, *, values: Mapping[str, float], rate: float, seconds: float) -> None:
        """Send the end of an epoch: values, a line of the log, gauges, and a loss that is NaN.

        Args:
            epoch: From 0, as Keras counts.
            values: The logs, validation included.
            rate: The learning rate before `on_epoch_end`.
            seconds: How long the epoch took.
        """
        self.send(EpochEnded(epoch=epoch + 1, values=values, learning_rate=rate, seconds=seconds))
        if self._verbose:
            self.say(epoch_line(values, steps=self._steps, seconds=seconds))
        restorable = {int(getattr(callback, "best_epoch", -1)) + 1 for callback in self._gauges.values()}
        self._best_so_far.epoch_ended(epoch, values, restorable=restorable)
        self.report_gauges()
        if not math.isfinite(values.get("loss", 0.0)) and not self._best_so_far.saw_nan:
            self._best_so_far.saw_nan = True
            self.mark(
                Mark.NOT_A_NUMBER,
                Position(epoch + 1),
                text=tr(
                    "The loss is no longer a number since epoch {epoch}: lower the learning rate,"
                    " clip gradients or look for extreme values in the data.",
                    epoch=epoch + 1,
                ),
            )

    def report_gauges(self) -> None:
        """Send every gauge that has changed."""
        for index, callback in self._gauges.items():
            facts = _gauge_facts(callback)
            if self._reported.get(index) == facts:
                continue
            self._reported[index] = facts
            wait, patience, best, best_epoch, restores = facts
            self.send(
                GaugeChanged(
                    index=index,
                    name=type(callback).__name__,
                    monitor=str(getattr(callback, "monitor", "")),
                    wait=wait,
                    patience=patience,
                    best=best,
                    best_epoch=best_epoch,
                    restores=restores,
                )
            )


def _gauge_facts(callback: keras.callbacks.Callback) -> tuple[int, int, float | None, int, int | None]:
    """Wait, patience, best value, its epoch, and the epoch to restore, as `GaugeChanged` has them."""
    wait, patience = int(getattr(callback, "wait", 0)), int(getattr(callback, "patience", 0))
    best, restores = getattr(callback, "best", None), _restores(callback)
    if best is None or not math.isfinite(best):
        return wait, patience, None, 0, restores
    return wait, patience, float(best), int(getattr(callback, "best_epoch", -1)) + 1, restores


def _restores(callback: Any) -> int | None:
    if not isinstance(callback, keras.callbacks.EarlyStopping):
        return None
    kept = callback.restore_best_weights and callback.best_weights is not None
    return callback.best_epoch + 1 if kept else 0
