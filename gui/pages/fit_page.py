"""The third step: fit, optimizer and loss, seed and device; with what the numbers come to for this data."""

from __future__ import annotations

from PySide6.QtCore import Slot

from engine.settings.compile import CompileSettings
from engine.settings.fit import FitSettings
from engine.settings.run import RunSettings
from gui.control.engine_port import DataFacts
from gui.control.fit_notes import notes
from gui.control.settings_model import SettingsModel
from gui.forms import SectionForm
from gui.pages.form_page import FormPage
from gui.text import tr


class FitPage(FormPage):
    """Three cards. Notes follow the data."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__(
            model,
            title=tr("Fit"),
            purpose=tr("How the model learns: how long, in what portions, by which rule."),
        )
        self.fit_form = self.take_form(SectionForm(FitSettings, "fit"))
        self.compile_form = self.take_form(SectionForm(CompileSettings, "compile"))
        self.run_form = self.take_form(SectionForm(RunSettings, "run"))
        self.add_card(self.fit_form, title=tr(FitSettings.title), about=tr(FitSettings.about))
        self.add_aside(self.compile_form, title=tr(CompileSettings.title), about=tr(CompileSettings.about))
        self.add_aside(self.run_form, title=tr(RunSettings.title), about=tr(RunSettings.about))
        model.changed.connect(self.refresh_notes)

    def show_facts(self, facts: DataFacts | None) -> None:
        """What is known of the data; None while it cannot be read."""
        super().show_facts(facts)
        self.fit_form.set_options("class_weights", facts.class_names if facts is not None else ())
        self.refresh_notes()

    @Slot()
    def refresh_notes(self) -> None:
        """Say again what the numbers come to."""
        self.show_notes(notes(self.model.project, self.facts))
