"""Why a command cannot be given now: a grey one says so in its tip, in the menu and on its button."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QUndoStack

from gui.text import tr


def allow(action: QAction, *, unless: str) -> None:
    """Let a command be given, or grey it and say why: `unless` is a sentence, or "" where it can be given."""
    action.setEnabled(not unless)
    tip = action.toolTip().partition("\n")[0]
    action.setToolTip(f"{tip}\n{unless}" if unless else tip)


class UndoReasons(QObject):
    """Keeps the tips of undo and redo; the stack itself greys them."""

    def __init__(self, stack: QUndoStack, *, undo: QAction, redo: QAction) -> None:
        super().__init__(undo)
        self._undo, self._redo = undo, redo
        stack.canUndoChanged.connect(self.show_undo)
        stack.canRedoChanged.connect(self.show_redo)
        self.show_undo(stack.canUndo())
        self.show_redo(stack.canRedo())

    @Slot(bool)
    def show_undo(self, can: bool) -> None:
        """Whether there is a change to take back."""
        allow(self._undo, unless="" if can else tr("Nothing has been changed yet."))

    @Slot(bool)
    def show_redo(self, can: bool) -> None:
        """Whether there is a change to make again."""
        allow(self._redo, unless="" if can else tr("Nothing was taken back."))
