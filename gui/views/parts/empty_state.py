"""What is shown in place of an empty view: an icon, a heading, and a sentence that says what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from gui.style import SPACE, colors
from gui.style.icons import pixmap

_SIZE = 44


class EmptyState(QWidget):
    """An icon, a heading, a sentence, and a button, which is hidden until `say` gives it a label.

    Args:
        icon: The name of an icon in `resources/icons`.
        title: The heading.
        text: The sentence below it.

    Attributes:
        heading: The label of the heading.
        sentence: The label of the sentence.
        button: The button below it.

    Signals:
        button_pressed(): The button was pressed.
    """

    button_pressed = Signal()

    def __init__(self, icon: str, title: str = "", *, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel()
        self.heading, self.sentence = QLabel(title), QLabel(text)
        self.heading.setProperty("role", "heading")
        self.sentence.setProperty("role", "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.clicked.connect(self.button_pressed)
        self.button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        layout.setSpacing(SPACE.s)
        layout.addStretch(2)
        for label in (self._picture, self.heading, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._draw()

    def say(self, title: str, text: str, *, icon: str, button: str = "") -> None:
        """Show another message.

        Args:
            title: The heading.
            text: The sentence below it.
            icon: The name of an icon in `resources/icons`.
            button: The label of the button; "" hides it.
        """
        self.heading.setText(title)
        self.sentence.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        if icon != self._icon:
            self._icon = icon
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Tint the icon again when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_picture"):
            self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon, color=colors().disabled, size=_SIZE, ratio=ratio))
