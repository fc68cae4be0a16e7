"""All pages together, so that they can be handed on as one."""

from __future__ import annotations

from dataclasses import dataclass

from gui.pages.callbacks_page import CallbacksPage
from gui.pages.data_page import DataPage
from gui.pages.fit_page import FitPage
from gui.pages.form_page import FormPage
from gui.pages.model_page import ModelPage
from gui.pages.train_page import TrainPage


@dataclass(frozen=True, slots=True)
class Pages:
    """One page a step."""

    data: DataPage
    model: ModelPage
    fit: FitPage
    callbacks: CallbacksPage
    train: TrainPage

    @property
    def forms(self) -> tuple[FormPage, ...]:
        """The pages with settings on them."""
        return (self.data, self.model, self.fit, self.callbacks)
