"""The Data page: where the data comes from, what is in it, how it is read, and how it is augmented.

Responsible for the form of the data, bundled samples and files dropped on the window. Reading is left to the
data worker of `gui.control`, which is asked by signals and answers through the `show_...` slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from engine.data.describe import Description
from engine.inspect.preflight.augmentation import unfit_changes
from engine.problems import Cure, Problem
from engine.settings import Project
from engine.settings.data.sections import DataSection
from engine.settings.declaration.declare import Section, alternatives
from engine.settings.project_file.file import SUFFIX
from gui.control.project.open_project import empty_project
from gui.control.project.page_status import Step
from gui.control.project.settings_model import SettingsModel
from gui.forms import AugmentationListEditor, ReadingForm, SourceForm
from gui.pages.data.augmentation_card import AugmentationCard
from gui.pages.data.data_problem import DataProblem
from gui.pages.data.drop_targets import data_of, model_of, no_data
from gui.pages.data.notes import show_notes
from gui.pages.data.parts import SETTINGS, columns_of, parts_of, unread_columns, with_parts
from gui.pages.data.sample_row import SampleRow
from gui.pages.data.samples import Sample
from gui.pages.form_page import FormPage
from gui.pages.page import label
from gui.style import set_shown
from gui.text import tr
from gui.views.data.data_preview import DataPreview
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices
    from engine.inspect.facts import DataFacts


def source_form(project: Project) -> SourceForm:
    """Make the form of the data source, filled with the values of `project`.

    Args:
        project: The project whose section `data` is shown.

    Returns:
        A form for every kind of data, without a parent.
    """
    form = SourceForm(_kinds(), "data", sources=_sources)
    form.show_values(project.data)
    return form


def _kinds() -> tuple[type[Section], ...]:
    return alternatives(Project.model_fields["data"].annotation)


def _sources(kind: type[Section]) -> tuple[str, ...]:
    return kind.source_settings if issubclass(kind, DataSection) else ()


class DataPage(FormPage):
    """The kinds of data, bundled samples, the forms of the chosen kind, augmentation, and the preview.

    What is in the data stands directly below its choice, or beside it. Without data the page says what to do.

    Args:
        model: The settings model that is shown and edited.
        source: The form made by `source_form`; None makes one.

    Attributes:
        source_form: The form of what is read.
        data_form: The form of how it is read.
        augmentation_form: The list of random changes.
        samples: The bundled samples.
        preview: What is in the data.
        variants: Training examples beside their augmented variants.

    Signals:
        project_dropped(Path): A project file was dropped.
        taken(Step): A dropped file has changed the settings of this step, or was meant for it.
        sample_taken(str): The sample with this title has replaced other data and the model.
        read_again_asked(): The files are to be read again.
        draw_asked(): Other examples and other random changes are to be shown.
    """

    wide_from = 1000
    project_dropped = Signal(object)
    taken = Signal(object)
    sample_taken = Signal(str)
    read_again_asked = Signal()
    draw_asked = Signal()

    def __init__(
        self, model: SettingsModel, source: SourceForm | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            model,
            title=tr("Data"),
            purpose=tr("What the model learns from. Drop a folder or a file anywhere here."),
            parent=parent,
        )
        self.source_form = self.take_form(source or source_form(model.project))
        self.data_form = self.take_form(ReadingForm(_kinds(), "data", sources=_sources))
        self.augmentation_form = self.take_form(AugmentationListEditor("augmentation"))
        self.samples = SampleRow()
        self.samples.taken.connect(self.take_sample)
        self.samples.fold(model.project.data.source != "")
        self._begin = label(
            tr("Begin here: drop your data on the window, choose below what kind it is, or take a sample."),
            role="heading",
        )
        self.add(self._begin)
        self.add(self.samples)
        self.add_card(self.source_form, title=tr("Source"))
        self._reading = QProgressBar()
        self._reading.setTextVisible(False)
        self._doing = label("", role="muted")
        self._problem = DataProblem()
        self._problem.cure_asked.connect(self.take_cure)
        self.preview = DataPreview()
        self._again = QPushButton(tr("Read again"))
        self._again.setToolTip(tr("Read the files again, as they may have changed"))
        self._again.clicked.connect(self.read_again_asked)
        self._contents = self.add_aside(
            self._reading,
            self._doing,
            self._problem,
            self.preview,
            title=tr("What is in it"),
            corner=self._again,
        )
        self._how = self.add_card(self.data_form, title=tr("How it is read"), later=True)
        self.augmentation = AugmentationCard(self.augmentation_form, model.project)
        self.augmentation.draw_asked.connect(self.draw_asked)
        self.variants = self.augmentation.variants
        self._augmented = self.add_card(self.augmentation, later=True)
        self.preview.parts.parts_asked.connect(self.take_parts)
        self.preview.cure_asked.connect(self.take_cure)
        self.preview.setting_asked.connect(self.focus_field)
        self._names: tuple[str, ...] = ()
        self._columns_of: str | None = None  # the source whose columns are in the table
        self._begun: bool | None = None
        self._show_begun(model.project)
        self.show_busy(False)

    @Slot(object)
    def show_description(self, description: Description) -> None:
        """Show the facts of the data set that was read.

        Args:
            description: The data set as described by `engine.data.describe`.
        """
        self.preview.show_description(description)
        show_notes(self, self.preview, notes=description.notes)
        self.data_form.set_options("column_kinds", columns_of(description))
        self._columns_of = self.model.project.data.source
        self.show_data_problem("")

    @Slot(object)
    def show_variants(self, variants: Variants | None) -> None:
        """Show training examples beside their augmented variants.

        Args:
            variants: The rows to show; None while they are not known.
        """
        self.augmentation.show_variants(variants, self.model.project)

    def show_data_problem(
        self, text: str, *, answers: Sequence[Cure] = (), is_at_field: bool = False
    ) -> None:
        """Show why the data cannot be read, in place of the preview.

        Args:
            text: The reason; "" when it can be read.
            answers: What may be meant, where the reason is a question.
            is_at_field: Whether the field above says it already, so that it is not said twice.
        """
        self._problem.show_problem(text, answers, is_at_field=is_at_field)
        self.preview.setVisible(not text)
        data = self.model.project.data
        if text and self._names and self._columns_of != data.source:
            # a wrong kind may be why it cannot be read, so kinds can be set by the names alone
            self.data_form.set_options("column_kinds", unread_columns(data, self._names))

    @Slot(object)
    def show_choices(self, choices: Choices) -> None:
        """Offer the columns, arrays and sheets of the file in the form.

        Args:
            choices: The names found in the file.
        """
        for editor in ("column", "columns", "array"):
            self.data_form.set_options(editor, choices.names)
        self.data_form.set_options("sheet", choices.sheets)
        self._names = choices.names

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, doing: str) -> None:
        """Show how far reading is.

        Args:
            done: How many files or rows are read; bytes where `doing` is given.
            total: How many there are, in the same unit; 0 while that is unknown.
            doing: What is downloaded; "" while files are read.
        """
        self._reading.setRange(0, total)
        self._reading.setValue(done)
        if doing and total:
            doing = tr(
                "{doing}: {done} of {total}", doing=doing, done=numbers.size(done), total=numbers.size(total)
            )
        self._doing.setText(doing)
        self._doing.setVisible(bool(doing))

    @Slot(bool)
    def show_busy(self, busy: bool) -> None:
        """Show whether the data is being read."""
        self._reading.setRange(0, 0)
        self._reading.setVisible(busy)
        self._doing.hide()

    def show_rest(self, project: Project) -> None:
        """Fold what was chosen, and pale variants that are of another project."""
        self.augmentation.show_project(project)
        self.augmentation_form.show_misfits(unfit_changes(project, self.facts))
        self.samples.fold(project.data.source != "")
        self._show_begun(project)

    def _show_begun(self, project: Project) -> None:
        """Show only what to do first while there is no data."""
        begun = project.data != empty_project().data
        if begun is self._begun:
            return
        self._begun = begun
        self.source_form.folding.fold(begun)
        self._begin.setVisible(not begun)
        for card in (self._contents, self._how, self._augmented):
            set_shown(card, on=begun)

    def show_facts(self, facts: DataFacts | None) -> None:
        """Take what is known of the data, None while it cannot be read; mark the validation part."""
        super().show_facts(facts)
        self.preview.course.show_validation_start(None if facts is None else facts.validation_start)
        self.augmentation_form.show_misfits(unfit_changes(self.model.project, facts))
        self.preview.parts.show_parts(parts_of(self.model.project, facts))

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Show problems at their fields; those of the parts, whose fields are elsewhere, beside the bar."""
        found = list(problems)
        super().show_problems(found)
        self.preview.findings.show_findings([one for one in found if one.path.startswith(SETTINGS)])

    @Slot(int, int)
    def take_parts(self, validation: int, test: int) -> None:
        """Set the shares that give so many examples, as one undo step."""
        parts = parts_of(self.model.project, self.facts)
        if parts is not None:
            project = with_parts(self.model.project, parts, validation=validation, test=test)
            self.model.replace(project, title=tr("Parts of the data"))

    @Slot(object)
    def take_sample(self, sample: Sample) -> None:
        """Use a bundled sample, together with a model that suits it."""
        before = self.model.project
        project = before.model_copy(update={"data": sample.data, "model": sample.model})
        self.model.replace(project, title=sample.title)
        if before.data.source and project != before:
            self.sample_taken.emit(sample.title)

    @Slot(object)
    def take_path(self, path: Path) -> None:
        """Use a file or folder that was dropped: data, a saved model, or a project, by its suffix.

        Args:
            path: The file or folder. What is none of these is reported as a problem of the data.
        """
        if path.suffix.lower() == SUFFIX:
            self.project_dropped.emit(path)
            return
        model = model_of(path)
        if model is not None:
            self.model.edit("model", model)
            self.taken.emit(Step.MODEL)
            return
        self.taken.emit(Step.DATA)
        present = self.model.project.data
        data = data_of(path, present=present)
        if data is None:
            self.show_data_problem(no_data(path))
        else:
            self.model.edit("data", data)
