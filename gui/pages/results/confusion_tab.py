"""The first tab of a classification: which class is taken for which, and the very examples of a cell."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.message import Sentence
from gui.control.result_data import ResultData
from gui.pages.results.example_lines import all_mistakes, examples_of_cell
from gui.pages.results.result_tab import ResultTab
from gui.text import tr
from gui.views.results.examples.examples_view import ExamplesView
from gui.views.results.matrix.confusion_view import ConfusionView


class ConfusionTab(ResultTab):
    """The confusion matrix, and the examples of the chosen cell.

    Attributes:
        matrix: The confusion matrix.
        examples: The examples of the chosen cell.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Mistakes"), parent=parent)
        self.matrix = self.card(ConfusionView())
        self.examples = self.card(ExamplesView())
        self.matrix.cell_chosen.connect(self.show_cell)
        self.examples.wanted.connect(self.examples_asked)
        grid = self.grid
        grid.addWidget(self.matrix, 0, 0)
        grid.addWidget(self.examples, 0, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Where the matrix makes the tab scroll, its examples do not scroll too."""
        super().resizeEvent(event)
        self.examples.show_pages(on=self.matrix.minimumSizeHint().height() > self.viewport().height())

    def fill(self, data: ResultData) -> Generator[int]:
        """Show the matrix with no cell chosen, and all mistakes."""
        if data.classes is None:
            return
        # rows and texts are as wide as the matrix, pictures need less
        self.grid.setColumnStretch(0, 2 if data.shown in ("pictures", "series") else 1)
        confusion = data.classes.confusion
        self.matrix.show_confusion(confusion)
        yield 0
        if (mistakes := all_mistakes(data, data.classes)).lines:
            self.examples.show_examples(mistakes)
        else:
            self.examples.say(
                tr("Every example is answered rightly. Choose a cell of the matrix to see its examples.")
            )

    @Slot(int, int)
    def show_cell(self, truth: int, answer: int) -> None:
        """Show the examples of a cell, at the latest when the matrix is shown.

        Args:
            truth: Number of the true class.
            answer: Number of the class that it is taken for.
        """
        self.when_filled(partial(self._show_cell, truth, answer))

    def _show_cell(self, truth: int, answer: int) -> None:
        data = self.data
        if data is not None and data.classes is not None:
            self.matrix.mark_cell(truth, answer)
            self.examples.show_examples(examples_of_cell(data, data.classes, truth=truth, answer=answer))

    def show_examples(self, contents: Mapping[int, Any]) -> None:
        """Show what examples hold, as they have been read."""
        self.examples.fill(contents)

    def say_unread(self, sentence: Sentence) -> None:
        """Say why examples cannot be read."""
        self.examples.say_unread(sentence)
