"""The types of settings that hold a path inside the run folder, normalized by `engine.run_paths`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from engine.run_paths import inside


def _file(name: str) -> str:
    return inside(name)


def _folder(name: str) -> str:
    return inside(name, folder=True)


def _template(name: str) -> str:
    return inside(name, filled_in=False)


FileInRun = Annotated[str, AfterValidator(_file)]
"""A file that the run writes."""
FolderInRun = Annotated[str, AfterValidator(_folder)]
"""A folder that the run writes into; "." is the run folder itself."""
TemplateInRun = Annotated[str, AfterValidator(_template)]
"""A file whose name has placeholders, such as {epoch}, and gets its suffix later."""
