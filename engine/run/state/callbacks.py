"""The state of callbacks: taken from their attributes, and restored after `on_train_begin`.

Of a custom callback the variables of its class and of its file are saved as well. What cannot be saved
is named in `not_restored`. `values` saves and restores single values.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from pathlib import PurePath
from types import ModuleType
from typing import Any, Protocol, TypeGuard

import keras
from numpy.typing import NDArray

from engine.custom_code.errors import CUSTOM_MODULE, GUARDED
from engine.language import tr
from engine.problems import RunError
from engine.run.state.attribute_types import check_attributes
from engine.run.state.values.pack import Packer, Scope
from engine.run.state.values.restore import Unpacker
from engine.run.state.values.value_paths import may_be_set

# what the callback makes again from its arguments: Keras flips the sign of min_delta when it sets monitor_op;
# CSVLogger must not write its heading again, and the run folder may have been moved
_REBUILT = frozenset({"_model", "model", "params"})
_MADE_AGAIN_BY_KERAS = _REBUILT | {"monitor_op", "min_delta", "filename", "append", "append_header"}
_LARGEST_OF_FILE = 16 * 2**20
_Owner = tuple[str, str, dict[str, Any], Callable[[str, Any], None]]
"""A root of places, what people call it, its values, and what sets one of them."""


class Stateful(Protocol):
    """A callback that defines its own state, where its attributes would not do."""

    def get_state(self) -> dict[str, Any]:
        """Return its state, in values that `values.pack` supports."""
        ...

    def set_state(self, state: dict[str, Any]) -> None:
        """Restore what `get_state` returned."""
        ...


class CallbackStates:
    """The states of the callbacks of one run.

    Args:
        callbacks: All of them, in order.
        restored: Returns whether a value is restored by a resume anyway, as the model and its layers.
    """

    def __init__(
        self, callbacks: Sequence[keras.callbacks.Callback], *, restored: Callable[[Any], bool]
    ) -> None:
        self._callbacks = callbacks
        self._scopes = [
            Scope(module=_custom_module(callback), restored=_or_itself(restored, callback), known=None)
            for callback in callbacks
        ]
        self._left_out: dict[str, None] = {}

    @property
    def has_custom_code(self) -> bool:
        """Whether there is a callback of a custom file."""
        return any(scope.module for scope in self._scopes)

    @property
    def not_restored(self) -> tuple[str, ...]:
        """Names of what a resume does not restore, as far as known, such as `MyCallback.client`."""
        return tuple(self._left_out)

    def look(self) -> None:
        """Record what the callbacks hold after `on_train_begin`: a resume has the same there."""
        for scope in self._scopes:
            scope.known = None
        self.take({})
        for scope in self._scopes:
            scope.known = scope.seen

    def take(self, arrays: dict[str, NDArray[Any]]) -> list[dict[str, Any]]:
        """Return the state of each callback as JSON values, in order; arrays are added to `arrays`."""
        return [self._take(index, callback, arrays) for index, callback in enumerate(self._callbacks)]

    def _take(
        self, index: int, callback: keras.callbacks.Callback, arrays: dict[str, NDArray[Any]]
    ) -> dict[str, Any]:
        scope = self._scopes[index]
        packer = Packer(arrays, scope, prefix=f"callback/{index}")
        found: dict[str, Any] = {"class": type(callback).__name__}
        for root, shown, values, _ in self._owners(callback, scope):
            scope.limit = _LARGEST_OF_FILE if root else None
            kept = packer.fields(values, root, shown=shown)
            if kept or not root:
                found[root or "state"] = kept
        if scope.module:
            self._left_out |= dict.fromkeys(packer.left_out)
        return found

    def put(self, states: Sequence[Mapping[str, Any]], arrays: Mapping[str, NDArray[Any]]) -> None:
        """Restore every callback.

        Args:
            states: What `take` returned.
            arrays: The arrays that `take` added.

        Raises:
            RunError: When the states are of other callbacks.
        """
        if [type(callback).__name__ for callback in self._callbacks] != [state["class"] for state in states]:
            raise RunError(
                tr("The state was kept for other callbacks; the run cannot be resumed with these settings.")
            )
        for callback, state, scope in zip(self._callbacks, states, self._scopes, strict=True):
            unpacker = Unpacker(arrays, module=scope.module)
            for root, shown, values, put in self._owners(callback, scope):
                packed = state.get(root or "state", {})
                if not root and _is_stateful(callback):
                    found = unpacker.fields(packed, {}, place=root)
                    check_attributes(callback, found, there=values)
                    callback.set_state(found)
                    continue
                found = unpacker.fields(packed, values, place=root)
                if not root:
                    check_attributes(callback, found, there=values)
                for name, value in found.items():
                    put(name, value)
                self._left_out |= dict.fromkeys(f"{shown}.{name}" for name in unpacker.missed)

    def _owners(self, callback: keras.callbacks.Callback, scope: Scope) -> Iterable[_Owner]:
        """What holds values of the callback: itself, and of a custom one its class and the file."""
        yield "", type(callback).__name__, _attributes(callback), functools.partial(_put, callback)
        if not scope.module:
            return
        names = _names_of_file(type(callback), scope.module)
        kinds = (*type(callback).__mro__, *(value for value in names.values() if isinstance(value, type)))
        for kind in dict.fromkeys(kinds):
            # the members of an enumeration are what it is, and no state
            if kind.__module__ == scope.module and not issubclass(kind, Enum):
                yield (
                    f":{kind.__qualname__}",
                    kind.__name__,
                    _data(vars(kind)),
                    functools.partial(_put_in_class, kind),
                )
        yield (
            ":file",
            PurePath(names.get("__file__", "")).name,
            _data(names),
            functools.partial(_put_in_file, names),
        )


def _custom_module(callback: keras.callbacks.Callback) -> str:
    """The module of a custom file, "" for a callback of Keras or of this program."""
    name = type(callback).__module__
    return name if name.startswith(CUSTOM_MODULE) else ""


def _or_itself(restored: Callable[[Any], bool], callback: object) -> Callable[[Any], bool]:
    return lambda value: value is callback or restored(value)


def _is_stateful(callback: object) -> TypeGuard[Stateful]:
    # the same check as of a runtime-checkable protocol, in a hundredth of the time
    return hasattr(callback, "get_state") and hasattr(callback, "set_state")


def _attributes(callback: keras.callbacks.Callback) -> dict[str, Any]:
    if _is_stateful(callback):
        return callback.get_state()
    made_again = _made_again(callback)
    return {
        name: value
        for name, value in vars(callback).items()
        if name not in made_again and name not in GUARDED
    }


def _made_again(callback: keras.callbacks.Callback) -> frozenset[str]:
    direct = type(callback).__mro__[: type(callback).__mro__.index(keras.callbacks.Callback)]
    by_keras = any(kind.__module__.startswith("keras.") for kind in direct)
    return _MADE_AGAIN_BY_KERAS if by_keras else _REBUILT


def _data(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is no behaviour among the names of a class or a file."""
    return {
        name: value
        for name, value in values.items()
        if _may_be_kept(name) and not hasattr(value, "__get__") and not isinstance(value, type | ModuleType)
    }


def _may_be_kept(name: str) -> bool:
    is_private = name.startswith("_abc_") or (name.startswith("__") and name.endswith("__"))
    return name.isidentifier() and not is_private


def _put(callback: keras.callbacks.Callback, name: str, value: Any) -> None:
    if name not in _made_again(callback) and name not in GUARDED and may_be_set(callback, name):
        vars(callback)[name] = value


def _put_in_class(kind: type[Any], name: str, value: Any) -> None:
    if name in _data(vars(kind)):
        setattr(kind, name, value)


def _put_in_file(names: dict[str, Any], name: str, value: Any) -> None:
    # a variable that the file makes later on is not there yet
    if _may_be_kept(name) and (name not in names or name in _data({name: names[name]})):
        names[name] = value


def _names_of_file(kind: type[Any], module: str) -> dict[str, Any]:
    """The variables of the file that the class is from: those that its functions see."""
    for value in vars(kind).values():
        names = getattr(value, "__globals__", None)
        if isinstance(names, dict) and names.get("__name__") == module:
            return names
    return {}
