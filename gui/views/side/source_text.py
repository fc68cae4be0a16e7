"""Read-only source code that says where it was clicked; what it shows is up to `script_view`."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from gui.style import SPACE
from gui.text import tr


class SourceText(QPlainTextEdit):
    """Read-only text that emits where it was clicked, in UTF-16 units."""

    clicked_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setProperty("role", "code")
        # a margin of the document, not of the layout, so that the scroll bars are at the edge
        self.document().setDocumentMargin(SPACE.s)
        self.setAccessibleName(tr("Script"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setPlaceholderText(tr("The Keras script stands here as soon as the data is known."))

    def scroll_into_view(self, cursor: QTextCursor, *, last: int) -> None:
        """Move the cursor, and scroll only if it or the character `last` is out of view."""
        end = QTextCursor(self.document())
        end.setPosition(last)
        height = self.viewport().height()
        seen = all(0 <= self.cursorRect(each).center().y() <= height for each in (cursor, end))
        self.setTextCursor(cursor)
        if not seen:
            self.centerCursor()
        self.horizontalScrollBar().setValue(0)
        self.ensureCursorVisible()

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Emit where a click without a selection was."""
        super().mouseReleaseEvent(e)
        if e.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self.clicked_at.emit(self.cursorForPosition(e.position().toPoint()).position())
