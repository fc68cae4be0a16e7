"""What the window remembers between two starts: recent projects, place on the screen, theme.

Never a setting of a project.

One small JSON file in the settings folder. A file that cannot be read is taken as empty: nothing in it is
worth a question. A folder that cannot be written costs the memory, not the program; `keep` says so once by
returning False.

Several windows may use one home. Each writes only what it changes; what others have kept stays.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QSaveFile

from engine.record.lock import FolderBusyError, FolderLock

_RECENT = 10


class Preferences:
    """A small table of JSON values, written whole whenever one changes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "window.json"
        self._values = _read(self._path)

    def text(self, name: str, default: str = "") -> str:
        """The string kept under `name`."""
        value = self._values.get(name)
        return value if isinstance(value, str) else default

    def flag(self, name: str, *, default: bool) -> bool:
        """The truth value kept under `name`."""
        value = self._values.get(name)
        return value if isinstance(value, bool) else default

    @property
    def recent(self) -> tuple[Path, ...]:
        """The projects that were open, the latest first; those that are gone are left out."""
        names = self._values.get("recent")
        paths = [Path(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
        return tuple(path for path in paths if _is_file(path))

    def add_recent(self, path: Path) -> None:
        """`path` was opened or saved just now."""
        with self._latest():
            others = [known for known in self.recent if known != path]
            self._write("recent", [str(known) for known in [path, *others][:_RECENT]])

    def keep(self, name: str, value: object) -> bool:
        """Remember a JSON value. False when it could not be written."""
        with self._latest():
            return self._write(name, value)

    def _write(self, name: str, value: object) -> bool:
        if self._values.get(name) == value:
            return True
        self._values[name] = value
        return write_whole(self._path, json.dumps(self._values, indent=1))

    @contextmanager
    def _latest(self) -> Generator[None]:
        """Within this the values are those of the file, and no other window writes."""
        with ExitStack() as stack:
            # a folder that cannot be written, or a process that hangs, which nobody waits for
            with suppress(OSError, FolderBusyError):
                stack.enter_context(FolderLock(self._path.with_suffix(".lock"), "window"))
            self._values = {**self._values, **_read(self._path)}
            yield


def write_whole(path: Path, text: str) -> bool:
    """Write a file all or nothing, its folder too where that is missing. False when that was not possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    file.write(text.encode("utf-8", "replace"))  # what a name has of a broken encoding is no reason to fail
    return file.commit()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the system takes, or a disk that does not answer
        return False


def _read(path: Path) -> dict[str, Any]:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
