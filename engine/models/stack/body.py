"""The layers of a stack between scaling and head."""

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
    """Return the layers between scaling and head, with Flatten at the end where it is needed.

    Args:
        settings: The list of layers.
        shape: Shape of an example.

    Raises:
        ModelError: A layer does not fit; its path is that of the first such layer.
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
