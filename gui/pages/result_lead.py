"""The result of the shown run in words, and the button that leads to more of it; at the right of the tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.style import SPACE, TYPE, mark
from gui.text import tr
from gui.views.parts.elided import ElidedLabel


class ResultLead(QWidget):
    """Shows a sentence and a button once a run has left a model, and nothing before that.

    It keeps its room, so that nothing moves when a run ends.

    Attributes:
        sentence: How good the model is.
        button: Leads to the Results page.

    Signals:
        results_asked(): The Results page is to be shown.
    """

    results_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ElidedLabel()
        self.sentence.setProperty("role", "heading")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = QPushButton(tr("See the results"))  # plain: the one primary button is that of the bar
        self.button.setToolTip(tr("Mistakes, measures, new inputs, and the model to take away"))
        self.button.clicked.connect(self.results_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE.l, 0, 0, 0)
        row.setSpacing(SPACE.m)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        for widget in (self.sentence, self.button):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self.show_result("")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Write smaller where the sentence has no room."""
        super().resizeEvent(event)
        self._fit()

    def show_result(self, sentence: str) -> None:
        """Show the result of a run.

        Args:
            sentence: How good it is; "" while there is none.
        """
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.button.setVisible(bool(sentence))
        self._fit()

    def _fit(self) -> None:
        """Write the sentence as large as its room allows."""
        room = self.width() - self.button.sizeHint().width() - SPACE.l - SPACE.m
        font = QFont(self.font())
        font.setPixelSize(TYPE.heading)
        font.setWeight(QFont.Weight.DemiBold)
        large = QFontMetrics(font).horizontalAdvance(self.sentence.text()) <= room
        mark(self.sentence, "role", value="heading" if large else "")
