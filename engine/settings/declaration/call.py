"""A call of a Keras class or function, as plain data.

Settings are turned into `Call`s once; the program builds objects from them (`engine.models.construct`), and
`engine.script` prints them, so the two cannot diverge. Nothing here imports Keras.
"""

from __future__ import annotations

from collections.abc import Mapping
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
