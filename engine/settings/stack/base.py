"""The base class of every layer of a stack, and the declarations that several of them share.

The settings of a layer are arguments of its Keras class under their own names, with Keras's defaults; the
few that start with other values are in `keras_defaults`, so that the script writes what differs from Keras.
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
    """Base class of every layer in the stack.

    Attributes:
        required: Names of the arguments that have no default in Keras.
        keras_defaults: Keras's defaults where ours differ.
    """

    required: ClassVar[frozenset[str]] = frozenset()
    keras_defaults: ClassVar[Mapping[str, Any]] = {}

    enabled: bool = setting(True, title="On", help="Off keeps the layer in the list without building it.")


def units(default: int) -> int:
    """Return the setting for the number of outputs of a layer."""
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
    """Return the setting for the activation of a layer.

    Args:
        default: Default value.
        name: Name of the Keras argument; any but "activation" is that of gates.
        more: Whether the field is folded, as it is rarely used.
    """
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
    """Return the setting for whether the layer has a bias."""
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
    """Return the setting for how weights are initialized.

    Args:
        default: Default value.
        name: Name of the Keras argument.
        title: Title of the setting.
    """
    return setting(
        default,
        title=title,
        help="How the weights are drawn before training. he_normal suits relu, lecun_normal suits selu.",
        keras=name,
        choices=INITIALIZERS,
        more=True,
    )


def regularizer(*, name: str = "kernel_regularizer", title: str = "L2 penalty") -> float | None:
    """Return the setting for the L2 penalty on weights; None is no penalty.

    Args:
        name: Name of the Keras argument.
        title: Title of the setting.
    """
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
    """Return the setting for the padding at the edges; `choices` are the titles of its values."""
    return setting(
        "valid",
        title="Padding",
        help="Whether zeros are put around the edges, so that the size stays.",
        keras="padding",
        choices=choices,
    )


def share(*, help: str, title: str = "Rate", keras: str = "rate", default: float = 0.5) -> float:  # noqa: A002 - the name of the field
    """Return a setting for a share of values, in [0, 1).

    Args:
        help: Help of the setting.
        title: Title of the setting.
        keras: Name of the Keras argument.
        default: Default value.
    """
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
    """Return one side or both sides of a window, as "3" or "3 × 5"."""
    return str(value) if isinstance(value, int) else " × ".join(map(str, value))
