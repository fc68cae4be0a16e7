"""What the window stores between two starts: recent projects, geometry, theme; never a setting of a project.

It is one small JSON file in the settings folder. An unreadable file is treated as empty. If the folder cannot
be written nothing is stored, and `keep` returns False; the program works without it.

Several windows may use the same folder. Each writes only the values that it changes.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from engine.files import write_atomically
from engine.record.lock import FolderBusyError, FolderLock

_RECENT = 10


class Preferences:
    """A small table of JSON values, written as a whole whenever one changes.

    Args:
        folder: The settings folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "window.json"
        self._values = _read(self._path)

    def text(self, name: str, default: str = "") -> str:
        """Return the string stored under `name`, or `default`."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return the boolean stored under `name`, or `default`."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else default

    def number(self, name: str, *, default: int) -> int:
        """Return the whole number stored under `name`, or `default`."""
        value = self._values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    @property
    def recent(self) -> tuple[Path, ...]:
        """The projects that were open, the latest first, without those whose file is gone."""
        names = self._values.get("recent")
        paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return tuple(path for path in paths if _is_file(path))

    def add_recent(self, path: Path) -> None:
        """Put `path` first in the recent projects."""
        with self._latest():
            others = [known for known in self.recent if known != path]
            self._write("recent", [str(known) for known in [path, *others][:_RECENT]])

    def keep(self, name: str, value: object) -> bool:
        """Store a JSON value under `name`, and return whether it could be written."""
        with self._latest():
            return self._write(name, value)

    def _write(self, name: str, value: object) -> bool:
        if self._values.get(name) == value:
            return True
        self._values[name] = value
        return write_whole(self._path, json.dumps(self._values, indent=1))

    @contextmanager
    def _latest(self) -> Generator[None]:
        """Lock the file against other windows and read its present values."""
        with ExitStack() as stack:
            # the folder cannot be written, or a process that hangs holds the lock: go ahead without it
            with suppress(OSError, FolderBusyError):
                stack.enter_context(FolderLock(self._path.with_suffix(".lock"), "window"))
            self._values = {**self._values, **_read(self._path)}
            yield


def write_whole(path: Path, text: str) -> bool:
    """Write a file atomically, and create its folder if it is missing.

    Args:
        path: The file.
        text: Its content, written as UTF-8.

    Returns:
        Whether it was written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # a file name may have surrogates of a broken encoding
        write_atomically(path, text.encode("utf-8", "replace"))
    except OSError:
        return False
    return True


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the system, or a disk that does not respond
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
