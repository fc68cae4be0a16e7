"""The layers of a stack, as they stand between scaling and head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.inputs import ModelError
from engine.models.stack.trace import trace
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.models.stack.misfit import Shape
    from engine.settings.layers import Layer
    from engine.settings.stack.model import StackModel


def body(settings: StackModel, shape: Shape) -> tuple[Layer, ...]:
    """The layers between scaling and head, for examples of `shape`; flattened at the end if need be.

    Raises ModelError with the path of the first layer that does not fit.
    """
    layers: list[Layer] = []
    for number, step in enumerate(trace(settings.layers, shape)):
        if step.problem:
            raise ModelError(step.problem, path=f"model.layers.{number}.{step.field}".rstrip("."))
        layers += step.layers
        shape = step.shape or shape
    if len(shape) != 1:
        layers.append(Call("keras.layers.Flatten"))
    return tuple(layers)
