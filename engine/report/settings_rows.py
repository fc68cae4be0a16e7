"""The settings of a project as rows of text, and what differs between projects.

A callback is identified by its kind, not by its position in the list, so that adding one moves no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from engine.language import tr
from engine.settings import Project
from engine.settings.declaration.declare import Declared, Section, kind_of, walk
from engine.settings.declaration.tree import is_section_list

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as text.

    Attributes:
        path: Dotted path, with the kind in place of a list index.
        title: Its title, in the program's language.
        keras: Its Keras name, "" where Keras has none.
        value: Its value as text.
        usual: Whether it has its default value.
    """

    path: str
    title: str
    keras: str
    value: str
    usual: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting in several projects.

    Attributes:
        path: Dotted path, as in `Row`.
        title: Its title, in the program's language.
        keras: Its Keras name, "" where Keras has none.
        values: Its value in each project, `NOTHING` where a project does not have it.
    """

    path: str
    title: str
    keras: str
    values: tuple[str, ...]


def rows(project: Project) -> dict[str, Row]:
    """Return every setting by its path, in order of declaration, without disabled callbacks."""
    found: dict[str, Row] = {}
    _walk(project, "", title="", found=found)
    return found


def unusual(project: Project) -> list[Row]:
    """Return the kinds of data, model, optimizer and callbacks, and all settings that are not defaults."""
    return [row for row in rows(project).values() if not row.usual]


def differences(projects: Sequence[Project]) -> list[Difference]:
    """Return the settings that are not the same in all projects.

    The settings of a callback or a kind that only some projects have are not listed one by one.
    """
    tables = [rows(project) for project in projects]
    found: list[Difference] = []
    for path, row in {path: row for table in reversed(tables) for path, row in table.items()}.items():
        values = tuple(table[path].value if path in table else NOTHING for table in tables)
        everywhere = NOTHING not in values
        if len(set(values)) > 1 and (everywhere or path.count(".") == 1):
            found.append(Difference(path, row.title, row.keras, values))
    return found


def _walk(section: Section, prefix: str, *, title: str, found: dict[str, Row]) -> None:
    for declared in walk(type(section)):
        value, path = getattr(section, declared.name), f"{prefix}{declared.name}"
        if isinstance(value, Section):
            if kind_of(type(value)):
                words = tr(type(value).title)
                name = title + tr(declared.info.title)
                found[f"{path}.kind"] = Row(f"{path}.kind", name, declared.info.keras, words, usual=False)
            _walk(value, f"{path}.", title=title, found=found)
        elif is_section_list(declared.annotation):
            _walk_list(value, path, found=found)
        else:
            name = title + tr(declared.info.title)
            usual = value == declared.default
            found[path] = Row(path, name, declared.info.keras, _plain(value, declared), usual)


def _walk_list(items: Sequence[Any], path: str, *, found: dict[str, Row]) -> None:
    seen: Counter[str] = Counter()
    for item in items:
        kind = kind_of(type(item))
        if not getattr(item, "enabled", True):
            continue
        seen[kind] += 1
        place = f"{path}.{kind}" + (str(seen[kind]) if seen[kind] > 1 else "")
        name = tr(type(item).title)
        found[place] = Row(place, name, "", tr("on"), usual=False)
        _walk(item, f"{place}.", title=f"{name}: ", found=found)


def _plain(value: Any, declared: Declared) -> str:
    if value is None or value in ((), "", {}):
        return tr(declared.info.none_title) if declared.info.none_title else NOTHING
    choice = declared.info.choices.get(value) if isinstance(value, Hashable) else None
    if choice:
        return tr(choice)
    if isinstance(value, bool):
        return tr("on") if value else tr("off")
    if isinstance(value, tuple):
        return ", ".join(_plain_one(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain_one(item)}" for name, item in value.items())
    return _plain_one(value)


def _plain_one(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
