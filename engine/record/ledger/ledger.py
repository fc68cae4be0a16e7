"""What a run has written to its folder: the name of each file, its length, and how it begins.

A resume cuts or deletes only files that are in the ledger and still begin as they did, so that what a person
put into the folder, or changed there, stays. Files that grow (history, events, logs) are cut back to their
size in the state; saved models are deleted as a whole. The ledger is the file `.written.jsonl`, a line a
file, which is written before a saved file gets its name. `written_file` defines the format of a line; files
that are known only by name are recognized by `signs`.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.files import write_atomically
from engine.record.ledger.safe_files import files_in, open_to_append, remove_empty, walk, with_one_name
from engine.record.ledger.signs import looks_written_by_run
from engine.record.ledger.written_file import (
    BEGINNING,
    Written,
    as_line,
    fingerprint,
    fingerprint_of,
    read_lines,
)
from engine.run_paths import WRITTEN, RunPathError, is_kept, is_link, resolve_inside

_MOST_NAMED = 1000


class Ledger:
    """The ledger of one run. All names are relative to its folder, with forward slashes.

    Args:
        root: The run folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / WRITTEN
        self._entries: dict[str, deque[Written]] = {}
        self._beginnings: dict[str, str] = {}
        self._others: set[str] = set()
        for name, written in read_lines(self._path):
            self._add(name, written)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known, as in a run folder of a version without a ledger."""
        return not self._entries

    def begins(self, name: str) -> bool:
        """Announce that the file `name` is about to be opened to grow.

        Returns:
            False where the file has content that the run did not write.

        Raises:
            OSError: When the file cannot be examined.
        """
        path = self._root / name
        if name not in self._entries and path.exists() and path.stat().st_size:
            self._others.add(name)
        return name not in self._others

    def grows(self, name: str) -> None:
        """Note the growing file `name`; to be called after its first write, and as often as wanted.

        Raises:
            OSError: When the file cannot be read, or the ledger written.
        """
        known = self._entries.get(name)
        if name in self._others or (known and known[-1].size and not known[-1].owner):
            return
        with suppress(FileNotFoundError):
            path = self._root / name
            size = path.stat().st_size
            written = Written(size, fingerprint(path, size))
            if not known or written != known[-1]:
                self._note(name, written)

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
            self._note(_joined(name, inner, path), Written(size, digest, owner, part_of or name))

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
        self._note(name, Written(len(content), fingerprint_of(content), owner, name))
        write_atomically(path, content, through_links=False)
        return True

    def saved_by(self, owner: str) -> dict[str, list[str]]:
        """Return the files that `owner` has saved, by the names under which it saved them."""
        found: dict[str, list[str]] = {}
        for name, known in self._entries.items():
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
        return any(written.owner and written.is_at(at or path) for written in self._entries.get(name, ()))

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
        for known in [inner for inner in self._entries if inner == name or inner.startswith(f"{name}/")]:
            self._forget(known)
        remove_empty(path)
        return not (path.exists() or is_link(path))

    def measure(self) -> dict[str, list[Any]]:
        """Return size in bytes and fingerprint of each growing file, by name, for the header of a state.

        Raises:
            OSError: When a file cannot be read.
        """
        found: dict[str, list[Any]] = {}
        for name, known in list(self._entries.items()):
            if known[-1].owner:
                continue
            path = f"{self._root}/{name}"  # called at every state, and a Path takes several times as long
            with suppress(FileNotFoundError):
                size = os.stat(path).st_size  # noqa: PTH116 - as above
                beginning = self._beginnings.get(name) or fingerprint(path, size)
                if size >= BEGINNING:
                    self._beginnings[name] = beginning
                elif size and not known[-1].size:
                    self._note(name, Written(size, beginning))
                found[name] = [size, beginning]
        return found

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
        left: list[str] = []
        growing = {name for name, known in self._entries.items() if not known[-1].owner}
        for name in sorted(growing | set(kept)):
            path = self._root / name
            if not owns(name) or not (path.exists() or is_link(path)):
                continue
            if not self._may_cut(name, kept.get(name)):
                left.append(name)
                self._forget(name)
            elif name in kept:
                size = _size(kept[name])
                _cut(path, size)
                if name not in self._entries:
                    self._note(name, Written(size, fingerprint(path, size)))
            else:
                path.unlink()
                self._forget(name)
        return left

    def others(self) -> list[str]:
        """Return the files in the folder that the run did not write, sorted, at most 1,000 names."""
        found: list[str] = []
        for name in walk(str(self._root)):
            if name not in self._entries and not is_kept(name.partition("/")[0]):
                found.append(name)
            if len(found) == _MOST_NAMED:
                break
        return sorted(found)

    def _may_cut(self, name: str, kept: Written | int | None) -> bool:
        try:
            path = _resolved(self._root, name)
        except RunPathError:
            return False
        if isinstance(kept, Written) and kept.size:
            return kept.is_at(path)
        known = self._entries.get(name, ())
        if any(written.size and written.is_at(path) for written in known):
            return True
        # only the name is known: of a run without a ledger, or as the file was empty
        return (kept is not None or bool(known)) and (
            not path.stat().st_size or looks_written_by_run(path, name)
        )

    def _add(self, name: str, written: Written | None) -> None:
        if written is None:
            self._entries.pop(name, None)
        else:
            # two, as a kill may come between the note and the rename
            self._entries.setdefault(name, deque(maxlen=2)).append(written)

    def _note(self, name: str, written: Written) -> None:
        self._add(name, written)
        self._append(as_line(name, written))

    def _forget(self, name: str) -> None:
        self._beginnings.pop(name, None)
        if self._entries.pop(name, None) is not None:
            self._append(as_line(name, None))

    def _append(self, line: str) -> None:
        with open_to_append(self._path) as handle:
            handle.write(line)


def _resolved(root: Path, name: str) -> Path:
    """The path of a growing file, which may be one that every run has. RunPathError for a link."""
    if "/" in name or not is_kept(name):
        return resolve_inside(root, name)
    if is_link(root / name):
        raise RunPathError(name)
    return root / name


def _size(kept: Written | int) -> int:
    return kept if isinstance(kept, int) else kept.size


def _cut(path: Path, size: int) -> None:
    if path.stat().st_size > size:
        with_one_name(path)
        os.truncate(path, size)


def _joined(name: str, inner: Path, path: Path) -> str:
    return name if inner == path else f"{name}/{inner.relative_to(path).as_posix()}"
