"""The batches of a custom file as a batch source: targets encoded for the loss, in their epochs and order.

The plan of such a run is over batches. What a batch must look like is checked in
`engine.data.custom.batches`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.custom.batch_makers import DatasetMaker, Task
from engine.data.custom.batches import class_numbers, in_spec, parts_of
from engine.data.kind_facts import CustomBatches
from engine.data.targets.encoded_targets import encode
from engine.message import Say
from engine.models.inputs import ModelInputs
from engine.run.feed.batch_source import Batch, BatchSource
from engine.settings.losses import Encoding


class CustomSource(BatchSource):
    """Batches of a custom file, as the model takes them.

    Args:
        batches: The file's.
        inputs: What the model takes.
        steps: Batches in an epoch.
        streams: Whether batches without an end continue from epoch to epoch; otherwise each epoch starts
            again.
    """

    def __init__(self, batches: CustomBatches, inputs: ModelInputs, *, steps: int, streams: bool) -> None:
        self.maker = self._maker = batches.maker
        self.one_worker = batches.in_order
        self._spec, self._inputs, self._steps = batches.spec, inputs, steps
        self._count = batches.count
        self._streams = streams and batches.count is None
        self._epoch = -1

    def __len__(self) -> int:
        return self._count or self._steps

    @property
    def shapes(self) -> tuple[tuple[tuple[int | None, ...], Any], ...]:
        """(shape, dtype) of inputs, targets and weights."""
        form = self._spec
        is_number = form.targets == "numbers"
        none = np.zeros((0, form.outputs), np.float32) if is_number else np.zeros(0, np.int64)
        y = encode(none, self._inputs.encoding, outputs=form.outputs)
        found: tuple[tuple[tuple[int | None, ...], Any], ...] = (
            ((None, *form.shape), form.dtype),
            ((None, *y.shape[1:]), y.dtype),
        )
        return (*found, ((None,), np.dtype(np.float32))) if form.weighted else found

    def task(self, indices: NDArray[np.int64], *, number: int) -> Task:  # noqa: ARG002 - the plan is over batches
        """Return the epoch since the run began, and the place of the batch in the data set or stream."""
        place = int(indices[0])
        return self._epoch, self._epoch * self._steps + place if self._streams else place

    def finish(self, indices: NDArray[np.int64], made: Any, *, warn: Say) -> Batch:  # noqa: ARG002 - it warns of nothing
        """Return inputs, targets encoded for the loss, and weights.

        Raises:
            DataError: When the batch has other shapes or dtypes than the first one.
        """
        x, y, weight = in_spec(parts_of(made), self._spec, number=int(indices[0]))
        parts = (x, self._encoded(y))
        return parts if weight is None else (*parts, weight)

    def begin_epoch(self) -> None:
        """Count the epoch; a PyDataset's hooks are called with its first batch."""
        self._epoch += 1

    def end_epoch(self) -> None:
        """End the epoch of a PyDataset."""
        if isinstance(self._maker, DatasetMaker):
            self._maker.end(self._epoch)

    def start_at(self, epochs: int, steps: int) -> None:
        """Set the epoch; the maker calls a PyDataset's hooks, or skips a generator's batches, to catch up."""
        self._epoch = epochs if steps else epochs - 1

    def _encoded(self, y: NDArray[Any]) -> NDArray[Any]:
        encoding = self._inputs.encoding
        if self._spec.targets != "one_hot":
            return encode(y, encoding, outputs=self._spec.outputs)
        # shares of several classes are targets as they are
        return y if encoding is Encoding.ONE_HOT else encode(class_numbers(y), encoding, outputs=y.shape[1])
