"""Random changes of the training examples: one section a kind of change; a project has a list of them.

Most are layers of the model, made in `engine.models.augmentation`. What Keras has no layer for, and what
changes the labels too, is done to the batch before it reaches the model, in `engine.data.augment`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from engine.language import tr_later
from engine.settings.declare import setting
from engine.settings.listed import ListedSection, Phrase

FillMode = Literal["reflect", "constant", "nearest", "wrap"]
FILL_MODES: dict[Any, str] = {
    "reflect": "Mirrored",
    "constant": "Black",
    "nearest": "The edge, drawn out",
    "wrap": "The other side",
}


def _fill_mode() -> FillMode:
    return setting(
        "reflect",
        title="What fills the gap",
        help="What stands where the moved picture leaves nothing.",
        keras="fill_mode",
        choices=FILL_MODES,
        more=True,
    )


def percent(share: float) -> str:
    """A share as people write it in a sentence: 0.1 is 10."""
    return f"{share * 100:g}"


class AugmentationSection(ListedSection):
    """What every change has. `acts_on` says which data has it, `in_batch` that it is no layer."""

    acts_on: ClassVar[Literal["images", "series", "classes"]] = "images"
    in_batch: ClassVar[bool] = False

    enabled: bool = setting(True, title="On", help="Off keeps the change in the list without using it.")


class Flip(AugmentationSection):
    """Arguments of `keras.layers.RandomFlip`."""

    title = "Flip"
    about = "Mirrors images at random. Not for digits or text: a mirrored 3 is not a 3."
    keras_class = "keras.layers.RandomFlip"
    phrases = (
        Phrase(tr_later("mirrors left and right"), lambda section: section.mode == "horizontal"),
        Phrase(tr_later("mirrors up and down"), lambda section: section.mode == "vertical"),
        Phrase(
            tr_later("mirrors left and right, up and down"),
            lambda section: section.mode == "horizontal_and_vertical",
        ),
    )
    kind: Literal["flip"] = "flip"
    mode: Literal["horizontal", "vertical", "horizontal_and_vertical"] = setting(
        "horizontal",
        title="Direction",
        help="Which sides change places.",
        keras="mode",
        choices={
            "horizontal": "Left and right",
            "vertical": "Up and down",
            "horizontal_and_vertical": "Both",
        },
    )


class Rotation(AugmentationSection):
    """Arguments of `keras.layers.RandomRotation`."""

    title = "Rotation"
    about = "Turns images by a random angle, either way."
    keras_class = "keras.layers.RandomRotation"
    phrases = (Phrase(tr_later("turns by up to {degrees}°")),)
    kind: Literal["rotation"] = "rotation"
    factor: float = setting(
        0.05,
        title="Most",
        help="Turn by up to this share of a full turn, either way: 0.25 is 90 degrees.",
        keras="factor",
        unit="turns",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def degrees(self) -> str:
        """The largest angle."""
        return f"{self.factor * 360:g}"


class Translation(AugmentationSection):
    """Arguments of `keras.layers.RandomTranslation`."""

    title = "Translation"
    about = "Moves images by a random distance."
    keras_class = "keras.layers.RandomTranslation"
    phrases = (Phrase(tr_later("moves by up to {up} % in height and {across} % in width")),)
    kind: Literal["translation"] = "translation"
    height_factor: float = setting(
        0.1,
        title="Up and down",
        help="Move by up to this share of the height, either way.",
        keras="height_factor",
        ge=0.0,
        le=0.5,
    )
    width_factor: float = setting(
        0.1,
        title="Left and right",
        help="Move by up to this share of the width, either way.",
        keras="width_factor",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def up(self) -> str:
        """The largest move in height, in percent."""
        return percent(self.height_factor)

    @property
    def across(self) -> str:
        """The largest move in width, in percent."""
        return percent(self.width_factor)


class Zoom(AugmentationSection):
    """Arguments of `keras.layers.RandomZoom`."""

    title = "Zoom"
    about = "Enlarges or shrinks images by a random share."
    keras_class = "keras.layers.RandomZoom"
    phrases = (Phrase(tr_later("zooms by up to {most} %")),)
    kind: Literal["zoom"] = "zoom"
    height_factor: float = setting(
        0.1,
        title="Most",
        help="Enlarge or shrink by up to this share; height and width alike.",
        keras="height_factor",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def most(self) -> str:
        """The largest change, in percent."""
        return percent(self.height_factor)


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
        keras="factor",
        ge=0.0,
        le=1.0,
    )

    @property
    def most(self) -> str:
        """The largest change, in percent."""
        return percent(self.factor)


class Noise(AugmentationSection):
    """Noise in every pixel. Keras's GaussianNoise takes no spread above 1, so it cannot be used on bytes."""

    title = "Noise"
    about = "Adds a little random noise to every pixel."
    in_batch = True
    phrases = (Phrase(tr_later("adds noise of {stddev:g} grey levels")),)
    kind: Literal["noise"] = "noise"
    stddev: float = setting(
        10.0,
        title="Strength",
        help="The spread of the noise, in grey levels of 0 to 255.",
        unit="levels",
        ge=0.0,
        le=128.0,
    )


class Cutout(AugmentationSection):
    """Arguments of `keras.layers.RandomErasing`: a rectangle of noise in the picture."""

    title = "Cutout"
    about = "Covers a random rectangle of the image, so that the model cannot look at one place alone."
    keras_class = "keras.layers.RandomErasing"
    phrases = (Phrase(tr_later("covers up to {most} % of {often} % of the images")),)
    kind: Literal["cutout"] = "cutout"
    factor: float = setting(
        0.5,
        title="How often",
        help="The share of the images that get a covered rectangle.",
        keras="factor",
        ge=0.0,
        le=1.0,
    )
    area: float = setting(
        0.2,
        title="Largest area",
        help="The covered rectangle takes 2 % of the image to this share of it.",
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


class Crop(AugmentationSection):
    """A random part of the image, brought back to full size; images in validation stay whole."""

    title = "Crop"
    about = "Cuts out a random part of the image and enlarges it to full size."
    phrases = (Phrase(tr_later("cuts off up to {most} % of height and width")),)
    in_batch = True
    kind: Literal["crop"] = "crop"
    share: float = setting(
        0.2,
        title="Most cut off",
        help="Cut off up to this share of height and width; what is left is enlarged to full size.",
        ge=0.0,
        le=0.9,
    )

    @property
    def most(self) -> str:
        """The largest cut, in percent."""
        return percent(self.share)


class MixUp(AugmentationSection):
    """Blends each example with another one of its batch, labels too (Zhang et al., 2018)."""

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
        keras="alpha",
        gt=0.0,
        le=10.0,
    )


class CutMix(AugmentationSection):
    """Puts a rectangle of another image of the batch into each one, labels too (Yun et al., 2019)."""

    title = "CutMix"
    about = "Puts a rectangle of another image into each image, and mixes the labels by its area."
    in_batch = True
    phrases = (Phrase(tr_later("puts a part of another image into each, alpha {alpha:g}")),)
    kind: Literal["cutmix"] = "cutmix"
    alpha: float = setting(
        1.0,
        title="Strength",
        help="The area is drawn from a beta distribution with this number twice: 1 draws every area alike.",
        keras="alpha",
        gt=0.0,
        le=10.0,
    )


class Jitter(AugmentationSection):
    """Arguments of `keras.layers.GaussianNoise`, for series; it stands behind the scaling of the inputs."""

    title = "Jitter (series)"
    about = "Adds a little random noise to every value of a series."
    keras_class = "keras.layers.GaussianNoise"
    acts_on = "series"
    phrases = (Phrase(tr_later("adds noise of {stddev:g} after input scaling")),)
    kind: Literal["jitter"] = "jitter"
    stddev: float = setting(
        0.05,
        title="Strength",
        help="The spread of the noise, added after input scaling: with scaling to spread 1, 0.05 is a"
        " twentieth of a column's own spread.",
        keras="stddev",
        ge=0.0,
        le=1.0,
    )


class Scaling(AugmentationSection):
    """Stretches each column of a window about its own mean."""

    title = "Scaling (series)"
    about = "Makes the swings of each column of a window larger or smaller at random."
    acts_on = "series"
    in_batch = True
    phrases = (Phrase(tr_later("stretches the swings by up to about {most} %")),)
    kind: Literal["scaling"] = "scaling"
    spread: float = setting(
        0.1,
        title="Strength",
        help="The swings about the window's mean are multiplied by a number around 1 with this spread.",
        ge=0.0,
        le=1.0,
    )

    @property
    def most(self) -> str:
        """Twice the spread, in percent: few draws go beyond."""
        return percent(2 * self.spread)


class Shift(AugmentationSection):
    """Moves a window in time; its first or last value fills the gap."""

    title = "Shift (series)"
    about = "Moves a window a few steps in time; its edge fills the gap. What is forecast stays as it is."
    acts_on = "series"
    in_batch = True
    phrases = (Phrase(tr_later("moves by up to {steps} steps")),)
    kind: Literal["shift"] = "shift"
    steps: int = setting(
        2,
        title="Most steps",
        help="Move by up to so many steps, either way.",
        unit="steps",
        ge=1,
        le=10_000,
    )


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
