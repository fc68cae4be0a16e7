"""Makes a project of a tree that is partly invalid: invalid settings are dropped and reported."""

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
    """What is invalid in a file.

    Attributes:
        path: Dotted path of the setting, "" for the file as a whole.
        message: One sentence.
    """

    path: str
    message: str


_GAP = object()
"""Replaces a dropped item of a list, so that the others keep their indices."""


def salvage(tree: dict[str, Any]) -> tuple[Project, list[FileProblem]]:
    """Return a project of the valid part of a tree.

    Args:
        tree: The parsed settings in the current version; what is dropped is removed from it.

    Returns:
        (project, problems): a problem for each setting that is left at its default. Indices in paths are
        those in the file's own lists.
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
    """Return `parts` with the index in the file in place of the index among the items that are left."""
    items = tree.get(parts[0])
    if len(parts) < 2 or not isinstance(items, list):
        return parts
    left = [place for place, item in enumerate(items) if item is not _GAP]
    return [parts[0], str(left[int(parts[1])]), *parts[2:]]


def _drop(tree: dict[str, Any], parts: list[str]) -> bool:
    """Remove what is at `parts`; False where it was removed already, together with its section.

    A section is removed as a whole when its kind is invalid, as its other settings then have no meaning, and
    when it lacks something that the rest of it needs.
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
    """Return the holders and keys along `parts`, as far as they exist. An unknown key may contain dots."""
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
    """Whether `way` reaches the end of `parts`, the last of them joined by dots into one key."""
    return bool(way) and way[-1][1] == ".".join(parts[len(way) - 1 :])


def _chooses(tree: dict[str, Any], parts: list[str]) -> bool:
    """Whether `parts` lead to the `kind` that chooses between sections; elsewhere it is an unknown key."""
    annotation: Any = Project
    here: Any = tree
    for part in parts[:-1]:
        annotation = step(annotation, part, kind=here.get("kind") if isinstance(here, dict) else None)
        here = here[int(part)] if isinstance(here, list) else here[part]
    return parts[-1] == "kind" and len(alternatives(annotation)) > 1
