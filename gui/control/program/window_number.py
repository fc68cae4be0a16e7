"""Which of the open windows this one is, as several may use one home: the first one that is free, from 1.

What a window keeps for its next start is kept under its number, so none writes over what another has kept.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from engine.record.lock import FolderBusyError, FolderLock, is_locked

_MOST = 100


class WindowNumber:
    """Holds a number in the settings folder until it is given back, or the process ends."""

    def __init__(self, settings: Path) -> None:
        self._settings = settings
        self._held = ExitStack()

    def take(self) -> int:
        """Take the first number that is free; 1 where the folder cannot be written, as nothing is kept."""
        for number in range(1, _MOST):
            path = self._settings / f"window-{number}.lock"
            if is_locked(path):
                continue
            try:
                self._settings.mkdir(parents=True, exist_ok=True)
                self._held.enter_context(FolderLock(path, "window"))
            except FolderBusyError:
                continue  # another window was faster
            except OSError:
                return 1
            return number
        return _MOST

    def give_back(self) -> None:
        """The window keeps nothing more."""
        self._held.close()
