"""The dense preset: inputs of any shape, flattened, through fully connected layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.model import DenseModel


def body(settings: DenseModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: Shape of an example, of any number of axes.
    """
    calls: list[Call] = []
    if len(shape) != 1:
        calls.append(Call("keras.layers.Flatten"))
    for units in settings.units:
        calls.append(hidden(units, settings.activation, path="model.units"))
        if settings.dropout:
            calls.append(dropout(settings.dropout))
    return tuple(calls)


def hidden(units: int, activation: str, *, path: str) -> Call:
    """Return a fully connected layer.

    Args:
        units: Its size.
        activation: Name of its activation.
        path: Dotted path of the setting that the size comes from.
    """
    return Call(
        "keras.layers.Dense",
        kwargs={"units": units, "activation": activation},
        origin={"units": path, "activation": "model.activation"},
    )


def dropout(rate: float) -> Call:
    """Return a dropout layer."""
    return Call("keras.layers.Dropout", kwargs={"rate": rate}, origin={"rate": "model.dropout"})
