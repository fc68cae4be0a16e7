"""The Results page: which run it shows, and where it leads while there is nothing to show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from gui.control.project.page_status import Step
from gui.pages.results.results_page import ResultsPage
from gui.wiring.first_parts import FirstParts


class ResultsWiring(QObject):
    """Joins the page and the run that is shown."""

    def __init__(self, page: ResultsPage, first: FirstParts) -> None:
        super().__init__(first.window)
        self._window = first.window
        page.training_asked.connect(self.show_training)

    @Slot()
    def show_training(self) -> None:
        """Lead to the page on which a model is trained."""
        self._window.show_step(Step.TRAIN)
        self._window.focus_page()
