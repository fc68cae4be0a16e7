"""Values as Python source, as `ruff format` lays them out: one line where it fits, else one item a line.

What is written, and which setting it comes from, is decided by the callers of `page.Page`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 88
"""Columns of a line, as Black's default."""
SHORT = ("keras.layers.", "keras.callbacks.")
"""The modules whose names are short in the plain script."""
Piece = tuple[str, str]
"""Text, and the dotted path of the setting that it comes from, or ""."""


def literal(value: Any) -> str:
    """Return a plain value (None, bool, number, string, list, tuple, dict) as Python source."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(literal, value)) + (",)" if len(value) == 1 else ")")
    return repr(value)


def _quoted(text: str) -> str:
    """A string in double quotes, in single ones where those need fewer backslashes."""
    if text.count('"') > text.count("'"):
        return repr(text) if "'" not in text else "'" + repr('"' + text)[2:-1] + "'"
    if text.isprintable():
        return json.dumps(text, ensure_ascii=False)
    # with a ' in it, and no ", repr takes double quotes
    return '"' + repr("'" + text.replace('"', ""))[2:] if '"' not in text else json.dumps(text)


def pretty(value: Any, *, indent: int, used: int, path: str = "", compact: bool = True) -> Iterator[Piece]:
    """Yield the pieces of a value, over as many lines as it needs.

    Args:
        value: A `Call`, `Named`, list, tuple, dict or literal.
        indent: Spaces at the start of the line that the value begins in.
        used: Columns of that line that are taken, with those behind the value.
        path: Dotted path of the setting that a list, dict or literal comes from; a `Call` carries its own.
        compact: Whether the arguments of a call may share a line of their own. The formatter wants none where
            the result is called in turn.
    """
    flat = list(_flat(value, path=path))
    long = used + sum(len(text) for text, _ in flat) > WIDTH
    if not long or not isinstance(value, (Call, list, tuple, dict)) or not _items(value):
        yield from flat
        return
    inner = " " * (indent + 4)
    opening, closing = _BRACKETS.get(type(value), ("(", ")"))
    origin = value.origin if isinstance(value, Call) else {}
    if isinstance(value, Call):
        opening = f"{value.path}("
    yield opening + "\n", origin.get("class", "" if isinstance(value, Call) else path)
    if compact and (inner_pieces := _in_one_line(value, flat, indent=indent + 4)):
        yield inner, ""
        yield from inner_pieces
        yield "\n" + " " * indent + closing, ""
        return
    for name, item in _items(value):
        is_argument = isinstance(value, Call) and not name.isdigit()
        before = f"{name}=" if is_argument else f"{name}: " if isinstance(value, dict) else ""
        owner = origin.get(name, path)
        yield inner, ""
        if before:
            yield before, owner
        yield from pretty(item, indent=indent + 4, used=indent + 5 + len(before), path=owner)
        yield ",\n", ""
    yield " " * indent + closing, ""


def shortened(value: Any) -> Any:
    """Return a value with `layers.` and `callbacks.` for the modules that the script imports by name."""
    if isinstance(value, Call):
        return replace(
            value,
            path=value.path.removeprefix("keras.") if value.path.startswith(SHORT) else value.path,
            args=tuple(map(shortened, value.args)),
            kwargs={name: shortened(item) for name, item in value.kwargs.items()},
        )
    if isinstance(value, (list, tuple)):
        return type(value)(map(shortened, value))
    return value


def _in_one_line(value: Any, flat: list[Piece], *, indent: int) -> list[Piece]:
    """The arguments of a call, where they fit in a line of their own; a list gives each item one."""
    fits = indent + sum(len(text) for text, _ in flat[1:-1]) <= WIDTH
    return flat[1:-1] if fits and isinstance(value, Call) else []


_BRACKETS: dict[type, tuple[str, str]] = {list: ("[", "]"), dict: ("{", "}")}


def _items(value: Any) -> list[tuple[str, Any]]:
    """What is between the brackets: (name of the argument or key, value)."""
    if isinstance(value, Call):
        return _arguments(value)
    if isinstance(value, dict):
        return [(literal(key), item) for key, item in value.items()]
    return [("", item) for item in value]


def _arguments(call: Call) -> list[tuple[str, Any]]:
    return [(str(place), item) for place, item in enumerate(call.args)] + list(call.kwargs.items())


def _flat(value: Any, *, path: str = "") -> Iterator[Piece]:
    """The pieces of a value on one line."""
    if isinstance(value, Call):
        yield f"{value.path}(", value.origin.get("class", "")
        for index, (name, item) in enumerate(_arguments(value)):
            yield from [(", ", "")] if index else []
            owner = value.origin.get(name, "")
            if not name.isdigit():
                yield f"{name}=", owner
            yield from _flat(item, path=owner)
        yield ")", ""
    elif isinstance(value, (list, tuple)):
        yield ("[" if isinstance(value, list) else "("), path
        for index, item in enumerate(value):
            yield from [(", ", path)] if index else []
            yield from _flat(item, path=path)
        yield ("]" if isinstance(value, list) else ",)" if len(value) == 1 else ")"), path
    else:
        yield (value.expression if isinstance(value, Named) else literal(value)), path
