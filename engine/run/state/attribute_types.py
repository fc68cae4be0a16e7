"""Whether a value of a state fits the attribute of a callback that it is put into.

A state may come from elsewhere. Keras's callbacks, and this program's, use what they find in their attributes
without a look; custom ones may change the type of an attribute as they like, and have their own errors.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from numbers import Real
from typing import Any

import numpy as np

from engine.language import tr
from engine.problems import RunError

_CHECKED = ("keras.", "engine.")
_MAY_BE_NONE = frozenset({"best", "best_weights", "_last_batch_seen", "keys"})
_LONGEST = 80


def _is_number(value: Any) -> bool:
    is_array = isinstance(value, np.ndarray) and value.ndim == 0 and value.dtype.kind in "iuf"
    return (isinstance(value, Real) and not isinstance(value, bool | np.bool)) or is_array


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def _are_numbers(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(map(_is_number, value))


def _are_values(value: Any) -> bool:
    """Whether these are what steps log: numbers mostly, but a custom one may log arrays."""
    arrays_too = isinstance(value, list) and all(isinstance(item, np.ndarray) for item in value)
    return arrays_too or _are_numbers(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts(list(value)) and all(map(_are_values, value.values()))


_LATER: Mapping[str, Callable[[Any], bool]] = {
    "best": _is_number,
    "_last_batch_seen": _is_number,
    "keys": _are_texts,
    "saved": _are_texts,
    "history": _is_table,
    "epoch": _are_numbers,
}
"""Attributes whose type, or whose items, are not known before training has begun."""


def check_attributes(callback: Any, values: Mapping[str, Any], *, there: Mapping[str, Any]) -> None:
    """Check values before they are put into a callback.

    Args:
        callback: A `keras.callbacks.Callback`; nothing is checked where its class is custom.
        values: From a state, by the names of attributes.
        there: What the attributes have after `on_train_begin`.

    Raises:
        RunError: When a value is of another type than its attribute.
    """
    if not type(callback).__module__.startswith(_CHECKED):
        return
    for name, value in values.items():
        if name in there and not _fits(name, value, there[name], model=callback.model):
            raise RunError(
                tr(
                    "The newest state of this run has {value} for {name} of {callback}, which no run has"
                    " written; delete the newest file in its folder resume to go on from the one before, or"
                    " start a new run.",
                    value=repr(value)[:_LONGEST],
                    name=name,
                    callback=type(callback).__name__,
                )
            )


def _fits(name: str, value: Any, there: Any, *, model: Any) -> bool:
    if value is None and (there is None or name in _MAY_BE_NONE):
        return True
    if name == "best_weights":
        return _are_weights(value, model)
    if name in _LATER:
        return _LATER[name](value)
    if isinstance(there, np.ndarray):
        same = isinstance(value, np.ndarray) and (value.shape, value.dtype) == (there.shape, there.dtype)
        return bool(same)
    # a truth value is no number here, though it is one to Python
    return _is_number(value) if _is_number(there) else type(value) is type(there)


def _are_weights(value: Any, model: Any) -> bool:
    if not isinstance(value, list):
        return False
    pairs = itertools.zip_longest(value, model.weights)
    return all(
        isinstance(found, np.ndarray) and weight is not None and found.shape == tuple(weight.shape)
        for found, weight in pairs
    )
