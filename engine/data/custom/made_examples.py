"""The examples in the batches of a custom file, made once and kept in memory: data like any other."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.data.custom.batches import class_numbers, in_spec, parts_of
from engine.data.dataset import Dataset
from engine.data.kind_facts import CustomBatches
from engine.data.reading.limits import require_memory
from engine.language import tr


def made_examples(dataset: Dataset, batches: CustomBatches, *, steps: int) -> Dataset:
    """Return the examples of the first batches.

    Args:
        dataset: What was read of the file.
        batches: Those of the training or of the validation part.
        steps: How many of them.

    Raises:
        DataError: A batch fails, or has another form than the first one; or they do not fit into memory.
    """
    inputs: list[NDArray[np.generic]] = []
    targets: list[NDArray[np.generic]] = []
    weights: list[NDArray[np.float32]] = []
    for number in range(steps):
        x, y, weight = in_spec(parts_of(batches.maker.make((0, number))), batches.spec, number=number)
        if not number:
            require_memory(x.nbytes * steps, tr("{count:,} batches of a Python file", count=steps))
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
