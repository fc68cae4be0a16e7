"""The layers of a model as plain data: a sequence with branches. Nothing here imports Keras.

A model is a tuple of `Layer`s, the first of which is the `Call` of `keras.Input`. Most layers are a `Call`
alone; the other classes describe what a plain list cannot. `engine.models.graph` builds them, and
`engine.script.layers` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.settings.declaration.call import Call


@dataclass(frozen=True, slots=True)
class Branches:
    """Parallel paths over the same values, merged by a layer.

    Attributes:
        paths: The layers of each path, two or more; an empty path passes the values on unchanged.
        merge: The layer that merges the outputs of the paths, such as Add or Concatenate.
        names: A Python name for each path, for the script.

    Raises:
        ValueError: There are fewer than two paths, or a path has no name.
    """

    paths: tuple[tuple[Layer, ...], ...]
    merge: Call
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.paths) < 2 or len(self.names) != len(self.paths):
            raise ValueError("branches are two paths or more, and each of them has a name")


@dataclass(frozen=True, slots=True)
class Operation:
    """A Keras function of the values and plain keywords.

    Attributes:
        path: Dotted name, such as "keras.ops.nan_to_num".
        kwargs: The keywords.
    """

    path: str
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Columns:
    """A slice of the columns of values of shape (n, columns).

    Attributes:
        start: First column.
        stop: Column after the last one; None for all that follow.
    """

    start: int
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class SelfAttention:
    """An attention layer that is called with the same values as query and as value.

    Attributes:
        layer: The call that creates it.
    """

    layer: Call


@dataclass(frozen=True, slots=True)
class Backbone:
    """A pretrained model that is used as one layer.

    Batch normalization layers are always frozen, with the statistics that belong to the pretrained weights.

    Attributes:
        model: The call that creates it.
        learning: How many of its last layers are trainable; the others are frozen.
        path: Dotted path of the setting that `learning` comes from.
    """

    model: Call
    learning: int
    path: str


@dataclass(frozen=True, slots=True)
class Block:
    """Layers that are repeated with other values: a function in the script.

    Blocks of one name differ only in the values of their arguments.

    Attributes:
        name: Name of the function.
        about: Its docstring.
        layers: The layers; one that takes an argument holds a `Named` with the argument's name and value.
        arguments: The values of the arguments.
        origin: Dotted path of the setting that each argument came from.
    """

    name: str
    about: str
    layers: tuple[Layer, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    origin: Mapping[str, str] = field(default_factory=dict[str, str])


Layer: TypeAlias = Call | Operation | Columns | Branches | SelfAttention | Backbone | Block


def in_a_row(layers: tuple[Layer, ...]) -> tuple[Call, ...] | None:
    """Return the layers as a plain list for `keras.Sequential`; None where they need the functional API."""
    calls = tuple(layer for layer in layers if isinstance(layer, Call))
    return calls if len(calls) == len(layers) else None
