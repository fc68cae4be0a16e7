"""A folder with one sub-folder a class -> which files it has. What is in them is known by their readers."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from engine.data.dataset import DataError, LeftOut
from engine.data.reading import Reading
from engine.language import tr

SYSTEM_FILES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file: its path, its name for people ("cats/1.png") and its class number.

    `size` is in bytes, `changed` is when it was changed last, in nanoseconds as the system tells it.
    """

    path: Path
    name: str
    label: int
    size: int
    changed: int


Found: TypeAlias = tuple[tuple[str, ...], list[FoundFile], list[LeftOut]]
"""The names of the classes, the files in them, and what cannot be used."""


def files_in(root: Path, reading: Reading, *, advice: str) -> Found:
    """The classes of a folder and their files; `advice` is the sentence for a folder without sub-folders.

    Raises DataError when there are not two classes, or not those of the training data.
    """
    entries = sorted((path for path in root.iterdir() if _is_visible(path.name)), key=lambda path: path.name)
    folders = [path for path in entries if path.is_dir()]
    left_out = [
        LeftOut(path.name, tr("it lies beside the class folders, not in one"))
        for path in entries
        if path.is_file()
    ]
    if not folders:
        loose = tr("The {count:,} files in it have no class.", count=len(left_out)) if left_out else ""
        raise DataError(f"{advice} {loose}".rstrip())
    names = tuple(folder.name for folder in folders)
    if reading.like is not None:
        unknown = sorted(set(names) - set(reading.like.class_names))
        if unknown:
            raise DataError(
                tr("The class {unknown} is not among those of the training data.", unknown=unknown[0])
            )
        names = reading.like.class_names
    elif len(names) == 1:
        raise DataError(
            tr(
                "{name} has one class only, {only}; at least two are needed to learn from.",
                name=root.name,
                only=names[0],
            )
        )
    files: list[FoundFile] = []
    for folder in folders:
        reading.step(0, 0)
        label = names.index(folder.name)
        for path in _files_below(folder):
            name = path.relative_to(root).as_posix()
            about = _regular(path)
            if about is None:
                left_out.append(LeftOut(name, tr("it is no regular file")))
            else:
                files.append(FoundFile(path, name, label, about.st_size, about.st_mtime_ns))
    return names, files, left_out


def _regular(path: Path) -> os.stat_result | None:
    """What the system knows of a regular file: a pipe or a dead link would block or fail when opened."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about if stat.S_ISREG(about.st_mode) else None


def _files_below(folder: Path) -> list[Path]:
    """All visible files in a folder and below it, sorted; links to folders are not followed, so it ends."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if _is_visible(name)]
        found += [Path(place, name) for name in files if _is_visible(name)]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _is_visible(name: str) -> bool:
    return not name.startswith(".") and name.casefold() not in SYSTEM_FILES
