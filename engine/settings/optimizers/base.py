"""The base class of every optimizer, and the declarations that several of them share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from engine.language import tr
from engine.settings.declaration.declare import Section, setting

PositiveFloat = Annotated[float, Field(gt=0)]
PositiveInt = Annotated[int, Field(ge=1)]


def rate(default: float, name: str = "learning_rate") -> float:
    """Return the setting for the learning rate.

    Args:
        default: Keras's default for the optimizer.
        name: Name of the Keras argument.
    """
    return setting(
        default,
        title="Learning rate",
        help="How far the weights move at each step.",
        keras=name,
        gt=0.0,
        le=100.0,
        raise_="Faster; too high and the loss jumps or explodes.",
        lower="Steadier; too low and learning crawls or stops early.",
    )


def beta(default: float, name: str, *, of: str) -> float:
    """Return the setting for the decay rate of a running mean, in [0, 1).

    Args:
        default: Keras's default for the optimizer.
        name: Name of the Keras argument.
        of: What the mean is of, for the help.
    """
    return setting(
        default,
        title=name.replace("_", " ").capitalize(),
        help=f"How slowly the running mean of {of} forgets.",
        lower="Follows the latest batches: turns sooner, with more noise.",
        raise_="Looks back over more steps: smoother, and slower to turn.",
        keras=name,
        ge=0.0,
        lt=1.0,
        more=True,
    )


def epsilon(default: float, name: str = "epsilon") -> float:
    """Return the setting for the small number that prevents a division by zero.

    Args:
        default: Keras's default for the optimizer.
        name: Name of the Keras argument.
    """
    return setting(
        default,
        title=name.replace("_", " ").capitalize(),
        help="A small number that keeps divisions steady.",
        lower="Full steps also where gradients are tiny and may be mere noise.",
        raise_="Smaller, calmer steps where gradients are tiny.",
        keras=name,
        gt=0.0,
        le=1.0,
        more=True,
    )


def momentum(default: float, *, more: bool = False, below_one: bool = False) -> float:
    """Return the setting for how much of a step is kept in the next, in [0, 1].

    Args:
        default: Keras's default for the optimizer.
        more: Whether it is shown under "More".
        below_one: Whether 1 itself is left out.
    """
    return setting(
        default,
        title="Momentum",
        help="How much of the last step is kept in the next.",
        lower="Each step follows its own batch more.",
        raise_="Steadier and faster along a slope; too high and it swings past the goal.",
        keras="momentum",
        ge=0.0,
        le=None if below_one else 1.0,
        lt=1.0 if below_one else None,
        more=more,
    )


def nesterov(*, default: bool) -> bool:
    """Return the setting for Nesterov's form of momentum."""
    return setting(
        default,
        title="Nesterov",
        help="Look ahead along the momentum before each step.",
        keras="nesterov",
        more=True,
    )


def initial_accumulator() -> float:
    """Return the setting for where a sum of squared gradients starts."""
    return setting(
        0.1,
        title="Initial accumulator",
        help="Where the sum of squared gradients starts.",
        lower="Longer first steps, which may be too long.",
        raise_="Smaller, calmer first steps.",
        keras="initial_accumulator_value",
        ge=0.0,
        more=True,
    )


class OptimizerSection(Section):
    """Base class of every optimizer."""

    weight_decay: Annotated[float, Field(ge=0)] | None = setting(
        None,
        title="Weight decay",
        help="Shrink the weights a little at every step, against overfitting.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="weight_decay",
        none_title="none",
        more=True,
    )
    clipnorm: PositiveFloat | None = setting(
        None,
        title="Clip norm",
        help="Shorten the gradient of each weight array to this length at most.",
        lower="Calmer, slower steps.",
        raise_="Only the largest gradients are shortened.",
        keras="clipnorm",
        none_title="no clipping",
        more=True,
    )
    clipvalue: PositiveFloat | None = setting(
        None,
        title="Clip value",
        help="Cut every single gradient value at plus and minus this number.",
        lower="Calmer, slower steps.",
        raise_="Only the largest values are cut.",
        keras="clipvalue",
        none_title="no clipping",
        more=True,
    )
    global_clipnorm: PositiveFloat | None = setting(
        None,
        title="Clip global norm",
        help="Shorten the gradient of all weights together to this length at most;"
        " the usual cure for exploding LSTM gradients.",
        lower="Calmer, slower steps.",
        raise_="Only the largest gradients are shortened.",
        keras="global_clipnorm",
        none_title="no clipping",
        more=True,
    )
    use_ema: bool = setting(
        False,
        title="Average weights",
        help="Keep a moving average of the weights beside them.",
        keras="use_ema",
        more=True,
    )
    ema_momentum: float = setting(
        0.99,
        title="Average momentum",
        help="How slowly the average of the weights follows.",
        lower="The average stays close to the present weights.",
        raise_="An average over more steps: smoother, and farther behind.",
        keras="ema_momentum",
        ge=0.0,
        le=1.0,
        more=True,
    )
    ema_overwrite_frequency: PositiveInt | None = setting(
        None,
        title="Average overwrites every",
        help="After how many steps the weights are set to their average.",
        lower="The weights go back to their average more often: calmer, slower.",
        raise_="The weights learn freely for longer.",
        keras="ema_overwrite_frequency",
        unit="steps",
        none_title="at the end only",
        more=True,
    )
    loss_scale_factor: PositiveFloat | None = setting(
        None,
        title="Loss scale",
        help="Multiply the loss by this before gradients are taken, for low precision.",
        lower="Safe from overflow, but very small gradients may become zero.",
        raise_="Keeps small gradients from becoming zero; too high and they overflow.",
        keras="loss_scale_factor",
        none_title="none",
        more=True,
    )
    gradient_accumulation_steps: Annotated[int, Field(ge=2)] | None = setting(
        None,
        title="Accumulate gradients",
        help="Change the weights once for so many batches, with the mean of their gradients.",
        lower="More, rougher steps.",
        raise_="Works like a larger batch in the same memory.",
        keras="gradient_accumulation_steps",
        unit="batches",
        none_title="every batch",
        more=True,
    )

    @model_validator(mode="after")
    def _one_clipping(self) -> OptimizerSection:
        chosen = [
            name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(self, name) is not None
        ]
        if len(chosen) > 1:
            sentence = tr("{name} is set already; empty one of the two", name=chosen[0])
            raise ValueError(f"{chosen[1]}: {sentence}")
        return self
