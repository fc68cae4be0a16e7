"""Random augmentation of batches, as a script: the same arithmetic as `engine.data.augmentation.batches`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.models.inputs import ModelInputs
from engine.models.measure_inputs import scaling_of
from engine.models.parts.augmentation import batch_changes
from engine.script.page import Page, Set
from engine.settings.augmentation import (
    AugmentationSection,
    Crop,
    CutMix,
    MixUp,
    Noise,
    Scaling,
    Shift,
    kinds,
    mixes_labels,
)
from engine.settings.declaration.call import Named
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.project import Project

_SAMPLED = '''
def sampled(x, places, axis):
    """The values of x at places along one axis, between two of them in proportion."""
    x = np.moveaxis(x, axis, 1)
    low = places.astype(int)
    high = np.minimum(low + 1, x.shape[1] - 1)
    share = (places - low).astype("float32").reshape(*places.shape, *[1] * (x.ndim - 2))
    each = np.arange(len(x))[:, None]
    return np.moveaxis(x[each, low] * (1 - share) + x[each, high] * share, 1, axis)
'''
_MIXED = '''
def mixed(values, order, share):
    """A share of each example, and the rest of the one that order puts beside it."""
    return (values.T * share + values[order].T * (1 - share)).T
'''


def with_fitting_changes(project: Project, facts: ScriptFacts) -> Project:
    """Return the project with those batch augmentations disabled that do not fit the data."""
    number = facts.task == "regression"
    scaling = scaling_of(getattr(project.data, "scaling", "none"), np.dtype(facts.dtype))
    inputs = ModelInputs(
        kind=facts.kind,
        shape=facts.shape,
        outputs=facts.outputs,
        encoding=Encoding.NUMBER if number else Encoding.INDEX,
        scaling=scaling,
        padding=None if facts.padding is None else Named("PADDING", facts.padding),
    )
    kept = batch_changes(project, inputs)
    changes = tuple(
        section if section in kept or not section.in_batch else section.model_copy(update={"enabled": False})
        for section in project.augmentation
    )
    return project.model_copy(update={"augmentation": changes})


def changes_batches(project: Project) -> bool:
    """Whether batches are augmented before the model gets them."""
    return any(section.enabled and section.in_batch for section in project.augmentation)


def mixes_weights(project: Project, facts: ScriptFacts) -> bool:
    """Whether class weights are written as sample weights, as they are mixed where labels are."""
    return (
        project.fit.class_weight != "none"
        and facts.task == "classification"
        and mixes_labels(project.augmentation)
    )


def write_changes(page: Page, project: Project, *, weighted: bool, by_layers: bool) -> None:
    """Write the function `change(rng, x, y)` of the script, which augments one batch.

    Args:
        page: Receives the lines.
        project: The settings.
        weighted: Whether the function takes and returns sample weights too.
        by_layers: Whether Keras's layers mix the examples.
    """
    active = {
        index: section
        for index, section in enumerate(project.augmentation)
        if section.enabled and section.in_batch
    }
    mixing = {
        index: section
        for index, section in active.items()
        if by_layers and isinstance(section, MixUp | CutMix)
    }
    for number, (index, section) in enumerate(mixing.items(), start=1):
        layer, argument = _LAYERS[type(section)]
        alpha = Set(f"augmentation.{index}.alpha", section.alpha, f"{argument}=")
        page.line(f"mix_{number} = layers.{layer}(", alpha, ")")
    if mixing:
        page.line("\n")
    kinds = {type(section) for index, section in active.items() if index not in mixing}
    for helper, users in ((_SAMPLED, {Crop}), (_MIXED, {MixUp, CutMix})):
        if kinds & users:
            page.block(helper)
            page.line("\n")
    names = ("x", "y", "weight") if weighted else ("x", "y")
    page.line(f"def change(rng, {', '.join(names)}):")
    page.line('    """A batch after its random changes."""')
    page.line('    x = x.astype("float32")')
    for index, section in active.items():
        if index in mixing:
            page.line(f'    mixed = mix_{[*mixing].index(index) + 1}({{"images": x, "labels": y}})')
            page.line('    x, y = np.array(mixed["images"]), np.array(mixed["labels"])')
        else:
            _CHANGES[type(section)](page, section, f"augmentation.{index}", names)
    page.line(f"    return {', '.join(names)}")


def _crop(page: Page, section: Crop, path: str, _names: tuple[str, ...]) -> None:
    page.line("    # a random part, back to full size")
    page.line("    size = 1 - rng.uniform(0, ", Set(f"{path}.share", section.share), ", len(x))")
    page.block(
        "    for axis in (1, 2):\n"
        "        start = rng.uniform(0, 1 - size)[:, None] * x.shape[axis]\n"
        "        places = start + (np.arange(x.shape[axis]) + 0.5) * size[:, None] - 0.5\n"
        "        x = sampled(x, places.clip(0, x.shape[axis] - 1), axis)"
    )


def _noise(page: Page, section: Noise, path: str, _names: tuple[str, ...]) -> None:
    spread = Set(f"{path}.stddev", section.stddev)
    page.line("    x = x + rng.normal(0, ", spread, ', x.shape).astype("float32")')


def _mixup(page: Page, section: MixUp, path: str, names: tuple[str, ...]) -> None:
    alpha = Set(f"{path}.alpha", section.alpha)
    page.line("    # MixUp: two examples, blended")
    page.line("    share = rng.beta(", alpha, ", ", alpha, ', len(x)).astype("float32")')
    page.line("    order = rng.permutation(len(x))")
    mixed = ", ".join(f"mixed({name}, order, share)" for name in names)
    page.line(f"    {', '.join(names)} = {mixed}")


def _cutmix(page: Page, section: CutMix, path: str, names: tuple[str, ...]) -> None:
    alpha = Set(f"{path}.alpha", section.alpha)
    page.line("    # CutMix: a rectangle of another image")
    page.line("    side = np.sqrt(1 - rng.beta(", alpha, ", ", alpha, ", len(x)))[:, None]")
    page.block(
        "    order = rng.permutation(len(x))\n"
        "    inside = []\n"
        "    for size in x.shape[1:3]:\n"
        "        start = rng.uniform(0, 1 - side) * size\n"
        "        pixels = np.arange(size) + 0.5\n"
        "        inside.append((pixels >= start) & (pixels < start + side * size))\n"
        "    covered = inside[0][:, :, None] & inside[1][:, None, :]\n"
        '    kept = (1 - covered.mean(axis=(1, 2))).astype("float32")\n'
        "    x = np.where(covered.reshape(*covered.shape, *[1] * (x.ndim - 3)), x[order], x)"
    )
    for name in names[1:]:
        page.line(f"    {name} = mixed({name}, order, kept)")


def _scaling(page: Page, section: Scaling, path: str, _names: tuple[str, ...]) -> None:
    page.line("    # the swings about the mean of each window, larger or smaller")
    page.line("    mean = x.mean(axis=1, keepdims=True)")
    spread = Set(f"{path}.spread", section.spread)
    page.line("    factor = rng.normal(1, ", spread, ', (len(x), 1, x.shape[2])).astype("float32")')
    page.line("    x = mean + (x - mean) * factor")


def _shift(page: Page, section: Shift, path: str, _names: tuple[str, ...]) -> None:
    page.line("    # windows moved in time")
    low, high = Set(f"{path}.steps", -section.steps), Set(f"{path}.steps", section.steps + 1)
    page.line("    moved = rng.integers(", low, ", ", high, ", len(x))[:, None]")
    page.line("    places = np.clip(np.arange(x.shape[1]) + moved, 0, x.shape[1] - 1)")
    page.line("    x = x[np.arange(len(x))[:, None], places]")


_LAYERS: dict[type[AugmentationSection], tuple[str, str]] = {
    MixUp: ("MixUp", "alpha"),
    CutMix: ("CutMix", "factor"),
}
"""Keras's layers, and the argument that is the alpha of the distribution that their shares are drawn from."""
_CHANGES: dict[type[AugmentationSection], Callable[[Page, Any, str, tuple[str, ...]], None]] = {
    Crop: _crop,
    Noise: _noise,
    MixUp: _mixup,
    CutMix: _cutmix,
    Scaling: _scaling,
    Shift: _shift,
}
if set(_CHANGES) != set(kinds(in_batch=True)):
    raise TypeError("each change of a batch needs lines here")
