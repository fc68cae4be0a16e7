"""Files that a library makes under a name of its own choice, such as TensorFlow's event files.

The ledger gets the end of its name before the file is made. A run that is killed between the making and
the note of the file knows it by that ending, which nothing else in the folder has.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_ENDING = re.compile(r"^\.fitroom-[0-9a-f]{16}\.v2$")


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is about to be made.

    Attributes:
        folder: Where, relative to the run folder.
        ending: How its name will end.
    """

    folder: str
    ending: str

    @classmethod
    def fresh(cls, folder: str) -> Announced:
        """Return an ending for `folder` that no other file has."""
        return cls(folder, f".fitroom-{secrets.token_hex(8)}.v2")

    def is_name_of(self, name: str) -> bool:
        """Return whether `name`, relative to the run folder, is that of the announced file."""
        folder, _, inner = name.rpartition("/")
        return folder == self.folder and inner.endswith(self.ending)

    def names(self, root: Path) -> list[str]:
        """Return the announced files that are in the run folder `root`."""
        with suppress(OSError):
            inside = sorted(path.name for path in (root / self.folder).iterdir())
            return [f"{self.folder}/{name}" for name in inside if name.endswith(self.ending)]
        return []

    def as_line(self) -> str:
        """Return the line of the ledger."""
        return json.dumps({"announced": self.folder, "ending": self.ending}, ensure_ascii=False) + "\n"


def announced_in(content: bytes) -> Iterator[Announced]:
    """Yield what the lines of a ledger announce.

    Args:
        content: Of the ledger's file; invalid lines are skipped.
    """
    for line in content.splitlines():
        if not line.startswith(b'{"announced"'):
            continue
        with suppress(ValueError, RecursionError):
            match json.loads(line):
                case {"announced": str(folder), "ending": str(ending)} if _ENDING.match(ending):
                    yield Announced(folder, ending)
                case _:
                    pass
