"""When the resume state is taken, and what its header holds.

`whole` collects what a training consists of, `store` writes the states.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import keras
from numpy.typing import NDArray

from engine.language import tr
from engine.message import Say
from engine.record.ledger.ledger import Ledger
from engine.run.callbacks.tensorboard import RunTensorBoard
from engine.run.control import Change
from engine.run.live.change_log import ChangeLog
from engine.run.loop.batch_hooks import overrides
from engine.run.position import Position
from engine.run.state.store import Snapshot, StateWriter
from engine.run.state.whole import TrainingState
from engine.settings.run import RunSettings

VERSION = 3
"""The version of the states that are written."""
_TEST_HOOKS = ("on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end")


class Checkpointer:
    """Takes the states of one run.

    Args:
        ledger: Measures the growing files, whose lengths are in the header.
        writer: Writes states in the background.
        model: Built and compiled.
        callbacks: All callbacks of the run.
        state: Takes variables, callbacks and random generators.
        settings: When states are due.
        changes: Records live changes, and replays them.
        flush: Flushes all files of the run, so that their lengths are true.
        extra: Returns more fields for the header; adds arrays to those that it gets.
        warn: Takes a sentence when a state cannot be written.
        taken: Called after a state was taken, when `state.not_restored` may have grown.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        writer: StateWriter,
        model: keras.Model,
        callbacks: Sequence[keras.callbacks.Callback],
        state: TrainingState,
        settings: RunSettings,
        changes: ChangeLog,
        flush: Callable[[], None],
        extra: Callable[[dict[str, NDArray[Any]]], Mapping[str, Any]],
        warn: Say,
        taken: Callable[[], None],
    ) -> None:
        self._ledger, self._writer, self._model, self._state = ledger, writer, model, state
        self._settings, self._changes = settings, changes
        self._flush, self._extra, self._warn, self._taken = flush, extra, warn, taken
        self._warned = False
        self._last = time.monotonic()
        self._pending: Snapshot | None = None
        self._swaps = False
        self._callbacks = callbacks

    def steps_until_due(self, position: Position) -> float:
        """Return the steps until a state is due by count, or a change is replayed; `math.inf` for neither."""
        every = self._settings.resume_every_batches
        by_count = every - position.step % every if every is not None else math.inf
        return min(by_count, self._changes.steps_until(position))

    def changes_at(self, position: Position, asked: list[Change]) -> list[Change]:
        """Return the changes that take effect at `position`; see `ChangeLog.due`."""
        return self._changes.due(position, asked)

    def save(self, position: Position) -> None:
        """Write the state at `position` in the background, unless the one before is still being written."""
        self._report_failure()
        if self._writer.idle:
            self._writer.submit(self.take(position))
            self._last = time.monotonic()

    def save_if_due(self, before: Position, position: Position) -> None:
        """Save the state within an epoch, if one has become due since `before`."""
        every, seconds = self._settings.resume_every_batches, self._settings.resume_every_seconds
        by_count = every is not None and position.step // every > before.step // every
        by_time = seconds is not None and time.monotonic() - self._last >= seconds
        if by_count or by_time:
            self.save(position)

    def save_now(self, position: Position) -> None:
        """Write the state at `position`, and wait until it is on disk."""
        self._write_now(self.take(position))

    def hold(self, position: Position) -> None:
        """Take the state before a validation, which changes metrics and seeds, as it may be broken off.

        Only what a validation can change is copied, unless a callback has hooks that see the validation.
        """
        self._swaps = any(_looks_at_tests(callback) for callback in self._callbacks)
        if self._swaps:
            self._pending = self.take(position)
            return
        arrays: dict[str, NDArray[Any]] = {}
        changing = self._state.take_untrained(arrays)
        self._pending = Snapshot({"position": _place(position), **changing}, arrays)

    def save_pending(self) -> None:
        """Write the state that `hold` took, and wait until it is on disk."""
        pending = self._pending
        if pending is None:
            return
        if not self._swaps:
            whole = self.take(Position(*pending.header["position"]))
            pending = Snapshot({**whole.header, **pending.header}, {**whole.arrays, **pending.arrays})
        self._write_now(pending)

    def _write_now(self, snapshot: Snapshot) -> None:
        self._writer.submit(snapshot)
        self._writer.wait()
        self._report_failure()

    def _report_failure(self) -> None:
        error = self._writer.failure
        if error is not None and not self._warned:
            self._warned = True
            self._warn(
                tr(
                    "The resume state cannot be written ({reason}); free some space, or the run can only be"
                    " resumed from an earlier place.",
                    reason=error.strerror or error,
                )
            )

    def take(self, position: Position) -> Snapshot:
        """Copy everything that decides how the run continues from `position`."""
        self._flush()
        arrays: dict[str, NDArray[Any]] = {}
        state = self._state.take(arrays)
        self._taken()
        header = {
            "version": VERSION,
            "position": _place(position),
            "stop_training": bool(self._model.stop_training),
            **state,
            "changes": self._changes.applied,
            "files": self._ledger.measure(),
            **self._extra(arrays),
        }
        return Snapshot(header, arrays)


def _place(position: Position) -> list[int]:
    return [position.epoch, position.step, position.begun]


def _looks_at_tests(callback: keras.callbacks.Callback) -> bool:
    # Keras's own counters of it continue as they are; what `tf.summary` writes in a validation does not
    if isinstance(callback, keras.callbacks.TensorBoard):
        return isinstance(callback, RunTensorBoard) and callback.writes_summaries
    return overrides(callback, _TEST_HOOKS)
