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

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """The order of examples in batches and epochs.

    count: examples. batch_size: examples in a batch. seed: of the run. steps_per_epoch: batches in an epoch,
    None for one pass over all examples.
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
        """Batches that go once through all examples."""
        return -(-self.count // self.batch_size)

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        return self.steps_per_epoch or self.steps_per_pass

    def examples(self, epoch: int) -> int:
        """Examples seen in epoch `epoch` (from 0)."""
        return self._seen((epoch + 1) * self.steps) - self._seen(epoch * self.steps)

    def batch(self, epoch: int, step: int) -> Indices:
        """The examples of batch `step` of epoch `epoch`, both from 0; IndexError outside of the epoch."""
        if not 0 <= step < self.steps or epoch < 0:
            raise IndexError(f"epoch {epoch} has no batch {step}")
        passed, at = divmod(epoch * self.steps + step, self.steps_per_pass)
        return self._order(passed)[at * self.batch_size : (at + 1) * self.batch_size]

    def epoch_indices(self, epoch: int) -> Indices:
        """The examples of the whole epoch in the order of its batches, (examples(epoch),) int64."""
        start, end = epoch * self.steps, (epoch + 1) * self.steps
        pieces: list[Indices] = []
        while start < end:
            passed, at = divmod(start, self.steps_per_pass)
            taken = min(end - start, self.steps_per_pass - at)
            pieces.append(self._order(passed)[at * self.batch_size : (at + taken) * self.batch_size])
            start += taken
        return np.concatenate(pieces)

    def _seen(self, batches: int) -> int:
        passes, rest = divmod(batches, self.steps_per_pass)
        return passes * self.count + min(rest * self.batch_size, self.count)

    def _order(self, passed: int) -> Indices:
        order = self._orders.get(passed)
        if order is None:
            rng = np.random.default_rng([self.seed, passed])
            order = rng.permutation(self.count) if self.shuffle else np.arange(self.count)
            # one pass is kept: orders are large, and the next batch is nearly always of the same pass
            self._orders.clear()
            self._orders[passed] = order
        return order
