"""The log of a run, warnings and errors in colour; it follows new lines unless one has scrolled up."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.style import SPACE, colors
from gui.text import tr

if TYPE_CHECKING:
    from engine.record.events import LogLine

MOST_LINES = 5000


class LogView(QPlainTextEdit):
    """The last 5,000 lines, each with the time of day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(MOST_LINES)
        self.setProperty("role", "log")
        self.document().setDocumentMargin(SPACE.s)
        self.setAccessibleName(tr("Log"))
        self.setPlaceholderText(tr("What the run says will stand here."))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._following = True
        self._lines: list[LogLine] = []
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def following(self) -> bool:
        """Whether it scrolls to new lines."""
        return self._following

    def add(self, lines: Iterable[LogLine]) -> None:
        """Append lines.

        Args:
            lines: Events with text, level and time.
        """
        new = list(lines)
        if not new:
            return
        self._lines = (self._lines + new)[-MOST_LINES:]
        self._write(new[-MOST_LINES:])

    def forget(self) -> None:
        """Clear the log for another run."""
        self._lines = []
        self._following = True
        self.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Write the lines again in the colours of the theme when it changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self.clear()
            self._write(self._lines)

    def _write(self, lines: list[LogLine]) -> None:
        following, bar = self._following, self.verticalScrollBar()
        place = bar.value()
        theme = colors()
        inks = {"warning": theme.warning, "error": theme.danger}
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for line in lines:
            if not self.document().isEmpty():
                cursor.insertBlock()
            cursor.insertText(time.strftime("%H:%M:%S  ", time.localtime(line.at)), _ink(theme.muted))
            cursor.insertText(tr.again(line.text), _ink(inks.get(line.level, theme.text)))
        cursor.endEditBlock()
        bar.setValue(bar.maximum() if following else place)
        self._following = following

    @Slot(int)
    def _scrolled(self, place: int) -> None:
        self._following = place >= self.verticalScrollBar().maximum() - 1


def _ink(color: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(color))
    return made
