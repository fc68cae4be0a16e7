"""Restores values that `pack` has packed: into the objects that are there already, or as new ones.

The file holds data only. Classes come from fixed lists, or from the object that the callback has made again
at the same place.
"""

from __future__ import annotations

import copy
import enum
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.run.state.values.generators import GENERATORS, is_bit_generator, variables_in
from engine.run.state.values.leaves import FACTORIES, FROM_TEXT
from engine.run.state.values.value_paths import (
    attributes_of,
    is_named_tuple,
    item_place,
    key_place,
    may_be_set,
    value_place,
)

_NOTHING = object()
_MADE: dict[str, type[Any]] = {kind.__name__: kind for kind in GENERATORS}


class NotThereError(Exception):
    """The callback has not made the object that a value is to be restored into."""


def unpack(packed: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Return the values that `pack.pack` packed, as new objects.

    Args:
        packed: JSON values by name.
        arrays: The arrays that `pack` added, by name.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: When `packed` is not what `pack` returns.
    """
    return Unpacker(arrays).fields(packed, {}, place="")


class Unpacker:
    """Unpacks values that may share parts.

    Args:
        arrays: By name, as the packer added them.
        module: Name of the custom module; "" for none.

    Attributes:
        missed: Names of values whose object is not there.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], *, module: str = "") -> None:
        self._arrays, self._module = arrays, module
        self._made: dict[str, Any] = {}
        self._used: dict[int, Any] = {}  # an object is filled once, also where two names refer to it
        self.missed: list[str] = []

    def fields(self, packed: Mapping[str, Any], there: Mapping[str, Any], *, place: str) -> dict[str, Any]:
        """Unpack values.

        Args:
            packed: JSON values by name.
            there: The values that are there now, by name.
            place: Of their owner.

        Returns:
            The restored values by name; those in `missed` are not among them.
        """
        found: dict[str, Any] = {}
        for name, item in packed.items():
            try:
                found[name] = self._item(item, there.get(name, _NOTHING), item_place(place, name))
            except NotThereError:
                self.missed.append(name)
        return found

    def _item(self, item: Any, there: Any, place: str) -> Any:
        if not isinstance(item, dict):
            return item
        ((kind, content),) = item.items()
        if kind in FROM_TEXT:
            return FROM_TEXT[kind](content)
        if kind == "scalar":
            return self._arrays[content][()]
        return self._KINDS[kind](self, content, there, place)

    def _keep(self, place: str, value: Any) -> Any:
        self._made[place] = value
        self._used[id(value)] = value
        return value

    def _target(self, there: Any, kind: type[Any]) -> Any:
        """The object that is there, if it is of exactly this class and not filled yet; else None."""
        return there if type(there) is kind and id(there) not in self._used else None

    def _same(self, content: str, _there: Any, _place: str) -> Any:
        if content not in self._made:
            raise NotThereError(content)  # the object that it shares has not been made
        return self._made[content]

    def _as_made(self, _content: None, there: Any, place: str) -> Any:
        if there is _NOTHING:
            raise NotThereError(place)
        return there

    def _array(self, content: str, there: Any, place: str) -> NDArray[Any]:
        kept = self._arrays[content]
        target = self._target(there, np.ndarray)
        if (
            target is None
            or (target.dtype, target.shape) != (kept.dtype, kept.shape)
            or not target.flags.writeable
        ):
            return self._keep(place, kept)
        np.copyto(target, kept)
        return self._keep(place, target)

    def _floats(self, content: str, there: Any, place: str) -> list[float]:
        target: list[float] = self._keep(place, _or_new(self._target(there, list), list))
        target[:] = self._arrays[content].tolist()
        return target

    def _list(self, content: list[Any], there: Any, place: str) -> list[Any]:
        target: list[Any] = self._keep(place, _or_new(self._target(there, list), list))
        target[:] = self._items(content, list(target), place)
        return target

    def _tuple(self, content: list[Any], there: Any, place: str) -> tuple[Any, ...]:
        before = there if isinstance(there, tuple) else ()
        return self._keep(place, tuple(self._items(content, before, place)))

    def _named(self, content: list[Any], there: Any, place: str) -> Any:
        if not is_named_tuple(there) or len(there) != len(content):
            raise NotThereError(place)
        return self._keep(place, type(there)._make(self._items(content, there, place)))

    def _set(self, content: list[Any], there: Any, place: str) -> set[Any]:
        target: set[Any] = self._keep(place, _or_new(self._target(there, set), set))
        items = self._items(content, (), place)
        target.clear()
        target.update(items)
        return target

    def _frozenset(self, content: list[Any], _there: Any, place: str) -> frozenset[Any]:
        return self._keep(place, frozenset(self._items(content, (), place)))

    def _deque(self, content: Mapping[str, Any], there: Any, place: str) -> deque[Any]:
        target = self._target(there, deque)
        if target is None or target.maxlen != content["maxlen"]:
            target = deque[Any](maxlen=content["maxlen"])
        before = list(target)
        self._keep(place, target)
        items = self._items(content["items"], before, place)
        target.clear()
        target.extend(items)
        return target

    def _mapping(self, kind: type[Any], content: list[Any], there: Any, place: str) -> Any:
        target = self._keep(place, _or_new(self._target(there, kind), kind))
        return self._fill(target, content, place)

    def _default(self, content: Mapping[str, Any], there: Any, place: str) -> Any:
        target = self._target(there, defaultdict)
        if content["factory"] is not None:
            factory = FACTORIES[content["factory"]]
            if target is None or target.default_factory is not factory:
                target = defaultdict(factory)
        elif target is None:
            raise NotThereError(place)
        return self._fill(self._keep(place, target), content["pairs"], place)

    def _fill(self, target: Any, content: list[Any], place: str) -> Any:
        before = dict(target)
        pairs: list[tuple[Any, Any]] = []
        for index, pair in enumerate(content):
            name, item = pair["tuple"]
            key = self._item(name, _NOTHING, key_place(place, index))
            pairs.append((key, self._item(item, before.get(key, _NOTHING), value_place(place, key))))
        target.clear()
        target.update(pairs) if type(target) is not Counter else dict.update(target, pairs)
        return target

    def _items(self, content: list[Any], before: Any, place: str) -> list[Any]:
        return [
            self._item(item, before[index] if index < len(before) else _NOTHING, item_place(place, index))
            for index, item in enumerate(content)
        ]

    def _generator(self, content: Mapping[str, Any], there: Any, place: str) -> Any:
        name = content["kind"]
        bits = name not in _MADE
        kind = GENERATORS[np.random.BitGenerator if bits else _MADE[name]]
        fits = type(there).__name__ == name and (
            is_bit_generator(there) if bits else type(there) is _MADE[name]
        )
        target = there if fits and id(there) not in self._used else None
        inner = kind.take(target) if target is not None else {}
        state = self.fields(content["state"], inner, place=place)
        if target is not None and any(
            state[part] is not value for part, value in inner.items() if part == "bits"
        ):
            target = None  # its bit generator is of another class, and cannot be replaced
        if target is None:
            target = kind.make(state)
        kind.put(target, state)
        return self._keep(place, target)

    def _variables(self, content: list[str], there: Any, place: str) -> Any:
        variables = variables_in(there)
        arrays = [self._arrays[name] for name in content]
        if variables is None or [tuple(one.shape) for one in variables] != [array.shape for array in arrays]:
            raise NotThereError(place)
        for variable, array in zip(variables, arrays, strict=True):
            variable.assign(array)
        return self._keep(place, there)

    def _member(self, content: str, there: Any, place: str) -> Any:
        if not isinstance(there, enum.Enum) or content not in type(there).__members__:
            raise NotThereError(place)
        return type(there)[content]

    def _object(self, content: Mapping[str, Any], there: Any, place: str) -> Any:
        attributes = attributes_of(there, self._module)
        if attributes is None:
            raise NotThereError(place)
        parameters: Any = getattr(there, "__dataclass_params__", None)
        frozen = parameters is not None and parameters.frozen
        # a frozen object may be the same constant in many places, so a copy is changed
        target = copy.copy(there) if frozen or id(there) in self._used else there
        self._keep(place, target)
        for name, value in self.fields(content, attributes, place=place).items():
            if may_be_set(there, name):
                object.__setattr__(target, name, value)
        return target

    _KINDS: ClassVar[dict[str, Callable[[Unpacker, Any, Any, str], Any]]] = {
        "same": _same,
        "there": _as_made,
        "array": _array,
        "floats": _floats,
        "list": _list,
        "tuple": _tuple,
        "named": _named,
        "set": _set,
        "frozenset": _frozenset,
        "dict": lambda self, content, there, place: self._mapping(dict, content, there, place),
        "ordered": lambda self, content, there, place: self._mapping(OrderedDict, content, there, place),
        "counter": lambda self, content, there, place: self._mapping(Counter, content, there, place),
        "deque": _deque,
        "default": _default,
        "generator": _generator,
        "variables": _variables,
        "member": _member,
        "fields": _object,
    }


def _or_new(target: Any, kind: type[Any]) -> Any:
    return kind() if target is None else target
