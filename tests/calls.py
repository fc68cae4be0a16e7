"""Prints a call on one line, as Python source: in tests shorter to read than its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.settings.declaration.call import Call, Named


def source(value: Any) -> str:
    """The Python source of a literal, list, tuple, `Named` or `Call`."""
    return "".join(text for text, _ in pieces(value))


def pieces(value: Any) -> Iterator[tuple[str, str]]:
    """The source in pieces of (text, dotted path of the setting or ""); nested calls keep their origin."""
    if isinstance(value, Call):
        yield from _of_call(value)
    elif isinstance(value, (list, tuple)):
        yield ("[" if isinstance(value, list) else "("), ""
        for index, item in enumerate(value):
            if index:
                yield ", ", ""
            yield from pieces(item)
        yield ("]" if isinstance(value, list) else ",)" if len(value) == 1 else ")"), ""
    elif isinstance(value, Named):
        yield value.expression, ""
    else:
        yield repr(value), ""


def _of_call(call: Call) -> Iterator[tuple[str, str]]:
    yield f"{call.path}(", call.origin.get("class", "")
    arguments = [("", value) for value in call.args] + list(call.kwargs.items())
    for index, (name, value) in enumerate(arguments):
        if index:
            yield ", ", ""
        path = call.origin.get(name, "")
        prefix = f"{name}=" if name else ""
        if path:
            yield prefix + source(value), path
        else:
            yield prefix, ""
            yield from pieces(value)
    yield ")", ""
