"""The text preset: tokens pooled, then a dense layer. The embedding is `engine.models.parts.token_input`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.models.presets.dense import dropout
from engine.settings.declaration.call import Call

if TYPE_CHECKING:
    from engine.settings.presets.text import TextModel


def body(settings: TextModel, _shape: tuple[int, ...]) -> tuple[Call, ...]:
    """Return the layers between embedding and head, for examples of shape (tokens, embedding size)."""
    calls = list(_GATHER[settings.gather](settings))
    if settings.dropout:
        calls.append(dropout(settings.dropout))
    if settings.dense_units:
        kwargs = {"units": settings.dense_units, "activation": "relu"}
        calls.append(Call("keras.layers.Dense", kwargs=kwargs, origin={"units": "model.dense_units"}))
    return tuple(calls)


def _mean(_settings: TextModel) -> tuple[Call, ...]:
    return (Call("keras.layers.GlobalAveragePooling1D"),)


def _largest(_settings: TextModel) -> tuple[Call, ...]:
    return (Call("keras.layers.GlobalMaxPooling1D"),)


def _convolution(settings: TextModel) -> tuple[Call, ...]:
    kwargs = {
        "filters": settings.filters,
        "kernel_size": settings.kernel_size,
        "padding": "same",
        "activation": "relu",
    }
    origin = {"filters": "model.filters", "kernel_size": "model.kernel_size"}
    return (Call("keras.layers.Conv1D", kwargs=kwargs, origin=origin), *_largest(settings))


_GATHER = {"mean": _mean, "max": _largest, "convolution": _convolution}
