"""A call of a Keras class or function, as plain data.

Settings are turned into `Call`s once; the program builds objects from them (`engine.models.construct`), and
the script writer prints them (`Call.source`), so the two cannot drift apart. Nothing here imports Keras.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """A value that the program knows and the script writes as an expression, as `x_train.mean(axis=0)`."""

    expression: str
    value: Any


@dataclass(frozen=True, slots=True)
class Call:
    """`path(*args, **kwargs)`; `path` is dotted and begins with "keras.". Values may be calls themselves.

    `origin` maps a keyword to the dotted path of the setting it came from, as {"units": "model.units"}; under
    "class", which is no keyword of anything, it has the setting that chose what is called.
    """

    path: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    origin: Mapping[str, str] = field(default_factory=dict[str, str])

    def source(self) -> str:
        """The call as Python source, on one line."""
        return "".join(text for text, _ in self.pieces())

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The source in pieces of (text, path of the setting or "")."""
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
    """The source of any value in pieces; nested calls keep the paths of their settings."""
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
    """The Python source of a value: literals, lists, tuples, `Named` and `Call`."""
    return "".join(text for text, _ in value_pieces(value))
