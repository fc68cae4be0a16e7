"""Builds the Keras object that a `Call` describes. Only public names below `keras` can be called."""

from __future__ import annotations

from typing import Any

from engine.settings.declaration.call import Call, Named
from engine.tensorflow_import import import_keras


def construct(call: Call) -> Any:
    """Build the object that `call` describes; calls among its arguments are built first.

    Raises:
        ValueError: The path is not a public name below `keras`. Errors of Keras itself are passed on.
    """
    args = [construct_value(value) for value in call.args]
    return construct_named(call.path)(*args, **construct_arguments(call))


def construct_arguments(call: Call) -> dict[str, Any]:
    """Return the keyword arguments of `call` with the nested calls built."""
    return {name: construct_value(value) for name, value in call.kwargs.items()}


def construct_value(value: Any) -> Any:
    """Return `value` with every `Call` in it built and every `Named` replaced by its value.

    Raises:
        ValueError: The path of a call is not a public name below `keras`.
    """
    if isinstance(value, Call):
        return construct(value)
    if isinstance(value, Named):
        return value.value
    if isinstance(value, (list, tuple)):
        made = [construct_value(item) for item in value]
        return made if isinstance(value, list) else tuple(made)
    return value


def construct_named(path: str) -> Any:
    """Return the public class or function at a dotted path.

    Args:
        path: A path such as "keras.ops.cast".

    Raises:
        ValueError: The path is not a public name below `keras`; `keras.src` and private names are refused.
    """
    first, *parts = path.split(".")
    found: Any = import_keras()
    if first != "keras" or not parts or parts[0] == "src":
        raise ValueError(f"{path!r} is not a public name of Keras")
    for part in parts:
        if part.startswith("_") or not hasattr(found, part):
            raise ValueError(f"{path!r} is not a public name of Keras")
        found = getattr(found, part)
    return found
