"""Rows that stay where they are until they are needed: the inputs of data that is larger than memory.

`StreamedRows` stands in `Dataset.x` in the place of an array. What reads images this way is in `image_rows`;
who reads ahead, and with how many workers, is up to the run.
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
    """Rows that were asked for: `rows` (m, *shape), and `kept` (m,) int64, their places among those asked.

    `failed` names those that cannot be read any more, so m may be less than was asked for.
    """

    rows: NDArray[Any]
    kept: Indices
    failed: tuple[LeftOut, ...] = ()


class StreamedRows(ABC):
    """(n, *row) of `dtype`, read by index. Any thread may read, and it may be sent to another process."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]

    @abstractmethod
    def fetch(self, indices: Indices) -> Fetched:
        """The rows at `indices`, in their order; what cannot be read is named, and missing."""

    @abstractmethod
    def select(self, indices: Indices) -> Self:
        """The rows at `indices` as rows of their own; nothing is read."""

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index: int) -> NDArray[Any]:
        return self.take(np.array([index], np.int64))[0]

    @property
    def nbytes(self) -> int:
        """The bytes that all rows would take in memory."""
        return int(np.prod(self.shape, dtype=np.int64)) * self.dtype.itemsize

    def take(self, indices: Indices) -> NDArray[Any]:
        """The rows at `indices`, (m, *row). Raises DataError when one cannot be read any more."""
        found = self.fetch(indices)
        if found.failed:
            first = found.failed[0]
            raise DataError(
                tr("{name} cannot be used any more: {reason}.", name=first.name, reason=first.reason)
            )
        return found.rows

    def moments(self, indices: Indices) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Mean and variance along the last axis, (last,) float64, of the rows at `indices`, bit by bit.

        The rows are whole numbers (uint8), so the sums are exact and do not depend on their order.
        """
        width = self.shape[-1]
        row = max(1, self.nbytes // max(1, len(self)))
        step = max(1, _CHUNK_BYTES // (8 * row))
        total, squares, count = np.zeros(width, np.int64), np.zeros(width, np.int64), 0
        for start in range(0, len(indices), step):
            values = self.take(indices[start : start + step]).reshape(-1, width).astype(np.int64)
            total += values.sum(axis=0)
            squares += (values * values).sum(axis=0)
            count += len(values)
        # in Python's whole numbers, as the products are beyond 64 bits
        variance = [
            (square * count - one * one) / (count * count)
            for one, square in zip(total.tolist(), squares.tolist(), strict=True)
        ]
        return total / count, np.array(variance, np.float64)


Inputs = NDArray[Any] | StreamedRows
