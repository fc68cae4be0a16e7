"""Turns the attributes of a callback into JSON and arrays, exactly, without pickle; `restore` is the inverse.

Keras's callbacks have their state in plain attributes (numbers, strings, lists, arrays), and reset it in
`on_train_begin`. Objects with a state (random generators, deques, dataclasses, variables, objects of a
custom file) are saved as data and restored into the object that the callback makes again; the file never
names a class. What cannot be saved (open files, clients, writers) is left out and named.
"""

from __future__ import annotations

import enum
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from engine.run.state.values.generators import GENERATORS, is_bit_generator, variables_in
from engine.run.state.values.leaves import FACTORIES, TEXTS, has_zone, is_plain_array
from engine.run.state.values.stateless import description, needs_nothing
from engine.run.state.values.value_paths import (
    attributes_of,
    is_named_tuple,
    item_place,
    key_place,
    value_place,
)

_ABSENT = object()
_DEEPEST = 50


@dataclass(slots=True)
class Scope:
    """What is known about the owner of the values.

    Attributes:
        module: Name of the custom module; objects of its classes are saved by their attributes.
        restored: Returns whether a value is restored by a resume anyway, as the model and its layers.
        known: By place, what was there when training began; a resume has the same there. None while this is
            being recorded, in `seen`.
        limit: Bytes of the largest array that is saved, None for any.
        seen: By place, what was there; filled while `known` is None.
    """

    module: str = ""
    restored: Callable[[Any], bool] = lambda _value: False
    known: Mapping[str, Any] | None = None
    limit: int | None = None
    seen: dict[str, Any] = field(default_factory=dict[str, Any])


def pack(values: Mapping[str, Any], arrays: dict[str, NDArray[Any]], *, prefix: str) -> dict[str, Any]:
    """Pack plain values.

    Args:
        values: By name.
        arrays: Arrays are added here, under names that begin with `prefix`.
        prefix: See `arrays`.

    Returns:
        JSON values by name; what cannot be saved is missing.
    """
    return Packer(arrays, Scope(known={}), prefix=prefix).fields(values, "", shown="")


class Packer:
    """Packs values that may share parts.

    Args:
        arrays: Arrays are added here.
        scope: What is known about the owner of the values.
        prefix: The beginning of the names of arrays.

    Attributes:
        left_out: Names of the attributes that cannot be saved.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]], scope: Scope, *, prefix: str) -> None:
        self._arrays, self._scope, self._prefix = arrays, scope, prefix
        self._places: dict[int, tuple[str, Any]] = {}  # with the value, so that no other gets its id
        self.left_out: list[str] = []

    def fields(self, values: Mapping[str, Any], place: str, *, shown: str, depth: int = 0) -> dict[str, Any]:
        """Pack the values that can be saved.

        Args:
            values: By name.
            place: Of their owner.
            shown: Name of their owner for people, as in `left_out`.
            depth: How deep the owner is nested.

        Returns:
            JSON values by name.
        """
        found: dict[str, Any] = {}
        for name, value in values.items():
            inner = item_place(place, name)
            called = f"{shown}.{name}" if shown else name
            item = self._item(value, inner, shown=called, depth=depth)
            if item is not _ABSENT:
                found[name] = item
            elif not self._as_made(value, inner):
                self.left_out.append(called)
        return found

    def _as_made(self, value: Any, place: str) -> bool:
        """Whether the callback makes `value` again, without a state that matters."""
        scope = self._scope
        if not scope.restored(value) and not needs_nothing(value, self._is_known):
            return False
        return self._stood_there(place, description(value))

    def _is_known(self, value: Any) -> bool:
        return id(value) in self._places or self._scope.restored(value)

    def _stood_there(self, place: str, what: Any) -> bool:
        scope = self._scope
        if scope.known is None:
            scope.seen[place] = what
            return True
        return scope.known.get(place) == what

    def _item(self, value: Any, place: str, *, shown: str, depth: int) -> Any:
        if value is None or type(value) in (bool, str):
            return value
        if type(value) in TEXTS or isinstance(value, np.generic | enum.Enum):
            return self._constant(value, place)
        if id(value) in self._places:
            return {"same": self._places[id(value)][0]}
        if depth > _DEEPEST or self._scope.restored(value):
            return _ABSENT
        before = len(self._places), len(self._arrays), len(self.left_out)
        self._places[id(value)] = place, value
        item = self._object(value, place, shown=shown, depth=depth + 1)
        if item is _ABSENT:
            for kept, count in zip((self._places, self._arrays), before[:2], strict=True):
                while len(kept) > count:
                    kept.popitem()
            del self.left_out[before[2] :]
        return item

    def _constant(self, value: Any, place: str) -> Any:
        """Pack an immutable value without parts."""
        if type(value) in TEXTS:
            kind, to_text = TEXTS[type(value)]
            return _ABSENT if has_zone(value) else {kind: to_text(value)}
        if isinstance(value, enum.Enum):
            # its class makes it again
            there = self._stood_there(place, ("member", type(value).__qualname__))
            return {"member": value.name} if there else _ABSENT
        plain = is_plain_array(np.asarray(value))
        return {"scalar": self._array(np.asarray(value), place)} if plain else _ABSENT

    def _object(self, value: Any, place: str, *, shown: str, depth: int) -> Any:
        kind = type(value)
        if kind is np.ndarray:
            return self._whole_array(value, place)
        if kind is list and value and all(type(item) is float for item in value):
            # a history of many epochs: one array is faster than a number at a time
            return {"floats": self._array(np.array(value, np.float64), place)}
        for kinds, pack_parts in self._PARTS:
            if kind in kinds:
                items = pack_parts(self, value, place, shown=shown, depth=depth)
                return _ABSENT if items is _ABSENT else {kinds[kind]: items}
        return self._with_state(value, place, shown=shown, depth=depth)

    def _with_state(self, value: Any, place: str, *, shown: str, depth: int) -> Any:
        """Pack an object that the callback makes again, and whose state is restored."""
        kind = type(value)
        generator = GENERATORS.get(np.random.BitGenerator if is_bit_generator(value) else kind)
        if generator is not None:
            state = self.fields(generator.take(value), place, shown=shown, depth=depth)
            return {"generator": {"kind": kind.__name__, "state": state}}
        variables = variables_in(value)
        attributes = attributes_of(value, self._scope.module)
        packed: Any = _ABSENT
        if variables is not None:
            shapes = [tuple(variable.shape) for variable in variables]
            if self._stood_there(place, ("variables", kind.__qualname__, str(shapes))):
                copies = [np.array(variable.numpy()) for variable in variables]
                names = [self._array(array, f"{place}/{index}") for index, array in enumerate(copies)]
                packed = {"variables": names}
        elif is_named_tuple(value):
            items = self._items(value, place, shown=shown, depth=depth)
            if self._stood_there(place, ("named", kind.__qualname__)) and items is not _ABSENT:
                packed = {"named": items}
        elif attributes is not None and self._stood_there(place, ("fields", kind.__qualname__)):
            packed = {"fields": self.fields(attributes, place, shown=shown, depth=depth)}
        return packed

    def _sorted(self, values: Iterable[Any], place: str, *, shown: str, depth: int) -> Any:
        return self._items(sorted(values, key=repr), place, shown=shown, depth=depth)

    def _deque(self, value: deque[Any], place: str, *, shown: str, depth: int) -> Any:
        items = self._items(value, place, shown=shown, depth=depth)
        return _ABSENT if items is _ABSENT else {"maxlen": value.maxlen, "items": items}

    def _items(self, values: Iterable[Any], place: str, *, shown: str, depth: int) -> Any:
        found: list[Any] = []
        for index, value in enumerate(values):
            item = self._member(value, item_place(place, index), shown=f"{shown}[{index}]", depth=depth)
            if item is _ABSENT:
                return _ABSENT
            found.append(item)
        return found

    def _pairs(self, values: Mapping[Any, Any], place: str, *, shown: str, depth: int) -> Any:
        found: list[Any] = []
        for index, (key, value) in enumerate(values.items()):
            name = self._item(key, key_place(place, index), shown=shown, depth=depth)
            item = self._member(value, value_place(place, key), shown=f"{shown}[{key!r}]", depth=depth)
            if name is _ABSENT or item is _ABSENT:
                return _ABSENT
            found.append({"tuple": [name, item]})
        return found

    def _member(self, value: Any, place: str, *, shown: str, depth: int) -> Any:
        item = self._item(value, place, shown=shown, depth=depth)
        return {"there": None} if item is _ABSENT and self._as_made(value, place) else item

    def _default_dict(self, value: defaultdict[Any, Any], place: str, *, shown: str, depth: int) -> Any:
        made = value.default_factory
        name = next((name for name, factory in FACTORIES.items() if factory is made), None)
        if name is None and not self._stood_there(place, ("default", description(made))):
            return _ABSENT
        pairs = self._pairs(value, place, shown=shown, depth=depth)
        return _ABSENT if pairs is _ABSENT else {"factory": name, "pairs": pairs}

    def _whole_array(self, value: NDArray[Any], place: str) -> Any:
        limit = self._scope.limit
        if not is_plain_array(value) or (limit is not None and value.nbytes > limit):
            return _ABSENT
        return {"array": self._array(np.array(value), place)}  # a copy: the callback may write into it later

    def _array(self, value: NDArray[Any], place: str) -> str:
        name = f"{self._prefix}{place}"
        while name in self._arrays:
            name += "'"
        self._arrays[name] = value
        return name

    _PARTS: ClassVar[tuple[tuple[dict[type[Any], str], Callable[..., Any]], ...]] = (
        ({list: "list", tuple: "tuple"}, _items),
        ({set: "set", frozenset: "frozenset"}, _sorted),
        ({dict: "dict", OrderedDict: "ordered", Counter: "counter"}, _pairs),
        ({deque: "deque"}, _deque),
        ({defaultdict: "default"}, _default_dict),
    )
