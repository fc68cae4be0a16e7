from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from engine.settings import Project
from engine.settings.compile import CompileSettings
from engine.settings.data.kinds import ArraysData, ImagesData, SeriesData, TableData
from engine.settings.declaration.declare import alternatives, info_of
from engine.settings.optimizers import SGD, Adam, AdamW, Nadam, RMSprop
from gui.forms import ChoiceForm, SectionForm, form_for
from gui.forms.editors.line_editors import TYPING_PAUSE
from gui.forms.sections.chooser import CardChooser, ComboChooser
from tests.gui.forms.listening import Observations

DATA = alternatives(Project.model_fields["data"].annotation)
OPTIMIZERS = (Adam, AdamW, SGD, RMSprop, Nadam, ImagesData)


def shown(window: QScrollArea, form: ChoiceForm, *, section: Any) -> Observations:
    window.setWidget(form)
    form.show_values(section)
    return Observations(form)


def choose(form: ChoiceForm, kind: type[Any]) -> None:
    chooser = form.chooser
    if isinstance(chooser, CardChooser):
        chooser.group.button(chooser.kinds.index(kind)).click()
    elif isinstance(chooser, ComboChooser):
        chooser.combo.setCurrentIndex(chooser.kinds.index(kind))


def test_a_few_kinds_are_cards_and_many_a_list() -> None:
    few = ChoiceForm(DATA, "data")
    many = ChoiceForm(OPTIMIZERS, "compile.optimizer", info=info_of(CompileSettings, "optimizer"))
    assert isinstance(few.chooser, CardChooser)
    assert isinstance(many.chooser, ComboChooser)
    few.deleteLater()
    many.deleteLater()


def test_a_card_is_clicked(window: QScrollArea, qtbot: QtBot) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=ArraysData(path="a.npz"))
    assert isinstance(form.chooser, CardChooser)
    qtbot.mouseClick(form.chooser.group.button(0), Qt.MouseButton.LeftButton, pos=QPoint(12, 12))
    assert reported.edits == [("data", ImagesData())]  # a file is no folder


def test_a_new_kind_keeps_what_it_has_in_common(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(
        window, form, section=TableData(path="a.csv", target="price", scaling="standard", weight="w")
    )
    choose(form, SeriesData)
    assert reported.edits == [("data", SeriesData(path="a.csv", scaling="standard"))]
    choose(form, SeriesData)
    assert len(reported.edits) == 1


def test_a_learning_rate_is_kept_among_optimizers_of_the_same_scale(window: QScrollArea) -> None:
    form = ChoiceForm(OPTIMIZERS, "compile.optimizer")
    reported = shown(window, form, section=Adam(learning_rate=0.5, clipnorm=2.0, use_ema=True))
    choose(form, RMSprop)
    choose(form, SGD)
    assert reported.edits == [
        ("compile.optimizer", RMSprop(learning_rate=0.5, clipnorm=2.0, use_ema=True)),
        ("compile.optimizer", SGD(clipnorm=2.0, use_ema=True)),
    ]


def test_the_form_follows_the_kind_that_is_shown(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=ArraysData())
    assert "data.x_key" in form.paths()
    form.show_values(SeriesData(window=48))
    assert form.paths()[0] == "data"
    assert "data.window" in form.paths()
    assert "data.x_key" not in form.paths()
    assert form.form is not None
    assert form.form.row("data.window").editor.read() == 48
    assert isinstance(form.chooser, CardChooser)
    assert form.chooser.group.checkedId() == 3
    assert reported.edits == []


def test_options_reach_kinds_that_are_chosen_later(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    shown(window, form, section=ArraysData())
    form.set_options("column", ["price", "area"])
    choose(form, TableData)
    assert form.form is not None
    target: Any = form.form.row("data.target").editor
    assert target.combo.count() == 2


def test_problems_and_reasons_stand_at_the_choice_or_its_fields(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    shown(window, form, section=ArraysData())
    form.show_problem("data", "Choose some data")
    form.show_problem("data.path", "There is no such file")
    form.set_note("data.path", "1,797 examples")
    assert form.shown_message == "Choose some data"
    assert form.form is not None
    row = form.form.row("data.path")
    assert (row.message.text(), row.note.text()) == ("There is no such file", "1,797 examples")
    form.set_inactive("data", "A run is going on.")
    assert not form.chooser.isEnabled()
    assert not row.editor.isEnabled()
    form.set_inactive("data", "")
    form.set_inactive("data.path", "Fixed")
    assert form.chooser.isEnabled()
    assert not row.editor.isEnabled()


def test_focus_goes_to_the_choice_or_its_fields(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=ArraysData())
    form.focus_field("data")
    assert isinstance(form.chooser, CardChooser)
    assert form.chooser.group.button(1).hasFocus()
    form.focus_field("data.y_path")
    assert reported.focused == ["data", "data.y_path"]


@pytest.mark.usefixtures("qapp")
def test_a_group_gets_its_form() -> None:
    fields = Project.model_fields
    made = {name: form_for(fields[name].annotation, name) for name in fields}
    assert {name: type(form).__name__ for name, form in made.items()} == {
        "data": "ChoiceForm",
        "augmentation": "AugmentationListEditor",
        "model": "ChoiceForm",
        "compile": "SectionForm",
        "fit": "SectionForm",
        "callbacks": "CallbackListEditor",
        "run": "SectionForm",
    }
    with pytest.raises(TypeError, match="no form"):
        form_for(int, "x")
    for form in made.values():
        form.deleteLater()


def test_every_path_of_a_project_is_found_once(window: QScrollArea) -> None:
    project = Project()
    for name, field in Project.model_fields.items():
        form = form_for(field.annotation, name)
        window.setWidget(form)
        form.show_values(getattr(project, name))
        paths = form.paths()
        assert len(set(paths)) == len(paths)
        for path in paths:
            project.value_at(path)
        assert isinstance(form, SectionForm) or paths[0] == name


def test_a_kind_that_comes_back_says_what_is_true_now(window: QScrollArea) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=SeriesData())
    assert form.form is not None
    before = form.form
    window_editor: Any = before.row("data.window").editor
    window_editor.type_text("long")
    form.show_problem("data.path", "There is no such file")
    form.show_values(TableData())
    assert form.form.row("data.path").message.text() == "There is no such file"
    form.show_problem("data.path", "")
    form.show_values(SeriesData())
    assert form.form is before
    assert not before.row("data.path").has_problem
    assert window_editor.line.text() == "24"
    assert reported.unreadable[-1] == ("data.window", "")


def test_typing_can_be_finished_from_outside(window: QScrollArea, qtbot: QtBot) -> None:
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=SeriesData())
    form.focus_field("data.window")
    assert form.form is not None
    line: Any = form.form.row("data.window").editor.focusProxy()
    qtbot.keyClicks(line, "48")
    assert reported.edits == []
    form.finish_typing()
    form.finish_typing()
    assert reported.edits == [("data.window", 48)]


@pytest.mark.parametrize("text", ["12", "no number"])
def test_what_is_being_typed_goes_with_its_kind(window: QScrollArea, qtbot: QtBot, text: str) -> None:
    """Another project comes while the cursor is in a field that its kind has not: nothing is reported."""
    form = ChoiceForm(DATA, "data")
    reported = shown(window, form, section=SeriesData(window=48))
    assert form.form is not None
    line = form.form.row("data.window").editor.focusProxy()
    assert line is not None
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Left)
    form.show_values(TableData(path="a.csv"))
    qtbot.wait(2 * TYPING_PAUSE)
    assert reported.edits == []
    form.show_values(SeriesData(window=48))
    assert reported.edits == []
