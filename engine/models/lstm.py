"""The LSTM preset: layers with a memory over the steps of a sequence; an image is read row by row."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.edges import reshape
from engine.models.inputs import ModelError
from engine.settings.call import Call

if TYPE_CHECKING:
    from engine.settings.model import LstmModel


def body(settings: LstmModel, shape: tuple[int, ...]) -> tuple[Call, ...]:
    """The layers between scaling and head, for examples of `shape`: steps, then what is seen at each.

    Raises ModelError when the examples have no steps.
    """
    if len(shape) < 2:
        raise ModelError(
            tr(
                "An LSTM reads step by step, and an example of this data is one row without steps;"
                " choose the dense model, or read the file as a time series."
            ),
            path="model",
        )
    calls = [reshape((shape[0], prod(shape[1:])))] if len(shape) > 2 else []
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
    return Call("keras.layers.LSTM", kwargs=kwargs, origin=origin)
