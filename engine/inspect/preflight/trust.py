"""Checks of custom files: one that is not trusted with its present content does not run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.custom_code.trust import TrustStore
from engine.language import tr
from engine.problems import Problem
from engine.resources import resolve
from engine.settings import Project
from engine.settings.callbacks import CustomCallback
from engine.settings.data.kinds import PythonData
from engine.settings.model import CodeModel


def untrusted(project: Project, base: Path | None) -> Iterator[Problem]:
    """Yield a problem for each custom file that would run and is not trusted with its present content.

    Args:
        project: The settings; custom data, the custom model and enabled custom callbacks are checked.
        base: The folder that relative paths start from; None if the project has no file.
    """
    store = TrustStore()
    for place, section in (("data.path", project.data), ("model.path", project.model)):
        path = file_of(section.path, base) if isinstance(section, PythonData | CodeModel) else None
        if path is not None and path.is_file() and not store.is_trusted_now(path):
            yield Problem(
                place,
                tr(
                    "{name} would run with all your rights: look at it and say that you trust it.",
                    name=path.name,
                ),
            )
    for index, section in enumerate(project.callbacks):
        if isinstance(section, CustomCallback) and section.enabled and section.path:
            path = file_of(section.path, base)
            # a missing file is another problem, which the preflight reports
            if path is not None and path.is_file() and not store.is_trusted_now(path):
                yield Problem(
                    f"callbacks.{index}.path",
                    tr(
                        "{name} would run with all your rights: look at it and say that you trust it, or"
                        " switch this callback off.",
                        name=path.name,
                    ),
                )


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
