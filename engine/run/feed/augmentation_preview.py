"""A few training examples as data augmentation would change them, to look at before a run.

Random numbers come from separate generators, so that a run under way draws the same as without it. The
changes themselves are in `engine.data.augmentation`; the window shows them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.augmentation import batches as augment
from engine.data.describe import thumbnail
from engine.data.facts import shows_as_image
from engine.data.kind_facts import Variant, Variants
from engine.data.streamed import StreamedRows
from engine.data.targets.encoded_targets import encode
from engine.models.construct import construct
from engine.models.parts.augmentation import batch_changes, image_layers, series_layers
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.data.dataset import Dataset
    from engine.inspect.staged_data import StagedData
    from engine.models.inputs import ModelInputs
    from engine.settings.declaration.call import Call

ROWS = 4
_BATCH = 8


def variants(look: StagedData, *, draw: int, columns: int = 4) -> Variants:
    """Return variants of up to four training examples.

    Args:
        look: The project.
        draw: Another number gives other examples and other variants.
        columns: Variants of each example.

    Returns:
        A row an example: the example itself, then its variants. No rows where nothing is augmented.

    Raises:
        DataError, ModelError: When the project does not fit the data.
    """
    project, dataset = look.project, look.fitted
    are_images = shows_as_image(dataset)
    if dataset.batches is not None or not any(section.enabled for section in project.augmentation):
        return Variants((), are_images)
    train, inputs = look.split.train, look.inputs
    changes = batch_changes(project, inputs)
    before, behind = image_layers(project, inputs), series_layers(project, inputs)
    if not (changes or before or behind):
        return Variants((), are_images)
    chosen = np.random.default_rng([project.run.seed, draw]).permutation(train)[:_BATCH]
    x = dataset.x.take(chosen) if isinstance(dataset.x, StreamedRows) else dataset.x[chosen]
    y = encode(dataset.y[chosen], inputs.encoding, outputs=dataset.outputs)
    layers, later_layers = _made(before, draw), _made(behind, draw)

    def shown(values: NDArray[Any]) -> NDArray[Any]:
        if not are_images:
            return values
        # the model sees numbers beyond black and white, a screen does not
        return thumbnail(np.rint(values.clip(0, 255)).astype(np.uint8) if inputs.is_bytes else values)

    labels = _labels(y, dataset, inputs)
    rows = [[Variant(shown(first), label)] for first, label in zip(x, labels, strict=True)][:ROWS]
    for number in range(columns):
        rng = augment.generator(project.run.seed, epoch=draw, number=number)
        batch = augment.changed(augment.Examples(x, y), changes, rng=rng)
        values = _through(batch.x, layers, later_layers, inputs=inputs)
        labels = _labels(batch.y, dataset, inputs)
        for row, image, label in zip(rows, values[: len(rows)], labels[: len(rows)], strict=True):
            row.append(Variant(shown(image), label))
    return Variants(tuple(tuple(row) for row in rows), are_images)


def _made(calls: tuple[Call, ...], draw: int) -> list[Any]:
    """Make the layers with given seeds and names: Keras would take both from counters that a run uses."""
    return [
        construct(replace(call, kwargs={**call.kwargs, "seed": 1000 * draw + place, "name": f"look_{place}"}))
        for place, call in enumerate(calls)
    ]


def _through(x: NDArray[Any], before: list[Any], behind: list[Any], *, inputs: ModelInputs) -> NDArray[Any]:
    """Return the batch after the layers before and after the scaling, in its original units."""
    flat = before and x.ndim == 3
    values: Any = x[..., np.newaxis] if flat else x
    for layer in before:
        values = layer(values, training=True)
    values = np.asarray(values)
    values = values[..., 0] if flat else values
    if not behind:
        return values
    mean, spread, divisor = 0.0, 1.0, 255.0 if inputs.scaling == "unit" else 1.0
    if inputs.mean is not None and inputs.variance is not None:
        mean, spread = inputs.mean.value, np.sqrt(inputs.variance.value)
    scaled: Any = (values / divisor - mean) / spread
    for layer in behind:
        scaled = layer(scaled, training=True)
    return (np.asarray(scaled) * spread + mean) * divisor


def _labels(y: NDArray[Any], dataset: Dataset, inputs: ModelInputs) -> list[str]:
    """The class of each example, or its shares of classes; "" for numbers."""
    if dataset.task != "classification":
        return ["" for _ in y]
    names = dataset.class_names
    if inputs.encoding is not Encoding.ONE_HOT:
        return [names[int(label)] for label in np.asarray(y).reshape(-1)]
    found: list[str] = []
    for shares in y:
        parts = [(float(shares[place]), names[place]) for place in np.argsort(-shares)[:2]]
        largest, name = parts[0]
        mixed = [f"{name} {100 * share:.0f} %" for share, name in parts]
        found.append(name if largest > 0.995 else " + ".join(mixed))
    return found
