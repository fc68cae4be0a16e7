"""Geometric changes of an image."""

from __future__ import annotations

from typing import Any, Literal

from engine.language import tr_later
from engine.settings.augmentation.base import AugmentationSection, percent
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase

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
        lower="Closer to your own images, and less help against overfitting.",
        raise_="More variety against overfitting; too much and a 6 looks like a 9.",
        keras="factor",
        unit="turns",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def degrees(self) -> str:
        """The largest angle, in degrees."""
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
        lower="Closer to your own images, and less help against overfitting.",
        raise_="More variety against overfitting; too much and the object leaves the image.",
        keras="height_factor",
        ge=0.0,
        le=0.5,
    )
    width_factor: float = setting(
        0.1,
        title="Left and right",
        help="Move by up to this share of the width, either way.",
        lower="Closer to your own images, and less help against overfitting.",
        raise_="More variety against overfitting; too much and the object leaves the image.",
        keras="width_factor",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def up(self) -> str:
        """The largest vertical shift, in percent."""
        return percent(self.height_factor)

    @property
    def across(self) -> str:
        """The largest horizontal shift, in percent."""
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
        lower="Closer to your own images, and less help against overfitting.",
        raise_="More variety against overfitting; too much and the object is too small or cut off.",
        keras="height_factor",
        ge=0.0,
        le=0.5,
    )
    fill_mode: FillMode = _fill_mode()

    @property
    def most(self) -> str:
        """The largest change, in percent."""
        return percent(self.height_factor)


class Crop(AugmentationSection):
    """A random crop, resized to the full size. Validation images are not cropped."""

    title = "Crop"
    about = "Cuts out a random part of the image and enlarges it to full size."
    phrases = (Phrase(tr_later("cuts off up to {most} % of height and width")),)
    in_batch = True
    kind: Literal["crop"] = "crop"
    share: float = setting(
        0.2,
        title="Most cut off",
        help="Cut off up to this share of height and width; what is left is enlarged to full size.",
        lower="Closer to your own images, and less help against overfitting.",
        raise_="More variety against overfitting; too much and the object is cut off.",
        ge=0.0,
        le=0.9,
    )

    @property
    def most(self) -> str:
        """The largest crop, in percent."""
        return percent(self.share)
