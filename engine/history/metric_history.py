"""Everything that a run has reported so far, ready to be drawn: curves, marks, gauges, progress, outcome.

`apply` takes every event of `engine.record.events`, live or replayed, from one thread. Views read `version`
and pull what they need. Points are stored by `curve_buffer`, counts and times by `progress_counter`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.history.curve_buffer import Points, Series
from engine.history.progress_counter import Progress, ProgressCounter
from engine.record.events import (
    BatchesEnded,
    ClassesCounted,
    EpochEnded,
    EpochsSet,
    EpochStarted,
    Event,
    ForecastMade,
    GaugeChanged,
    LearningRateSet,
    LogLine,
    Mark,
    Marked,
    PaceFound,
    Phase,
    PhaseChanged,
    RunEnded,
    TrainingStarted,
    ValidationProgress,
)
from engine.record.outcome import headline
from engine.settings.losses import VALIDATION, higher_is_better

if TYPE_CHECKING:
    from collections.abc import Callable

_RATES = frozenset({"learning_rate", "lr"})  # Keras's callbacks put the rate among the metrics
# marks of what people did stay on the axis when the batches before them are trained again
_LASTING = frozenset({Mark.STOPPED, Mark.RESUMED, Mark.PAUSED, Mark.CONTINUED, Mark.INEXACT})
_LOG_LINES = 5000


@dataclass(frozen=True, slots=True)
class Best:
    """A value of one epoch of a run: the best one, or that of the saved model.

    Attributes:
        monitor: The metric by which it is judged.
        epoch: From 1.
        value: Of the metric.
    """

    monitor: str
    epoch: int
    value: float


class MetricHistory:
    """Takes events, gives curves. Not thread-safe: one thread applies and reads.

    Args:
        limit: The most points of a curve that are kept.

    Attributes:
        version: Grows with every event.
        phase: What the run does; None before it begins and after it has ended.
        started: Its numbers, with live changes of epochs; None before training starts.
        outcome: How it ended; None while it runs.
        pace: Steps a call; None before it was measured.
        forecast: The last one; None where nothing is forecast.
        marks: In the order of events.
        gauges: Waiting callbacks, by their place in the project's list.
        classes: Counts of predicted classes; None before the end.
    """

    def __init__(self, *, limit: int = 1_000_000) -> None:
        self._limit = limit
        self.version = 0
        self.phase: Phase | None = None
        self.started: TrainingStarted | None = None
        self.outcome: RunEnded | None = None
        self.pace: PaceFound | None = None
        self.forecast: ForecastMade | None = None
        self.marks: list[Marked] = []
        self.gauges: dict[int, GaugeChanged] = {}
        self.classes: ClassesCounted | None = None
        self._epochs: dict[str, Series] = {}
        self._batches: dict[str, Series] = {}
        self._rates = Series(limit=limit)
        self._log: deque[LogLine] = deque(maxlen=_LOG_LINES)
        self._logged = 0
        self._counter = ProgressCounter()
        self._handlers: dict[type[Event], Callable[[Any], None]] = {
            PhaseChanged: self._phase_changed,
            TrainingStarted: self._training_started,
            EpochStarted: self._epoch_started,
            BatchesEnded: self._batches_ended,
            ValidationProgress: self._validation_progress,
            EpochEnded: self._epoch_ended,
            GaugeChanged: self._gauge_changed,
            PaceFound: self._pace_found,
            ForecastMade: self._forecast_made,
            EpochsSet: self._epochs_set,
            LearningRateSet: self._learning_rate_set,
            Marked: self._marked,
            LogLine: self._log_line,
            ClassesCounted: self._classes_counted,
            RunEnded: self._run_ended,
        }

    def apply(self, event: Event) -> None:
        """Update with one event; events come in the order in which the run sent them."""
        self._handlers[type(event)](event)
        self.version += 1

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities of the run, "loss" first; validation belongs to the quantity of the same name."""
        names = self.started.metrics if self.started else ()
        more = (name.removeprefix(VALIDATION) for name in self._epochs)
        return tuple(dict.fromkeys((*names, *more)))

    def epochs(self, name: str) -> Points:
        """Return the values of metric `name` at the end of each epoch; x is the epoch, from 1."""
        return self.epoch_series(name).points

    def batches(self, name: str) -> Points:
        """Return the values of metric `name` by batch; x is in epochs (2.5 is halfway through epoch 3)."""
        return self.batch_series(name).points

    @property
    def learning_rates(self) -> Points:
        """The learning rate; x is in epochs, with two points where it jumps."""
        return self._rates.points

    def epoch_series(self, name: str) -> Series:
        """Return the curve of `epochs`, for drawing; an empty one for an unknown metric."""
        return self._epochs.get(name) or Series(limit=0)

    def batch_series(self, name: str) -> Series:
        """Return the curve of `batches`, for drawing; an empty one for an unknown metric."""
        return self._batches.get(name) or Series(limit=0)

    @property
    def rate_series(self) -> Series:
        """The curve of `learning_rates`, for drawing."""
        return self._rates

    @property
    def learning_rate(self) -> float | None:
        """The last reported learning rate; None before the first."""
        last = self._rates.last
        return None if last is None else last[1]

    @property
    def monitor(self) -> str:
        """What the best epoch is judged by: "val_loss" where there is one, else "loss"."""
        return "val_loss" if "val_loss" in self._epochs else "loss"

    def best(self, monitor: str = "") -> Best | None:
        """Return the best epoch by `monitor` ("" for `self.monitor`), the first of equals; None for none."""
        monitor = monitor or self.monitor
        series = self.epoch_series(monitor)
        index = series.extreme(highest=higher_is_better(monitor))
        if index is None:
            return None
        epochs, values = series.points
        return Best(monitor, round(float(epochs[index])), float(values[index]))

    @property
    def saved(self) -> Best | None:
        """The value of the weights in model.keras to show first; a running mean where it is not a "val_"."""
        return None if self.outcome is None else self.saved_value(headline(self.outcome.saved))

    def saved_value(self, metric: str) -> Best | None:
        """Return the value of `metric` of the weights in model.keras; None where it was not measured."""
        if self.outcome is None or metric not in self.outcome.saved:
            return None
        return Best(metric, self.outcome.saved_epoch, self.outcome.saved[metric])

    def lines_after(self, count: int) -> tuple[int, list[LogLine]]:
        """Return how many log lines there were in all, and those after the first `count`.

        Only the last 5,000 lines are kept.
        """
        new = min(max(self._logged - count, 0), len(self._log))
        return self._logged, list(self._log)[len(self._log) - new :]

    @property
    def progress(self) -> Progress:
        """How far the run is now."""
        return self._counter.progress

    def _phase_changed(self, event: PhaseChanged) -> None:
        self.phase = event.phase
        self._counter.change_phase(event)

    def _training_started(self, event: TrainingStarted) -> None:
        if event.resumed and self.started is not None:
            self._cut(event)
        self.started = event
        self.outcome = self.classes = None
        self._counter.start(event)

    def _cut(self, event: TrainingStarted) -> None:
        """Remove what comes after the position at which a run is resumed: it is trained again."""
        steps = max(event.steps_per_epoch, 1)
        place = event.first_epoch - 1 + event.first_step % steps / steps
        for series in self._batches.values():
            series.truncate(place + 0.5 / steps)
        self._rates.truncate(place)
        for series in self._epochs.values():
            series.truncate(event.first_epoch - 0.5)
        kept = (mark for mark in self.marks if mark.position <= place or mark.mark in _LASTING)
        self.marks = [
            mark
            if mark.position <= place
            else Marked(at=mark.at, mark=mark.mark, position=place, text=mark.text)
            for mark in kept
        ]

    def _epoch_started(self, event: EpochStarted) -> None:
        self._counter.start_epoch(event)
        self._add_rate(event.epoch - 1, event.learning_rate)

    def _batches_ended(self, event: BatchesEnded) -> None:
        started = self.started
        if started is None:
            return
        steps = started.steps_per_epoch or 1
        first, values, count = event.first_step, event.values, 0
        for name, new in values.items():
            count = len(new)
            series = self._batches.get(name)
            if series is None:
                series = self._batches[name] = Series(limit=self._limit)
            if count == 1:
                series.append(event.epoch - 1 + (first + 1) / steps, new[0])
            else:
                places = event.epoch - 1 + np.arange(first + 1, first + 1 + count, dtype=np.float64) / steps
                series.extend(places, new)
        self._counter.train(event, count=count, batch_size=started.batch_size)

    def _validation_progress(self, event: ValidationProgress) -> None:
        self._counter.validate(event)

    def _epoch_ended(self, event: EpochEnded) -> None:
        for name, value in event.values.items():
            if name in _RATES:
                continue
            series = self._epochs.get(name)
            if series is None:
                series = self._epochs[name] = Series(limit=self._limit)
            series.append(event.epoch, value)
        self._add_rate(event.epoch, event.learning_rate)
        self._counter.end_epoch(event)

    def _add_rate(self, place: float, rate: float) -> None:
        if self._rates.last != (place, rate):
            self._rates.append(place, rate)

    def _gauge_changed(self, event: GaugeChanged) -> None:
        self.gauges[event.index] = event

    def _pace_found(self, event: PaceFound) -> None:
        self.pace = event

    def _forecast_made(self, event: ForecastMade) -> None:
        self.forecast = event

    def _epochs_set(self, event: EpochsSet) -> None:
        if self.started is not None:
            self.started = replace(self.started, epochs=event.epochs)
            self._counter.set_epochs(self.started)

    def _learning_rate_set(self, event: LearningRateSet) -> None:
        if self.learning_rate is not None:
            self._add_rate(event.position, self.learning_rate)
        self._add_rate(event.position, event.learning_rate)

    def _marked(self, event: Marked) -> None:
        self.marks.append(event)

    def _log_line(self, event: LogLine) -> None:
        self._log.append(event)
        self._logged += 1

    def _classes_counted(self, event: ClassesCounted) -> None:
        self.classes = event

    def _run_ended(self, event: RunEnded) -> None:
        self.outcome = event
        self.phase = None
        self._counter.end(event)
