"""The Results page: how good the model of a run is.

Which run it shows, and what was found of it, is left to `gui.control`. While there is nothing to show it
says what to do first, with a button that leads there.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QWidget

from gui.text import tr
from gui.views.parts.empty_state import EmptyState


class ResultsPage(QWidget):
    """What is known of a trained model.

    Attributes:
        nothing: What to do first, while there is nothing to show.

    Signals:
        training_asked(): The page is to be shown on which a model is trained.
    """

    training_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.nothing = EmptyState("results", parent=self)
        self.nothing.button_pressed.connect(self.training_asked)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.nothing)
        self.show_no_run()

    @Slot()
    def show_no_run(self) -> None:
        """Say that a model must be trained first."""
        self.nothing.say(
            tr("Train a model first"),
            tr("Here you see how good it is, which examples it gets wrong, and how to use it."),
            icon="results",
            button=tr("Go to Train"),
        )
