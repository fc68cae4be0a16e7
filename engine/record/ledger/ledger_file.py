"""The file `.written.jsonl`, in which a ledger is kept: read once, then a line is added at a time.

`written_file` and `announced` define the lines, `ledger` what they mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.record.ledger.announced import Announced, announced_in
from engine.record.ledger.safe_files import open_to_append
from engine.record.ledger.written_file import Written, lines_in, read_content


class LedgerFile:
    """The file of one ledger.

    Args:
        path: The file; it may be missing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = read_content(path)
        # a kill or a full disk may have left a part of a line, to which nothing must stick
        self._ends_a_line = not self._content or self._content.endswith(b"\n")

    def lines(self) -> Iterator[tuple[str, Written | None]]:
        """Yield the lines that were there at the beginning; see `written_file.lines_in`."""
        return lines_in(self._content)

    def announced(self) -> list[Announced]:
        """Return what was announced before the beginning."""
        return list(announced_in(self._content))

    def append(self, line: str) -> None:
        """Add a line.

        Raises:
            OSError: When it cannot be written.
        """
        begin = "" if self._ends_a_line else "\n"
        self._ends_a_line = False
        with open_to_append(self._path) as handle:
            handle.write(begin + line)
        self._ends_a_line = True
