"""Saves models atomically, and deletes only what the run itself has saved.

A model is written beside its place and then moved there (`engine.files`), so that a process that is killed in
between leaves no part of a file under the name. What has been saved is in the ledger before it is there;
`checkpoint` decides when to save, and what to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from engine.files import delete, sync, take_place
from engine.language import tr
from engine.message import Say
from engine.opening import read_regular
from engine.record.ledger.first_bytes import looks_saved
from engine.record.ledger.ledger import Ledger
from engine.record.ledger.safe_files import files_in, remove_empty
from engine.run_paths import RunPathError, is_link, resolve_inside
from engine.settings.callbacks.saving import ENDINGS

_MOST_BYTES = 64_000_000  # of the list that runs had before there was a ledger


class SavedFiles:
    """What one checkpoint callback has saved.

    Args:
        root: The run folder; names are relative to it.
        index: Place of the callback in the project's list.
        ledger: What the run has written.
        say: Takes sentences about files that stay because the run did not write them.
    """

    def __init__(self, root: Path, index: int, *, ledger: Ledger, say: Say) -> None:
        self._root, self._ledger, self._say = root, ledger, say
        self._owner = f"checkpoint-{index}"
        # in the run folder, so that a rename never has to copy; the dot hides them in listings
        self._beside = f".saving-{index}"
        self._aside = root / f".replaced-{index}"
        self._list = root / f".saved-{index}.txt"

    def put(self, name: str, *, ending: str, write: Callable[[Path], None]) -> None:
        """Save a file or folder.

        Args:
            name: Relative to the run folder.
            ending: The end of `name`, which Keras takes the format from.
            write: Called with the path to write to.

        Raises:
            RunPathError: When a run must not write there.
            OSError: When it cannot be written.
        """
        path = resolve_inside(self._root, name)
        beside = self._root / (self._beside + ending)
        delete(beside)
        try:
            write(beside)
            sync(beside)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._ledger.saved(name, beside, owner=self._owner)
            other = None
            if path.exists() and (path.is_dir() != beside.is_dir() or not self._ledger.knows(name)):
                other = _renamed(path)
            take_place(beside, path, aside=self._aside)
            if other is not None:
                self._bring_back(name, other)
        finally:
            delete(beside)

    def delete(self, names: Iterable[str]) -> None:
        """Delete what was saved under `names` and has not been changed since; say what stays."""
        for name in names:
            if not self._ledger.delete(name):
                self._say(tr("{name} stays, as the run did not write all that is there now.", name=name))

    def roll_back_to(self, names: Iterable[str]) -> None:
        """Delete what was saved except `names`, and what a killed process left half written."""
        self._take_over_list()
        kept = set(names)
        self.delete(name for name in self._ledger.saved_by(self._owner) if name not in kept)
        for left in (*self._root.glob(f"{self._beside}.*"), self._aside):
            delete(left)

    def _bring_back(self, name: str, other: Path) -> None:
        """Move files that are not the run's from the old folder `name`, now at `other`, to the new one."""
        path = self._root / name
        for inner in files_in(other) if path.is_dir() and other.is_dir() else []:
            place = path / inner.relative_to(other)
            if self._ledger.is_written_by_run(place.relative_to(self._root).as_posix(), at=inner):
                inner.unlink()
            elif not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                inner.rename(place)
        remove_empty(other)
        if other.exists():
            self._say(
                tr(
                    "{name} was there already and was not written by this run; it is {other} now.",
                    name=name,
                    other=other.name,
                )
            )

    def _take_over_list(self) -> None:
        """Import the list of names that runs had before there was a ledger, as far as it can be verified."""
        try:
            names = read_regular(self._list, most=_MOST_BYTES).decode("utf-8", "replace").splitlines()
        except OSError:
            return
        for name in names:
            try:
                path = resolve_inside(self._root, name)
            except RunPathError:
                continue
            for inner in files_in(path):
                if looks_saved(inner):
                    inner_name = PurePosixPath(name, inner.relative_to(path).as_posix()).as_posix()
                    self._ledger.saved(inner_name, inner, owner=self._owner, part_of=name)
        delete(self._list)


def _renamed(path: Path) -> Path:
    """Rename what is at `path` and was not written by the run."""
    ending = next((ending for ending in ENDINGS.values() if path.name.endswith(ending)), "")
    stem, number = path.name.removesuffix(ending), 1
    while (other := path.with_name(f"{stem}.kept-{number}{ending}")).exists() or is_link(other):
        number += 1
    return path.rename(other)
