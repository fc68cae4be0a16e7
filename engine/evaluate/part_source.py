"""Gives the examples of a part as arrays for a test step, reading ahead where they stay on disk.

How many are asked for at a time is decided in `forward`; what the part has, in `part_data`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import DataError
from engine.data.streamed import Fetched, StreamedRows
from engine.data.targets.encoded_targets import encode
from engine.evaluate.part_data import PartData
from engine.language import tr

_AHEAD = 4


@dataclass(slots=True)
class PartSource:
    """The examples of a part, from the first to the last.

    Args:
        data: The part.
        batch_size: How many rows are read from disk by one thread at a time.
        pool: Reads ahead; used where the examples stay on disk.

    Attributes:
        kept: The places in the part of the examples that were given so far: files can vanish.
    """

    data: PartData
    batch_size: int
    pool: ThreadPoolExecutor
    kept: list[NDArray[np.int64]] = field(default_factory=list[NDArray[np.int64]], init=False)
    _coming: deque[Future[Fetched]] = field(default_factory=deque[Future[Fetched]], init=False)
    _asked: int = field(default=0, init=False)

    def take(self, first: int, end: int) -> tuple[NDArray[Any], ...]:
        """Return (x, y) or (x, y, weight) of the examples from `first` to `end` - 1 of the part.

        `first` is where the call before has ended.

        Raises:
            DataError: None of them can be read any more.
        """
        dataset, places = self.data.dataset, np.arange(first, end)
        if isinstance(dataset.x, StreamedRows):
            x, places = self._read(dataset.x, first, end=end)
        else:
            x = dataset.x[self.data.indices[places]]
        self.kept.append(places)
        chosen = self.data.indices[places]
        y = encode(dataset.y[chosen], self.data.inputs.encoding, outputs=dataset.outputs)
        weight = dataset.sample_weight
        return (x, y) if weight is None else (x, y, weight[chosen])

    def _read(self, rows: StreamedRows, first: int, *, end: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Return the rows that can be read, and their places in the part."""
        indices, size = self.data.indices, self.batch_size
        found: list[NDArray[Any]] = []
        places: list[NDArray[np.int64]] = []
        for start in range(first, end, size):
            while self._asked < min(start + _AHEAD * size, len(indices)):
                until = min(self._asked + size, len(indices))
                self._coming.append(self.pool.submit(rows.fetch, indices[self._asked : until]))
                self._asked = until
            fetched = self._coming.popleft().result()
            found.append(fetched.rows)
            places.append(start + fetched.kept)
        together = np.concatenate(places)
        if not len(together):
            raise DataError(
                tr("The examples cannot be read any more; see to the files of the data."), path="data.path"
            )
        return np.concatenate(found), together


@contextmanager
def part_source(data: PartData, *, batch_size: int, workers: int) -> Generator[PartSource]:
    """Give the source of a part, and end its threads when the block ends.

    Args:
        data: The part.
        batch_size: Examples in a batch.
        workers: How many threads read ahead.
    """
    pool = ThreadPoolExecutor(workers, thread_name_prefix="examples")
    try:
        yield PartSource(data, batch_size, pool)
    finally:
        pool.shutdown(cancel_futures=True)
