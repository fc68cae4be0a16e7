"""Random changes of the training examples, one section for each; a project has a list of them.

Most are layers of the model, made in `engine.models.parts.augmentation`. Changes without a Keras layer, and
those that also change the labels, are applied to the batch before it reaches the model, in
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
    """Return whether an enabled change gives examples shares of several classes."""
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
    """Return the classes of changes that are applied to batches (`in_batch`), or of those that are layers."""
    found = alternatives(AugmentationSettings)
    return frozenset(
        kind for kind in found if issubclass(kind, AugmentationSection) and kind.in_batch == in_batch
    )
