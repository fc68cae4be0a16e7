"""Brings the growing files of a run back to the state from which it is resumed.

What was written after the state is cut off or deleted. What is missing before its end cannot be written
again, and is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engine.record.ledger.entries import Entries
from engine.record.ledger.first_bytes import looks_written_by_run
from engine.record.ledger.growing import bytes_lost, cut, cut_to_whole_records, resolved, size_of
from engine.record.ledger.safe_files import is_plain
from engine.record.ledger.written_file import Written, fingerprint
from engine.run_paths import RunPathError, is_link

Kept = Mapping[str, Written | int]
"""The files of a state, by name; only the size in a state of a version without a ledger."""


@dataclass(frozen=True, slots=True)
class RollBack:
    """One roll back, carried out by `run`.

    Attributes:
        root: The run folder.
        entries: What the ledger knows.
        kept: The files of the state.
        left: Names of files that stay, as they are not, or no longer, what the run wrote.
        lost: Name -> how many bytes are missing at the end of a file.
    """

    root: Path
    entries: Entries
    kept: Kept
    left: list[str] = field(default_factory=list[str])
    lost: dict[str, int] = field(default_factory=dict[str, int])

    def run(self, owns: Callable[[str], bool]) -> None:
        """Cut and delete; see `Ledger.roll_back`. Raises OSError."""
        names = {*self.entries.growing, *self.entries.announced_files(self.root), *self.kept}
        for name in sorted(filter(owns, names)):
            if self._is_lost(name):
                continue
            path = self.root / name
            if not (path.exists() or is_link(path)):
                continue
            if not self._may_cut(name):
                self.left.append(name)
                self.entries.forget(name)
            elif name in self.kept:
                size = size_of(self.kept[name])
                cut(path, size)
                if name not in self.entries.known:
                    self.entries.note(name, Written(size, fingerprint(path, size)))
            else:
                path.unlink()
                self.entries.forget(name)

    def _is_lost(self, name: str) -> bool:
        """Whether the end of a file is missing; then its last whole record is the end."""
        kept = self.kept.get(name)
        try:
            path = resolved(self.root, name)
        except RunPathError:
            return False
        lost = 0 if kept is None else bytes_lost(path, name, kept=kept)
        if not lost:
            return False
        self.lost[name] = lost
        self.entries.forget(name)
        if path.exists():
            cut_to_whole_records(path, name)
            size = path.stat().st_size
            self.entries.note(name, Written(size, fingerprint(path, size)))
        return True

    def _may_cut(self, name: str) -> bool:
        kept = self.kept.get(name)
        try:
            path = resolved(self.root, name)
        except RunPathError:
            return False
        if isinstance(kept, Written) and kept.size:
            return kept.is_at(path)
        notes = self.entries.known.get(name, ())
        if any(written.size and written.is_at(path) for written in notes):
            return True
        if not any(written.size for written in notes) and self.entries.is_announced(name):
            return is_plain(path)
        # only the name is known: of a run without a ledger, or as the file was empty
        return (kept is not None or bool(notes)) and (
            not path.stat().st_size or looks_written_by_run(path, name)
        )
