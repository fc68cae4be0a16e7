"""The Callbacks page: the callbacks of the run in their order; a custom file is shown and trusted here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from engine.resources import example_callback
from engine.settings.callbacks import CustomCallback
from engine.settings.losses import chosen_metrics
from gui.control.program.trusted_files import TrustedFiles
from gui.control.project.settings_model import SettingsModel
from gui.forms import CallbackListEditor
from gui.pages.custom_file_card import CustomFileCard
from gui.pages.form_page import FormPage
from gui.text import tr

if TYPE_CHECKING:
    from engine.inspect.facts import DataFacts

_NARROW = 848  # pixels: what the widest form needs beside the list, in either language


class CallbacksPage(FormPage):
    """The list of callbacks with the form of the selected one, and the source of a custom one.

    Args:
        model: The settings model that is shown and edited.
        trust: Which custom Python files are trusted.

    Attributes:
        form: The list of callbacks with its forms.
        custom_file: The view of the custom file.
    """

    def __init__(self, model: SettingsModel, trust: TrustedFiles, *, parent: QWidget | None = None) -> None:
        super().__init__(
            model,
            title=tr("Callbacks"),
            purpose=tr(
                "What happens along the way, in this order: stop early, save the best, lower the rate."
            ),
            parent=parent,
        )
        self._base: Path | None = None
        self.form = self.take_form(CallbackListEditor("callbacks"))
        self.add_card(self.form)
        self._custom_card = CustomFileCard(self, trust, example=example_callback())
        self._custom_card.saved.connect(self._use_file)
        self.custom_file = self._custom_card.view
        self.form.list.currentRowChanged.connect(self.look_at_file)
        model.changed.connect(self.look_at_file)
        self.look_at_file()

    def show_base(self, base: Path | None) -> None:
        """Take the folder that relative paths start from; None while the project has no file."""
        self._base = base
        self.look_at_file()

    def show_facts(self, facts: DataFacts | None) -> None:
        """Take what is known of the data; offer the names of the metrics of this run for `monitor`."""
        super().show_facts(facts)
        project = self.model.project
        task = facts.task if facts is not None else "classification"
        names = ("loss", *chosen_metrics(project.compile.metrics, task))
        validated = facts is None or facts.validation > 0 or bool(project.fit.validation_data)
        watched = [*(f"val_{name}" for name in names), *names] if validated else list(names)
        self.form.set_options("monitor", watched)
        # the schedule starts from the optimizer's learning rate
        self.form.set_options("expression", [str(project.compile.optimizer.learning_rate)])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the form below the list where the page is too narrow for both."""
        super().resizeEvent(event)
        self.form.set_narrow(narrow=self.viewport().width() < _NARROW)

    @Slot()
    @Slot(int)
    @Slot(object)
    def look_at_file(self, _what: object = None) -> None:
        """Show the file of the selected callback, if it is custom."""
        row, sections = self.form.list.currentRow(), self.model.project.callbacks
        section = sections[row] if 0 <= row < len(sections) else None
        is_custom = isinstance(section, CustomCallback)
        self._custom_card.look_at(section.path if is_custom else "", self._base, starts=is_custom)

    @Slot(str)
    def _use_file(self, path: str) -> None:
        """Take a file as that of the selected callback."""
        self.model.edit(f"callbacks.{self.form.list.currentRow()}.path", path)
