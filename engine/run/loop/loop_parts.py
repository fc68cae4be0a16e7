"""What the training loop works with, and what it asks of the checkpointer.

`fit_loop` runs the epochs; `engine.run.assembly` puts the parts together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import keras

from engine.data.plan import IndexPlan
from engine.run.control import Change, Control
from engine.run.loop.batch_values import BatchValues
from engine.run.loop.chunk_runner import ChunkRunner
from engine.run.loop.validation import Validation
from engine.run.position import Position
from engine.run.reporter import Reporter


class StateSaver(Protocol):
    """What takes the resume state, and knows which live changes come when: the checkpointer."""

    def steps_until_due(self, position: Position) -> float:
        """Return the steps until a state is due by count, or a recorded change; `math.inf` for never."""
        ...

    def save(self, position: Position) -> None:
        """Save the state, unless the one before is still being written."""
        ...

    def save_if_due(self, before: Position, position: Position) -> None:
        """Save the state within an epoch, if one has become due since `before`."""
        ...

    def hold(self, position: Position) -> None:
        """Take the state before a validation in memory, as the validation may be broken off."""
        ...

    def changes_at(self, position: Position, asked: list[Change]) -> list[Change]:
        """Return the live changes that take effect at `position`.

        Args:
            position: Where the run is.
            asked: What was asked for since the last call.

        Returns:
            Those to be replayed, then `asked`.
        """
        ...


@dataclass(slots=True)
class LoopParts:
    """What the loop works with.

    Attributes:
        model: Built and compiled.
        callbacks: All callbacks of the run.
        plan: Which examples each batch holds.
        train: Runs the training batches.
        validation: None where there is no validation data.
        control: Requests from another thread.
        reporter: Sends the events.
        checkpointer: Takes the state, and records live changes.
        apply: Applies a live change at a position.
        report_pace: Called at the end of each epoch, for the choice of steps a call.
        after_epoch: Called with each epoch (from 1) that is done.
        batch_values: Makes the values of each batch that are reported.
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
    batch_values: BatchValues

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """The names of the numbers of training and of validation; see `ChunkRunner.names`."""
        return self.train.names, [] if self.validation is None else self.validation.names
