from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from engine.settings.compile import CompileSettings
from engine.settings.declaration.declare import Section, alternatives, walk
from engine.settings.declaration.tree import is_section_list
from engine.settings.fit import FitSettings
from engine.settings.optimizers import SGD, Adam
from gui.forms import ChoiceForm, SectionForm
from tests.gui.forms.listening import Observations
from tests.unit.engine.settings.strategies import all_sections, sections


class FitForm(SectionForm):
    def __init__(self) -> None:
        super().__init__(FitSettings, "fit")
        self.reported = Observations(self)

    @property
    def edits(self) -> list[tuple[str, Any]]:
        return self.reported.edits


@pytest.fixture
def fit(window: QScrollArea) -> FitForm:
    form = FitForm()
    window.setWidget(form)
    form.show_values(FitSettings())
    return form


def has_nameless_pair(value: object) -> bool:
    return isinstance(value, dict) and any(not name.strip() for name in value)


@pytest.mark.parametrize("kind", all_sections(), ids=lambda kind: kind.__name__)
@pytest.mark.usefixtures("qapp")
def test_values_are_read_back_as_they_were_shown(kind: type[Section]) -> None:
    form = SectionForm(kind, "x")
    reported = Observations(form)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(section=sections(kind))
    def shown_and_read(section: Section) -> None:
        form.show_values(section)
        for name, found in read_all(form, section).items():
            value = getattr(section, name)
            assert (found, type(found)) == (value, type(value)), name
        assert reported.edits == []

    shown_and_read()
    form.deleteLater()


def read_all(form: SectionForm, section: Section) -> dict[str, Any]:
    # a header without a name is a value of the settings that no table row stands for
    return {
        declared.name: form.row(f"x.{declared.name}").editor.read()
        for declared in walk(type(section))
        if not alternatives(declared.annotation)
        and not is_section_list(declared.annotation)
        and not has_nameless_pair(getattr(section, declared.name))
    }


def test_showing_values_tells_nothing_and_marks_what_was_changed(fit: FitForm) -> None:
    fit.show_values(FitSettings(epochs=7, workers=4))
    assert fit.edits == []
    assert fit.row("fit.epochs").dot.isVisible()
    assert not fit.row("fit.batch_size").dot.isVisible()
    assert fit.more.button.text() == "More · 1 changed"


def test_the_dot_goes_back_to_the_default(qtbot: QtBot, fit: FitForm) -> None:
    fit.show_values(FitSettings(epochs=7))
    qtbot.mouseClick(fit.row("fit.epochs").dot, Qt.MouseButton.LeftButton)
    assert fit.edits == [("fit.epochs", 20)]
    fit.show_values(FitSettings())
    assert not fit.row("fit.epochs").dot.isVisible()


def test_keys_in_the_field_go_back_to_the_default(qtbot: QtBot, fit: FitForm) -> None:
    fit.show_values(FitSettings(epochs=7, batch_size=8))
    fit.focus_field("fit.batch_size")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    focus: Any = QApplication.focusWidget()
    qtbot.keyClick(focus, Qt.Key.Key_Backspace, keys)
    assert fit.edits == [("fit.batch_size", 32)]
    assert focus.text() == "32"


def test_a_field_that_is_edited_keeps_its_text_and_cursor(qtbot: QtBot, fit: FitForm) -> None:
    line: Any = fit.row("fit.validation_split").editor.focusProxy()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0.30")
    line.setCursorPosition(2)
    fit.show_values(FitSettings(validation_split=0.3))
    assert (line.text(), line.cursorPosition()) == ("0.30", 2)


def test_a_refused_edit_stays_until_it_is_fixed(qtbot: QtBot, fit: FitForm) -> None:
    row = fit.row("fit.epochs")
    line: Any = row.editor.focusProxy()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    fit.show_problem("fit.epochs", "Epochs: 1 or more")
    fit.show_values(FitSettings(batch_size=64))
    assert line.text() == "0"
    assert row.message.text() == "Epochs: 1 or more"
    fit.focus_field("fit.batch_size")
    fit.show_problem("fit.epochs", "")
    assert line.text() == "20"
    assert not row.message.isVisible()


def test_a_fixed_edit_is_reported_though_the_snapshot_has_that_value(fit: FitForm) -> None:
    editor: Any = fit.row("fit.epochs").editor
    editor.type_text("0")
    fit.show_problem("fit.epochs", "Epochs: 1 or more")
    fit.show_values(FitSettings(batch_size=64))
    editor.type_text("20")
    assert fit.edits == [("fit.epochs", 0), ("fit.epochs", 20)]


def test_another_value_of_the_snapshot_replaces_what_was_refused(fit: FitForm) -> None:
    line: Any = fit.row("fit.epochs").editor.focusProxy()
    line.setText("0")
    fit.show_values(FitSettings(epochs=3))
    assert line.text() == "3"


def test_another_value_of_the_snapshot_replaces_what_could_not_be_read(fit: FitForm) -> None:
    editor: Any = fit.row("fit.epochs").editor
    editor.type_text("many")
    fit.show_values(FitSettings())
    assert fit.row("fit.epochs").has_problem
    fit.show_values(FitSettings(epochs=3))
    assert not fit.row("fit.epochs").has_problem
    assert fit.reported.unreadable[-1] == ("fit.epochs", "")
    assert fit.edits == []


def test_a_problem_stands_under_its_field(fit: FitForm) -> None:
    fit.show_problem("fit.workers", "Workers: 256 at most")
    assert "1 to fix" in fit.more.button.text()
    fit.focus_field("fit.workers")
    assert fit.row("fit.workers").message.isVisible()
    fit.show_problem("fit.workers", "")
    assert fit.more.button.text() == "More"
    fit.show_problem("fit.no_such", "Nowhere to stand")


def test_a_problem_of_the_whole_section_stands_above_it(fit: FitForm) -> None:
    fit.show_problem("fit", "These do not fit together")
    assert fit.shown_message == "These do not fit together"
    fit.show_problem("fit", "")
    assert fit.shown_message == ""


def test_an_inactive_field_says_why(fit: FitForm) -> None:
    row = fit.row("fit.shuffle")
    fit.set_inactive("fit.shuffle", "A time series keeps its order.")
    assert not row.editor.isEnabled()
    assert (row.message.text(), row.toolTip()) == ("A time series keeps its order.",) * 2
    fit.set_inactive("fit.shuffle", "")
    assert row.editor.isEnabled()
    assert not row.message.isVisible()


def test_a_whole_section_is_inactive(fit: FitForm) -> None:
    fit.set_inactive("fit", "Only for images.")
    assert not fit.row("fit.epochs").editor.isEnabled()
    assert fit.shown_message == "Only for images."
    fit.set_inactive("fit", "")
    assert fit.row("fit.epochs").editor.isEnabled()


def test_a_note_stands_beside_the_field(fit: FitForm) -> None:
    fit.set_note("fit.batch_size", "1,797 / 32 = 57 steps")
    assert fit.row("fit.batch_size").note.isVisible()
    assert fit.row("fit.batch_size").note.text() == "1,797 / 32 = 57 steps"
    fit.set_note("fit.batch_size", "")
    assert not fit.row("fit.batch_size").note.isVisible()


def test_focus_is_reported_and_given(qtbot: QtBot, fit: FitForm) -> None:
    fit.focus_field("fit.epochs")
    fit.focus_field("fit.verbose")
    assert fit.reported.focused == ["fit.epochs", "fit.verbose"]
    assert not fit.more.inside.isHidden()
    qtbot.mouseClick(fit.row("fit.batch_size").label, Qt.MouseButton.LeftButton)
    assert fit.reported.focused[2] == "fit.batch_size"


def test_a_field_is_scrolled_to(fit: FitForm, window: QScrollArea) -> None:
    window.resize(500, 200)
    fit.focus_field("fit.use_multiprocessing")
    QApplication.processEvents()
    row = fit.row("fit.use_multiprocessing")
    seen = window.viewport().rect()
    assert seen.contains(row.editor.mapTo(window.viewport(), row.editor.rect().center()))


@pytest.mark.usefixtures("qapp")
def test_settings_can_be_left_out() -> None:
    form = SectionForm(FitSettings, "fit", leave_out=("epochs", "verbose"))
    assert "fit.epochs" not in form.paths()
    assert "fit.batch_size" in form.paths()
    form.deleteLater()


def test_names_for_screen_readers_hold_the_keras_name(fit: FitForm) -> None:
    focus: Any = fit.row("fit.epochs").editor.focusProxy()
    assert focus.accessibleName() == "Epochs (epochs)"
    assert "training data" in focus.accessibleDescription()


def test_forms_inside_pass_everything_on(window: QScrollArea, qtbot: QtBot) -> None:
    form = SectionForm(CompileSettings, "compile")
    reported = Observations(form)
    window.setWidget(form)
    form.show_values(CompileSettings(optimizer=SGD()))
    assert {"compile.optimizer", "compile.optimizer.momentum", "compile.schedule", "compile.loss"} <= set(
        form.paths()
    )
    form.focus_field("compile.optimizer.learning_rate")
    line: Any = QApplication.focusWidget()
    qtbot.keyClick(line, Qt.Key.Key_Up)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert reported.edits == [("compile.optimizer.learning_rate", 0.1)]
    assert reported.focused == ["compile.optimizer.learning_rate"]
    form.show_problem("compile.optimizer.learning_rate", "Too high")
    form.set_note("compile.optimizer.learning_rate", "high")
    form.set_inactive("compile.optimizer.momentum", "not now")
    inside: Any = form.findChild(ChoiceForm)
    row = inside.form.row("compile.optimizer.learning_rate")
    assert (row.message.text(), row.note.text()) == ("Too high", "high")
    assert not inside.form.row("compile.optimizer.momentum").editor.isEnabled()


def test_tab_goes_through_the_fields_as_they_stand(window: QScrollArea) -> None:
    form = SectionForm(CompileSettings, "compile")
    window.setWidget(form)
    form.show_values(CompileSettings(optimizer=Adam()))
    form.show_values(CompileSettings(optimizer=SGD()))
    form.focus_field("compile.optimizer")
    names: list[str] = []
    for _ in range(6):
        focus: Any = QApplication.focusWidget()
        names.append(focus.accessibleName() or focus.text())
        window.focusNextChild()
    assert names == [
        "Optimizer", "Learning rate (learning_rate)", "Momentum (momentum)", "More", "Schedule",
        "Loss (loss)",
    ]  # fmt: skip


@given(value=st.floats(0.0, 0.99).filter(lambda value: value != 0.5))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_share_that_is_typed_is_reported(fit: FitForm, value: float) -> None:
    editor: Any = fit.row("fit.validation_split").editor
    # typed text stays as long as the snapshot does, and would be reported only once
    for shown in (0.25, 0.5):
        fit.show_values(FitSettings(validation_split=shown))
    fit.edits.clear()
    editor.type_text(repr(value))
    assert fit.edits == [("fit.validation_split", value)]
