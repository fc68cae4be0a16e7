"""Which Python files a person has allowed to run: their sha256, with the path and the date.

Trust is in the content: when one byte of a file changes, it is asked for again, and a copy with the same
content needs no question. Showing the file and asking is left to the window and the command line. Nothing
here imports Keras.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.custom_code.run_file import MOST_BYTES
from engine.files import write_atomically
from engine.opening import read_regular
from engine.user_folders import settings_folder

STORE_NAME = "trusted.json"


@dataclass(frozen=True, slots=True)
class TrustedFile:
    """A file that was trusted.

    Attributes:
        path: where it was.
        date: when it was trusted, ISO 8601 in UTC.
    """

    path: str
    date: str


def fingerprint(content: bytes) -> str:
    """Return the sha256 by which a file is trusted, as hex."""
    return hashlib.sha256(content).hexdigest()


class TrustStore:
    """The file that stores which content is trusted. A store that cannot be read trusts nothing.

    Args:
        path: of the store; None for `STORE_NAME` in the settings folder.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = settings_folder() / STORE_NAME if path is None else path

    def is_trusted(self, _path: Path, sha256: str) -> bool:
        """Return whether content with this sha256 may run; the path has no influence."""
        return sha256 in self.files()

    def is_trusted_now(self, path: Path) -> bool:
        """Return whether the file at `path`, as it is now, may run; False where it cannot be read."""
        try:
            return self.is_trusted(path, fingerprint(read_regular(path, most=MOST_BYTES)))
        except OSError:
            return False

    def trust(self, path: Path) -> str:
        """Trust the file at `path`, as it is now, and return its sha256.

        Raises:
            OSError: the file cannot be read, or the store not written.
        """
        found = fingerprint(read_regular(path, most=MOST_BYTES))
        date = datetime.now(UTC).isoformat(timespec="seconds")
        self._write({**self.files(), found: TrustedFile(str(path.absolute()), date)})
        return found

    def forget(self, path: Path) -> None:
        """Stop trusting all content that was trusted at `path`.

        Raises:
            OSError: the store cannot be written.
        """
        gone = str(path.absolute())
        self._write({sha256: item for sha256, item in self.files().items() if item.path != gone})

    def files(self) -> dict[str, TrustedFile]:
        """Return what is trusted, by sha256."""
        try:
            read: Any = json.loads(self._path.read_bytes())
            return {
                str(sha256): TrustedFile(str(item["path"]), str(item["date"]))
                for sha256, item in read["files"].items()
            }
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}

    def _write(self, files: Mapping[str, TrustedFile]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        tree = {sha256: {"path": item.path, "date": item.date} for sha256, item in files.items()}
        write_atomically(self._path, json.dumps({"files": tree}, indent=2).encode())
