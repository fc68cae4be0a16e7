"""The file paths in a model's settings, and how they are made absolute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.models.inputs import ModelError
from engine.resources import resolve
from engine.settings.declaration.tree import leaves
from engine.settings.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.settings.model import ModelSettings

_EDITORS = ("path", "python")


def file_settings(model: ModelSettings) -> Iterator[tuple[str, str]]:
    """Yield the settings that hold a file as (path below "model", value)."""
    for leaf in leaves(model):
        if leaf.declared.info.editor in _EDITORS:
            yield leaf.path, leaf.value


def located(model: ModelSettings, base: Path | None) -> Any:
    """Return the settings with absolute paths.

    Args:
        model: The settings.
        base: The folder that relative paths start from; None for the working folder.

    Raises:
        ModelError: A path starts from the home folder of a user that does not exist.
    """
    project = Project(model=model)
    for name, text in file_settings(model):
        if text:
            try:
                project = project.with_value(f"model.{name}", str(resolve(text, base)))
            except FileNotFoundError as error:
                raise ModelError(str(error), path=f"model.{name}") from error
    return project.model
