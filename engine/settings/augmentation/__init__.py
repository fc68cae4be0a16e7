"""Random changes of the training examples: one section a kind of change; a project has a list of them.

Most are layers of the model, made in `engine.models.parts.augmentation`. What Keras has no layer for, and
what changes the labels too, is done to the batch before it reaches the model, in
`engine.data.augmentation.batches`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from engine.settings.augmentation.base import AugmentationSection
from engine.settings.augmentation.colours import Brightness, Contrast, Cutout, Noise
from engine.settings.augmentation.mixing import CutMix, MixUp
from engine.settings.augmentation.moving import Crop, Flip, Rotation, Translation, Zoom
from engine.settings.augmentation.series import Jitter, Scaling, Shift
from engine.settings.declaration.declare import alternatives

__all__ = [
    "AugmentationSection",
    "AugmentationSettings",
    "Brightness",
    "Contrast",
    "Crop",
    "CutMix",
    "Cutout",
    "Flip",
    "Jitter",
    "MixUp",
    "Noise",
    "Rotation",
    "Scaling",
    "Shift",
    "Translation",
    "Zoom",
    "kinds",
    "mixes_labels",
]


def mixes_labels(changes: Iterable[AugmentationSection]) -> bool:
    """Whether an enabled change gives examples shares of several classes."""
    return any(section.enabled and isinstance(section, MixUp | CutMix) for section in changes)


AugmentationSettings = Annotated[
    Flip
    | Rotation
    | Translation
    | Zoom
    | Crop
    | Contrast
    | Brightness
    | Noise
    | Cutout
    | MixUp
    | CutMix
    | Jitter
    | Scaling
    | Shift,
    Field(discriminator="kind"),
]


def kinds(*, in_batch: bool) -> frozenset[type[AugmentationSection]]:
    """The kinds of changes that are done to batches, or those that are layers."""
    found = alternatives(AugmentationSettings)
    return frozenset(
        kind for kind in found if issubclass(kind, AugmentationSection) and kind.in_batch == in_batch
    )
