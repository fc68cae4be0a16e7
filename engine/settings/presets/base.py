"""Base classes and shared declarations of the kinds of model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.settings.declaration.declare import Section, setting

Units = Annotated[int, Field(ge=1, le=65_536)]
Activation = Literal["relu", "tanh", "sigmoid", "elu", "selu", "gelu", "silu", "leaky_relu"]
ACTIVATIONS = {
    "relu": "relu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "elu": "elu",
    "selu": "selu",
    "gelu": "gelu",
    "silu": "silu",
    "leaky_relu": "leaky_relu",
}


class ModelSection(Section):
    """Base class of every kind of model."""

    start_weights: str = setting(
        "",
        title="Start from weights",
        help="A .weights.h5 file that was saved from a model with the same layers: training begins with it."
        " The optimizer starts again, as a file of weights holds nothing of it.",
        none_title="new weights",
        keras="load_weights",
        editor="path",
        more=True,
    )


def embedding(*, more: bool) -> int:
    """Return the setting for the size of a token's vector.

    Args:
        more: Whether the field is folded, as it is rarely used.
    """
    return setting(
        32,
        title="Embedding",
        help="For text: how many numbers stand for a token. They are learned with all else.",
        keras="output_dim",
        ge=1,
        le=4096,
        more=more,
        lower="Faster, and less to memorize.",
        raise_="Finer differences between tokens; needs more texts.",
    )


class TokenSection(ModelSection):
    """Base class of models that can also read texts."""

    embedding: int = embedding(more=True)


class ConvolutionSection(ModelSection):
    """Base class of deep convolutional networks."""

    activation: Activation = setting(
        "relu",
        title="Activation",
        help="The function behind every convolution.",
        keras="activation",
        choices=ACTIVATIONS,
        more=True,
    )


def kernel_size() -> Literal[1, 3, 5, 7]:
    """Return the setting for the side of square kernels."""
    return setting(
        3,
        title="Kernel size",
        help="Side of the square that a filter looks at.",
        lower="Faster, with fewer weights; each filter sees less around it.",
        raise_="Each filter sees more around it; slower, with more weights.",
        keras="kernel_size",
        unit="px",
        choices={1: "1", 3: "3", 5: "5", 7: "7"},
    )


def dropout(default: float, *, keras: str = "Dropout") -> float:
    """Return the setting for the share of values that is set to zero.

    Args:
        default: Default value.
        keras: Name of the Keras argument or layer.
    """
    return setting(
        default,
        title="Dropout",
        help="Share of the values that is set to zero at random in training, against overfitting.",
        lower="Learns faster, and overfits sooner.",
        raise_="Holds against overfitting; too much and the model learns too little.",
        keras=keras,
        ge=0.0,
        lt=1.0,
    )
