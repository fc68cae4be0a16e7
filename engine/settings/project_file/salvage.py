"""Making a project of a tree that is partly wrong: the wrong is dropped and named, the rest is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from engine.settings.declaration.declare import alternatives
from engine.settings.declaration.tree import step
from engine.settings.project import Project
from engine.settings.project_file.explain import explain


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a file: the setting's dotted path ("" for the whole file) and one sentence."""

    path: str
    message: str


_GAP = object()
"""Stands where an item of a list was dropped, so that the others keep their places."""


def salvage(tree: dict[str, Any]) -> tuple[Project, list[FileProblem]]:
    """A project of the good part of `tree`, and a problem for each setting left at its default instead.

    Numbers in paths are places in the file's own lists. What is dropped is taken out of `tree`.
    """
    problems: list[FileProblem] = []
    while True:
        try:
            return Project.model_validate(_without_gaps(tree)), problems
        except ValidationError as error:
            found = [(_places(tree, path.split(".")), sentence) for path, sentence in explain(error)]
            problems += [FileProblem(".".join(parts), sentence) for parts, sentence in found]
            dropped = [_drop(tree, parts) for parts, _ in found]
            if not any(dropped):
                tree.clear()  # only a rule between defaults could lead here; never try the same again


def _without_gaps(tree: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [item for item in value if item is not _GAP] if isinstance(value, list) else value
        for name, value in tree.items()
    }


def _places(tree: dict[str, Any], parts: list[str]) -> list[str]:
    """`parts` with the place in the file in stead of the place among the items that are left."""
    items = tree.get(parts[0])
    if len(parts) < 2 or not isinstance(items, list):
        return parts
    left = [place for place, item in enumerate(items) if item is not _GAP]
    return [parts[0], str(left[int(parts[1])]), *parts[2:]]


def _drop(tree: dict[str, Any], parts: list[str]) -> bool:
    """Take out what lies at `parts`; False where it went already, together with its section.

    A section goes as a whole when its kind is wrong, as nothing says what its other settings mean, and when
    it lacks something that the rest of it needs.
    """
    way = _way(tree, parts)
    complete = _ends(way, parts)
    if not complete and len(way) < max(1, len(parts) - 1):
        return False
    if complete and way[-1][1] == "kind" and _chooses(tree, parts):
        way.pop()
    holder, last = way[-1]
    if isinstance(holder, list):
        holder[last] = _GAP
    else:
        del holder[last]
    return True


def _way(tree: dict[str, Any], parts: list[str]) -> list[tuple[Any, Any]]:
    """The holders and keys along `parts`, as far as they are there. An unknown key may have dots in it."""
    way: list[tuple[Any, Any]] = []
    here: Any = tree
    for index, part in enumerate(parts):
        rest = ".".join(parts[index:])
        key: Any = rest if isinstance(here, dict) and rest in here else part
        if isinstance(here, list):
            key = int(part)
        elif not isinstance(here, dict) or key not in here:
            break
        way.append((here, key))
        here = here[key]
        if key == rest:
            break
    return way


def _ends(way: list[tuple[Any, Any]], parts: list[str]) -> bool:
    """Whether `way` goes to the end of `parts`, the last of them joined by dots into one key."""
    return bool(way) and way[-1][1] == ".".join(parts[len(way) - 1 :])


def _chooses(tree: dict[str, Any], parts: list[str]) -> bool:
    """Whether `parts` lead to the `kind` that chooses between sections; elsewhere it is an unknown key."""
    annotation: Any = Project
    here: Any = tree
    for part in parts[:-1]:
        annotation = step(annotation, part, kind=here.get("kind") if isinstance(here, dict) else None)
        here = here[int(part)] if isinstance(here, list) else here[part]
    return parts[-1] == "kind" and len(alternatives(annotation)) > 1
