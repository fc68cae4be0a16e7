"""The menu of languages, each under its native name; `gui.control.program.language` sets the language."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from engine.language import LANGUAGES
from gui.text import tr


class LanguageMenu(QMenu):
    """A menu in which the language in use is checked."""

    chosen = Signal(str)  # the code of a language, a key of `engine.language.LANGUAGES`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("&Language"), parent)
        self._group = QActionGroup(self)
        for code, name in LANGUAGES.items():
            action = self.addAction(name)
            action.setData(code)
            action.setCheckable(True)
            action.setChecked(code == tr.language)
            self._group.addAction(action)
        self.triggered.connect(self._on_triggered)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))

    @Slot()
    def mark_used(self) -> None:
        """Check the language in use again, after the chosen one was refused."""
        for action in self._group.actions():
            action.setChecked(action.data() == tr.language)
