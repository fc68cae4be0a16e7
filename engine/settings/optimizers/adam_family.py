"""Adam and its variants. Names and defaults are Keras's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.declaration.declare import setting
from engine.settings.optimizers.base import OptimizerSection, beta, epsilon, rate


class Adam(OptimizerSection):
    """Arguments of `keras.optimizers.Adam`."""

    title = "Adam"
    about = "Steps sized for each weight from its recent gradients. Works well almost everywhere."
    keras_class = "keras.optimizers.Adam"
    kind: Literal["adam"] = "adam"
    learning_rate: float = rate(0.001)
    beta_1: float = beta(0.9, "beta_1", of="the gradient")
    beta_2: float = beta(0.999, "beta_2", of="the squared gradient")
    epsilon: float = epsilon(1e-7)
    amsgrad: bool = setting(
        False, title="AMSGrad", help="Never let a step size grow again.", keras="amsgrad", more=True
    )


class AdamW(OptimizerSection):
    """Arguments of `keras.optimizers.AdamW`."""

    title = "AdamW"
    about = "Adam with weight decay kept apart from the gradient."
    keras_class = "keras.optimizers.AdamW"
    kind: Literal["adamw"] = "adamw"
    learning_rate: float = rate(0.001)
    weight_decay: Annotated[float, Field(ge=0)] | None = setting(
        0.004,
        title="Weight decay",
        help="Shrink the weights by this share of the learning rate at every step.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="weight_decay",
        none_title="none",
    )
    beta_1: float = beta(0.9, "beta_1", of="the gradient")
    beta_2: float = beta(0.999, "beta_2", of="the squared gradient")
    epsilon: float = epsilon(1e-7)
    amsgrad: bool = setting(
        False, title="AMSGrad", help="Never let a step size grow again.", keras="amsgrad", more=True
    )


class Nadam(OptimizerSection):
    """Arguments of `keras.optimizers.Nadam`."""

    title = "Nadam"
    about = "Adam with Nesterov's look ahead."
    keras_class = "keras.optimizers.Nadam"
    kind: Literal["nadam"] = "nadam"
    learning_rate: float = rate(0.001)
    beta_1: float = beta(0.9, "beta_1", of="the gradient")
    beta_2: float = beta(0.999, "beta_2", of="the squared gradient")
    epsilon: float = epsilon(1e-7)


class Adamax(OptimizerSection):
    """Arguments of `keras.optimizers.Adamax`."""

    title = "Adamax"
    about = "Adam measured by the largest recent gradient."
    keras_class = "keras.optimizers.Adamax"
    kind: Literal["adamax"] = "adamax"
    learning_rate: float = rate(0.001)
    beta_1: float = beta(0.9, "beta_1", of="the gradient")
    beta_2: float = beta(0.999, "beta_2", of="the largest gradient")
    epsilon: float = epsilon(1e-7)


class Lamb(OptimizerSection):
    """Arguments of `keras.optimizers.Lamb`."""

    title = "Lamb"
    about = "Adam with steps scaled layer by layer, for very large batches."
    keras_class = "keras.optimizers.Lamb"
    kind: Literal["lamb"] = "lamb"
    learning_rate: float = rate(0.001)
    beta_1: float = beta(0.9, "beta_1", of="the gradient")
    beta_2: float = beta(0.999, "beta_2", of="the squared gradient")
    epsilon: float = epsilon(1e-7)


class Lion(OptimizerSection):
    """Arguments of `keras.optimizers.Lion`."""

    title = "Lion"
    about = "Steps by the sign of the gradient alone; wants a smaller learning rate than Adam."
    keras_class = "keras.optimizers.Lion"
    kind: Literal["lion"] = "lion"
    learning_rate: float = rate(0.001)
    beta_1: float = beta(0.9, "beta_1", of="the gradient and the momentum together")
    beta_2: float = beta(0.99, "beta_2", of="the momentum")


class ScheduleFreeAdamW(OptimizerSection):
    """Arguments of `keras.optimizers.ScheduleFreeAdamW`."""

    title = "Schedule-free AdamW"
    about = "AdamW that needs no learning-rate schedule."
    keras_class = "keras.optimizers.ScheduleFreeAdamW"
    kind: Literal["schedule_free_adamw"] = "schedule_free_adamw"
    learning_rate: float = rate(0.0025)
    warmup_steps: int = setting(
        0,
        title="Warm-up",
        help="Steps over which the learning rate grows from 0.",
        lower="Full speed sooner.",
        raise_="A gentler start, which large models need.",
        keras="warmup_steps",
        unit="steps",
        ge=0,
    )
    beta_1: float = beta(0.9, "beta_1", of="the weights")
    beta_2: float = beta(0.999, "beta_2", of="the squared gradient")
    epsilon: float = epsilon(1e-8)
