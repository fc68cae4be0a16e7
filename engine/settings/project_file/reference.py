"""Every setting in one text: titles, Keras names, allowed values, default, and what it does.

It is generated from the declarations, as Markdown in the current language. The window shows it, and
`docs/settings.md` is this text in English.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from engine.language import tr
from engine.settings import Project
from engine.settings.callbacks import COVERED
from engine.settings.declaration.declare import Declared, Section, alternatives, kind_of, literal_values, walk
from engine.settings.declaration.tree import is_section_list, step
from engine.settings.declaration.wording import allowed, bounds, forms


def reference() -> str:
    """Return the whole text: a chapter for each section of a project, and the callbacks that are covered."""
    return "".join(chapters()) + covered()


def chapters() -> Iterator[str]:
    """Yield one chapter for each section of a project."""
    for declared in walk(Project):
        index = ".0" if is_section_list(declared.annotation) else ""
        yield f"\n## {tr(declared.info.title)}: `{declared.name}`\n\n{tr(declared.info.help)}\n"
        yield from sections(declared.annotation, f"{declared.name}{index}", depth=3)


def sections(annotation: Any, path: str, *, depth: int) -> Iterator[str]:
    """Yield the sections that a type allows, each with its settings, followed by its sub-sections.

    What all alternatives share is written once, before them.

    Args:
        annotation: The type of a section, of a union of them, or of a list of them.
        path: Dotted path, for the names of the settings.
        depth: Level of the headings.
    """
    found = alternatives(step(annotation, "0", kind=None) if is_section_list(annotation) else annotation)
    common = shared(found) if len(found) > 1 else frozenset[str]()
    if common:
        yield f"\n{'#' * depth} {tr('What all of them have')}\n"
        yield from settings(next(iter(found)), path, only=common)
    for section in found:
        if len(found) > 1:
            yield f"\n{'#' * depth} {tr(section.title)}: `{path}.kind` = `{kind_of(section)}`\n"
            yield f"\n{tr(section.about)}\n"
        if section.keras_class:
            yield f"\nKeras: `{section.keras_class}`.\n"
        yield from settings(section, path, only=frozenset(section.model_fields) - common)
        for declared in walk(section):
            if alternatives(declared.annotation):
                title = f"\n{'#' * depth} {tr(declared.info.title)}: `{path}.{declared.name}`\n"
                yield f"{title}\n{tr(declared.info.help)}\n"
                yield from sections(declared.annotation, f"{path}.{declared.name}", depth=depth + 1)


def shared(found: tuple[type[Section], ...]) -> frozenset[str]:
    """Return the names of the settings that are the same in all of `found`."""
    alike = [
        {(item.name, str(item.annotation), str(item.default), str(item.info)) for item in walk(section)}
        for section in found
    ]
    return frozenset(name for name, *_ in set.intersection(*alike))


def settings(section: type[Section], path: str, *, only: frozenset[str]) -> Iterator[str]:
    """Yield the list of the settings of one section.

    Args:
        section: The section.
        path: Its dotted path.
        only: Names of the settings to list.
    """
    lines = [
        line(declared, path)
        for declared in walk(section)
        if declared.name in only and not alternatives(declared.annotation)
    ]
    if lines:
        yield "\n" + "".join(lines)


def line(declared: Declared, path: str) -> str:
    """Return the Markdown of one setting: names, allowed values, default, help.

    Args:
        declared: The setting.
        path: Dotted path of its section.
    """
    info = declared.info
    keras = f" (Keras: `{info.keras}`)" if info.keras else ""
    parts = [tr(info.help)]
    if info.raise_:
        parts.append(tr("Higher: {what}", what=tr(info.raise_)))
    if info.lower:
        parts.append(tr("Lower: {what}", what=tr(info.lower)))
    facts = tr("{allowed}; default {default}", allowed=value_words(declared), default=default_words(declared))
    return f"- **{tr(info.title)}** `{path}.{declared.name}`{keras}: {facts}.\n  {' '.join(parts)}\n"


def value_words(declared: Declared) -> str:
    """Return the allowed values, with bounds and unit."""
    choices = declared.info.choices
    values = literal_values(declared.annotation)
    if values and set(choices) == set(values):
        named = ", ".join(choice(value, choices[value]) for value in values)
        others = [allowed(form) for form in forms(declared.annotation) if not literal_values(form)]
        words = reduce(lambda one, other: tr("{one}, or {other}", one=one, other=other), [named, *others])
    else:
        words = allowed(declared.annotation)
    limits = bounds(declared.owner.model_fields[declared.name].metadata)
    unit = f" ({tr(declared.info.unit)})" if declared.info.unit else ""
    return (f"{words}, {limits}" if limits else words) + unit


def choice(value: Any, title: str) -> str:
    """Return one of several values, with its title where that adds something.

    Args:
        value: The value.
        title: Its title.
    """
    return f"`{code(value)}`" if title == str(value) else f"`{code(value)}` ({tr(title)})"


def default_words(declared: Declared) -> str:
    """Return the default as in a project file, and what an empty one means."""
    empty = declared.default is None or declared.default in ("", (), {})
    if empty:
        word = tr("empty")
        return f"{word} ({tr(declared.info.none_title)})" if declared.info.none_title else word
    if isinstance(declared.default, tuple):
        return f"`{', '.join(str(value) for value in declared.default)}`"
    return f"`{code(declared.default)}`"


def code(value: Any) -> str:
    """Return a value as text for a project file."""
    named = {True: "true", False: "false"}
    if isinstance(value, bool):
        return named[value]
    return "\\t" if value == "\t" else str(value)


def covered() -> str:
    """Return what Keras has and Fitroom does in another way."""
    lines = "".join(f"- `{name}`: {tr(text)}\n" for name, text in COVERED.items())
    return f"\n## {tr('Callbacks of Keras that something better covers')}\n\n{lines}"
