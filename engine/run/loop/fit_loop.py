"""The training loop: Keras's `fit`, in Keras's order of calls, with any batch as its start.

Why not `model.fit` itself: it can only begin at the first batch of an epoch, validates after a stop in
mid-epoch, and calls Python for every batch. The steps, the metrics, the callbacks and their order are
Keras's own, so the numbers are too (docs/decisions/0003-own-loop.md). What a run reads and writes around
this is `training`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import keras

from engine.data.plan import IndexPlan
from engine.record.events import BatchesEnded, EpochStarted, Mark, Phase, PhaseChanged
from engine.run.control import Change, Control
from engine.run.loop.chunk_runner import ChunkRunner, steps_in
from engine.run.loop.validation import Validation
from engine.run.position import Position
from engine.run.reporter import Reporter, learning_rate_of, plain_logs


class Ending(Enum):
    """Why the loop ended."""

    ALL_EPOCHS = "all_epochs"
    CALLBACK = "callback"
    PERSON = "person"
    AFTER_EPOCH = "after_epoch"


class StateSaver(Protocol):
    """Who keeps the resume state, and knows which changes come when."""

    def steps_until_due(self, position: Position) -> float:
        """Steps until a state is due by count, or a change is to come."""
        ...

    def save(self, position: Position) -> None:
        """Keep the state, unless the one before is still on its way to the disk."""
        ...

    def save_if_due(self, before: Position, position: Position) -> None:
        """Keep the state in mid-epoch, if the settings ask for one since `before`."""
        ...

    def hold(self, position: Position) -> None:
        """Remember the state before a validation, which may be broken off."""
        ...

    def changes_at(self, position: Position, asked: list[Change]) -> list[Change]:
        """The changes that take effect at `position`: those to be replayed, then those just `asked` for."""
        ...


@dataclass(slots=True)
class LoopParts:
    """What the loop works with. `validation` is None where there is no validation data.

    `after_epoch` is told of each epoch (from 1) that is done.
    """

    model: keras.Model
    callbacks: keras.callbacks.CallbackList
    plan: IndexPlan
    train: ChunkRunner
    validation: Validation | None
    control: Control
    reporter: Reporter
    checkpointer: StateSaver
    apply: Callable[[Change, Position], None]
    report_pace: Callable[[], None]
    after_epoch: Callable[[int], None]


class FitLoop:
    """Runs epochs from a position until the end.

    While it runs, `epochs` may be changed, and `stop_after_epoch` be set. `ended_before` says that a
    callback had ended the run whose state was restored. `last_logs` are those of the last whole epoch.
    """

    def __init__(self, parts: LoopParts, epochs: int) -> None:
        self._p = parts
        self.epochs = epochs
        self.stop_after_epoch = False
        self.ended_before = False
        self.position = Position(0)
        self.validation_broken_off = False
        self.last_logs: dict[str, float] = {}

    def run(self, start: Position) -> Ending:
        """Train from `start`."""
        self.position = start
        if not start.begun:
            self._apply_changes()
            if self.ended_before:
                return Ending.CALLBACK
            if start.epoch < self.epochs and self._answer():
                return Ending.PERSON
        while self.position.epoch < self.epochs:
            ending = self._epoch()
            if ending is not None:
                return ending
        return Ending.ALL_EPOCHS

    def _epoch(self) -> Ending | None:
        parts, epoch = self._p, self.position.epoch
        model = parts.model
        if not self.position.begun:
            model.reset_metrics()
            parts.callbacks.on_epoch_begin(epoch)
            self.position = Position(epoch, 0, begun=True)
        started = time.perf_counter()
        parts.reporter.send(EpochStarted(epoch=epoch + 1, learning_rate=learning_rate_of(model)))
        # as in Keras, a callback that ends the run before the first batch ends it after that batch
        while self.position.step < parts.plan.steps and not (model.stop_training and self.position.step):
            if self._answer():
                return Ending.PERSON
            self._run_chunk()
        rate = learning_rate_of(model)
        values = plain_logs(model.get_metrics_result())
        if parts.validation is not None and parts.validation.plan.is_due(epoch):
            parts.checkpointer.hold(self.position)
            parts.reporter.send(PhaseChanged(phase=Phase.VALIDATING))
            found = parts.validation.run(epoch, self._breaks_off)
            if found is None:
                self.validation_broken_off = True
                return Ending.PERSON
            values |= {f"val_{name}": value for name, value in found.items()}
            parts.reporter.send(PhaseChanged(phase=Phase.TRAINING))
        self._end_epoch(values, rate=rate, seconds=time.perf_counter() - started)
        if model.stop_training:
            return Ending.CALLBACK
        self._apply_changes()
        if self.position.epoch >= self.epochs:
            return None  # the last one: there is nothing left to hold or to stop
        if self.stop_after_epoch:
            return Ending.AFTER_EPOCH
        return Ending.PERSON if self._answer() else None

    def _end_epoch(self, values: dict[str, float], *, rate: float, seconds: float) -> None:
        parts, epoch = self._p, self.position.epoch
        self.last_logs = values
        parts.callbacks.on_epoch_end(epoch, dict(values))
        self.position = Position(epoch + 1)
        parts.reporter.epoch_ended(epoch, self.epochs, values=values, rate=rate, seconds=seconds)
        after = learning_rate_of(parts.model)
        if after != rate and not parts.model.stop_training:
            text = f"Learning rate {rate:.3g} -> {after:.3g}."
            parts.reporter.mark(Mark.LEARNING_RATE, self.position, text=text)
        parts.report_pace()
        parts.after_epoch(epoch + 1)
        parts.checkpointer.save(self.position)

    def _run_chunk(self) -> None:
        """Run as many steps as may be run in one call."""
        parts, before = self._p, self.position
        logs = parts.train.run(
            before.step,
            left=parts.plan.steps - before.step,
            most=parts.checkpointer.steps_until_due(before),
            batch=lambda step: parts.plan.batch(before.epoch, step),
            reached=self._reached,
        )
        self._reached(before.step + steps_in(logs))
        parts.reporter.send(BatchesEnded(epoch=before.epoch + 1, first_step=before.step, values=logs))
        parts.checkpointer.save_if_due(before, self.position)

    def _reached(self, step: int) -> None:
        self.position = Position(self.position.epoch, step, begun=True)

    def _answer(self) -> bool:
        """Do what the person has asked for; True when the run must end now."""
        control = self._p.control
        self._apply_changes()
        if control.pausing and not control.stopping:
            self._p.checkpointer.save(self.position)
            self._hold(change=True)
        return control.stopping

    def _breaks_off(self) -> bool:
        """Whether a validation must end now; pauses in it. What is changed meanwhile comes after it."""
        control = self._p.control
        if control.pausing and not control.stopping:
            self._hold(change=False)
        return control.stopping

    def _apply_changes(self) -> None:
        for change in self._p.checkpointer.changes_at(self.position, self._p.control.take()):
            self._p.apply(change, self.position)

    def _hold(self, *, change: bool) -> None:
        parts = self._p
        parts.reporter.send(PhaseChanged(phase=Phase.PAUSED))
        parts.reporter.mark(Mark.PAUSED, self.position, text="Paused.")
        while parts.control.pausing and not parts.control.stopping:
            parts.control.wait_while_paused(or_changed=change)
            if change:
                self._apply_changes()
        if not parts.control.stopping:
            parts.reporter.send(PhaseChanged(phase=Phase.TRAINING if change else Phase.VALIDATING))
            parts.reporter.mark(Mark.CONTINUED, self.position, text="Going on.")
