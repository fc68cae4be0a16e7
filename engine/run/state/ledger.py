"""How long the files of a run were when its state was taken, so that a resume can cut off what came after.

Without this a resumed run would have rows, events and TensorBoard steps twice. Only files that the run
itself writes are touched; what a person put into the folder stays.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def measure(root: Path, owned: Iterable[str]) -> dict[str, int]:
    """Sizes in bytes of the owned files below `root`, by relative path. `owned` names files or folders."""
    sizes: dict[str, int] = {}
    for path in _files(root, owned):
        try:
            sizes[path.relative_to(root).as_posix()] = path.stat().st_size
        except FileNotFoundError:
            continue  # deleted between listing and looking
    return sizes


def roll_back(root: Path, owned: Iterable[str], *, sizes: Mapping[str, int]) -> None:
    """Cut the owned files back to `sizes` and delete those that were not there. Raises OSError."""
    for path in _files(root, owned):
        size = sizes.get(path.relative_to(root).as_posix())
        if size is None:
            path.unlink()
        elif path.stat().st_size > size:
            os.truncate(path, size)


def _files(root: Path, owned: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for name in owned:
        path = root / name
        if path.is_dir():
            # asked at every state, so not with `Path.rglob`, which takes several times as long
            found += [Path(folder, file) for folder, _, files in os.walk(path) for file in files]
        elif path.is_file():
            found.append(path)
    return found
