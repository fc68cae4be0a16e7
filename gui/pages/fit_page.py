"""The Fit page: fit, class weights, optimizer and loss, seed and device, with notes for the present data."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.inspect.fit_notes import notes, unfit_splits
from engine.models.task_losses import offered_metrics, unfit_losses
from engine.settings import Project
from engine.settings.augmentation import mixes_labels
from engine.settings.compile import CompileSettings
from engine.settings.fit import FitSettings
from engine.settings.run import RunSettings
from gui.control.project.settings_model import SettingsModel
from gui.forms import SectionForm
from gui.forms.editors.choice_editors import ComboEditor
from gui.pages.form_page import FormPage
from gui.style import set_shown
from gui.text import tr
from gui.views.data.class_balance import ClassBalanceView

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts

_OF_CLASSES = ("class_weight", "class_weights")


def fit_forms() -> Generator[SectionForm]:
    """Make the forms of the page one by one: fit, class weights, compile, run.

    Yields:
        A form without a parent.
    """
    yield SectionForm(FitSettings, "fit", leave_out=_OF_CLASSES)
    others = set(FitSettings.model_fields).difference(_OF_CLASSES)
    yield SectionForm(FitSettings, "fit", leave_out=others)
    yield SectionForm(CompileSettings, "compile")
    yield SectionForm(RunSettings, "run")


class FitPage(FormPage):
    """Four cards of settings; their notes and the class balance follow the data.

    Args:
        model: The settings model that is shown and edited.
        forms: The forms made by `fit_forms`; () makes them.

    Attributes:
        fit_form: Epochs, batch size and all else of `fit`.
        weights_form: Class weights.
        compile_form: Optimizer, loss and metrics.
        run_form: Seed, device and all else of the run.
        balance: The balance of the classes.
    """

    def __init__(
        self, model: SettingsModel, forms: Sequence[SectionForm] = (), *, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            model,
            title=tr("Fit"),
            purpose=tr("How the model learns: how long, in what portions, by which rule."),
            parent=parent,
        )
        taken = [self.take_form(form) for form in forms or fit_forms()]
        self.fit_form, self.weights_form, self.compile_form, self.run_form = taken
        self.balance = ClassBalanceView()
        self.add_card(self.fit_form, title=tr(FitSettings.title), about=tr(FitSettings.about))
        self._classes = self.add_card(self.balance, self.weights_form, title=tr("Class balance"))
        self.add_aside(self.compile_form, title=tr(CompileSettings.title), about=tr(CompileSettings.about))
        self.add_aside(self.run_form, title=tr(RunSettings.title), about=tr(RunSettings.about))
        self.show_rest(model.project)
        model.changed.connect(self.refresh_notes)

    def show_rest(self, project: Project) -> None:
        """Show the table of class weights only where it is used, and their card only where classes are."""
        self.weights_form.row("fit.class_weights").setVisible(project.fit.class_weight == "table")
        no_classes = self.facts is not None and self.facts.task != "classification"
        # a weight that is set stays in sight, as it can be what keeps a run from starting
        set_shown(self._classes, on=not no_classes or project.fit.class_weight != "none")

    def show_facts(self, facts: DataFacts | None) -> None:
        """Take what is known of the data, None while it cannot be read; update class balance and notes."""
        super().show_facts(facts)
        self.weights_form.set_options("class_weights", facts.class_names if facts is not None else ())
        self.balance.show_balance(facts.balance if facts is not None else ())
        self.show_rest(self.model.project)
        self.refresh_notes()

    @Slot()
    def refresh_notes(self) -> None:
        """Compute the notes beside the fields again, such as steps per epoch."""
        self.show_notes(notes(self.model.project, self.facts))
        if self.facts is not None:
            loss = self.model.project.compile.loss
            mixed = mixes_labels(self.model.project.augmentation)
            self.compile_form.set_options("metrics", offered_metrics(loss, self.facts.task, mixed=mixed))
            losses = self.compile_form.row("compile.loss").editor
            if isinstance(losses, ComboEditor):
                losses.show_misfits(unfit_losses(self.facts.task, self.facts.outputs, mixed=mixed))
            splits = self.fit_form.row("fit.validation_method").editor
            if isinstance(splits, ComboEditor):
                splits.show_misfits(unfit_splits(self.facts))
