"""The Model page: which model is trained, and its layers as they will be built.

Responsible for the proposal, the form of the model and the layer stack. Outline and summary are made by the
engine and shown here as they arrive.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from engine.inspect.proposals import name_of, proposal_for
from engine.models.proposal import misfits
from engine.settings import Project
from engine.settings.declaration.declare import Section, alternatives
from engine.settings.model import CodeModel, FileModel
from engine.settings.stack.model import StackModel
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.settings_model import SettingsModel
from gui.forms import ChoiceForm, LayerListEditor
from gui.pages.custom_file_card import CustomFileCard
from gui.pages.form_page import FormPage
from gui.pages.page import label
from gui.style import set_shown
from gui.text import tr
from gui.views.model.model_preview import ModelPreview
from gui.views.model.proposal_bar import ProposalBar
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts
    from engine.models.overview.outline import Outline, OutlineRow
    from engine.models.overview.summary import ModelSummary


class ModelPage(FormPage):
    """The proposed model, the kinds of models, the form of the chosen kind, and the table of its layers.

    Args:
        model: The settings model that is shown and edited.
        trust: Which custom Python files are trusted.

    Attributes:
        form: The kinds of models with their forms.
        proposal: The model proposed for the data.
        begin: The button that turns the model into a layer stack.
        layers: The list of layers of a stack.
        stack_card: The card around it.
        custom_file: The view of the file that builds the model.
        preview: The layers as they are built.
    """

    wide_from = 1000

    def __init__(self, model: SettingsModel, trust: TrustedFiles, *, parent: QWidget | None = None) -> None:
        super().__init__(
            model,
            title=tr("Model"),
            purpose=tr("What is trained: its kind, its size, its layers."),
            parent=parent,
        )
        kinds = alternatives(Project.model_fields["model"].annotation)
        self.form = self.take_form(ChoiceForm(kinds, "model"))
        self.proposal = ProposalBar()
        self.proposal.taken.connect(self.take_proposal)
        self.add(self.proposal)
        self.begin = QPushButton(tr("Turn into a layer stack"))
        self.begin.clicked.connect(self.take_as_stack)
        self._begin_about = label("", role="caption")
        self.add_card(self.form, self.begin, self._begin_about, title=tr("Kind"))
        self.layers = self.take_form(LayerListEditor("model.layers"))
        self.layers.set_narrow(narrow=True)
        self.stack_card = self.add_card(
            self.layers,
            title=tr("Your layers"),
            about=tr("From input to output. The shape at the right is what a layer gives for one example."),
        )
        self._outline: Outline | None = None
        self._base: Path | None = None
        self._custom_card = CustomFileCard(self, trust)
        self.custom_file = self._custom_card.view
        self.preview = ModelPreview()
        self.add_aside(
            self.preview,
            title=tr("Layers"),
            about=tr("As they are built for this data, scaling and augmentation included."),
        )
        model.changed.connect(self.refresh_proposal)
        model.changed.connect(self.forget_outline)
        self.forget_outline()
        model.changed.connect(self.look_at_file)
        self.look_at_file()

    def show_base(self, base: Path | None) -> None:
        """Take the folder that relative paths start from; None while the project has no file."""
        self._base = base
        self.look_at_file()

    @Slot()
    def look_at_file(self) -> None:
        """Show the Python file that builds the model, if one does."""
        model = self.model.project.model
        self._custom_card.look_at(model.path if isinstance(model, CodeModel) else "", self._base)

    def show_facts(self, facts: DataFacts | None) -> None:
        """Take what is known of the data, None while it cannot be read; update misfits and proposal."""
        super().show_facts(facts)
        found = _misfits(facts) if facts and facts.shape else {}
        self.form.show_misfits(found)
        self.refresh_proposal()

    @Slot()
    def refresh_proposal(self) -> None:
        """Propose a model, unless it is the chosen one."""
        found = proposal_for(self.model.project, self.facts)
        self.proposal.show_proposal(name_of(found.model) if found else "", found.reason if found else "")

    @Slot()
    def take_proposal(self) -> None:
        """Choose the proposed model: an edit like any other."""
        found = proposal_for(self.model.project, self.facts)
        if found is not None:
            self.model.edit("model", found.model)

    @Slot()
    def forget_outline(self) -> None:
        """Discard the outline, which belongs to the settings before the change."""
        self._outline = None
        present = self.model.project.model
        set_shown(self.stack_card, on=isinstance(present, StackModel))
        for part in (self.begin, self._begin_about):
            set_shown(part, on=not isinstance(present, StackModel | FileModel | CodeModel))
        self._offer_stack(tr("The layers are being looked at."), possible=False)

    @Slot(object)
    def show_outline(self, outline: Outline | None) -> None:
        """Show the shapes of a layer stack, and offer to turn another kind of model into one.

        Args:
            outline: The shapes as known before the model is built; None when they are not known.
        """
        self._outline = outline
        if outline is None:
            return
        self.layers.show_around(
            tr("Before: {layers}", layers=outline.first), tr("Behind: {layers}", layers=outline.last)
        )
        self.layers.list.show_details([_detail(row) for row in outline.rows])
        if outline.stack is not None:
            self._offer_stack(tr("The same layers as a list of your own, to be changed one by one"))
        else:
            self._offer_stack(
                tr("This kind of model does not fit the data; choose another one to begin from."),
                possible=False,
            )

    def _offer_stack(self, about: str, *, possible: bool = True) -> None:
        self.begin.setEnabled(possible)
        self.begin.setToolTip("" if possible else about)
        self.begin.setAccessibleDescription(about)
        self._begin_about.setText(about)

    @Slot()
    def take_as_stack(self) -> None:
        """Replace the model by the list of its layers: an edit like any other."""
        if self._outline is not None and self._outline.stack is not None:
            self.model.edit("model", self._outline.stack)

    @Slot(object)
    def show_summary(self, summary: ModelSummary) -> None:
        """Show the layers as they were built."""
        self.preview.show_summary(summary)


def _misfits(facts: DataFacts) -> dict[type[Section], str]:
    # padding stands for time steps that a sequence does not have
    of_steps = facts.kind in ("series", "labelled") or facts.padding is not None
    return misfits(facts.shape, is_text=facts.is_text, is_series=of_steps)


def _detail(row: OutlineRow) -> str:
    if not row.parameters:
        return row.shape
    return f"{row.shape}  ·  {numbers.count(row.parameters)}"
