"""Why data cannot be read, in place of their preview; a button for each answer where it is a question."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.problems import Cure
from gui.forms.field_parts import CureButtons
from gui.pages.page import label
from gui.style import SPACE, mark
from gui.text import tr


class DataProblem(QWidget):
    """A sentence with its answers; hidden while the data can be read.

    Signals:
        cure_asked(Cure): The button of this answer was pressed.
    """

    cure_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = label("", role="problem")
        self.answers = CureButtons(self)
        self.answers.asked.connect(self.cure_asked)
        self.answers.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        column.addWidget(self.sentence)
        column.addWidget(self.answers)
        self.hide()

    def text(self) -> str:
        """Return what is said."""
        return self.sentence.text()

    def show_problem(self, text: str, answers: Sequence[Cure] = (), *, is_at_field: bool = False) -> None:
        """Show why the data cannot be read.

        Args:
            text: The reason; "" when they can be.
            answers: What may be meant, where the reason is a question.
            is_at_field: Whether the field above says it already, so that it is not said twice.
        """
        mark(self.sentence, "role", value="muted" if is_at_field else "problem")
        self.sentence.setText(tr("What is in it will stand here.") if text and is_at_field else text)
        self.answers.show_cures(answers)
        self.setVisible(bool(text))
