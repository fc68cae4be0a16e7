"""Walking a whole project: every setting with its dotted path, and what the declarations say about a path.

The walk over one section is `declare.walk`; here it goes on into sub-sections and into lists of sections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from engine.settings.declaration.declare import Declared, Section, alternatives, info_of, kind_of, walk


@dataclass(frozen=True, slots=True)
class Leaf:
    """One setting in a project: its dotted path ("fit.epochs"), its value and its declaration."""

    path: str
    value: Any
    declared: Declared


def leaves(section: Section, prefix: str = "") -> Iterator[Leaf]:
    """Every setting of `section` and of the sections in it, in order of declaration; `kind` is left out."""
    for declared in walk(type(section)):
        path = f"{prefix}{declared.name}"
        value = getattr(section, declared.name)
        if isinstance(value, Section):
            yield from leaves(value, f"{path}.")
        elif is_section_list(declared.annotation):
            for index, item in enumerate(value):
                yield from leaves(item, f"{path}.{index}.")
        else:
            yield Leaf(path, value, declared)


def is_section_list(annotation: Any) -> bool:
    """Whether a setting of this type is a list of sections, such as the callbacks."""
    return get_origin(annotation) is tuple and bool(alternatives(get_args(annotation)[0]))


def step(annotation: Any, part: str, *, kind: Any) -> Any:
    """The type of what lies one step down from `annotation`; KeyError where nothing is declared.

    `part` is a field's name or an index, `kind` the value of `kind` that the present section has in the data.
    """
    if is_section_list(annotation) and part.isdecimal():
        return get_args(annotation)[0]
    section = chosen(annotation, kind)
    if section is None or part not in section.model_fields:
        raise KeyError(part)
    return section.model_fields[part].annotation


def chosen(annotation: Any, kind: Any) -> type[Section] | None:
    """The section class that `kind` chooses among those that `annotation` allows, None if there is none."""
    found = alternatives(annotation)
    if len(found) == 1:
        return found[0]
    return next((section for section in found if kind_of(section) == kind), None)


def switch_kind(section: Section, to: type[Section]) -> Section:
    """A section of class `to` that keeps what the person changed in `section`, as far as it is allowed there.

    Settings that were at their default take the default of the new kind: SGD begins with its own learning
    rate.
    """
    return to.model_validate(carried(section.model_dump(), before=type(section), to=to))


def carried(values: Mapping[str, Any], *, before: type[Section], to: type[Section]) -> dict[str, Any]:
    """What of `values`, those of a section of class `before`, goes over into one of class `to`."""
    kept: dict[str, Any] = {}
    for declared in walk(before):
        name = declared.name
        # as JSON, for the values may come from a file, where a tuple is a list
        if name not in to.model_fields or to_jsonable_python(values[name]) == to_jsonable_python(
            declared.default
        ):
            continue
        if info_of(to, name).editor != declared.info.editor:  # a file's path is no folder's
            continue
        try:
            to.model_validate({**kept, name: values[name]})
        except ValidationError:
            continue
        kept[name] = values[name]
    return kept
