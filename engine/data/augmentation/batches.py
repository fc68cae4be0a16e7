"""Random changes of whole batches, before they reach the model: a pure function of seed, epoch and batch.

What Keras has a layer for is a layer (`engine.models.parts.augmentation`). Here is what changes labels too,
and what Keras has no layer for. The script prints the same arithmetic (`engine.script.augmentation`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.settings.augmentation import (
    AugmentationSection,
    Crop,
    CutMix,
    MixUp,
    Noise,
    Scaling,
    Shift,
    kinds,
)

Floats = NDArray[np.float32]
Generator = np.random.Generator


@dataclass(frozen=True, slots=True)
class Examples:
    """A batch.

    Attributes:
        x: (n, ...) float32.
        y: (n, k), encoded for the loss.
        weight: (n,) float32; None without weights.
    """

    x: Floats
    y: NDArray[Any]
    weight: Floats | None = None


def generator(seed: int, *, epoch: int, number: int) -> Generator:
    """Return the random generator of a batch: the same for the same seed, epoch and batch.

    Args:
        seed: of the run.
        epoch: counted from 0.
        number: the batch in the epoch, counted from 0.
    """
    return np.random.default_rng([seed, epoch, number])


def changed(batch: Examples, changes: Sequence[AugmentationSection], *, rng: Generator) -> Examples:
    """Return the batch after all changes.

    Args:
        batch: its inputs become float32.
        changes: in the order in which they are applied.
        rng: the generator of this batch.
    """
    batch = replace(batch, x=batch.x.astype(np.float32))
    for section in changes:
        batch = _CHANGES[type(section)](batch, section, rng)
    return batch


def _crop(batch: Examples, section: Crop, rng: Generator) -> Examples:
    x = batch.x
    size = 1 - rng.uniform(0, section.share, len(x))
    for axis in (1, 2):
        start = rng.uniform(0, 1 - size)[:, None] * x.shape[axis]
        places = start + (np.arange(x.shape[axis]) + 0.5) * size[:, None] - 0.5
        x = _sampled(x, places.clip(0, x.shape[axis] - 1), axis)
    return replace(batch, x=x)


def _sampled(x: Floats, places: NDArray[Any], axis: int) -> Floats:
    """Return `x` at `places` (n, m) along `axis`, interpolated linearly."""
    x = np.moveaxis(x, axis, 1)
    low = places.astype(np.int64)
    high = np.minimum(low + 1, x.shape[1] - 1)
    share = (places - low).astype(np.float32).reshape(*places.shape, *[1] * (x.ndim - 2))
    each = np.arange(len(x))[:, None]
    blend = x[each, low] * (1 - share) + x[each, high] * share
    return np.moveaxis(blend, 1, axis).astype(np.float32, copy=False)


def _noise(batch: Examples, section: Noise, rng: Generator) -> Examples:
    noise = rng.normal(0, section.stddev, batch.x.shape)
    return replace(batch, x=batch.x + noise.astype(np.float32))


def _mixup(batch: Examples, section: MixUp, rng: Generator) -> Examples:
    share = rng.beta(section.alpha, section.alpha, len(batch.x)).astype(np.float32)
    order = rng.permutation(len(batch.x))
    weight = batch.weight
    return Examples(
        _mixed(batch.x, order, share),
        _mixed(batch.y, order, share),
        None if weight is None else _mixed(weight, order, share),
    )


def _cutmix(batch: Examples, section: CutMix, rng: Generator) -> Examples:
    x, weight = batch.x, batch.weight
    side = np.sqrt(1 - rng.beta(section.alpha, section.alpha, len(x)))[:, None]
    order = rng.permutation(len(x))
    inside: list[NDArray[np.bool_]] = []
    for size in x.shape[1:3]:
        start = rng.uniform(0, 1 - side) * size
        pixels = np.arange(size) + 0.5
        inside.append((pixels >= start) & (pixels < start + side * size))
    covered = inside[0][:, :, None] & inside[1][:, None, :]
    kept = (1 - covered.mean(axis=(1, 2))).astype(np.float32)
    covered = covered.reshape(*covered.shape, *[1] * (x.ndim - 3))
    return Examples(
        np.where(covered, x[order], x),
        _mixed(batch.y, order, kept),
        None if weight is None else _mixed(weight, order, kept),
    )


def _mixed(values: NDArray[Any], order: NDArray[np.int64], share: Floats) -> NDArray[Any]:
    """Return `share` (n,) of each example, plus the rest of the example that `order` pairs it with."""
    # the transpose has the examples last, so that `share` broadcasts over them
    return (values.T * share + values[order].T * (1 - share)).T


def _scaling(batch: Examples, section: Scaling, rng: Generator) -> Examples:
    x = batch.x
    mean = x.mean(axis=1, keepdims=True)
    factor = rng.normal(1, section.spread, (len(x), 1, x.shape[2])).astype(np.float32)
    return replace(batch, x=mean + (x - mean) * factor)


def _shift(batch: Examples, section: Shift, rng: Generator) -> Examples:
    x = batch.x
    moved = rng.integers(-section.steps, section.steps + 1, len(x))[:, None]
    places = np.clip(np.arange(x.shape[1]) + moved, 0, x.shape[1] - 1)
    return replace(batch, x=x[np.arange(len(x))[:, None], places])


_CHANGES: dict[type[AugmentationSection], Callable[[Examples, Any, Generator], Examples]] = {
    Crop: _crop,
    Noise: _noise,
    MixUp: _mixup,
    CutMix: _cutmix,
    Scaling: _scaling,
    Shift: _shift,
}
if set(_CHANGES) != set(kinds(in_batch=True)):
    raise TypeError("each change of a batch needs a function here")
