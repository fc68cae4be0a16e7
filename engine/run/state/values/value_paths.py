"""Where a value is within the values of a callback, and which attributes of an object are saved.

`pack` and `restore` must agree on both.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any


def item_place(place: str, name: str | int) -> str:
    """Return the place of an attribute, or of the item with this number."""
    return f"{place}/{name}"


def key_place(place: str, index: int) -> str:
    """Return the place of a dictionary's key."""
    return f"{place}/key {index}"


def value_place(place: str, key: object) -> str:
    """Return the place of a dictionary's value, which does not depend on the order of keys."""
    return f"{place}/{key!r}"


def is_named_tuple(value: object) -> bool:
    """Return whether this is an instance of a class made with `typing.NamedTuple` or `namedtuple`."""
    return isinstance(value, tuple) and isinstance(getattr(type(value), "_fields", None), tuple)


def attributes_of(value: Any, module: str) -> dict[str, Any] | None:
    """Return the attributes of a dataclass, or of an object of a custom class, by name.

    Args:
        value: Anything.
        module: Name of the custom module; "" for none.

    Returns:
        None for other values.
    """
    kind = type(value)
    if isinstance(value, type | BaseException) or issubclass(kind, _BUILT_IN):
        return None
    is_dataclass = dataclasses.is_dataclass(value)
    if not is_dataclass and (not module or kind.__module__ != module):
        return None
    slots = [name for one in kind.__mro__ for name in _slots(one)]
    names = dict.fromkeys([*slots, *getattr(value, "__dict__", {})])
    return {name: getattr(value, name) for name in names if hasattr(value, name)}


def may_be_set(value: Any, name: str) -> bool:
    """Return whether a state may set the attribute `name`: plain data, and no behaviour of the class."""
    if not name.isidentifier() or (name.startswith("__") and name.endswith("__")):
        return False
    found = inspect.getattr_static(type(value), name, None)
    if inspect.ismemberdescriptor(found):
        return True  # a slot
    return not (callable(found) or hasattr(found, "__get__") or hasattr(found, "__set__"))


# what holds its content elsewhere than in attributes
_BUILT_IN = (list, dict, set, frozenset, tuple, str, bytes, bytearray, int, float, complex)


def _slots(kind: type[Any]) -> tuple[str, ...]:
    slots: Any = kind.__dict__.get("__slots__", ())
    names = (slots,) if isinstance(slots, str) else tuple(slots)
    return tuple(name for name in names if not name.startswith("__"))
