"""Optimizers for large models. Names and defaults are Keras's."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from engine.language import tr
from engine.settings.declaration.declare import setting
from engine.settings.optimizers.base import OptimizerSection, beta, epsilon, momentum, nesterov, rate


class Adafactor(OptimizerSection):
    """Arguments of `keras.optimizers.Adafactor`."""

    title = "Adafactor"
    about = "Adam with little memory, for very large models."
    keras_class = "keras.optimizers.Adafactor"
    kind: Literal["adafactor"] = "adafactor"
    learning_rate: float = rate(0.001)
    beta_2_decay: float = setting(
        -0.8,
        title="Beta 2 decay",
        help="How the running mean of the squared gradient slows down.",
        lower="Looks back over more steps: smoother, and slower to turn.",
        raise_="Follows the latest batches: turns sooner, with more noise.",
        keras="beta_2_decay",
        lt=0.0,
        more=True,
    )
    epsilon_1: float = epsilon(1e-30, "epsilon_1")
    epsilon_2: float = setting(
        1e-3,
        title="Epsilon 2",
        help="Steps are as long as the weights are large; smaller weights than this count as so large.",
        lower="Weights near zero begin to move more slowly.",
        raise_="Weights near zero begin to move faster.",
        keras="epsilon_2",
        gt=0.0,
        le=1.0,
        more=True,
    )
    clip_threshold: float = setting(
        1.0,
        title="Clip threshold",
        help="Largest mean size of an update.",
        lower="Calmer, slower steps.",
        raise_="Longer updates pass, also those of an odd batch.",
        keras="clip_threshold",
        gt=0.0,
        more=True,
    )
    relative_step: bool = setting(
        True,
        title="Relative step",
        help="Let the step size fall with the step number.",
        keras="relative_step",
        more=True,
    )


def _constant(default: float, name: str) -> float:
    return setting(
        default,
        title=f"Muon {name}",
        help="A constant of the polynomial that makes a step orthogonal; the three belong together, and Keras"
        " recommends to leave them.",
        lower="Below the method's own value steps are no longer orthogonal, and training may diverge.",
        raise_="Above the method's own value steps are no longer orthogonal, and training may diverge.",
        keras=f"muon_{name}",
        ge=-100.0,
        le=100.0,
        more=True,
    )


class Muon(OptimizerSection):
    """Arguments of `keras.optimizers.Muon`."""

    title = "Muon"
    about = "Orthogonal steps for weight matrices, AdamW for the rest."
    keras_class = "keras.optimizers.Muon"
    kind: Literal["muon"] = "muon"
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
    momentum: float = momentum(0.95, below_one=True)
    nesterov: bool = nesterov(default=True)
    ns_steps: int = setting(
        5,
        title="Iterations",
        help="How many Newton-Schulz iterations make a step orthogonal.",
        lower="Faster, and less exactly orthogonal.",
        raise_="More exactly orthogonal, and slower.",
        keras="ns_steps",
        ge=1,
        le=50,
        more=True,
    )
    adam_beta_1: float = beta(0.9, "adam_beta_1", of="the gradient, where AdamW is used")
    adam_beta_2: float = beta(0.999, "adam_beta_2", of="the squared gradient, where AdamW is used")
    adam_weight_decay: float = setting(
        0.004,
        title="AdamW weight decay",
        help="Weight decay where AdamW is used.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras="adam_weight_decay",
        ge=0.0,
        more=True,
    )
    adam_lr_ratio: float = setting(
        1.0,
        title="AdamW rate ratio",
        help="Learning rate where AdamW is used, as a multiple.",
        lower="Steadier; too low and learning crawls or stops early.",
        raise_="Faster; too high and the loss jumps or explodes.",
        keras="adam_lr_ratio",
        gt=0.0,
        more=True,
    )
    rms_rate: float = setting(
        0.2,
        title="RMS rate",
        help="Scales steps so that they are as long as AdamW's.",
        lower="Steadier; too low and learning crawls or stops early.",
        raise_="Faster; too high and the loss jumps or explodes.",
        keras="rms_rate",
        gt=0.0,
        more=True,
    )
    epsilon: float = epsilon(1e-7)
    exclude_embeddings: bool = setting(
        True,
        title="Leave embeddings to AdamW",
        help="Train embedding layers with AdamW.",
        keras="exclude_embeddings",
        more=True,
    )
    exclude_layers: tuple[Annotated[str, Field(min_length=1)], ...] = setting(
        (),
        title="Leave layers to AdamW",
        help="Words with commas between, such as output, dense_2: a layer with one of them in its name is"
        " trained with AdamW. Muon's authors leave the last layer to it.",
        keras="exclude_layers",
        none_title="none",
        more=True,
    )
    muon_a: float = _constant(3.4445, "a")
    muon_b: float = _constant(-4.775, "b")
    muon_c: float = _constant(2.0315, "c")

    @field_validator("exclude_layers")
    @classmethod
    def _patterns_can_be_searched(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            try:
                re.compile(word)
            except re.error as error:
                raise ValueError(
                    tr(
                        "{word} is no word that can be searched for ({reason}); write part of a layer's name",
                        word=repr(word),
                        reason=error,
                    )
                ) from error
        return words
