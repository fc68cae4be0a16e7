"""How long the files of a run were when its state was taken, so that a resume can cut off what came after.

Without this a resumed run would have rows, events and TensorBoard steps twice. Only files that the run
itself writes are touched; what a person put into the folder stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path


def measure(root: Path, owned: Iterable[str]) -> dict[str, int]:
    """Sizes in bytes of the owned files below `root`, by relative path. `owned` names files or folders."""
    sizes: dict[str, int] = {}
    for name in owned:
        path = root / name
        if path.is_dir():
            sizes.update(_within(str(path), name))
        else:
            with suppress(FileNotFoundError):
                sizes[name] = path.stat().st_size
    return sizes


def roll_back(root: Path, owned: Iterable[str], *, sizes: Mapping[str, int]) -> None:
    """Cut the owned files back to `sizes` and delete those that were not there. Raises OSError."""
    for name, size in measure(root, owned).items():
        kept = sizes.get(name)
        if kept is None:
            (root / name).unlink()
        elif size > kept:
            os.truncate(root / name, kept)


def _within(folder: str, name: str) -> Iterator[tuple[str, int]]:
    # asked at every state, so with names and not with paths, which take several times as long
    with suppress(FileNotFoundError), os.scandir(folder) as entries:  # deleted between listing and looking
        for entry in entries:
            inner = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _within(entry.path, inner)
            else:
                yield inner, entry.stat(follow_symlinks=False).st_size
