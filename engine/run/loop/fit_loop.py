"""The training loop: Keras's `fit`, in Keras's order of calls, with any batch as its start.

Why not `model.fit` itself: it can only begin at the first batch of an epoch, validates after a stop in
mid-epoch, and calls Python for every batch. The steps, the metrics, the callbacks and their order are
Keras's own, so the numbers are too (docs/decisions/0003-own-loop.md). What a run reads and writes around
this is in `engine.run.training`, with `on_train_begin` and `on_train_end`.

    if the position is not within an epoch:              # a new run, or a state between two epochs
        live changes; a callback had ended the run -> CALLBACK
        if an epoch is left: pause; stop -> PERSON
    while an epoch is left:
        reset_metrics, on_epoch_begin                    # not when resumed within the epoch
        while a batch is left, and not (stop_training and a batch is done):
            live changes; pause (saves the state); stop -> PERSON
            one chunk (`chunk_runner`):
                trace the step again, if a hook may have changed the model before its first batch
                k steps in one compiled call
                for each batch: on_train_batch_begin, on_train_batch_end; until stop_training
                                                         # k = 1: on_train_batch_begin before the step
            save the state, if due within the epoch
        if validation is due (`validation`):
            hold the state
            on_test_begin, reset_metrics
            while a batch is left, and not (stop_evaluating and a batch is done):
                pause; stop -> on_test_end, PERSON       # live changes wait for the end of the epoch
                one chunk: steps, on_test_batch_begin, on_test_batch_end
            on_test_end
        on_epoch_end, with the logs of training and validation: the metrics where the steps return all of
            them and nothing else, otherwise what the last step returned (`step_logs`)
        report the epoch; forecasts; save the state
        stop_training -> CALLBACK
        live changes
        if an epoch is left: stop after this epoch -> AFTER_EPOCH; live changes; pause; stop -> PERSON
    -> ALL_EPOCHS

With Keras's `steps_per_execution` above 1, so many batches share one call of a batch hook.
"""

from __future__ import annotations

import time
from enum import Enum
from typing import Any

from engine.language import tr
from engine.record.events import BatchesEnded, Mark, Phase, PhaseChanged
from engine.run.loop.loop_parts import LoopParts
from engine.run.loop.step_logs import epoch_logs, has_untracked_loss, numbers
from engine.run.position import Position
from engine.run.reporter import learning_rate_of


class Ending(Enum):
    """Why the loop ended: all epochs done, a callback, a stop by hand at once, or one after the epoch."""

    ALL_EPOCHS = "all_epochs"
    CALLBACK = "callback"
    PERSON = "person"
    AFTER_EPOCH = "after_epoch"


class FitLoop:
    """Runs epochs from a position until the end.

    It knows where the run is before its parts are put together, so that they can be told.

    Args:
        epochs: The last epoch (from 1).

    Attributes:
        epochs: The last epoch (from 1); may be changed while the loop runs.
        stop_after_epoch: End after the current epoch; may be set while the loop runs.
        ended_before: A callback had ended the run whose state was restored.
        position: Where the run is.
        validation_broken_off: The loop ended within a validation; the state to keep is the one held before.
        last_logs: The logs of the last whole epoch.
        step_logs: Those of the last step, where they are the logs of an epoch that ends there.
    """

    _p: LoopParts

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs
        self.stop_after_epoch = False
        self.ended_before = False
        self.position = Position(0)
        self.validation_broken_off = False
        self.last_logs: dict[str, Any] = {}
        self.step_logs: dict[str, Any] = {}
        self._reported = False

    def run(self, start: Position, parts: LoopParts) -> Ending:
        """Train.

        Args:
            start: Where to begin.
            parts: What the loop works with.

        Returns:
            Why it ended.
        """
        self._p, self.position = parts, start
        if start.step:
            parts.batch_values.begin(numbers(epoch_logs(parts.model, None, last={})))
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
        parts.reporter.epoch_began(epoch, self.epochs, rate=learning_rate_of(model))
        # as in Keras, a callback that ends the run before the first batch ends it after that batch
        while self.position.step < parts.plan.steps and not (model.stop_training and self.position.step):
            if self._answer():
                return Ending.PERSON
            self._run_chunk()
        rate = learning_rate_of(model)
        values = epoch_logs(model, parts.train.keys, last=self.step_logs)
        if values.get("loss") == 0.0 and has_untracked_loss(model):
            self._report_untracked()
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
            return None  # the last one: there is nothing left to pause or to stop
        if self.stop_after_epoch:
            return Ending.AFTER_EPOCH
        return Ending.PERSON if self._answer() else None

    def _report_untracked(self) -> None:
        if not self._reported:
            self._reported = True
            text = tr(
                "The training step returns a loss and does not update the metric loss of the model, so the"
                " loss of each epoch is 0, as in Keras; call update_state(loss) of that metric in train_step."
            )
            self._p.reporter.say(text, "warning")

    def _end_epoch(self, values: dict[str, Any], *, rate: float, seconds: float) -> None:
        parts, epoch = self._p, self.position.epoch
        self.last_logs = values
        parts.callbacks.on_epoch_end(epoch, dict(values))
        self.position = Position(epoch + 1)
        parts.reporter.epoch_ended(epoch, values=numbers(values), rate=rate, seconds=seconds)
        after = learning_rate_of(parts.model)
        if after != rate and not parts.model.stop_training:
            text = tr("Learning rate {before} -> {after}.", before=f"{rate:.3g}", after=f"{after:.3g}")
            parts.reporter.mark(Mark.LEARNING_RATE, self.position, text=text)
        parts.report_pace()
        parts.after_epoch(epoch + 1)
        parts.checkpointer.save(self.position)

    def _run_chunk(self) -> None:
        """Run one chunk, report it, and save the state if it is due."""
        parts, before = self._p, self.position
        steps = parts.train.run(
            before.step,
            left=parts.plan.steps - before.step,
            most=parts.checkpointer.steps_until_due(before),
            batch=lambda step: parts.plan.batch(before.epoch, step),
            reached=self._reached,
        )
        self._reached(before.step + steps.count)
        if parts.train.has_step_logs:
            self.step_logs = steps.at(steps.count - 1)
        values = parts.batch_values.of(steps.numbers(), parts.train.losses, start=before)
        parts.reporter.send(
            BatchesEnded(epoch=before.epoch + 1, first_step=before.step, values=values, waited=steps.waited)
        )
        parts.checkpointer.save_if_due(before, self.position)

    def _reached(self, step: int) -> None:
        self.position = Position(self.position.epoch, step, begun=True)

    def _answer(self) -> bool:
        """Apply live changes and pause, as asked for; True when the run must end now."""
        control = self._p.control
        self._apply_changes()
        if control.pausing and not control.stopping:
            self._p.checkpointer.save(self.position)
            self._hold(change=True)
        return control.stopping

    def _breaks_off(self) -> bool:
        """Whether a validation must end now; pauses within it. Live changes take effect after it."""
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
        parts.reporter.mark(Mark.PAUSED, self.position, text=tr("Paused."))
        while parts.control.pausing and not parts.control.stopping:
            parts.control.wait_while_paused(or_changed=change)
            if change:
                self._apply_changes()
        if not parts.control.stopping:
            parts.reporter.send(PhaseChanged(phase=Phase.TRAINING if change else Phase.VALIDATING))
            parts.reporter.mark(Mark.CONTINUED, self.position, text=tr("Continued."))
