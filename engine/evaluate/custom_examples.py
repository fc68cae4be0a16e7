"""The parts of a custom file as examples in memory, to be evaluated like any other."""

from __future__ import annotations

from engine.data.custom.made_examples import made_examples
from engine.data.custom.steps import validation_steps
from engine.data.dataset import Dataset
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
    return made_examples(dataset, validation, steps=validation_steps(project, validation))


def custom_training(dataset: Dataset) -> Dataset:
    """Return the first 10,000 training examples of a custom file. Raises as `custom_validation`."""
    batches = dataset.batches
    if batches is None:
        return dataset
    steps = max(1, _MOST // max(1, batches.size))
    return made_examples(dataset, batches, steps=min(steps, batches.count or steps))
