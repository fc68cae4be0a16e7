"""Commands that are given before anybody can carry them out: they are kept, and given again then."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget


class KeptCommands(QObject):
    """Listens to `actions` of `window` until `carry_out` finds them served."""

    def __init__(self, actions: Sequence[QAction], window: QWidget) -> None:
        super().__init__(window)
        self._kept: list[QAction] = []
        self._waiting = list(actions)
        for action in actions:
            action.triggered.connect(self.keep_sender)

    @Slot()
    def keep_sender(self) -> None:
        """Keep the command that was given."""
        sender = self.sender()
        self._kept += [action for action in self._waiting if action is sender]

    def keep(self, action: QAction) -> None:
        """Give this one, too, as soon as commands are carried out."""
        self._kept.append(action)

    def carry_out(self, *, but: Sequence[QAction] = ()) -> None:
        """Give again what was asked for before; all `but` these are served from now on."""
        for action in [action for action in self._waiting if action not in but]:
            action.triggered.disconnect(self.keep_sender)
            self._waiting.remove(action)
        ready = [action for action in self._kept if action not in but]
        self._kept = [action for action in self._kept if action in but]
        for action in ready:
            QTimer.singleShot(0, action.trigger)  # it may ask for a file, and wait for the answer
