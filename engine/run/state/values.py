"""Turns the attributes of a callback into JSON and arrays, and back, exactly and without pickle.

Keras's callbacks keep their state in plain attributes (numbers, strings, lists, arrays), and forget it when
training begins. What cannot be kept (open files, writers, models, functions) is left out: the callback
makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ABSENT = object()
_FROM_ARRAY: dict[str, Callable[[NDArray[Any]], Any]] = {
    "array": lambda array: array,
    "scalar": lambda array: array[()],
    "floats": lambda array: array.tolist(),
}
_FROM_TEXT: dict[str, Callable[[str], Any]] = {"int": int, "float": float.fromhex}
_SEQUENCES: dict[str, type[Any]] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


def pack(values: Mapping[str, Any], arrays: dict[str, NDArray[Any]], *, prefix: str) -> dict[str, Any]:
    """JSON for all values that can be kept; arrays go into `arrays`, under names that begin with `prefix`."""
    items = {name: _pack(value, arrays, f"{prefix}/{name}") for name, value in values.items()}
    return {name: item for name, item in items.items() if item is not _ABSENT}


def unpack(packed: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """The values that `pack` kept."""
    return {name: _unpack(item, arrays) for name, item in packed.items()}


def _pack(value: Any, arrays: dict[str, NDArray[Any]], name: str) -> Any:
    packed: Any = _ABSENT
    match value:
        case None | bool() | str():
            packed = value
        case np.ndarray() | np.generic() if value.dtype.kind in "biufc":
            arrays[name] = np.array(value)  # a copy: the callback may go on writing into its own
            packed = {"array" if isinstance(value, np.ndarray) else "scalar": name}
        case int():
            packed = {"int": str(value)}
        case float():
            packed = {"float": value.hex()}
        case list() if value and all(type(item) is float for item in value):
            # a history of many epochs: one array, and not a number at a time at every state
            arrays[name] = np.array(value, np.float64)
            packed = {"floats": name}
        case list() | tuple() | set() | frozenset() if type(value).__name__ in _SEQUENCES:
            ordered = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
            packed = _pack_all(type(value).__name__, ordered, arrays, name)
        case dict() if type(value) is dict:
            packed = _pack_all("dict", value.items(), arrays, name)
        case _:
            pass
    return packed


def _pack_all(kind: str, values: Iterable[Any], arrays: dict[str, NDArray[Any]], name: str) -> Any:
    items = [_pack(item, arrays, f"{name}/{index}") for index, item in enumerate(values)]
    return _ABSENT if any(item is _ABSENT for item in items) else {kind: items}


def _unpack(item: Any, arrays: Mapping[str, NDArray[Any]]) -> Any:
    if not isinstance(item, dict):
        return item
    ((kind, content),) = item.items()
    if kind in _FROM_ARRAY:
        return _FROM_ARRAY[kind](arrays[content])
    if kind in _FROM_TEXT:
        return _FROM_TEXT[kind](content)
    values = [_unpack(part, arrays) for part in content]
    return dict(values) if kind == "dict" else _SEQUENCES[kind](values)
