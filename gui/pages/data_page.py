"""The first step: where the data comes from, how it is read, and what it looks like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from engine.data.describe import Description
from engine.settings import Project
from engine.settings.declaration.declare import alternatives, info_of
from engine.settings.project_file.file import SUFFIX
from gui.control.engine_port import DataFacts
from gui.control.project.page_status import Step
from gui.control.project.settings_model import SettingsModel
from gui.forms import AugmentationListEditor, ChoiceForm
from gui.pages.drop_targets import data_of, model_of
from gui.pages.form_page import FormPage
from gui.pages.page import label
from gui.pages.sample_row import SampleRow
from gui.pages.samples import Sample
from gui.text import tr
from gui.views.data.augmented_grid import VariantGrid
from gui.views.data.data_preview import DataPreview
from gui.views.parts import numbers

if TYPE_CHECKING:
    from engine.data.kind_facts import Variants
    from engine.data.names_in_file import Choices


def source_form(project: Project) -> ChoiceForm:
    """The form of where the data comes from, with the values of `project`."""
    form = ChoiceForm(alternatives(Project.model_fields["data"].annotation), "data")
    form.show_values(project.data)
    return form


class DataPage(FormPage):
    """Kinds of data as cards, bundled samples of one click, the form of the kind, and a look at the data.

    `source` is the form of `source_form`, where it has been made before.
    """

    wide_from = 1000
    project_dropped = Signal(object)  # Path of a project file
    taken = Signal(object)  # the Step whose settings a dropped file has changed, or was to change
    read_again_asked = Signal()
    draw_asked = Signal()

    def __init__(
        self, model: SettingsModel, source: ChoiceForm | None = None, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            model,
            title=tr("Data"),
            purpose=tr("What the model learns from. Drop a folder or a file anywhere here."),
            parent=parent,
        )
        self.data_form = self.take_form(source or source_form(model.project))
        self.augmentation_form = self.take_form(AugmentationListEditor("augmentation"))
        self.samples = SampleRow()
        self.samples.taken.connect(self.take_sample)
        self.samples.fold(model.project.data.source != "")
        self.add(self.samples)
        self.add_card(self.data_form, title=tr("Source"))
        self._reading = QProgressBar()
        self._reading.setTextVisible(False)
        self._doing = label("", role="muted")
        self._problem = label("", role="problem")
        self._problem.hide()
        self.preview = DataPreview()
        self._again = QPushButton(tr("Read again"))
        self._again.setToolTip(tr("Read the files again, as they may have changed"))
        self._again.clicked.connect(self.read_again_asked)
        self.add_aside(
            self._reading,
            self._doing,
            self._problem,
            self.preview,
            title=tr("What is in it"),
            corner=self._again,
        )
        augmentation = info_of(Project, "augmentation")
        self.augmentation_form.set_narrow(narrow=True)
        self.variants = VariantGrid()
        self._varied = model.project
        self._draw = QPushButton(tr("Another draw"))
        self._draw.setToolTip(tr("Show other examples and other random changes"))
        self._draw.clicked.connect(self.draw_asked)
        self.add_card(
            self.augmentation_form,
            self.variants,
            title=tr(augmentation.title),
            about=tr(augmentation.help),
            corner=self._draw,
        )
        self.show_variants(None)
        self.show_busy(False)

    @Slot(object)
    def show_description(self, description: Description) -> None:
        """What was found in the data."""
        self.preview.show_description(description)
        self.data_form.set_options("column_kinds", description.columns)
        self.show_data_problem("")

    @Slot(object)
    def show_variants(self, variants: Variants | None) -> None:
        """Examples as the random changes make them; nothing where there are none, or not known yet."""
        shown = variants is not None and bool(variants.rows)
        if variants is not None:
            self.variants.show_variants(variants)
        self._varied = self.model.project
        self.variants.setEnabled(True)
        self.variants.setVisible(shown)
        self._draw.setVisible(shown)

    def show_data_problem(self, text: str) -> None:
        """Why the data cannot be looked at; "" when it can."""
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.preview.setVisible(not text)

    @Slot(object)
    def show_choices(self, choices: Choices) -> None:
        """The columns, arrays and sheets that can be chosen."""
        for editor in ("column", "columns", "array"):
            self.data_form.set_options(editor, choices.names)
        self.data_form.set_options("sheet", choices.sheets)

    @Slot(int, int, str)
    def show_progress(self, done: int, total: int, doing: str) -> None:
        """How far reading is, in files or rows; or in bytes, where `doing` says what is downloaded."""
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
        """Whether the data is being looked at."""
        self._reading.setRange(0, 0)
        self._reading.setVisible(busy)
        self._doing.hide()

    def show_rest(self, project: Project) -> None:
        """The samples step back as soon as there is data."""
        # pale until the pictures of this project are there
        self.variants.setEnabled(project == self._varied)
        self.samples.fold(project.data.source != "")

    def show_facts(self, facts: DataFacts | None) -> None:
        """What is known of the data; None while it cannot be read."""
        super().show_facts(facts)
        self.preview.course.show_validation_start(None if facts is None else facts.validation_start)

    @Slot(object)
    def take_sample(self, sample: Sample) -> None:
        """Use a bundled sample, with a model that suits it."""
        project = self.model.project.model_copy(update={"data": sample.data, "model": sample.model})
        self.model.replace(project, title=sample.title)

    @Slot(object)
    def take_path(self, path: Path) -> None:
        """Use a file or folder that was dropped: data, a saved model or a project, by what it is."""
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
            text = tr(
                "{name} is no data that can be read here. Use a folder of images, NPZ, NPY, CSV,"
                " Excel or Parquet.",
                name=path.name,
            )
            self.show_data_problem(text)
        else:
            self.model.edit("data", data)
