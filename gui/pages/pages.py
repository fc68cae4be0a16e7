"""All pages in one value, so that they can be passed on together."""

from __future__ import annotations

from dataclasses import dataclass

from gui.pages.callbacks_page import CallbacksPage
from gui.pages.data_page import DataPage
from gui.pages.fit_page import FitPage
from gui.pages.form_page import FormPage
from gui.pages.model_page import ModelPage
from gui.pages.results.results_page import ResultsPage
from gui.pages.train_page import TrainPage


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of the window, one for each step.

    Attributes:
        data: Where the data comes from.
        model: Which model is trained.
        fit: How it is trained.
        callbacks: What happens during the training.
        train: The curves of a run.
        results: How good its model is, and what it can be used for.
    """

    data: DataPage
    model: ModelPage
    fit: FitPage
    callbacks: CallbacksPage
    train: TrainPage
    results: ResultsPage

    @property
    def forms(self) -> tuple[FormPage, ...]:
        """The pages that have settings on them."""
        return (self.data, self.model, self.fit, self.callbacks)
