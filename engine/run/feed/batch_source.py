"""Batches that are made when they are needed: the interface of streamed data, and images as one such source.

Making a batch is split in two: a `Maker` does the work that workers share, in threads or in other processes,
and `finish` adds what only the run knows. `prefetch` decides how far ahead batches are made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.streamed import Fetched, StreamedRows
from engine.language import tr
from engine.message import Say, Sentence
from engine.problems import RunError

Batch = tuple[NDArray[Any], ...]
"""(x, y) or (x, y, weight), as Keras's train_step takes it."""
"""Takes a sentence for the log."""
_MOST_NAMED = 20


class Maker(Protocol):
    """Makes the main part of a batch; thread-safe unless `one_worker`, and picklable."""

    def make(self, task: Any) -> Any:
        """Return what `BatchSource.finish` needs for this task."""
        ...


class BatchSource(ABC):
    """Where streamed batches come from. `len` counts what the indices of the plan stand for.

    Attributes:
        maker: Does the work that workers share.
        one_worker: Whether batches must be made one after the other, by a single thread.
    """

    maker: Maker
    one_worker = False

    @abstractmethod
    def __len__(self) -> int: ...

    @property
    @abstractmethod
    def shapes(self) -> tuple[tuple[tuple[int | None, ...], Any], ...]:
        """(shape, dtype) of each array of a batch; the first dimension is None."""

    @abstractmethod
    def task(self, indices: NDArray[np.int64], *, number: int) -> Any:
        """Return what a worker needs to make a batch.

        Args:
            indices: (b,) int64, of its examples.
            number: Of the batch in its epoch, from 0.
        """

    @abstractmethod
    def finish(self, indices: NDArray[np.int64], made: Any, *, warn: Say) -> Batch:
        """Return a batch from what a worker made.

        Args:
            indices: (b,) int64, of its examples.
            made: What `Maker.make` returned.
            warn: Takes sentences about examples that are left out.

        Raises:
            RunError, DataError: When none of it can be used.
        """

    @abstractmethod
    def begin_epoch(self) -> None:
        """Prepare for an epoch; called before its first task is made."""

    @abstractmethod
    def end_epoch(self) -> None:
        """End an epoch; called when all its batches have been made."""

    @abstractmethod
    def start_at(self, epochs: int, steps: int) -> None:
        """Prepare for a resume.

        Args:
            epochs: Whole epochs that the run has done.
            steps: Batches of the next epoch that are done.
        """


class StreamedExamples(BatchSource):
    """Examples whose inputs are read when they are needed.

    Attributes:
        x: (n, ...) rows on disk.
        y: (n, ...) targets, encoded for the loss.
        weight: (n,) float32 sample weights; None for none.
    """

    def __init__(
        self, x: StreamedRows, y: NDArray[Any], *, weight: NDArray[np.float32] | None = None
    ) -> None:
        self.maker = _RowMaker(x)
        self.x, self.y, self.weight = x, y, weight
        self._failed: set[str] = set()

    def __len__(self) -> int:
        return len(self.x)

    @property
    def shapes(self) -> tuple[tuple[tuple[int | None, ...], Any], ...]:
        """(shape, dtype) of inputs, targets and weights."""
        arrays = (self.x, self.y) if self.weight is None else (self.x, self.y, self.weight)
        return tuple(((None, *array.shape[1:]), array.dtype) for array in arrays)

    def task(self, indices: NDArray[np.int64], *, number: int) -> NDArray[np.int64]:  # noqa: ARG002 - files know no batches
        """Return the indices themselves."""
        return indices

    def finish(self, indices: NDArray[np.int64], made: Fetched, *, warn: Say) -> Batch:
        """Return inputs, targets and weights, without examples that cannot be read any more."""
        self.report_failed(made, asked=len(indices), warn=warn)
        chosen = indices[made.kept]
        parts = (made.rows, self.y[chosen])
        return parts if self.weight is None else (*parts, self.weight[chosen])

    def report_failed(self, made: Fetched, *, asked: int, warn: Say) -> None:
        """Warn once of each example that cannot be read any more.

        Args:
            made: What was read of a batch.
            asked: Examples of the batch.
            warn: Takes a sentence.

        Raises:
            RunError: When none of the examples is left.
        """
        for left in made.failed:
            self._report(left.name, left.reason, warn)
        if not len(made.kept):
            raise RunError(
                tr(
                    "None of the {count} images of a batch can be read any more; see to the folder of the"
                    " images, and resume the run.",
                    count=asked,
                ),
                path="data.path",
            )

    def begin_epoch(self) -> None:
        """Do nothing: files know of no epochs."""

    def end_epoch(self) -> None:
        """Do nothing."""

    def start_at(self, epochs: int, steps: int) -> None:
        """Do nothing: any example can be read at any time."""

    def batch(self, indices: NDArray[np.int64]) -> Batch:
        """Return the batch of `indices` (b,) int64, made in the calling thread."""
        return self.finish(indices, self.maker.make(indices), warn=lambda _text: None)

    def _report(self, name: str, reason: Sentence, warn: Say) -> None:
        if name in self._failed:
            return
        self._failed.add(name)
        if len(self._failed) <= _MOST_NAMED:
            warn(tr("Left out from now on: {name}, as {reason}.", name=name, reason=reason))
        elif len(self._failed) == _MOST_NAMED + 1:
            warn(tr("More images cannot be read any more; they are left out without being named."))


class _RowMaker:
    """Reads rows; a class by itself, so that another process gets the rows and no targets."""

    def __init__(self, rows: StreamedRows) -> None:
        self._rows = rows

    def make(self, task: NDArray[np.int64]) -> Fetched:
        return self._rows.fetch(task)
