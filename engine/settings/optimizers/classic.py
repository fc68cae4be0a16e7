"""Gradient descent and the optimizers that came before Adam. Names and defaults are Keras's."""

from __future__ import annotations

from typing import Literal

from engine.settings.declaration.declare import setting
from engine.settings.optimizers.base import (
    OptimizerSection,
    beta,
    epsilon,
    initial_accumulator,
    momentum,
    nesterov,
    rate,
)


class SGD(OptimizerSection):
    """Arguments of `keras.optimizers.SGD`."""

    title = "SGD"
    about = "Plain gradient descent; with momentum, the classic choice for CNNs."
    keras_class = "keras.optimizers.SGD"
    kind: Literal["sgd"] = "sgd"
    learning_rate: float = rate(0.01)
    momentum: float = momentum(0.0)
    nesterov: bool = nesterov(default=False)


class RMSprop(OptimizerSection):
    """Arguments of `keras.optimizers.RMSprop`."""

    title = "RMSprop"
    about = "Steps divided by the recent size of the gradient; often used for LSTMs."
    keras_class = "keras.optimizers.RMSprop"
    kind: Literal["rmsprop"] = "rmsprop"
    learning_rate: float = rate(0.001)
    rho: float = beta(0.9, "rho", of="the squared gradient")
    momentum: float = momentum(0.0, more=True)
    epsilon: float = epsilon(1e-7)
    centered: bool = setting(
        False,
        title="Centered",
        help="Divide by the spread of the gradient instead of its size.",
        keras="centered",
        more=True,
    )


class Adagrad(OptimizerSection):
    """Arguments of `keras.optimizers.Adagrad`."""

    title = "Adagrad"
    about = "Steps that shrink for weights that have moved much; for sparse inputs."
    keras_class = "keras.optimizers.Adagrad"
    kind: Literal["adagrad"] = "adagrad"
    learning_rate: float = rate(0.001)
    initial_accumulator_value: float = initial_accumulator()
    epsilon: float = epsilon(1e-7)


class Adadelta(OptimizerSection):
    """Arguments of `keras.optimizers.Adadelta`."""

    title = "Adadelta"
    about = "Adagrad that forgets; slow with its default learning rate."
    keras_class = "keras.optimizers.Adadelta"
    kind: Literal["adadelta"] = "adadelta"
    learning_rate: float = rate(0.001)
    rho: float = beta(0.95, "rho", of="the squared gradient")
    epsilon: float = epsilon(1e-7)


class Ftrl(OptimizerSection):
    """Arguments of `keras.optimizers.Ftrl`."""

    title = "Ftrl"
    about = "Follow the regularized leader; for wide, shallow models with sparse inputs."
    keras_class = "keras.optimizers.Ftrl"
    kind: Literal["ftrl"] = "ftrl"
    learning_rate: float = rate(0.001)
    learning_rate_power: float = setting(
        -0.5,
        title="Learning rate power",
        help="How the step size falls; 0 keeps it fixed.",
        lower="The step size falls faster.",
        raise_="The step size falls more slowly.",
        keras="learning_rate_power",
        le=0.0,
        more=True,
    )
    initial_accumulator_value: float = initial_accumulator()
    l1_regularization_strength: float = setting(
        0.0,
        title="L1 strength",
        help="Pulls small weights to exactly zero.",
        lower="More weights stay in use.",
        raise_="More weights become zero; too much and the model learns too little.",
        keras="l1_regularization_strength",
        ge=0.0,
        more=True,
    )
    l2_regularization_strength: float = setting(
        0.0,
        title="L2 strength",
        help="Pulls weights towards zero.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="l2_regularization_strength",
        ge=0.0,
        more=True,
    )
    l2_shrinkage_regularization_strength: float = setting(
        0.0,
        title="L2 shrinkage",
        help="Adds the size of the weights to the loss.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="l2_shrinkage_regularization_strength",
        ge=0.0,
        more=True,
    )
    beta: float = setting(
        0.0,
        title="Beta",
        help="Beta of the original paper: it holds back the first steps, when few gradients are summed up.",
        lower="Longer first steps, which may be too long.",
        raise_="Smaller, calmer first steps.",
        keras="beta",
        ge=0.0,
        more=True,
    )
