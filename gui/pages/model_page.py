"""The second step: which model is trained, and its layers as they will be built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from engine.settings import Project
from engine.settings.declare import alternatives
from gui.control.settings_model import SettingsModel
from gui.forms import ChoiceForm
from gui.pages.form_page import FormPage
from gui.text import tr
from gui.views.model_preview import ModelPreview

if TYPE_CHECKING:
    from engine.models.summary import ModelSummary


class ModelPage(FormPage):
    """Kinds of models as cards, the form of the kind, and a table of layers that follows every change."""

    wide_from = 1000

    def __init__(self, model: SettingsModel) -> None:
        super().__init__(
            model, title=tr("Model"), purpose=tr("What is trained: its kind, its size, its layers.")
        )
        kinds = alternatives(Project.model_fields["model"].annotation)
        self.form = self.take_form(ChoiceForm(kinds, "model"))
        self.add_card(self.form, title=tr("Kind"))
        self.preview = ModelPreview()
        self.add_aside(
            self.preview,
            title=tr("Layers"),
            about=tr("As they are built for this data, scaling and augmentation included."),
        )

    @Slot(object)
    def show_summary(self, summary: ModelSummary) -> None:
        """The layers, as they were built."""
        self.preview.show_summary(summary)
