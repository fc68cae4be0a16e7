"""Examples in memory, and on the device where they fit.

On the device batches are gathered by index, so that only indices travel; otherwise NumPy gathers them on the
host. `engine.run.loop.compiled_steps` chooses the way, the index plan which examples make a batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

RESIDENT_LIMIT = 2 * 1024**3  # bytes: beyond this a copy on the device costs more than it brings


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples in memory.

    Attributes:
        x: (n, ...) inputs.
        y: (n, ...) targets, encoded for the loss.
        weight: (n,) float32 sample weights; None for none.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    weight: NDArray[np.float32] | None = None

    @property
    def bytes(self) -> int:
        """Size of the arrays in bytes."""
        return self.x.nbytes + self.y.nbytes + (0 if self.weight is None else self.weight.nbytes)

    def __len__(self) -> int:
        return len(self.x)

    def take(self, indices: NDArray[np.int64]) -> Examples:
        """Return the examples at `indices` (k,) int64, in that order."""
        weight = None if self.weight is None else self.weight[indices]
        return Examples(self.x[indices], self.y[indices], weight)

    def batch(self, indices: NDArray[np.int64]) -> tuple[NDArray[Any], ...]:
        """Return (x, y) or (x, y, weight) at `indices` (k,) int64, as Keras's `train_step` takes it."""
        part = self.take(indices)
        return (part.x, part.y) if part.weight is None else (part.x, part.y, part.weight)

    def batch_spec(self) -> tuple[tf.TensorSpec, ...]:
        """Return shapes and dtypes of a batch; the first dimension is None."""
        arrays = self.batch(np.zeros(0, np.int64))
        return tuple(tf.TensorSpec((None, *array.shape[1:]), array.dtype) for array in arrays)


class ResidentExamples:
    """The arrays of `Examples` as tensors; `batch` gathers inside a compiled function."""

    def __init__(self, examples: Examples) -> None:
        self._x = tf.constant(examples.x)
        self._y = tf.constant(examples.y)
        self._weight = None if examples.weight is None else tf.constant(examples.weight)

    def batch(self, indices: Any) -> tuple[Any, ...]:
        """Return (x, y) or (x, y, weight) tensors at the int64 tensor `indices` (k,)."""
        found = (tf.gather(self._x, indices), tf.gather(self._y, indices))
        return found if self._weight is None else (*found, tf.gather(self._weight, indices))
