"""How far a run is: counts epochs, batches and time from its events.

`throughput` measures the speed, `metric_history` has the values of metrics.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.history.throughput import Throughput
from engine.record.events import Phase

if TYPE_CHECKING:
    from engine.record.events import (
        BatchesEnded,
        EpochEnded,
        EpochStarted,
        PhaseChanged,
        RunEnded,
        TrainingStarted,
        ValidationProgress,
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        epoch: From 1; 0 before the first.
        epochs: The last one.
        step: Batches of this epoch that are done.
        steps: Batches in an epoch.
        validated: Validation batches of this epoch that are done.
        validation_steps: Batches in a validation; 0 while unknown.
        of_epoch: Fraction of the epoch that is done, 0 to 1.
        of_run: Fraction of the run that is done, 0 to 1.
        examples_per_second: None while unknown.
        waiting: Share of the time of training that is waiting for batches; see `Throughput.waiting`.
        seconds_left: None while unknown, and after the end.
        elapsed: Seconds since training began, pauses included, summed over the sessions of a resumed run.
    """

    epoch: int = 0
    epochs: int = 0
    step: int = 0
    steps: int = 0
    validated: int = 0
    validation_steps: int = 0
    of_epoch: float = 0.0
    of_run: float = 0.0
    examples_per_second: float | None = None
    waiting: float | None = None
    seconds_left: float | None = None
    elapsed: float = 0.0


class ProgressCounter:
    """Counts events; `progress` is the result."""

    def __init__(self) -> None:
        self._started: TrainingStarted | None = None
        self._throughput = Throughput()
        self._epoch = self._step = self._validated = self._validation_steps = 0
        self._origin = 0
        self._ended = False
        self._began = self._last = self._before = 0.0

    def start(self, event: TrainingStarted) -> None:
        """Start or resume. The time between two sessions of a run is not counted."""
        if event.resumed and self._started is not None:
            self._before += self._last - self._began
        else:
            self._origin = event.first_epoch - 1
        self._started = event
        self._ended = False
        self._began = self._last = event.at
        self._throughput = Throughput()
        self._epoch = event.first_epoch
        self._step = event.first_step % max(event.steps_per_epoch, 1)
        self._validated = self._validation_steps = 0

    def set_epochs(self, started: TrainingStarted) -> None:
        """Change the last epoch to that of `started`."""
        self._started = started

    def change_phase(self, event: PhaseChanged) -> None:
        """Stop or start the clock of training."""
        if event.phase is Phase.TRAINING:
            self._throughput.resumed(at=event.at)
        else:
            self._throughput.rest(at=event.at, paused=event.phase is Phase.PAUSED)

    def start_epoch(self, event: EpochStarted) -> None:
        """Start an epoch, or resume within it."""
        if event.epoch != self._epoch:
            self._step = 0
        self._epoch = event.epoch
        self._validated = 0

    def train(self, event: BatchesEnded, *, count: int, batch_size: int) -> None:
        """Count training batches.

        Args:
            event: The first of them, and the time.
            count: How many.
            batch_size: Examples in a full batch.
        """
        self._epoch = event.epoch
        self._step = event.first_step + count
        self._last = event.at
        self._throughput.train(count * batch_size, at=event.at, waited=event.waited)

    def validate(self, event: ValidationProgress) -> None:
        """Count validation batches."""
        self._validated, self._validation_steps = event.done, event.total
        self._last = event.at
        self._throughput.rest(at=event.at)

    def end_epoch(self, event: EpochEnded) -> None:
        """End an epoch."""
        self._epoch = event.epoch
        if self._started is not None:
            self._step = self._started.steps_per_epoch
        self._last = event.at
        self._throughput.end_epoch(at=event.at)

    def end(self, event: RunEnded) -> None:
        """End the run."""
        self._ended = True
        self._throughput.rest(at=event.at)
        if self._started is not None:
            self._last = event.at

    @property
    def progress(self) -> Progress:
        """How far the run is now."""
        started = self._started
        if started is None:
            return Progress()
        steps = max(started.steps_per_epoch, 1)
        of_epoch = min(self._step / steps, 1.0)
        total = max(started.epochs - self._origin, 1)
        done = max(self._epoch - 1, self._origin) - self._origin + of_epoch
        speed = self._throughput.examples_per_second
        left = None
        if speed and not self._ended:
            # a short last batch counts as full here and in the speed, so the two agree
            each = steps * started.batch_size / speed + self._throughput.seconds_beside
            left = max(total - done, 0.0) * each
        return Progress(
            epoch=self._epoch,
            epochs=started.epochs,
            step=self._step,
            steps=started.steps_per_epoch,
            validated=self._validated,
            validation_steps=self._validation_steps,
            of_epoch=of_epoch,
            of_run=min(max(done / total, 0.0), 1.0),
            examples_per_second=speed,
            waiting=self._throughput.waiting,
            seconds_left=left,
            elapsed=self._before + self._last - self._began,
        )
