"""Python source on a page that scrolls: as high as its lines, so that nothing scrolls within the page."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.style import SPACE
from gui.views.side.python_highlighter import PythonHighlighter


class WholeSource(QPlainTextEdit):
    """Read-only source; a line that is too long for the page is broken.

    Attributes:
        whole: The source, also what is folded away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whole = ""
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setProperty("role", "code")
        self.document().setDocumentMargin(SPACE.s)
        for hide in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            hide(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._highlighter = PythonHighlighter(self.document())

    def show_source(self, text: str, *, most: int | None = None) -> int:
        """Show source.

        Args:
            text: The source.
            most: How many lines are shown of it; None for all.

        Returns:
            How many lines are folded away.
        """
        self.whole = text
        lines = text.rstrip("\n").split("\n")
        shown = text if most is None or len(lines) <= most else "\n".join(lines[:most])
        if shown != self.toPlainText():
            self.setPlainText(shown)
        self._fit_height()
        return len(lines) - most if shown is not text and most is not None else 0

    def resizeEvent(self, e: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the width, as lines are broken elsewhere."""
        super().resizeEvent(e)
        self._fit_height()

    def changeEvent(self, e: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take new colours when the theme changes."""
        super().changeEvent(e)
        if e.type() == QEvent.Type.PaletteChange and hasattr(self, "_highlighter"):
            self._highlighter.apply_theme()

    def _fit_height(self) -> None:
        document, height = self.document(), 0.0
        block = document.begin()
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        around = self.height() - self.viewport().height()
        self.setFixedHeight(math.ceil(height + 2 * document.documentMargin()) + around)
