"""A call of a Keras class or function, as plain data.

Settings are turned into `Call`s once; the program builds objects from them (`engine.models.construct`), and
the script writer prints them (`Call.source`), so the two cannot diverge. Nothing here imports Keras.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A value that the script writes as an expression.

    Attributes:
        expression: Python source, such as "x_train.mean(axis=0)".
        value: The value that the program uses.
    """

    expression: str
    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """A call `path(*args, **kwargs)`.

    Attributes:
        path: Dotted name that begins with "keras." ("model.compile" for compiling).
        args: Positional arguments; values may be calls themselves.
        kwargs: Keyword arguments, likewise.
        origin: Dotted path of the setting that each keyword came from, as {"units": "model.units"}. Under
            "class", which is never a keyword, the setting that chose the class.
    """

    path: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    origin: Mapping[str, str] = field(default_factory=dict[str, str])

    def source(self) -> str:
        """Return the call as Python source, on one line."""
        return "".join(text for text, _ in self.pieces())

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Yield the source in pieces of (text, dotted path of the setting or "")."""
        yield f"{self.path}(", self.origin.get("class", "")
        arguments = [("", value) for value in self.args] + list(self.kwargs.items())
        for index, (name, value) in enumerate(arguments):
            if index:
                yield ", ", ""
            path = self.origin.get(name, "")
            prefix = f"{name}=" if name else ""
            if path:
                yield prefix + source(value), path
            else:
                yield prefix, ""
                yield from value_pieces(value)
        yield ")", ""


def value_pieces(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the source of any value in pieces like `Call.pieces`; nested calls keep their origin."""
    if isinstance(value, Call):
        yield from value.pieces()
    elif isinstance(value, (list, tuple)):
        yield ("[" if isinstance(value, list) else "("), ""
        for index, item in enumerate(value):
            if index:
                yield ", ", ""
            yield from value_pieces(item)
        yield ("]" if isinstance(value, list) else ",)" if len(value) == 1 else ")"), ""
    elif isinstance(value, Named):
        yield value.expression, ""
    else:
        yield repr(value), ""


def source(value: Any) -> str:
    """Return the Python source of a value: a literal, list, tuple, `Named` or `Call`."""
    return "".join(text for text, _ in value_pieces(value))
