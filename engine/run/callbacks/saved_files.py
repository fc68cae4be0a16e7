"""Puts a saved model under its name only when it is whole, and remembers which names a run has saved.

A model is written beside its place, brought to disk and then renamed, so that a process that is killed in
between leaves nothing torn under the name. A SavedModel is a folder, and a full folder cannot be replaced in
one step: the old one is put aside first, so for a moment there may be none. When to save, and what to keep,
is `checkpoint`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.files import sync_folder, write_atomically


class SavedFiles:
    """What the checkpoint callback at `index` has saved below `root`; names are relative to it."""

    def __init__(self, root: Path, index: int) -> None:
        self._root = root
        # below the run's folder, so that a rename never has to copy; the dot keeps them out of listings
        self._beside = f".saving-{index}"
        self._aside = root / f".replaced-{index}"
        self._list = root / f".saved-{index}.txt"

    def put(self, name: str, *, ending: str, write: Callable[[Path], None]) -> None:
        """Have `write` make the file or folder `name`, which ends in `ending`. Raises OSError."""
        self._remember([*self._remembered(), name])
        path = self._root / name
        beside = self._root / (self._beside + ending)
        delete(beside)
        try:
            write(beside)
            _bring_to_disk(beside)
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir() and beside.is_dir():
                delete(self._aside)
                path.rename(self._aside)
            beside.replace(path)
        finally:
            delete(beside)
        sync_folder(path.parent)
        delete(self._aside)

    def delete(self, names: Iterable[str]) -> None:
        """Delete what was saved under `names`."""
        gone = set(names)
        for name in gone:
            delete(self._root / name)
        if gone:
            self._remember(name for name in self._remembered() if name not in gone)

    def go_back_to(self, names: Iterable[str]) -> None:
        """Delete what was saved beyond `names`, and what a killed process left half written."""
        kept = set(names)
        self.delete(name for name in self._remembered() if name not in kept)
        for left in (*self._root.glob(f"{self._beside}.*"), self._aside):
            delete(left)

    def _remembered(self) -> list[str]:
        return self._list.read_text(encoding="utf-8").splitlines() if self._list.exists() else []

    def _remember(self, names: Iterable[str]) -> None:
        write_atomically(self._list, "".join(f"{name}\n" for name in sorted(set(names))).encode())


def delete(path: Path) -> None:
    """Delete a file, or a folder with all that is in it; nothing is fine too. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _bring_to_disk(path: Path) -> None:
    for item in [path, *path.rglob("*")] if path.is_dir() else [path]:
        if item.is_dir():
            sync_folder(item)
        else:
            # Windows brings only files to disk that are open for writing
            with item.open("rb+") as handle:
                os.fsync(handle.fileno())
