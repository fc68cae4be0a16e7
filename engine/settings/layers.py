"""The layers of a model as plain data: one after the other, and in branches. Nothing here imports Keras.

A model is a tuple of `Layer`s, and the first of them is the `Call` of `keras.Input`. Most layers are a `Call`
alone; the other classes say what a plain list cannot. `engine.models.construct` builds from them, and
`engine.script.layers` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from engine.settings.declaration.call import Call


@dataclass(frozen=True, slots=True)
class Branches:
    """The same values go through every path, and the layer `merge` brings together what comes out.

    An empty path passes the values on as they are. `names` has a Python name for each path, for the script.
    """

    paths: tuple[tuple[Layer, ...], ...]
    merge: Call
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.paths) < 2 or len(self.names) != len(self.paths):
            raise ValueError("branches are two paths or more, and each of them has a name")


@dataclass(frozen=True, slots=True)
class Operation:
    """A function of Keras that takes the values and plain keywords, such as `keras.ops.nan_to_num`."""

    path: str
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns from `start` to `stop` (exclusive, None for all that follow) of values of (n, columns)."""

    start: int
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class SelfAttention:
    """An attention layer, which is called with the same values as query and as value."""

    layer: Call


@dataclass(frozen=True, slots=True)
class Backbone:
    """A whole model that is used as one layer, and whose weights were learned elsewhere.

    Its last `learning` layers learn on, the others keep their weights. Batch normalization keeps the
    statistics that belong to those weights, everywhere. `path` is the setting that `learning` comes from.
    """

    model: Call
    learning: int
    path: str


@dataclass(frozen=True, slots=True)
class Block:
    """Layers that come again with other values: in the script a function of this name, with `about` below it.

    A layer that takes a value from an argument holds a `Named` with the argument's name and its value here.
    Blocks of one name differ in such values alone. `origin` maps an argument to the setting it came from.
    """

    name: str
    about: str
    layers: tuple[Layer, ...]
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    origin: Mapping[str, str] = field(default_factory=dict[str, str])


Layer: TypeAlias = Call | Operation | Columns | Branches | SelfAttention | Backbone | Block


def in_a_row(layers: tuple[Layer, ...]) -> tuple[Call, ...] | None:
    """The layers as a plain list that `keras.Sequential` takes; None where it needs more than that."""
    calls = tuple(layer for layer in layers if isinstance(layer, Call))
    return calls if len(calls) == len(layers) else None
