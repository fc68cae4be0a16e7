"""Rows that stay where they are until they are needed: the inputs of data that is larger than memory.

`StreamedRows` replaces an array in `Dataset.x`. How images are read this way is in `images.rows`; who reads
ahead, and with how many workers, is left to the run (`engine.run.feed`).
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import DataError, LeftOut
from engine.language import tr

Indices = NDArray[np.int64]
_CHUNK_BYTES = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows that were requested.

    Attributes:
        rows: (m, *shape); m is less than was requested where some failed.
        kept: (m,) int64, the places of these rows among the requested ones.
        failed: those that can no longer be read, with the reason.
    """

    rows: NDArray[Any]
    kept: Indices
    failed: tuple[LeftOut, ...] = ()


class StreamedRows(ABC):
    """Rows that are read by index. Any thread may read, and they can be pickled to another process.

    Attributes:
        shape: (n, *row).
        dtype: of the rows.
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @abstractmethod
    def fetch(self, indices: Indices) -> Fetched:
        """Return the rows at `indices`, (m,) int64, in their order, without those that cannot be read."""

    @abstractmethod
    def select(self, indices: Indices) -> Self:
        """Return the rows at `indices`, (m,) int64, as streamed rows; nothing is read."""

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index: int) -> NDArray[Any]:
        return self.take(np.array([index], np.int64))[0]

    @property
    def nbytes(self) -> int:
        """The number of bytes that all rows would take in memory."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize

    def take(self, indices: Indices) -> NDArray[Any]:
        """Read the rows at `indices`.

        Args:
            indices: (m,) int64.

        Returns:
            (m, *row) of `dtype`.

        Raises:
            DataError: a row can no longer be read.
        """
        found = self.fetch(indices)
        if found.failed:
            first = found.failed[0]
            raise DataError(
                tr("{name} cannot be used any more: {reason}.", name=first.name, reason=first.reason)
            )
        return found.rows

    def moments(self, indices: Indices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the mean and variance of rows along the last axis.

        Args:
            indices: (m,) int64. The rows are whole numbers of 16 bits at most: sums are exact in any order.

        Returns:
            Mean and variance, each (last axis,) float64.

        Raises:
            DataError: a row can no longer be read.
        """
        width = self.shape[-1]
        row = max(1, self.nbytes // max(1, len(self)))
        step = max(1, _CHUNK_BYTES // (8 * row))
        total, squares, count = [0] * width, [0] * width, 0
        for start in range(0, len(indices), step):
            values = self.take(indices[start : start + step]).reshape(-1, width).astype(np.int64)
            # Python integers, as the sums of squares of many rows exceed 64 bits
            total = [one + more for one, more in zip(total, values.sum(axis=0).tolist(), strict=True)]
            more_squares = (values * values).sum(axis=0).tolist()
            squares = [one + more for one, more in zip(squares, more_squares, strict=True)]
            count += len(values)
        variance = [
            (square * count - one * one) / (count * count) for one, square in zip(total, squares, strict=True)
        ]
        return np.array([one / count for one in total], np.float64), np.array(variance, np.float64)


Inputs = NDArray[Any] | StreamedRows
