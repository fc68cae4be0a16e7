"""The allowed values of a setting in words, made from its declared type: for sentences on invalid values."""

from __future__ import annotations

import json
import types
from collections.abc import Iterable
from difflib import get_close_matches
from functools import reduce
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from engine.language import tr, tr_later

_ONE = {
    bool: tr_later("true or false"),
    int: tr_later("a whole number"),
    float: tr_later("a number"),
    str: tr_later("text"),
    type(None): tr_later("empty"),
}
_MANY = {
    bool: tr_later("true or false values"),
    int: tr_later("whole numbers"),
    float: tr_later("numbers"),
    str: tr_later("texts"),
}
_BOUNDS = {
    "ge": tr_later("{limit} or more"),
    "gt": tr_later("more than {limit}"),
    "le": tr_later("{limit} or less"),
    "lt": tr_later("less than {limit}"),
}
_COUNTS = {2: tr_later("two {things}"), 3: tr_later("three {things}"), 4: tr_later("four {things}")}


def forms(annotation: Any) -> tuple[Any, ...]:
    """Return the types that `annotation` allows, one by one, without bounds."""
    if get_origin(annotation) is Annotated:
        return forms(get_args(annotation)[0])
    return tuple(form for part in _parts(annotation) for form in forms(part)) or (annotation,)


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union; () for any other type."""
    return get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else ()


def bounds(metadata: Iterable[Any]) -> str:
    """Return the bounds beside a type, as "from 1 to 10" or "more than 0"; "" where there are none.

    Args:
        metadata: Metadata of a pydantic field or of an Annotated type.
    """
    return _words_of(_limits(metadata))


def bound(key: str, limit: Any) -> str:
    """Return one bound in words.

    Args:
        key: pydantic's name for it: ge, gt, le or lt.
        limit: The number.
    """
    return tr(_BOUNDS[key], limit=shown(limit))


def _limits(metadata: Iterable[Any]) -> dict[str, Any]:
    return {
        key: getattr(item, key)
        for entry in metadata
        for item in (entry.metadata if isinstance(entry, FieldInfo) else [entry])
        for key in _BOUNDS
        if hasattr(item, key)
    }


def _words_of(limits: dict[str, Any]) -> str:
    if limits.keys() == {"ge", "le"}:
        return tr("from {low} to {high}", low=shown(limits["ge"]), high=shown(limits["le"]))
    words = [bound(key, limit) for key, limit in limits.items()]
    return reduce(lambda one, other: tr("{one} and {other}", one=one, other=other), words) if words else ""


def allowed(annotation: Any) -> str:
    """Return the values that a type allows, in words.

    Args:
        annotation: The declared type of a setting.

    Returns:
        Such as "a whole number of 1 or more, or empty" or "one of auto, 0, 1, 2".
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _limited(allowed(args[0]), _limits(args[1:]))
    if _parts(annotation):
        parts = [allowed(part) for part in args]
        return reduce(lambda one, other: tr("{one}, or {other}", one=one, other=other), parts)
    if origin is Literal:
        names = ", ".join(shown(value) for value in args)
        return names if len(args) == 1 else tr("one of {names}", names=names)
    if origin is tuple:
        several = tr_later("a list of {things}") if args[-1] is Ellipsis else _COUNTS[len(args)]
        return tr(several, things=_plural(args[0]))
    if origin is dict:
        return tr("a table with {value} for each name", value=allowed(args[1]))
    name = _ONE.get(annotation, tr_later("a group of settings"))
    return tr(name)


def _limited(what: str, limits: dict[str, Any]) -> str:
    if not limits:
        return what
    # English joins "1 or more" with "of", but neither "from 1 to 5" nor "more than 1"
    if limits.keys() == {"ge", "le"} or next(iter(limits)) in {"gt", "lt"}:
        return tr("{what} {limits}", what=what, limits=_words_of(limits))
    return tr("{what} of {limits}", what=what, limits=_words_of(limits))


def _plural(annotation: Any) -> str:
    if get_origin(annotation) is Annotated and bounds(get_args(annotation)[1:]):
        what, *metadata = get_args(annotation)
        return tr("{things}, each {limits}", things=_plural(what), limits=bounds(metadata))
    if get_origin(annotation) is Literal:
        return tr("names, each {choice}", choice=allowed(annotation))
    name = _MANY.get(annotation, tr_later("groups of settings"))
    return tr(name)


def shown(value: Any) -> str:
    """Return a short form of a value for a sentence; "" for a value that is too large to be shown."""
    if isinstance(value, str):
        short = value if len(value) <= 40 else value[:37] + "..."
        return json.dumps(short, ensure_ascii=False) if not short.isidentifier() else short
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**15 else tr("a number of that size")
    return f"{value:g}" if isinstance(value, float) else ""


def did_you_mean(name: str, names: list[str]) -> str:
    """Return the end of a sentence about an unknown name.

    Args:
        name: The unknown name.
        names: The known ones.

    Returns:
        "; did you mean ...?" with the closest of them, or "." where none is close.
    """
    near = get_close_matches(name, names, n=2, cutoff=0.6)
    return meant(near) if near else "."


def meant(names: list[str]) -> str:
    """Return the end of a sentence that asks whether one of `names` is meant."""
    return tr(
        "; did you mean {names}?", names=reduce(lambda a, b: tr("{one} or {other}", one=a, other=b), names)
    )
