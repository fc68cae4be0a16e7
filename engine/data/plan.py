"""Which examples each batch holds: a pure function of seed and epoch, so any batch can be the start.

Pass p over `count` examples has the order `np.random.default_rng([seed, p]).permutation(count)`, or 0, 1, 2,
... without shuffle, and is cut into batches of `batch_size`, the last one short. Without steps_per_epoch,
epoch e is pass e. With it, the passes follow each other without end and epoch e is the batches e * steps ...
(e + 1) * steps - 1 of that stream.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError
from engine.language import tr
from engine.settings.fit import FitSettings

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """The order of examples in batches and epochs.

    Attributes:
        count: the number of examples, 1 or more.
        batch_size: the number of examples in a batch, 1 or more.
        seed: of the run.
        shuffle: whether each pass has a random order.
        steps_per_epoch: batches in an epoch; None for one pass over all examples.

    Raises:
        DataError: there are no examples.
        ValueError: batch_size or steps_per_epoch is below 1.
    """

    count: int
    batch_size: int
    seed: int
    shuffle: bool
    steps_per_epoch: int | None = None
    _orders: dict[int, Indices] = field(
        default_factory=dict[int, Indices], init=False, repr=False, compare=False, hash=False
    )

    def __post_init__(self) -> None:
        if self.count < 1:
            raise DataError(tr("There are no examples to train on."))
        if self.batch_size < 1 or (self.steps_per_epoch is not None and self.steps_per_epoch < 1):
            raise ValueError("batch_size and steps_per_epoch are 1 or more")

    @property
    def steps_per_pass(self) -> int:
        """The number of batches in one pass over all examples."""
        return -(-self.count // self.batch_size)

    @property
    def steps(self) -> int:
        """The number of batches in an epoch."""
        return self.steps_per_epoch or self.steps_per_pass

    def examples(self, epoch: int) -> int:
        """Return how many examples epoch `epoch` (from 0) has."""
        return int(np.diff(self.seen(np.array([epoch, epoch + 1]) * self.steps))[0])

    def seen(self, batches: Indices) -> Indices:
        """Return how many examples the first batches of a run have.

        Args:
            batches: (k,) int64, numbers of batches, counted over all epochs.

        Returns:
            (k,) int64.
        """
        passes, rest = np.divmod(batches, self.steps_per_pass)
        return passes * self.count + np.minimum(rest * self.batch_size, self.count)

    def batch(self, epoch: int, step: int) -> Indices:
        """Return the examples of one batch.

        Args:
            epoch: counted from 0.
            step: the batch in the epoch, counted from 0.

        Returns:
            (batch_size or fewer,) int64 indices.

        Raises:
            IndexError: the epoch has no such batch.
        """
        if not 0 <= step < self.steps or epoch < 0:
            raise IndexError(f"epoch {epoch} has no batch {step}")
        passed, at = divmod(epoch * self.steps + step, self.steps_per_pass)
        return self._order(passed)[at * self.batch_size : (at + 1) * self.batch_size]

    def epoch_indices(self, epoch: int) -> Indices:
        """Return the examples of a whole epoch in the order of its batches.

        Args:
            epoch: counted from 0.

        Returns:
            (examples(epoch),) int64 indices.
        """
        start, end = epoch * self.steps, (epoch + 1) * self.steps
        pieces: list[Indices] = []
        while start < end:
            passed, at = divmod(start, self.steps_per_pass)
            taken = min(end - start, self.steps_per_pass - at)
            pieces.append(self._order(passed)[at * self.batch_size : (at + taken) * self.batch_size])
            start += taken
        return np.concatenate(pieces)

    def _order(self, passed: int) -> Indices:
        order = self._orders.get(passed)
        if order is None:
            rng = np.random.default_rng([self.seed, passed])
            order = rng.permutation(self.count) if self.shuffle else np.arange(self.count)
            # only one pass is cached: orders are large, and the next batch is nearly always of the same pass
            self._orders.clear()
            self._orders[passed] = order
        return order


def every_of(fit: FitSettings) -> int | frozenset[int]:
    """Return after how many epochs, or after which of them (from 1), the model is validated."""
    return frozenset(fit.validation_freq) if isinstance(fit.validation_freq, tuple) else fit.validation_freq
