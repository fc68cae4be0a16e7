"""Python source while it is written: text, and which characters of it come from which setting.

Responsible for the format: double quotes, one line where it fits, else one argument a line. The modules
beside this one decide what is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 100
Piece = tuple[str, str]
"""Text, and the dotted path of the setting that it comes from, or ""."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a script that come from one setting.

    Attributes:
        start: Position of the first character, from 0.
        end: Position after the last character.
        path: Dotted path of the setting, such as "fit.epochs".
    """

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script.

    Attributes:
        text: The Python source.
        spans: Spans of settings in `text`, in order and without overlap.
    """

    text: str
    spans: tuple[Span, ...]

    def path_at(self, position: int) -> str:
        """Return the path of the setting that the character at `position` comes from, or ""."""
        return next((span.path for span in self.spans if span.start <= position < span.end), "")


@dataclass(frozen=True, slots=True)
class Set:
    """A value that a setting decides.

    Attributes:
        path: Dotted path of the setting.
        value: The value, printed as a literal; a `Named` is printed as its expression.
        before: Text that belongs to the value, such as "epochs=".
    """

    path: str
    value: Any
    before: str = ""


class Page:
    """A script while it is written, line by line."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []

    def line(self, *parts: str | Set) -> None:
        """Add one line.

        Args:
            *parts: Text, added unchanged, and values of settings, in order.
        """
        for part in parts:
            if isinstance(part, Set):
                value = part.value.expression if isinstance(part.value, Named) else literal(part.value)
                self._pieces.append((part.before + value, part.path))
            else:
                self._pieces.append((part, ""))
        self._pieces.append(("\n", ""))

    def add(self, other: Page) -> None:
        """Add everything that is on another page."""
        self._pieces += other._pieces

    @property
    def text(self) -> str:
        """What has been written so far."""
        return "".join(text for text, _ in self._pieces)

    def block(self, text: str) -> None:
        """Add several lines; blank lines at both ends are removed, the indentation is not changed."""
        self._pieces.append((text.strip("\n") + "\n", ""))

    def value(self, before: str, value: Any, *, path: str = "", after: str = "") -> None:
        """Add a value over as many lines as it needs.

        Args:
            before: Text in front of it, indentation included, such as "model = ".
            value: A `Call`, `Named`, list, tuple or literal.
            path: Dotted path of the setting that a list or literal comes from; a `Call` carries its own
                origins.
            after: Text behind it.
        """
        pieces = list(_pretty(value, indent=_indent(before), used=len(before), path=path))
        self._pieces += [(before, ""), *pieces, (after + "\n", "")]

    def script(self) -> Script:
        """Return the finished script."""
        spans: list[Span] = []
        at = 0
        for text, path in self._pieces:
            if path:
                spans.append(Span(at, at + len(text), path))
            at += len(text)
        return Script(self.text, tuple(spans))


def literal(value: Any) -> str:
    """Return a plain value (None, bool, number, string, list, dict) as Python source."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if value.isprintable() else repr(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _indent(before: str) -> int:
    return len(before) - len(before.lstrip())


def _flat(value: Any, *, path: str = "") -> Iterator[Piece]:
    """The pieces of a value on one line."""
    if isinstance(value, Call):
        yield f"{value.path}(", value.origin.get("class", "")
        for index, (name, item) in enumerate(_arguments(value)):
            yield from [(", ", "")] if index else []
            yield from _argument(value, name, item=item)
        yield ")", ""
    elif isinstance(value, (list, tuple)):
        yield ("[" if isinstance(value, list) else "("), path
        for index, item in enumerate(value):
            yield from [(", ", path)] if index else []
            yield from _flat(item, path=path)
        yield ("]" if isinstance(value, list) else ",)" if len(value) == 1 else ")"), path
    else:
        yield (value.expression if isinstance(value, Named) else literal(value)), path


def _arguments(call: Call) -> list[tuple[str, Any]]:
    return [("", item) for item in call.args] + list(call.kwargs.items())


def _argument(call: Call, name: str, *, item: Any) -> Iterator[Piece]:
    path = call.origin.get(name, "")
    if name:
        yield f"{name}=", path
    yield from _flat(item, path=path)


def _pretty(value: Any, *, indent: int, used: int, path: str = "") -> Iterator[Piece]:
    """The pieces of a value that begins after `used` characters of a line, broken where it is too long."""
    flat = list(_flat(value, path=path))
    if used + sum(len(text) for text, _ in flat) < WIDTH or not isinstance(value, (Call, list, tuple)):
        yield from flat
        return
    if not isinstance(value, Call) and not any(isinstance(item, (Call, list, tuple)) for item in value):
        yield from _filled(value, indent=indent, path=path)
        return
    if (
        isinstance(value, Call)
        and len(value.args) == 1
        and not value.kwargs
        and isinstance(value.args[0], list)
    ):
        yield f"{value.path}(", ""
        yield from _pretty(value.args[0], indent=indent, used=used + WIDTH, path=path)
        yield ")", ""
        return
    inner = " " * (indent + 4)
    items = _arguments(value) if isinstance(value, Call) else [("", item) for item in value]
    origin = value.origin if isinstance(value, Call) else {}
    opening = f"{value.path}(" if isinstance(value, Call) else "[" if isinstance(value, list) else "("
    yield opening + "\n", origin.get("class", "")
    for name, item in items:
        before = f"{name}=" if name else ""
        owner = origin.get(name, path)
        yield inner, ""
        if before:
            yield before, owner
        yield from _pretty(item, indent=indent + 4, used=indent + 5 + len(before), path=owner)
        yield ",\n", ""
    yield " " * indent + ("]" if isinstance(value, list) else ")"), ""


def _filled(value: list[Any] | tuple[Any, ...], *, indent: int, path: str) -> Iterator[Piece]:
    """Plain items, as many a line as there is room for."""
    yield ("[" if isinstance(value, list) else "(") + "\n", ""
    line = ""
    for item in value:
        text = (item.expression if isinstance(item, Named) else literal(item)) + ","
        if line and indent + 5 + len(line) + len(text) > WIDTH:
            yield " " * (indent + 4), ""
            yield line, path
            yield "\n", ""
            line = ""
        line += (" " if line else "") + text
    yield " " * (indent + 4), ""
    yield line, path
    yield "\n" + " " * indent + ("]" if isinstance(value, list) else ")"), ""
