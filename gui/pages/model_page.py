"""The second step: which model is trained, and its layers as they will be built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from engine.models.proposal import misfits
from engine.settings import Project
from engine.settings.declare import alternatives
from engine.settings.model import CodeModel
from gui.control.engine_port import DataFacts
from gui.control.proposals import name_of, proposal_for
from gui.control.settings_model import SettingsModel
from gui.control.trusted_files import TrustedFiles
from gui.forms import ChoiceForm
from gui.pages.form_page import FormPage
from gui.pages.own_file_card import OwnFileCard
from gui.text import tr
from gui.views.model_preview import ModelPreview
from gui.views.proposal_bar import ProposalBar

if TYPE_CHECKING:
    from engine.models.summary import ModelSummary


class ModelPage(FormPage):
    """What is proposed, the kinds of models, the form of the kind, and a table of layers that follows."""

    wide_from = 1000

    def __init__(self, model: SettingsModel, trust: TrustedFiles) -> None:
        super().__init__(
            model, title=tr("Model"), purpose=tr("What is trained: its kind, its size, its layers.")
        )
        kinds = alternatives(Project.model_fields["model"].annotation)
        self.form = self.take_form(ChoiceForm(kinds, "model"))
        self.proposal = ProposalBar()
        self.proposal.taken.connect(self.take_proposal)
        self.add(self.proposal)
        self.add_card(self.form, title=tr("Kind"))
        self._base: Path | None = None
        self._own_card = OwnFileCard(self, trust)
        self.own_file = self._own_card.view
        self.preview = ModelPreview()
        self.add_aside(
            self.preview,
            title=tr("Layers"),
            about=tr("As they are built for this data, scaling and augmentation included."),
        )
        model.changed.connect(self.refresh_proposal)
        model.changed.connect(self.look_at_file)
        self.look_at_file()

    def show_base(self, base: Path | None) -> None:
        """The folder that relative paths start from."""
        self._base = base
        self.look_at_file()

    @Slot()
    def look_at_file(self) -> None:
        """Look at the file that builds the model, if one does."""
        model = self.model.project.model
        self._own_card.look_at(model.path if isinstance(model, CodeModel) else "", self._base)

    def show_facts(self, facts: DataFacts | None) -> None:
        """What is known of the data; None while it cannot be read."""
        super().show_facts(facts)
        self.form.show_misfits(misfits(facts.shape) if facts is not None and facts.shape else {})
        self.refresh_proposal()

    @Slot()
    def refresh_proposal(self) -> None:
        """Propose a model, unless it is the one that is chosen."""
        found = proposal_for(self.model.project, self.facts)
        self.proposal.show_proposal(name_of(found.model) if found else "", found.reason if found else "")

    @Slot()
    def take_proposal(self) -> None:
        """Choose the model that is proposed: an edit like any other."""
        found = proposal_for(self.model.project, self.facts)
        if found is not None:
            self.model.edit("model", found.model)

    @Slot(object)
    def show_summary(self, summary: ModelSummary) -> None:
        """The layers, as they were built."""
        self.preview.show_summary(summary)
