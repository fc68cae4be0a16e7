"""Walks a whole project: every setting with its dotted path, and what the declarations say about a path.

The walk over one section is `engine.settings.declaration.declare.walk`; here it continues into sub-sections
and lists of sections.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from engine.settings.declaration.declare import Declared, Section, alternatives, kind_of, walk


@dataclass(frozen=True, slots=True)
class Leaf:
    """One setting in a project.

    Attributes:
        path: Dotted path, such as "fit.epochs".
        value: Its value.
        declared: Its declaration.
    """

    path: str
    value: Any
    declared: Declared


def leaves(section: Section, prefix: str = "") -> Iterator[Leaf]:
    """Yield every setting of `section` and its sub-sections, in order of declaration, without `kind`.

    Args:
        section: A section or a whole project.
        prefix: What paths begin with, such as "model."; "" for a project.
    """
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


_MAY_BE_PYTHON = ("fit.validation_data", "fit.test_data")
"""Settings of a path that may be a Python file, which runs then."""


def python_files(project: Section) -> Iterator[tuple[str, str]]:
    """Yield the custom Python files that a run executes.

    Args:
        project: The project.

    Yields:
        The dotted path of the setting and the path of the file, of each file that is chosen; those of entries
        of a list that are switched off are left out.
    """
    for leaf in leaves(project):
        name, _, rest = leaf.path.partition(".")
        index = rest.partition(".")[0]
        entry = getattr(project, name)[int(index)] if index.isdecimal() else None
        runs = leaf.declared.info.editor == "python" and getattr(entry, "enabled", True)
        runs = runs or (leaf.path in _MAY_BE_PYTHON and leaf.value.lower().endswith(".py"))
        if runs and leaf.value:
            yield leaf.path, leaf.value


def is_section_list(annotation: Any) -> bool:
    """Return whether a setting of this type is a list of sections, such as the callbacks."""
    return get_origin(annotation) is tuple and bool(alternatives(get_args(annotation)[0]))


def step(annotation: Any, part: str, *, kind: Any) -> Any:
    """Return the declared type one step below `annotation`.

    Args:
        annotation: The type of a section or of a list of sections.
        part: A field name or an index, as text.
        kind: The value of `kind` that the section has in the data, None where it has none.

    Raises:
        KeyError: Nothing is declared there.
    """
    if is_section_list(annotation) and part.isdecimal():
        return get_args(annotation)[0]
    section = chosen(annotation, kind)
    if section is None or part not in section.model_fields:
        raise KeyError(part)
    return section.model_fields[part].annotation


def chosen(annotation: Any, kind: Any) -> type[Section] | None:
    """Return the section class that a type allows and a kind chooses.

    Args:
        annotation: A section class, or a union of them.
        kind: The value of `kind` in the data; not used where there is only one class.

    Returns:
        The class, or None where no class is of this kind.
    """
    found = alternatives(annotation)
    if len(found) == 1:
        return found[0]
    return next((section for section in found if kind_of(section) == kind), None)
