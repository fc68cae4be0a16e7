"""The batches of a custom file as a batch source: targets encoded for the loss, in their epochs and order.

The plan of such a run is over batches. What a batch must look like is checked in
`engine.data.custom.batches`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import AnyDataset, DataError
from engine.data.custom.batch_makers import DatasetMaker, Task
from engine.data.custom.batches import class_numbers, in_spec, parts_of
from engine.data.kind_facts import CustomBatches
from engine.data.plan import IndexPlan
from engine.data.targets.encoding import encode
from engine.language import tr
from engine.models.inputs import ModelInputs
from engine.run.feed.batch_source import Batch, BatchSource, Warn
from engine.settings import Project
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

    def finish(self, indices: NDArray[np.int64], made: Any, *, warn: Warn) -> Batch:  # noqa: ARG002 - it warns of nothing
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


def custom_plan(project: Project, batches: CustomBatches) -> IndexPlan:
    """Return the plan over batches: shuffled for each epoch as examples are, or one after the other.

    Args:
        project: The settings.
        batches: The file's training batches.

    Raises:
        DataError: When the batches have no end and `steps_per_epoch` is not set.
    """
    fit = project.fit
    if batches.count is None and fit.steps_per_epoch is None:
        raise DataError(
            tr("The batches have no end; set steps per epoch to how many of them make an epoch."),
            path="fit.steps_per_epoch",
        )
    return IndexPlan(
        count=batches.count or fit.steps_per_epoch or 1,
        batch_size=1,
        seed=project.run.seed,
        shuffle=fit.shuffle and batches.count is not None,
        steps_per_epoch=fit.steps_per_epoch,
    )


def validation_steps(project: Project, batches: CustomBatches) -> int:
    """Return how many batches a validation has.

    Args:
        project: The settings.
        batches: The file's validation batches.

    Raises:
        DataError: When the batches have no end and `validation_steps` is not set.
    """
    asked = project.fit.validation_steps
    if batches.count is None and asked is None:
        raise DataError(
            tr("The validation batches have no end; set validation steps to how many are looked at."),
            path="fit.validation_steps",
        )
    return min(asked or batches.count or 1, batches.count or asked or 1)


def check_custom(project: Project, dataset: AnyDataset) -> None:
    """Check the settings against the batches of a custom file.

    Args:
        project: The settings.
        dataset: What was read; nothing is checked where it does not come from custom code.

    Raises:
        DataError: For settings that they do not go together with.
    """
    if dataset.batches is None:
        return
    custom_plan(project, dataset.batches)
    if dataset.batches.validation is not None:
        validation_steps(project, dataset.batches.validation)
    if project.fit.class_weight != "none":
        raise DataError(
            tr(
                "The file makes the batches, so it gives the weights too, as a third array of each batch; set"
                " class weights to none."
            ),
            path="fit.class_weight",
        )
