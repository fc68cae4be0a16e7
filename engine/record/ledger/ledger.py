"""What a run has written to its folder: the name of each file, its length, and how it begins.

A resume cuts or deletes only files that are in the ledger and still begin as they did, so that what a person
put into the folder, or changed there, stays. Files that grow (history, events, logs) are cut back to their
size in the state; saved models are deleted as a whole. The ledger is the file `.written.jsonl`, a line a
file, which is written before a saved file gets its name. `written_file` defines the format of a line; files
that are known only by name are recognized by `first_bytes`, and those that TensorFlow names by `announced`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.files import write_atomically
from engine.record.ledger.entries import Entries
from engine.record.ledger.growing import resolved
from engine.record.ledger.roll_back import RollBack
from engine.record.ledger.safe_files import files_in, remove_empty, sync, walk
from engine.record.ledger.written_file import BEGINNING, Written, fingerprint, fingerprint_of
from engine.run_paths import WRITTEN, RunPathError, is_kept, is_link, resolve_inside

_MOST_NAMED = 1000


class Ledger:
    """The ledger of one run. All names are relative to its folder, with forward slashes.

    Args:
        root: The run folder.

    Attributes:
        lost: Name -> how many bytes at its end `roll_back` has found missing.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._entries = Entries(root)
        self._beginnings: dict[str, str] = {}
        self._others: set[str] = set()
        self.lost: dict[str, int] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known, as in a run folder of a version without a ledger."""
        return not self._entries.known

    def has_noted(self, name: str) -> bool:
        """Return whether the file `name` is known, saved or growing."""
        return name in self._entries.known

    def begins(self, name: str) -> bool:
        """Announce that the file `name` is about to be opened to grow.

        Returns:
            False where the file has content that the run did not write.

        Raises:
            OSError: When the file cannot be examined.
        """
        path = self._root / name
        if name not in self._entries.known and path.exists() and path.stat().st_size:
            self._others.add(name)
        return name not in self._others

    def grows(self, name: str) -> None:
        """Note the growing file `name`; to be called after its first write, and as often as wanted.

        Raises:
            OSError: When the file cannot be read, or the ledger written.
        """
        known = self._entries.known.get(name)
        if name in self._others or (known and known[-1].size and not known[-1].owner):
            return
        with suppress(FileNotFoundError):
            path = self._root / name
            size = path.stat().st_size
            written = Written(size, fingerprint(path, size))
            if not known or written != known[-1]:
                self._entries.note(name, written)

    def announce(self, folder: str) -> str:
        """Note that a library is about to make a growing file in `folder`, under a name that it chooses.

        Returns:
            How the library has to end that name.

        Raises:
            OSError: When the ledger cannot be written.
        """
        return self._entries.announce(folder)

    def comes(self, name: str, path: Path) -> None:
        """Note that a whole file, which a library has named, is about to be renamed to `name`.

        Args:
            name: The final name; a resume from a state before it deletes the file.
            path: Where it is now.

        Raises:
            OSError: When it cannot be read, or the ledger written.
        """
        size = path.stat().st_size
        self._entries.note(name, Written(size, fingerprint(path, size)))

    def saved(self, name: str, path: Path, *, owner: str, part_of: str = "") -> None:
        """Note that a saved file or folder is about to be renamed to its final name.

        Args:
            name: The final name.
            path: Where it is now.
            owner: The callback that saves it, such as "checkpoint-0".
            part_of: The name of the whole where this is only a part of what was saved; "" for the same name.

        Raises:
            OSError: When it cannot be read, or the ledger written.
        """
        for inner in files_in(path):
            size = inner.stat().st_size
            digest = fingerprint(inner, size, whole=True)
            self._entries.note(_joined(name, inner, path), Written(size, digest, owner, part_of or name))

    def put(self, name: str, content: bytes, *, owner: str) -> bool:
        """Write a file atomically, and note it.

        Args:
            name: Of the file.
            content: Its bytes.
            owner: The callback that saves it.

        Returns:
            False, and nothing is written, where there is a file that the run did not write.

        Raises:
            OSError: When it cannot be written.
        """
        try:
            path = resolve_inside(self._root, name)
        except RunPathError:
            return False
        if not self.knows(name):
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        self._entries.note(name, Written(len(content), fingerprint_of(content), owner, name))
        write_atomically(path, content, through_links=False)
        return True

    def saved_by(self, owner: str) -> dict[str, list[str]]:
        """Return the files that `owner` has saved, by the names under which it saved them."""
        found: dict[str, list[str]] = {}
        for name, known in self._entries.known.items():
            if known[-1].owner == owner:
                found.setdefault(known[-1].part_of, []).append(name)
        return found

    def knows(self, name: str) -> bool:
        """Return whether everything at `name` was saved by the run, and is unchanged. Raises OSError."""
        path = self._root / name
        return all(self.is_written_by_run(_joined(name, inner, path)) for inner in files_in(path))

    def is_written_by_run(self, name: str, *, at: Path | None = None) -> bool:
        """Return whether a file is what the run saved under a name.

        Args:
            name: The name.
            at: Where the file is, if not at `name`.

        Raises:
            OSError: When it cannot be read.
        """
        try:
            path = resolve_inside(self._root, name)
        except RunPathError:
            return False
        return any(
            written.owner and written.is_at(at or path) for written in self._entries.known.get(name, ())
        )

    def delete(self, name: str) -> bool:
        """Delete what the run saved as `name`, a file or a folder.

        Returns:
            False where something that the run did not write stays there.

        Raises:
            OSError: When a file cannot be deleted.
        """
        try:
            path = resolve_inside(self._root, name)
        except RunPathError:
            return False
        for inner in files_in(path):
            inner_name = _joined(name, inner, path)
            if self.is_written_by_run(inner_name):
                inner.unlink()
        for known in [
            inner for inner in self._entries.known if inner == name or inner.startswith(f"{name}/")
        ]:
            self._forget(known)
        remove_empty(path)
        return not (path.exists() or is_link(path))

    def measure(self) -> dict[str, list[Any]]:
        """Return size in bytes and fingerprint of each growing file, by name, for the header of a state.

        Raises:
            OSError: When a file cannot be read.
        """
        found: dict[str, list[Any]] = {}
        for name in self._entries.growing:
            known = self._entries.known[name]
            path = f"{self._root}/{name}"  # called at every state, and a Path takes several times as long
            with suppress(FileNotFoundError):
                size = os.stat(path).st_size  # noqa: PTH116 - as above
                beginning = self._beginnings.get(name) or fingerprint(path, size)
                if size >= BEGINNING:
                    self._beginnings[name] = beginning
                elif size and not known[-1].size:
                    self._entries.note(name, Written(size, beginning))
                found[name] = [size, beginning]
        return found

    def sync(self, names: Iterable[str]) -> None:
        """Bring growing files, and the ledger itself, to disk: a state that has their sizes comes after it.

        Args:
            names: Of the files; those that are gone or no regular files are passed over.

        Raises:
            OSError: When a file cannot be synced.
        """
        for name in (*names, WRITTEN):
            with suppress(RunPathError):
                sync(resolved(self._root, name))

    def roll_back(self, kept: Mapping[str, Written | int], *, owns: Callable[[str], bool]) -> list[str]:
        """Cut the growing files back to what was `kept` of them, and delete those that came later.

        Args:
            kept: The files of the state from which the run is resumed, by name.
            owns: Returns whether the run with its settings appends to a file of this name.

        Returns:
            The names of files that stay, as they are not, or no longer, what the run wrote.

        Raises:
            OSError: When a file cannot be cut or deleted.
        """
        work = RollBack(self._root, self._entries, kept)
        work.run(owns)
        self._beginnings.clear()
        self.lost = work.lost
        return work.left

    def others(self) -> list[str]:
        """Return the files in the folder that the run did not write, sorted, at most 1,000 names."""
        found: list[str] = []
        for name in walk(str(self._root)):
            if name not in self._entries.known and not is_kept(name.partition("/")[0]):
                found.append(name)
            if len(found) == _MOST_NAMED:
                break
        return sorted(found)

    def _forget(self, name: str) -> None:
        self._beginnings.pop(name, None)
        self._entries.forget(name)


def _joined(name: str, inner: Path, path: Path) -> str:
    return name if inner == path else f"{name}/{inner.relative_to(path).as_posix()}"
