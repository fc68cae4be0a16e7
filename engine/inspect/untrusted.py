"""Checks of custom files: one that is not trusted with its present content does not run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.custom_code.trust import TrustStore
from engine.language import tr
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project
from engine.settings.declaration.tree import python_files


def untrusted(project: Project, base: Path | None) -> Iterator[Problem]:
    """Yield a problem for each custom file that would run and is not trusted with its present content.

    Args:
        project: The settings; custom data, the custom model and enabled custom callbacks are checked.
        base: The folder that relative paths start from; None if the project has no file.
    """
    store = TrustStore()
    for place, name in python_files(project):
        path = file_of(name, base)
        # a missing file is another problem, which has its own check
        if path is None or not path.is_file() or store.is_trusted_now(path):
            continue
        sentence = tr(
            "{name} would run with all your rights: look at it and say that you trust it.", name=path.name
        )
        if place.startswith("callbacks."):
            sentence = tr(
                "{name} would run with all your rights: look at it and say that you trust it, or"
                " switch this callback off.",
                name=path.name,
            )
        yield Problem(place, sentence)


def file_of(path: str, base: Path | None) -> Path | None:
    """Return the file that a setting names, whether or not it exists.

    Args:
        path: As in the settings, absolute or relative; "" for none.
        base: The folder that relative paths start from; None if the project has no file.
    """
    try:
        return resolve(path, base) if path else None
    except FileNotFoundError:  # "~" of a user without a home folder
        return None
