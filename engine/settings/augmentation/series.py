"""Changes of windows of a time series."""

from __future__ import annotations

from typing import Literal

from engine.language import tr_later
from engine.settings.augmentation.base import AugmentationSection, percent
from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import Phrase


class Jitter(AugmentationSection):
    """Arguments of `keras.layers.GaussianNoise`, applied to series after the scaling of the inputs."""

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
        lower="Closer to your own series, and less help against overfitting.",
        raise_="More variety against overfitting; too much and the course drowns in noise.",
        keras="stddev",
        ge=0.0,
        le=1.0,
    )


class Scaling(AugmentationSection):
    """Scales each column of a window about its mean by a random factor."""

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
        lower="Closer to your own series, and less help against overfitting.",
        raise_="Ready for larger and smaller swings; too much and their size says nothing any more.",
        ge=0.0,
        le=1.0,
    )

    @property
    def most(self) -> str:
        """Twice the spread, in percent: few draws go beyond."""
        return percent(2 * self.spread)


class Shift(AugmentationSection):
    """Shifts a window in time by a random number of steps; the first or last value fills the gap."""

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
        lower="Closer to your own series, and less help against overfitting.",
        raise_="Less depends on the exact moment; too far and the target no longer fits.",
        unit="steps",
        ge=1,
        le=10_000,
    )
