"""Training examples whose batches are changed at random before the model sees them.

What the changes are is in `engine.data.augmentation.batches`. They follow from seed, epoch and number of
the batch, so a resumed run draws the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.augmentation import batches as augment
from engine.data.streamed import Fetched, StreamedRows
from engine.message import Say
from engine.run.feed.batch_source import Batch, BatchSource, StreamedExamples
from engine.run.feed.resident import Examples
from engine.settings.augmentation import AugmentationSection

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Task:
    """Batch `number` of `epoch`, with these examples."""

    epoch: int
    number: int
    indices: Indices


class ChangedExamples(BatchSource):
    """Examples with random changes of their batches.

    Args:
        examples: In memory, or streamed.
        changes: Applied in this order.
        seed: The run's.
        first_epoch: The epoch (from 0) with which the run began.
    """

    def __init__(
        self,
        examples: Examples | StreamedExamples,
        changes: Sequence[AugmentationSection],
        *,
        seed: int,
        first_epoch: int,
    ) -> None:
        self._examples = examples
        self._first_epoch, self._epoch = first_epoch, first_epoch - 1
        self.maker = _ChangingMaker(examples.x, examples.y, examples.weight, tuple(changes), seed)

    def __len__(self) -> int:
        return len(self._examples)

    @property
    def shapes(self) -> tuple[tuple[tuple[int | None, ...], Any], ...]:
        """(shape, dtype) of inputs, targets and weights."""
        examples = self._examples
        floats = np.dtype(np.float32)
        found: tuple[tuple[tuple[int | None, ...], Any], ...] = (
            ((None, *examples.x.shape[1:]), floats),
            ((None, *examples.y.shape[1:]), examples.y.dtype),
        )
        return found if examples.weight is None else (*found, ((None,), floats))

    def task(self, indices: Indices, *, number: int) -> _Task:
        """Return the examples, and which random numbers are theirs."""
        return _Task(self._epoch, number, indices)

    def finish(self, indices: Indices, made: tuple[Batch, Fetched | None], *, warn: Say) -> Batch:
        """Return the changed batch, without examples that cannot be read any more; `warn` names those."""
        batch, fetched = made
        if fetched is not None and isinstance(self._examples, StreamedExamples):
            self._examples.report_failed(fetched, asked=len(indices), warn=warn)
        return batch

    def begin_epoch(self) -> None:
        """Count the epoch."""
        self._epoch += 1

    def end_epoch(self) -> None:
        """Do nothing."""

    def start_at(self, epochs: int, steps: int) -> None:
        """Set the epoch; `begin_epoch` is not called for one that is under way."""
        self._epoch = self._first_epoch + (epochs if steps else epochs - 1)


@dataclass(frozen=True, slots=True)
class _ChangingMaker:
    """Reads the rows of a batch and changes them; picklable, as it may be sent to another process."""

    x: NDArray[Any] | StreamedRows
    y: NDArray[Any]
    weight: NDArray[np.float32] | None
    changes: tuple[AugmentationSection, ...]
    seed: int

    def make(self, task: _Task) -> tuple[Batch, Fetched | None]:
        """Return the batch, and what was read where it was read from disk."""
        fetched, chosen = None, task.indices
        if isinstance(self.x, StreamedRows):
            fetched = self.x.fetch(task.indices)
            chosen, rows = task.indices[fetched.kept], fetched.rows
        else:
            rows = self.x[chosen]
        weight = None if self.weight is None else self.weight[chosen]
        rng = augment.generator(self.seed, epoch=task.epoch, number=task.number)
        batch = augment.changed(augment.Examples(rows, self.y[chosen], weight), self.changes, rng=rng)
        parts = (batch.x, batch.y) if batch.weight is None else (batch.x, batch.y, batch.weight)
        return parts, fetched
