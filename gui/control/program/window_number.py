"""The number of this window among the open ones with the same settings folder: the first free one, from 1.

What a window stores for its next start is stored under its number, so that windows do not overwrite each
other's files.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from engine.record.lock import FolderBusyError, FolderLock, is_locked

_MOST = 100


class WindowNumber:
    """Holds a number by a lock in the settings folder, until `give_back` or the end of the process.

    Args:
        settings: The settings folder; it need not exist.
    """

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._held = ExitStack()

    def take(self) -> int:
        """Lock and return the first free number, from 1.

        Returns:
            The number; 1 without a lock if the folder cannot be written, as nothing is stored then.
        """
        for number in range(1, _MOST):
            path = self._settings / f"window-{number}.lock"
            if is_locked(path):
                continue
            try:
                self._settings.mkdir(parents=True, exist_ok=True)
                self._held.enter_context(FolderLock(path, "window"))
            except FolderBusyError:
                continue  # another window has locked it in the meantime
            except OSError:
                return 1
            return number
        return _MOST

    def give_back(self) -> None:
        """Release the number."""
        self._held.close()
