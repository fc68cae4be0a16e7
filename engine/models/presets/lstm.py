"""The LSTM, GRU and SimpleRNN preset: recurrent layers over the steps of a sequence.

An image is read row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.parts.image_input import in_steps
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.model import LstmModel

_CELLS = {"lstm": "keras.layers.LSTM", "gru": "keras.layers.GRU", "simple": "keras.layers.SimpleRNN"}


def body(settings: LstmModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between scaling and head.

    Args:
        settings: The settings of the kind.
        shape: Shape of an example, steps first.

    Raises:
        ModelError: The examples have no steps.
    """
    calls = in_steps(shape)
    last = len(settings.units) - 1
    for place, units in enumerate(settings.units):
        layer = _layer(settings, units, sequences=place != last)
        calls.append(Call("keras.layers.Bidirectional", args=(layer,)) if settings.bidirectional else layer)
    return tuple(calls)


def _layer(settings: LstmModel, units: int, *, sequences: bool) -> Call:
    kwargs: dict[str, Any] = {"units": units}
    if settings.dropout:
        kwargs["dropout"] = settings.dropout
    if settings.recurrent_dropout:
        kwargs["recurrent_dropout"] = settings.recurrent_dropout
    origin = {name: f"model.{name}" for name in kwargs}
    if sequences:  # the next layer reads every step of this one
        kwargs["return_sequences"] = True
    return Call(_CELLS[settings.cell], kwargs=kwargs, origin=origin | {"class": "model.cell"})
