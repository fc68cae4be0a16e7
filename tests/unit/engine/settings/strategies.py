"""Strategies that make every settings type from its own declarations, for tests by hypothesis."""

import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from engine.settings import Project
from engine.settings.declaration.declare import Section, alternatives, info_of, walk

EXPRESSIONS = ("lr * 0.95", "lr * 0.5 ** (epoch // 10)", "lr if epoch < 5 else lr * exp(-0.1)")
PATTERNED = {"root": st.just("https://example.org"), "path": st.just("/publish")}


def all_sections() -> list[type[Section]]:
    """Every section class that a project can hold, the project left out."""
    found: dict[type[Section], None] = {}

    def visit(annotation: Any) -> None:
        for section in alternatives(annotation) or alternatives((get_args(annotation) or (None,))[0]):
            found[section] = None
            for declared in walk(section):
                visit(declared.annotation)

    for declared in walk(Project):
        visit(declared.annotation)
    return list(found)


def values(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Values of a declared type within its bounds."""
    if alternatives(annotation):
        return st.one_of([sections(section) for section in alternatives(annotation)])
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = [
            part for item in args[1:] for part in (item.metadata if isinstance(item, FieldInfo) else [item])
        ]
        return values(args[0], tuple(inner))
    make = _MAKERS.get(origin)
    return make(args, metadata) if make is not None else _plain(annotation, metadata)


def _tuples(args: tuple[Any, ...], metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    if args[-1] is not Ellipsis:
        return st.tuples(*(values(part) for part in args))
    low = next((item.min_length for item in metadata if hasattr(item, "min_length")), 0)
    return st.lists(values(args[0]), min_size=low, max_size=low + 3).map(tuple)


def _unions(args: tuple[Any, ...], metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    return st.one_of([values(part, metadata) for part in args])


_MAKERS: dict[Any, Callable[[tuple[Any, ...], tuple[Any, ...]], st.SearchStrategy[Any]]] = {
    Union: _unions,
    types.UnionType: _unions,
    Literal: lambda args, _: st.sampled_from(args),
    tuple: _tuples,
    dict: lambda args, _: st.dictionaries(st.text(max_size=8), values(args[1]), max_size=3),
}


def _plain(annotation: Any, metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    bound = {
        key: getattr(item, key)
        for item in metadata
        for key in ("ge", "gt", "le", "lt", "min_length")
        if hasattr(item, key)
    }
    low, high = bound.get("ge", bound.get("gt")), bound.get("le", bound.get("lt"))
    if annotation is type(None):
        return st.none()
    if annotation is bool:
        return st.booleans()
    if annotation is int:
        return st.integers(-(10**9) if low is None else low, 10**9 if high is None else high)
    if annotation is float:
        return st.floats(
            low,
            high,
            exclude_min="gt" in bound,
            exclude_max="lt" in bound,
            allow_nan=False,
            allow_infinity=False,
        )
    return st.text(min_size=bound.get("min_length", 0), max_size=12)


@st.composite
def sections(draw: st.DrawFn, section: type[Section]) -> Section:
    """Instances of one section; a setting that a rule refuses beside the others stays at its default."""
    tree: dict[str, Any] = {}
    for declared in walk(section):
        strategy = values(declared.annotation, tuple(section.model_fields[declared.name].metadata))
        if info_of(section, declared.name).editor == "expression":
            strategy = st.sampled_from(EXPRESSIONS)
        if section.__name__ == "RemoteMonitor":
            strategy = PATTERNED.get(declared.name, strategy)
        if draw(st.booleans()):
            value = draw(strategy)
            try:
                section.model_validate({**tree, declared.name: value})
            except ValidationError:
                continue
            tree[declared.name] = value
    return section.model_validate(tree)
