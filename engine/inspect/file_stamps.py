"""When a data file was last written, so that a file that has changed is read again.

A folder is looked at with the folders in it, not with their files: looking at each of a hundred thousand
images would take longer than an edit may. What is missed so is read again when a person asks for it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.resources import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine.settings.declaration.declare import Section

Stamp = tuple[str, int, int]
"""The path, the time of the last change in ns, and the size in bytes."""
_NAMES = ("path", "y_path", "labels")
"""The settings that name files of a data set."""
_MOST_FOLDERS = 500


def stamps_of(section: Section, base: Path | None) -> tuple[Stamp, ...]:
    """Return the stamps of the files and folders that the settings of data name; missing ones have none.

    Args:
        section: The settings of data.
        base: The folder that relative paths start from; None for the working folder.
    """
    found: list[Stamp] = []
    for name in _NAMES:
        text = getattr(section, name, "")
        if isinstance(text, str) and text:
            try:
                found += _stamps(resolve(text, base))
            except (OSError, ValueError):  # ValueError: a path with a null character
                continue
    return tuple(found)


def _stamps(path: Path) -> Iterator[Stamp]:
    status = path.stat()
    yield str(path), status.st_mtime_ns, status.st_size
    if path.is_dir():
        with os.scandir(path) as entries:
            folders = [
                entry for _, entry in zip(range(_MOST_FOLDERS), entries, strict=False) if entry.is_dir()
            ]
        for entry in sorted(folders, key=lambda entry: entry.name):
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size
