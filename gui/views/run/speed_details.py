"""How the speed of a run comes about, folded away: few need it, and it is in the way beside the facts."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from gui.style import SPACE, set_icon
from gui.text import tr


class SpeedDetails(QWidget):
    """A button that shows and hides a sentence; hidden while there is none.

    Attributes:
        button: The button.
        words: The label of the sentence.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QToolButton(self)
        self.button.setText(tr("How the speed comes about"))
        self.button.setProperty("kind", "fold")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._unfold)
        self.words = QLabel(self)
        self.words.setProperty("role", "caption")
        self.words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)
        self._unfold(False)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show this sentence when unfolded; "" hides all."""
        self.words.setText(words)
        self.setVisible(bool(words))

    @Slot(bool)
    def _unfold(self, on: bool) -> None:
        self.words.setVisible(on)
        set_icon(self.button, "down" if on else "right", tint="muted")
        self.button.setAccessibleDescription(tr("Shown") if on else tr("Folded away"))
