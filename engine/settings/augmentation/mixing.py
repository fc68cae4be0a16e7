"""Changes that mix the examples of a batch, together with their labels."""

from __future__ import annotations

from typing import Literal

from engine.language import tr_later
from engine.settings.augmentation.base import AugmentationSection
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase


class MixUp(AugmentationSection):
    """MixUp (Zhang et al., 2018): blends each example and its label with another one of the batch."""

    title = "MixUp"
    about = "Blends two examples of a batch, and their labels in the same shares."
    acts_on = "classes"
    in_batch = True
    phrases = (Phrase(tr_later("blends pairs of examples and labels, alpha {alpha:g}")),)
    kind: Literal["mixup"] = "mixup"
    alpha: float = setting(
        0.2,
        title="Strength",
        help="The shares are drawn from a beta distribution with this number twice: 0.2 mostly leaves one"
        " example nearly as it is, 1 draws every share alike.",
        lower="Examples stay nearly as they are, and less help against overfitting.",
        raise_="More even mixtures against overfitting; too much and the model learns too little.",
        keras="alpha",
        gt=0.0,
        le=10.0,
    )


class CutMix(AugmentationSection):
    """CutMix (Yun et al., 2019): pastes a rectangle of another image of the batch, and mixes the labels."""

    title = "CutMix"
    about = "Puts a rectangle of another image into each image, and mixes the labels by its area."
    in_batch = True
    phrases = (Phrase(tr_later("puts a part of another image into each, alpha {alpha:g}")),)
    kind: Literal["cutmix"] = "cutmix"
    alpha: float = setting(
        1.0,
        title="Strength",
        help="The area is drawn from a beta distribution with this number twice: 1 draws every area alike.",
        lower="One image more often fills nearly all, and less help against overfitting.",
        raise_="Both images more often fill about half each.",
        keras="alpha",
        gt=0.0,
        le=10.0,
    )
