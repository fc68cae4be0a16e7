"""What an editor needs to know of the type of a setting: its members, whether None is allowed, its bounds.

No Qt here.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Declared


@dataclass(frozen=True, slots=True)
class Bounds:
    """The range of a number.

    Attributes:
        low: The lower bound; None for none.
        high: The upper bound; None for none.
        low_open: Whether `low` itself is excluded.
        high_open: Whether `high` itself is excluded.
    """

    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    def allow(self, number: float) -> bool:
        """Whether `number` is in the range."""
        above = self.low is None or number > self.low or (number == self.low and not self.low_open)
        below = self.high is None or number < self.high or (number == self.high and not self.high_open)
        return above and below

    @property
    def are_decades(self) -> bool:
        """Whether 0 is an open lower bound, as for a learning rate: such numbers are stepped by decades."""
        return self.low == 0 and self.low_open


def plain(annotation: Any) -> Any:
    """Return the type without `Annotated`."""
    return plain(get_args(annotation)[0]) if get_origin(annotation) is Annotated else annotation


def members(annotation: Any) -> tuple[Any, ...]:
    """Return the plain types in `annotation` without None: several for a union, else one."""
    annotation = plain(annotation)
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(found for part in get_args(annotation) for found in members(part))
    return () if annotation is types.NoneType else (annotation,)


def allows_none(annotation: Any) -> bool:
    """Whether the type allows None."""
    annotation = plain(annotation)
    return types.NoneType in get_args(annotation)


def element(annotation: Any) -> Any:
    """Return the plain type of the items of a tuple; None if `annotation` is not a tuple."""
    return plain(get_args(annotation)[0]) if get_origin(annotation) is tuple else None


def is_literal(annotation: Any) -> bool:
    """Whether the type is a `Literal`."""
    return get_origin(annotation) is Literal


def number_of(annotation: Any) -> type[int | float] | None:
    """Return int or float, whichever the type or the items of its tuple have first; None for neither."""
    for member in members(annotation):
        for found in (member, element(member)):
            if found is int or found is float:
                return found
    return None


def bounds_of(declared: Declared) -> Bounds:
    """Return the bounds of a number, as declared at the field or inside its type."""
    found: list[Any] = [*declared.owner.model_fields[declared.name].metadata]
    found += _inner_metadata(declared.annotation)
    low: Any = None
    high: Any = None
    low_open = high_open = False
    for item in found:
        if isinstance(item, Ge | Gt):
            low = item.ge if isinstance(item, Ge) else item.gt
            low_open = isinstance(item, Gt)
        elif isinstance(item, Le | Lt):
            high = item.le if isinstance(item, Le) else item.lt
            high_open = isinstance(item, Lt)
    return Bounds(low, high, low_open, high_open)


def _inner_metadata(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        inner, *metadata = get_args(annotation)
        parts = [item.metadata if isinstance(item, FieldInfo) else [item] for item in metadata]
        return [part for spread in parts for part in spread] + _inner_metadata(inner)
    return [found for part in get_args(annotation) for found in _inner_metadata(part)]
