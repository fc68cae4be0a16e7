"""What stands before a trained model so that it takes data as it was read: words, numbers with gaps.

Plain data, as `layers` beside this one: `engine.models.inference_model` builds from it, `engine.script`
prints it, and `engine.data.preprocessing` says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.settings.layers import Layer


@dataclass(frozen=True, slots=True)
class RawInput:
    """One input of the whole model, (n, 1) of `dtype`, and the layers that make numbers of it, (n, any).

    The numbers of several inputs stand beside each other in the order of the inputs; together they are what
    the trained model takes. `name` is its key in what `predict` is given.
    """

    name: str
    dtype: Literal["string", "float32"]
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A column of the trained model's inputs that holds numbers from 0 to `values` - 1 which stand for words.

    An embedding layer gives each of them `size` numbers. `path` is the setting that decided so.
    """

    name: str
    values: int
    size: int
    path: str = ""
