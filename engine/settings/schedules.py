"""Learning rate schedules, by training step. Names and defaults are Keras's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.language import tr
from engine.settings.declaration.declare import Section, setting

PositiveFloat = Annotated[float, Field(gt=0)]
PositiveInt = Annotated[int, Field(ge=1)]


class NoSchedule(Section):
    """No schedule: the learning rate of the optimizer is constant."""

    title = "Constant"
    about = "The learning rate stays as it is."
    kind: Literal["none"] = "none"


class ExponentialDecay(Section):
    """Arguments of `keras.optimizers.schedules.ExponentialDecay`."""

    title = "Exponential decay"
    about = "The learning rate is multiplied by decay_rate over every decay_steps steps."
    keras_class = "keras.optimizers.schedules.ExponentialDecay"
    kind: Literal["exponential"] = "exponential"
    decay_steps: int = setting(
        1000,
        title="Decay steps",
        help="Steps after which the rate is multiplied once.",
        lower="The rate falls sooner; too soon and learning stops early.",
        raise_="The rate stays high for longer.",
        keras="decay_steps",
        unit="steps",
        ge=1,
    )
    decay_rate: float = setting(
        0.9,
        title="Decay rate",
        help="What the rate is multiplied by.",
        lower="The rate falls sooner; too soon and learning stops early.",
        raise_="The rate stays high for longer.",
        keras="decay_rate",
        gt=0.0,
        le=1.0,
    )
    staircase: bool = setting(
        False, title="Staircase", help="Lower the rate in jumps instead of smoothly.", keras="staircase"
    )


class CosineDecay(Section):
    """Arguments of `keras.optimizers.schedules.CosineDecay`."""

    title = "Cosine decay"
    about = "The learning rate falls along half a cosine wave, after a warm-up if wanted."
    keras_class = "keras.optimizers.schedules.CosineDecay"
    kind: Literal["cosine"] = "cosine"
    decay_steps: PositiveInt | None = setting(
        None,
        title="Decay steps",
        help="Steps until the lowest rate, counted behind the warm-up.",
        lower="The rate falls sooner; too soon and learning stops early.",
        raise_="The rate stays high for longer.",
        keras="decay_steps",
        unit="steps",
        none_title="the whole run",
    )
    alpha: float = setting(
        0.0,
        title="Lowest share",
        help="The lowest rate as a share of the learning rate.",
        lower="Settles more finely at the end.",
        raise_="Keeps moving at the end.",
        keras="alpha",
        ge=0.0,
        le=1.0,
    )
    warmup_steps: int = setting(
        0,
        title="Warm-up",
        help="Steps over which the rate grows to the learning rate, from a tenth of it.",
        lower="Full speed sooner.",
        raise_="A gentler start, which large models need.",
        keras="warmup_steps",
        unit="steps",
        ge=0,
    )


class PiecewiseDecay(Section):
    """Arguments of `keras.optimizers.schedules.PiecewiseConstantDecay`."""

    title = "Steps by hand"
    about = "A list of steps at which the learning rate changes, and the rates between them."
    keras_class = "keras.optimizers.schedules.PiecewiseConstantDecay"
    kind: Literal["piecewise"] = "piecewise"
    boundaries: tuple[PositiveInt, ...] = setting(
        (1000, 2000),
        title="Boundaries",
        help="The steps at which the rate changes, rising.",
        lower="The rate changes sooner.",
        raise_="Each rate holds for longer.",
        keras="boundaries",
        unit="steps",
        min_length=1,
    )
    values: tuple[PositiveFloat, ...] = setting(
        (0.001, 0.0005, 0.0001),
        title="Rates",
        help="The rate before the first boundary, between them and after the last: one more than boundaries.",
        lower="Steadier; too low and learning crawls or stops early.",
        raise_="Faster; too high and the loss jumps or explodes.",
        keras="values",
        min_length=2,
    )

    @model_validator(mode="after")
    def _fits_together(self) -> PiecewiseDecay:
        if len(self.values) != len(self.boundaries) + 1:
            sentence = tr(
                "{boundaries} boundaries need {rates} rates, not {given}",
                boundaries=len(self.boundaries),
                rates=len(self.boundaries) + 1,
                given=len(self.values),
            )
            raise ValueError(f"values: {sentence}")
        if list(self.boundaries) != sorted(set(self.boundaries)):
            sentence = tr("each must be larger than the one before")
            raise ValueError(f"boundaries: {sentence}")
        return self


class PolynomialDecay(Section):
    """Arguments of `keras.optimizers.schedules.PolynomialDecay`."""

    title = "Polynomial decay"
    about = "The learning rate falls to an end value along a power of the step; power 1 is a straight line."
    keras_class = "keras.optimizers.schedules.PolynomialDecay"
    kind: Literal["polynomial"] = "polynomial"
    decay_steps: PositiveInt | None = setting(
        None,
        title="Decay steps",
        help="Steps until the end rate.",
        lower="The rate falls sooner; too soon and learning stops early.",
        raise_="The rate stays high for longer.",
        keras="decay_steps",
        unit="steps",
        none_title="the whole run",
    )
    end_learning_rate: float = setting(
        0.0001,
        title="End rate",
        help="The rate at the end.",
        lower="Settles more finely at the end.",
        raise_="Keeps moving at the end.",
        keras="end_learning_rate",
        ge=0.0,
    )
    power: float = setting(
        1.0,
        title="Power",
        help="The power of the curve.",
        lower="Stays high for longer, and falls fast at the end.",
        raise_="Falls fast at first, and slowly at the end.",
        keras="power",
        gt=0.0,
        le=10.0,
    )
    cycle: bool = setting(
        False, title="Cycle", help="Start again when the end is reached.", keras="cycle", more=True
    )


class InverseTimeDecay(Section):
    """Arguments of `keras.optimizers.schedules.InverseTimeDecay`."""

    title = "Inverse time decay"
    about = "The learning rate is divided by 1 + decay_rate x step / decay_steps."
    keras_class = "keras.optimizers.schedules.InverseTimeDecay"
    kind: Literal["inverse_time"] = "inverse_time"
    decay_steps: int = setting(
        1000,
        title="Decay steps",
        help="How often the decay counts.",
        lower="The rate falls sooner; too soon and learning stops early.",
        raise_="The rate stays high for longer.",
        keras="decay_steps",
        unit="steps",
        ge=1,
    )
    decay_rate: float = setting(
        0.5,
        title="Decay rate",
        help="How strong the decay is.",
        lower="The rate stays high for longer.",
        raise_="The rate falls sooner; too soon and learning stops early.",
        keras="decay_rate",
        gt=0.0,
    )
    staircase: bool = setting(
        False, title="Staircase", help="Lower the rate in jumps instead of smoothly.", keras="staircase"
    )


class CosineRestarts(Section):
    """Arguments of `keras.optimizers.schedules.CosineDecayRestarts`."""

    title = "Cosine with restarts"
    about = "The learning rate falls along a cosine and jumps up again, again and again."
    keras_class = "keras.optimizers.schedules.CosineDecayRestarts"
    kind: Literal["cosine_restarts"] = "cosine_restarts"
    first_decay_steps: int = setting(
        1000,
        title="First decay",
        help="Steps until the first restart.",
        lower="Restarts come sooner.",
        raise_="Restarts come later, after a slower fall.",
        keras="first_decay_steps",
        unit="steps",
        ge=1,
    )
    t_mul: float = setting(
        2.0,
        title="Longer by",
        help="Each period is so many times as long as the one before.",
        lower="Restarts stay close together; 1 keeps them even.",
        raise_="Restarts become rarer and rarer.",
        keras="t_mul",
        ge=1.0,
    )
    m_mul: float = setting(
        1.0,
        title="Lower by",
        help="Each restart begins at this share of the one before.",
        lower="Each restart is gentler than the one before.",
        raise_="Each restart jumps nearly as high again; 1 keeps the height.",
        keras="m_mul",
        gt=0.0,
        le=1.0,
    )
    alpha: float = setting(
        0.0,
        title="Lowest share",
        help="The lowest rate as a share of the learning rate.",
        lower="Settles more finely at the end.",
        raise_="Keeps moving at the end.",
        keras="alpha",
        ge=0.0,
        le=1.0,
    )


ScheduleSettings = Annotated[
    NoSchedule
    | ExponentialDecay
    | CosineDecay
    | CosineRestarts
    | PiecewiseDecay
    | PolynomialDecay
    | InverseTimeDecay,
    Field(discriminator="kind"),
]
