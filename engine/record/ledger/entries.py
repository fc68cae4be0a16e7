"""What a ledger knows, in memory and in its file: each change is written before it counts.

`ledger` asks and notes; `roll_back` uses what is known when a run is resumed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path

from engine.record.ledger.announced import Announced
from engine.record.ledger.ledger_file import LedgerFile
from engine.record.ledger.written_file import Written, as_line
from engine.run_paths import WRITTEN


class Entries:
    """The entries of one ledger, by the names of the files.

    Args:
        root: The run folder.
    """

    def __init__(self, root: Path) -> None:
        self._file = LedgerFile(root / WRITTEN)
        self._announced = self._file.announced()
        self._known: dict[str, deque[Written]] = {}
        for name, written in self._file.lines():
            self._add(name, written)

    @property
    def known(self) -> Mapping[str, deque[Written]]:
        """Name -> the last two notes of a file, the newer one last."""
        return self._known

    @property
    def growing(self) -> list[str]:
        """The names of the files that grow."""
        return [name for name, notes in self._known.items() if not notes[-1].owner]

    def note(self, name: str, written: Written) -> None:
        """Note a file. Raises OSError when the ledger cannot be written."""
        self._file.append(as_line(name, written))
        self._add(name, written)

    def forget(self, name: str) -> None:
        """Note that a file is gone, or not the run's. Raises OSError when the ledger cannot be written."""
        if name in self._known:
            self._file.append(as_line(name, None))
            del self._known[name]

    def announce(self, folder: str) -> str:
        """Note that a file is about to be made, and return how its name must end; see `Ledger.announce`."""
        coming = Announced.fresh(folder)
        self._file.append(coming.as_line())
        self._announced.append(coming)
        return coming.ending

    def is_announced(self, name: str) -> bool:
        """Return whether the name is that of a file which was announced."""
        return any(one.is_name_of(name) for one in self._announced)

    def announced_files(self, root: Path) -> set[str]:
        """Return the names of the announced files that are in the run folder `root`."""
        return {name for one in self._announced for name in one.names(root)}

    def _add(self, name: str, written: Written | None) -> None:
        if written is None:
            self._known.pop(name, None)
        else:
            # two, as a kill may come between the note and the rename
            self._known.setdefault(name, deque(maxlen=2)).append(written)
