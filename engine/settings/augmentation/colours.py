"""Changes of the colours of an image, and of what is visible in it."""

from __future__ import annotations

from typing import Literal

from engine.language import tr_later
from engine.settings.augmentation.base import AugmentationSection, percent
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase


class Contrast(AugmentationSection):
    """Arguments of `keras.layers.RandomContrast`."""

    title = "Contrast"
    about = "Raises or lowers the contrast at random."
    keras_class = "keras.layers.RandomContrast"
    phrases = (Phrase(tr_later("changes the contrast by up to {most} %")),)
    kind: Literal["contrast"] = "contrast"
    factor: float = setting(
        0.2,
        title="Most",
        help="Raise or lower the contrast by up to this share.",
        lower="Closer to your own images, and less help against overfitting.",
        raise_="Ready for flatter and harsher light; too much and details are lost.",
        keras="factor",
        ge=0.0,
        le=0.9,
    )

    @property
    def most(self) -> str:
        """The largest change, in percent."""
        return percent(self.factor)


class Brightness(AugmentationSection):
    """Arguments of `keras.layers.RandomBrightness`."""

    title = "Brightness"
    about = "Makes images lighter or darker at random."
    keras_class = "keras.layers.RandomBrightness"
    phrases = (Phrase(tr_later("makes it lighter or darker by up to {most} %")),)
    kind: Literal["brightness"] = "brightness"
    factor: float = setting(
        0.2,
        title="Most",
        help="Add or take away up to this share of the range from black to white.",
        lower="Closer to your own images, and less help against overfitting.",
        raise_="Ready for darker and brighter images; too much and they turn all black or white.",
        keras="factor",
        ge=0.0,
        le=1.0,
    )

    @property
    def most(self) -> str:
        """The largest change, in percent."""
        return percent(self.factor)


class Noise(AugmentationSection):
    """Gaussian noise on pixels from 0 to 255, for which the `stddev` of Keras's GaussianNoise is too low."""

    title = "Noise"
    about = "Adds a little random noise to every pixel."
    in_batch = True
    phrases = (Phrase(tr_later("adds noise of {stddev:g} grey levels")),)
    kind: Literal["noise"] = "noise"
    stddev: float = setting(
        10.0,
        title="Strength",
        help="The spread of the noise, in grey levels of 0 to 255.",
        lower="Closer to your own images, and less help against overfitting.",
        raise_="Ready for grainier images; too much and fine details drown.",
        unit="levels",
        ge=0.0,
        le=128.0,
    )


class Cutout(AugmentationSection):
    """Arguments of `keras.layers.RandomErasing`: a rectangle of the image is replaced by noise."""

    title = "Cutout"
    about = "Covers a random rectangle of the image, so that the model cannot look at one place alone."
    keras_class = "keras.layers.RandomErasing"
    phrases = (Phrase(tr_later("covers up to {most} % of {often} % of the images")),)
    kind: Literal["cutout"] = "cutout"
    factor: float = setting(
        0.5,
        title="How often",
        help="The share of the images that get a covered rectangle.",
        lower="More images stay whole, and less help against overfitting.",
        raise_="More images are covered, so that the model learns to look at more than one part.",
        keras="factor",
        ge=0.0,
        le=1.0,
    )
    area: float = setting(
        0.2,
        title="Largest area",
        help="The covered rectangle takes 2 % of the image to this share of it.",
        lower="More of the object stays in sight, and less help against overfitting.",
        raise_="The object must be known by its other parts; too large and it is hidden.",
        keras="scale",
        ge=0.02,
        le=0.9,
    )

    @property
    def most(self) -> str:
        """The largest covered share, in percent."""
        return percent(self.area)

    @property
    def often(self) -> str:
        """The share of images that are covered, in percent."""
        return percent(self.factor)
