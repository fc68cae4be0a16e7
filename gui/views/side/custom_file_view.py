"""A custom Python file: its source as it is on disk, what running it means, and whether it may run.

It shows and asks; which files are trusted is decided by `engine.custom_code.trust`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.message import Sentence
from gui.style import SPACE, restyle, set_icon
from gui.text import tr
from gui.views.parts import numbers
from gui.views.side.whole_source import WholeSource

_LINES = 40  # that are shown before all are asked for


class CustomFileView(QWidget):
    """The source of a file below a line with the buttons that trust it or not.

    Attributes:
        source: The source, read-only; of a long file its beginning, until `unfold` is pressed.
        unfold: The button that shows the rest of a long file.
        sentence: What running the file means, or why it is not shown.
        trust: The button that trusts the file.
        forget: The button that withdraws the trust.
        start: The button that saves an example to start from.

    Signals:
        example_asked(): An example is to be saved as a file.
        trust_asked(): The file that is shown is to be trusted.
        forget_asked(): The file that is shown is to be trusted no more.
    """

    example_asked = Signal()
    trust_asked = Signal()
    forget_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = WholeSource()
        self.unfold = QPushButton()
        set_icon(self.unfold, "down", tint="muted")
        self.unfold.clicked.connect(self._show_whole)
        self._box = QFrame()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.trust = QPushButton(tr("I trust this file"))
        set_icon(self.trust, "check")  # plain: the one primary button is that of the bar
        self.trust.clicked.connect(self.trust_asked)
        self.forget = QPushButton(tr("Trust it no more"))
        self.forget.clicked.connect(self.forget_asked)
        self.start = QPushButton(tr("Save an example…"))
        set_icon(self.start, "save")
        self.start.clicked.connect(self.example_asked)
        self.start.hide()
        row = QHBoxLayout(self._box)
        row.setContentsMargins(SPACE.m, SPACE.s, SPACE.m, SPACE.s)
        row.setSpacing(SPACE.m)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.start)
        row.addWidget(self.trust)
        row.addWidget(self.forget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(self._box)
        column.addWidget(self.source)
        column.addWidget(self.unfold, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_file(self, text: str, *, name: str, trusted: bool) -> None:
        """Show a file.

        Args:
            text: Its source.
            name: Its name.
            trusted: Whether it may run as it is.
        """
        if text != self.source.whole or self.source.isHidden():
            folded = self.source.show_source(text, most=_LINES)
            self.unfold.setText(tr("Show {count} more lines", count=numbers.count(folded)))
            self.unfold.setVisible(folded > 0)
        self.source.setAccessibleName(name)
        self.source.show()
        self.start.hide()
        self.trust.setVisible(not trusted)
        self.forget.setVisible(trusted)
        if trusted:
            self._say(tr("You trust this file as it is now. When it changes, you are asked again."), "note")
        else:
            self._say(
                tr(
                    "This program runs with all your rights: it can read, change and send your files."
                    " Read it; it runs only when you say that you trust it."
                ),
                "warning",
            )

    def show_problem(self, text: Sentence) -> None:
        """Show why there is no source to show, as a sentence."""
        self._hide_source()
        self._say(text, "problem")

    def show_start(self, text: str) -> None:
        """Offer an example, as no file is chosen yet.

        Args:
            text: What there is to begin with, as a sentence.
        """
        self._hide_source()
        self.start.show()
        self._say(text, "note")

    def _hide_source(self) -> None:
        for widget in (self.source, self.unfold, self.trust, self.forget, self.start):
            widget.hide()

    @Slot()
    def _show_whole(self) -> None:
        self.source.show_source(self.source.whole)
        self.source.setFocus()
        self.unfold.hide()

    def _say(self, text: Sentence, role: str) -> None:
        self.sentence.setText(text)
        self.sentence.setProperty("role", "" if role == "note" else role)
        self._box.setProperty("role", role)
        restyle(self._box)
        restyle(self.sentence)
