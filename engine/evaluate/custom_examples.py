"""The examples in the batches of a custom file, made once and kept in memory: a part like any other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.custom.batches import class_numbers, in_spec, parts_of
from engine.data.custom.steps import validation_steps
from engine.data.dataset import Dataset
from engine.data.kind_facts import CustomBatches
from engine.settings import Project

_MOST = 10_000


def custom_validation(project: Project, dataset: Dataset) -> Dataset | None:
    """Return the validation examples of a custom file; None where it has none.

    Args:
        project: The settings.
        dataset: What was read of the file.

    Raises:
        DataError: A batch fails, or has another form than the first one.
    """
    validation = None if dataset.batches is None else dataset.batches.validation
    if validation is None:
        return None
    return _made(dataset, validation, steps=validation_steps(project, validation))


def custom_training(dataset: Dataset) -> Dataset:
    """Return the first 10,000 training examples of a custom file. Raises as `custom_validation`."""
    batches = dataset.batches
    if batches is None:
        return dataset
    steps = max(1, _MOST // max(1, batches.size))
    return _made(dataset, batches, steps=min(steps, batches.count or steps))


def _made(dataset: Dataset, batches: CustomBatches, *, steps: int) -> Dataset:
    inputs: list[NDArray[np.generic]] = []
    targets: list[NDArray[np.generic]] = []
    weights: list[NDArray[np.float32]] = []
    for number in range(steps):
        x, y, weight = in_spec(parts_of(batches.maker.make((0, number))), batches.spec, number=number)
        inputs.append(x)
        targets.append(class_numbers(y) if batches.spec.targets == "one_hot" else y)
        if weight is not None:
            weights.append(weight)
    return replace(
        dataset,
        x=np.concatenate(inputs),
        y=np.concatenate(targets),
        sample_weight=np.concatenate(weights) if weights else None,
        names=(),
        batches=None,
    )
