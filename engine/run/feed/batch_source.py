"""Batches that are made when they are needed: the interface of streamed data, and images as one such source.

Making a batch is split in two: a `Maker` does the work that workers share, in threads or in other processes,
and `finish` adds what only the run knows. How far ahead batches are made is the matter of `prefetch`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.streamed import Fetched, StreamedRows
from engine.language import tr
from engine.problems import RunError

Batch = tuple[NDArray[Any], ...]
"""(x, y) or (x, y, weight), as Keras's train_step takes it."""
Warn = Callable[[str], None]
_MOST_NAMED = 20


class Maker(Protocol):
    """Makes the main part of a batch; any worker may ask, and it can be sent to another process."""

    def make(self, task: Any) -> Any:
        """What `BatchSource.finish` is given for this task."""
        ...


class BatchSource(ABC):
    """`len` counts what the indices of the plan mean. `one_worker` says that batches are made in order."""

    maker: Maker
    one_worker = False

    @abstractmethod
    def __len__(self) -> int: ...

    @property
    @abstractmethod
    def shapes(self) -> tuple[tuple[tuple[int | None, ...], Any], ...]:
        """(shape, dtype) of each array of a batch; the first size is None."""

    @abstractmethod
    def task(self, indices: NDArray[np.int64], *, number: int) -> Any:
        """What a worker must know to make batch `number` of the epoch, of these indices."""

    @abstractmethod
    def finish(self, indices: NDArray[np.int64], made: Any, *, warn: Warn) -> Batch:
        """The batch of `indices` from what a worker made. Raises RunError when nothing of it can be used."""

    @abstractmethod
    def begin_epoch(self) -> None:
        """An epoch begins: none of its batches has been asked for yet."""

    @abstractmethod
    def end_epoch(self) -> None:
        """All batches of the epoch were made."""

    @abstractmethod
    def start_at(self, epochs: int, steps: int) -> None:
        """The first batch that is asked for comes after `epochs` epochs and `steps` batches of the next."""


class StreamedExamples(BatchSource):
    """Examples whose inputs are read when they are needed. y: (n, ...) encoded, weight: (n,) or None."""

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
        """The indices themselves."""
        return indices

    def finish(self, indices: NDArray[np.int64], made: Fetched, *, warn: Warn) -> Batch:
        """Inputs, targets and weights; an example that is gone is left out of its batch, and named once."""
        self.report_failed(made, asked=len(indices), warn=warn)
        chosen = indices[made.kept]
        parts = (made.rows, self.y[chosen])
        return parts if self.weight is None else (*parts, self.weight[chosen])

    def report_failed(self, made: Fetched, *, asked: int, warn: Warn) -> None:
        """Name what is gone, once. Raises RunError when nothing is left of the `asked` examples."""
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
        """Nothing: files know of no epochs."""

    def end_epoch(self) -> None:
        """Nothing."""

    def start_at(self, epochs: int, steps: int) -> None:
        """Nothing: any example can be read at any time."""

    def batch(self, indices: NDArray[np.int64]) -> Batch:
        """The batch of `indices`, made at once."""
        return self.finish(indices, self.maker.make(indices), warn=lambda _text: None)

    def _report(self, name: str, reason: str, warn: Warn) -> None:
        if name in self._failed:
            return
        self._failed.add(name)
        if len(self._failed) <= _MOST_NAMED:
            warn(tr("Left out from now on: {name}, as {reason}.", name=name, reason=reason))
        elif len(self._failed) == _MOST_NAMED + 1:
            warn(tr("More images cannot be read any more; they are left out without being named."))


class _RowMaker:
    """Reads rows; on its own, so that another process is sent the rows and no targets."""

    def __init__(self, rows: StreamedRows) -> None:
        self._rows = rows

    def make(self, task: NDArray[np.int64]) -> Fetched:
        return self._rows.fetch(task)
