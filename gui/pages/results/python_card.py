"""The lines of Python that load the model of a run and ask it for an answer, to be copied with one click."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gui.pages.page import card
from gui.style import set_icon
from gui.text import tr
from gui.views.side.whole_source import WholeSource


class PythonCard(QWidget):
    """A card with the lines and a button.

    Attributes:
        source: The lines.
        copy_button: Copies them to the clipboard.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = WholeSource()
        self.source.setAccessibleName(tr("Use it in Python"))
        self.copy_button = QPushButton(tr("Copy"))
        set_icon(self.copy_button, "copy")
        self.copy_button.clicked.connect(self.copy)
        self._card: QFrame = card(
            self.source,
            title=tr("Use it in Python"),
            about=tr("These lines need Keras, and not Fitroom."),
            corner=self.copy_button,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._card)

    def show_lines(self, lines: str) -> None:
        """Show the lines; the card is as high as they are."""
        self.source.show_source(lines)
        self.copy_button.setText(tr("Copy"))

    @Slot()
    def copy(self) -> None:
        """Copy the lines to the clipboard, and say so on the button."""
        QGuiApplication.clipboard().setText(self.source.toPlainText())
        self.copy_button.setText(tr("Copied"))
