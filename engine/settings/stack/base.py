"""What every layer of a stack has, and the declarations that several of them share.

The settings of a layer are arguments of its Keras class under their own names, with Keras's own defaults;
the few that begin otherwise here are in `keras_defaults`, so that the script writes what differs from Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from engine.settings.declaration.declare import setting
from engine.settings.declaration.section_list import ListedSection

Size = Annotated[int, Field(ge=1, le=1024)]
Sizes = Size | Annotated[tuple[Size, ...], Field(min_length=2, max_length=2)]
"""One number for both sides of an image, or one for rows and one for columns."""

Padding = Literal["valid", "same"]
PADDINGS: dict[Any, str] = {"valid": "None (valid)", "same": "Keep the size (same)"}
LayerActivation = Literal[
    "linear",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "silu",
    "mish",
    "tanh",
    "sigmoid",
    "hard_sigmoid",
    "softplus",
    "softmax",
]
LAYER_ACTIVATIONS: dict[Any, str] = {
    name: name
    for name in (
        "linear",
        "relu",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "mish",
        "tanh",
        "sigmoid",
        "hard_sigmoid",
        "softplus",
        "softmax",
    )
}
Initializer = Literal[
    "glorot_uniform",
    "glorot_normal",
    "he_uniform",
    "he_normal",
    "lecun_uniform",
    "lecun_normal",
    "orthogonal",
    "random_normal",
    "random_uniform",
    "truncated_normal",
]
INITIALIZERS: dict[Any, str] = {
    name: name
    for name in (
        "glorot_uniform",
        "glorot_normal",
        "he_uniform",
        "he_normal",
        "lecun_uniform",
        "lecun_normal",
        "orthogonal",
        "random_normal",
        "random_uniform",
        "truncated_normal",
    )
}
Penalty = Annotated[float, Field(gt=0.0, le=100.0)]


class LayerSection(ListedSection):
    """What every layer in the stack has.

    `required` names the arguments that Keras has no default for, `keras_defaults` the values that Keras uses
    where ours differ.
    """

    required: ClassVar[frozenset[str]] = frozenset()
    keras_defaults: ClassVar[Mapping[str, Any]] = {}

    enabled: bool = setting(True, title="On", help="Off keeps the layer in the list without building it.")


def units(default: int) -> int:
    """How many values a layer gives for each example, or at each step."""
    return setting(
        default,
        title="Units",
        help="How many values this layer gives.",
        keras="units",
        ge=1,
        le=65_536,
        raise_="Can learn more, takes longer, may overfit.",
        lower="Faster and steadier; too few cannot hold what there is to learn.",
    )


def activation(default: LayerActivation, *, name: str = "activation", more: bool = False) -> LayerActivation:
    """The function behind a layer."""
    return setting(
        default,
        title="Activation" if name == "activation" else "Gate activation",
        help="The function that the values go through at the end of the layer."
        if name == "activation"
        else "The function of the gates, which decide what is kept and what is forgotten.",
        keras=name,
        choices=LAYER_ACTIVATIONS,
        more=more,
    )


def use_bias() -> bool:
    """Whether a constant is added for each value."""
    return setting(
        True,
        title="Bias",
        help="Add a learned constant. A batch normalization behind the layer makes it needless.",
        keras="use_bias",
        more=True,
    )


def initializer(
    default: Initializer = "glorot_uniform",
    *,
    name: str = "kernel_initializer",
    title: str = "First weights",
) -> Initializer:
    """How the first weights are drawn."""
    return setting(
        default,
        title=title,
        help="How the weights are drawn before training. he_normal suits relu, lecun_normal suits selu.",
        keras=name,
        choices=INITIALIZERS,
        more=True,
    )


def regularizer(*, name: str = "kernel_regularizer", title: str = "L2 penalty") -> float | None:
    """The L2 penalty on weights; None for none."""
    return setting(
        None,
        title=title,
        help="Large weights cost this much loss (keras.regularizers.L2), against overfitting."
        " Often 0.0001 to 0.01.",
        lower="The weights are free to grow.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras=name,
        none_title="none",
        more=True,
    )


def padding(choices: Mapping[Any, str] = PADDINGS) -> Any:
    """What happens at the edges."""
    return setting(
        "valid",
        title="Padding",
        help="Whether zeros are put around the edges, so that the size stays.",
        keras="padding",
        choices=choices,
    )


def share(*, help: str, title: str = "Rate", keras: str = "rate", default: float = 0.5) -> float:  # noqa: A002 - the field's own word
    """A share of values, from 0 to below 1."""
    return setting(
        default,
        title=title,
        help=help,
        lower="Learns faster, and overfits sooner.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras=keras,
        ge=0.0,
        lt=1.0,
    )


def sizes_in_words(value: int | tuple[int, ...]) -> str:
    """A side, or both sides, as "3" or "3 × 5"."""
    return str(value) if isinstance(value, int) else " × ".join(map(str, value))
