"""Why a command is disabled: its tooltip says so, and its menu, in the place of the key."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QUndoStack
from PySide6.QtWidgets import QMenu

from gui.text import tr


def allow(action: QAction, *, unless: str) -> None:
    """Enable a command, or disable it and add the reason to its tooltip.

    Args:
        action: The command.
        unless: Why it is disabled, as a sentence; "" to enable it.
    """
    action.setEnabled(not unless)
    tip = action.toolTip().partition("\n")[0]
    action.setToolTip(f"{tip}\n{unless}" if unless else tip)


class MenuReasons(QObject):
    """While a menu is open, says behind each disabled entry why it is disabled.

    Args:
        menu: The menu, which becomes the Qt parent.
    """

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self._menu = menu
        menu.aboutToShow.connect(self.say)
        menu.aboutToHide.connect(self.unsay)

    @Slot()
    def say(self) -> None:
        """Add the reasons; what stands behind a tab is shown where the key would be."""
        for action in self._menu.actions():
            _, _, reason = action.toolTip().partition("\n")
            if reason and not action.isEnabled():
                action.setText(f"{_plain(action)}\t{reason}")

    @Slot()
    def unsay(self) -> None:
        """Take the reasons away, as the text is the name of the command elsewhere."""
        for action in self._menu.actions():
            if _plain(action) != action.text():
                action.setText(_plain(action))


def _plain(action: QAction) -> str:
    return action.text().partition("\t")[0]


class UndoReasons(QObject):
    """Updates the tooltips of undo and redo; the stack itself enables them.

    Args:
        stack: The undo stack.
        undo: Its undo action, which becomes the Qt parent.
        redo: Its redo action.
    """

    def __init__(self, stack: QUndoStack, *, undo: QAction, redo: QAction) -> None:
        super().__init__(undo)
        self._undo, self._redo = undo, redo
        stack.canUndoChanged.connect(self.show_undo)
        stack.canRedoChanged.connect(self.show_redo)
        self.show_undo(stack.canUndo())
        self.show_redo(stack.canRedo())

    @Slot(bool)
    def show_undo(self, can: bool) -> None:
        """Update undo: `can` says whether there is a change to undo."""
        allow(self._undo, unless="" if can else tr("Nothing has been changed yet."))

    @Slot(bool)
    def show_redo(self, can: bool) -> None:
        """Update redo: `can` says whether there is a change to redo."""
        allow(self._redo, unless="" if can else tr("Nothing was taken back."))
