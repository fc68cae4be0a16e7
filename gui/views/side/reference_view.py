"""The reference of all settings in a window, opened at the place of one of them.

The text is generated from the declarations by `engine.settings.project_file.reference`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from engine.settings.declaration.declare import kind_of
from engine.settings.project_file.reference import reference
from gui.style import SPACE
from gui.text import tr

if TYPE_CHECKING:
    from engine.settings.declaration.declare import Declared

_SIZE = (760, 720)
_IN_LIST = re.compile(r"\.\d+(?=\.|$)")


class ReferenceView(QDialog):
    """A dialog with the reference and a line to search it.

    Attributes:
        text: The reference.
        search: The line with the words to find.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("All settings"))
        self.resize(*_SIZE)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("All settings"))
        self.text.document().setDocumentMargin(SPACE.l)
        self.text.setMarkdown(reference())
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find a word or a Keras name; Enter moves to the next place"))
        self.search.setAccessibleName(tr("Find"))
        self.search.setClearButtonEnabled(True)
        self.search.returnPressed.connect(self.find_next)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.m, SPACE.m, SPACE.m, SPACE.m)
        column.setSpacing(SPACE.s)
        column.addWidget(self.search)
        column.addWidget(self.text, 1)

    def show_setting(self, declared: Declared, path: str) -> None:
        """Open the dialog at a setting.

        Args:
            declared: The declaration of the setting.
            path: Its dotted path.
        """
        self.show()
        self.raise_()
        self.activateWindow()
        # the lines are known only when the text was laid out for the window's width
        QTimer.singleShot(0, self, lambda: self.go_to(declared, path))

    def go_to(self, declared: Declared, path: str) -> bool:
        """Scroll to the line of a setting.

        Args:
            declared: The declaration of the setting; its section may have a kind.
            path: Its dotted path.

        Returns:
            Whether the reference contains it.
        """
        written = _IN_LIST.sub(".0", path)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        kind = kind_of(declared.owner)
        if kind:
            # many kinds have a setting of this name: search from the chapter of the right one
            self.text.find(f"{written.rpartition('.')[0]}.kind = {kind}")
        found = self.text.find(written)
        if not found:
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            found = self.text.find(written)
        if found:
            bar, place = self.text.verticalScrollBar(), self.text.cursorRect()
            bar.setValue(bar.value() + place.top() - self.text.viewport().height() // 4)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        return found

    @Slot()
    def find_next(self) -> None:
        """Find the next occurrence of the words in the search line, from the start again after the last."""
        if self.search.text() and not self.text.find(self.search.text()):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(self.search.text())
