from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from engine.settings import Project
from engine.settings.callbacks import (
    COVERED,
    CallbackSettings,
    CSVLogger,
    EarlyStopping,
    ModelCheckpoint,
    TensorBoard,
)
from engine.settings.declaration.declare import alternatives
from gui.forms import CallbackListEditor
from gui.forms.sections.section_list import SectionList, lines_of
from tests.gui.forms.listening import Observations

STOPPING = EarlyStopping(patience=3)
SAVING = ModelCheckpoint(enabled=False)
BOARD = TensorBoard()


class Page(CallbackListEditor):
    def __init__(self) -> None:
        super().__init__()
        self.reported = Observations(self)


@pytest.fixture
def page(window: QScrollArea) -> Page:
    page = Page()
    window.setWidget(page)
    page.show_values((STOPPING, SAVING, BOARD))
    return page


def titles(page: Page) -> list[str]:
    return [page.list.item(row).text() for row in range(page.list.count())]


def test_each_row_has_a_title_a_summary_and_a_check(page: Page) -> None:
    assert titles(page) == ["EarlyStopping", "ModelCheckpoint", "TensorBoard"]
    assert page.list.item(0).toolTip() == "stops after 3 epochs without a better val_loss; restores the best"
    assert [page.list.item(row).checkState() for row in range(2)] == [
        Qt.CheckState.Checked,
        Qt.CheckState.Unchecked,
    ]
    assert page.reported.edits == []


def test_any_kind_can_be_added_also_twice(page: Page) -> None:
    page.tools.picker.show_found("")
    assert page.tools.picker.kinds() == list(alternatives(CallbackSettings))
    page.list.setCurrentRow(2)
    page.tools.picker.picked.emit(EarlyStopping)
    assert page.reported.edits == [("callbacks", (STOPPING, SAVING, BOARD, EarlyStopping()))]
    assert page.list.currentRow() == 3
    assert page.form is not None
    assert page.form.prefix == "callbacks.3"


def test_what_is_added_stands_behind_the_selected_one(page: Page) -> None:
    page.list.setCurrentRow(0)
    page.tools.picker.picked.emit(EarlyStopping)
    assert page.reported.edits == [("callbacks", (STOPPING, EarlyStopping(), SAVING, BOARD))]


def test_another_one_like_the_selected_is_made_by_button_or_key(page: Page, qtbot: QtBot) -> None:
    page.list.setCurrentRow(1)
    page.copy.click()
    assert page.reported.edits[-1] == ("callbacks", (STOPPING, SAVING, SAVING, BOARD))
    assert page.list.currentRow() == 2
    qtbot.keyClick(page.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert page.reported.edits[-1] == ("callbacks", (STOPPING, SAVING, SAVING, SAVING, BOARD))


def test_one_is_removed_by_button_or_key(page: Page, qtbot: QtBot) -> None:
    page.list.setCurrentRow(1)
    page.remove.click()
    assert page.reported.edits == [("callbacks", (STOPPING, BOARD))]
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert page.reported.edits[1] == ("callbacks", (STOPPING,))
    page.remove.click()
    assert page.reported.edits[2] == ("callbacks", ())
    assert page.form is None
    assert not page.remove.isVisible(), "with nothing in the list there is nothing but Add"


def test_rows_move_by_button_key_and_drag(page: Page, qtbot: QtBot) -> None:
    page.list.setCurrentRow(0)
    assert not page.up.isEnabled()
    page.down.click()
    assert page.reported.edits[-1] == ("callbacks", (SAVING, STOPPING, BOARD))
    assert page.list.currentRow() == 1
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.reported.edits[-1] == ("callbacks", (SAVING, BOARD, STOPPING))
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert len(page.reported.edits) == 2
    page.list.model().moveRow(QModelIndex(), 2, QModelIndex(), 0)
    assert page.reported.edits[-1] == ("callbacks", (STOPPING, SAVING, BOARD))
    page.list.model().moveRow(QModelIndex(), 0, QModelIndex(), 3)
    assert page.reported.edits[-1] == ("callbacks", (SAVING, BOARD, STOPPING))
    assert titles(page) == ["ModelCheckpoint", "TensorBoard", "EarlyStopping"]


def test_why_a_row_cannot_be_moved_stands_below_the_buttons(page: Page, qtbot: QtBot) -> None:
    page.list.setCurrentRow(0)
    assert page.tools.why.text() == "It is the first already."
    for _ in range(2):
        qtbot.mouseClick(page.down, Qt.MouseButton.LeftButton)
    assert page.tools.why.text() == "It is the last already."
    qtbot.mouseClick(page.up, Qt.MouseButton.LeftButton)
    assert page.tools.why.text() == " "
    for _ in range(2):
        qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert page.tools.why.text() == "It is the only one."
    page.remove.setFocus()
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert page.tools.why.text() == " "
    assert QApplication.focusWidget() is page.add


def test_a_check_turns_one_on_or_off(page: Page) -> None:
    page.list.item(1).setCheckState(Qt.CheckState.Checked)
    page.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert page.reported.edits == [("callbacks.1.enabled", True), ("callbacks.0.enabled", False)]


def test_the_selected_one_is_edited_beside_the_list(page: Page) -> None:
    page.list.setCurrentRow(1)
    assert page.form is not None
    assert "callbacks.1.enabled" not in page.form.paths()
    filepath: Any = page.form.row("callbacks.1.filepath").editor
    filepath.type_text("best")
    assert page.reported.edits == [("callbacks.1.filepath", "best")]
    page.show_values((STOPPING, SAVING.model_copy(update={"keep": "last"}), BOARD))
    assert page.list.currentRow() == 1
    assert page.list.item(1).toolTip().endswith("keeps the last 3")


def test_the_form_stays_while_its_callback_is_shown_again(page: Page) -> None:
    before = page.form
    page.show_values((STOPPING.model_copy(update={"patience": 4}), SAVING, BOARD))
    assert page.form is before
    assert before is not None
    assert before.row("callbacks.0.patience").editor.read() == 4


def test_what_was_said_reaches_forms_that_are_made_later(page: Page) -> None:
    page.set_options("monitor", ["loss", "val_accuracy"])
    page.show_problem("callbacks.1.filepath", "Not inside the run's folder")
    page.set_inactive("callbacks.1.keep_last", "Everything is kept.")
    page.set_note("callbacks.1.filepath", "cp-0001")
    page.focus_field("callbacks.1.filepath")
    assert page.list.currentRow() == 1
    assert page.form is not None
    row = page.form.row("callbacks.1.filepath")
    assert (row.message.text(), row.note.text()) == ("Not inside the run's folder", "cp-0001")
    assert not page.form.row("callbacks.1.keep_last").editor.isEnabled()
    monitor: Any = page.form.row("callbacks.1.monitor").editor
    assert monitor.combo.count() == 2
    assert QApplication.focusWidget() is row.editor.focusProxy()


def test_a_problem_marks_the_row_and_goes(page: Page) -> None:
    plain = page.list.viewport().grab().toImage()
    page.show_problem("callbacks.2.log_dir", "Not inside the run's folder")
    assert page.list.viewport().grab().toImage() != plain
    page.show_problem("callbacks.2.log_dir", "")
    assert page.list.viewport().grab().toImage() == plain


def test_what_was_said_stays_at_its_path_until_something_else_is_said(page: Page) -> None:
    page.show_problem("callbacks.0.monitor", "There is no such metric")
    page.move_entry(0, 2)
    page.list.setCurrentRow(1)
    page.move_entry(1, 0)
    assert page.form is not None
    page.show_problem("callbacks.0.monitor", "")
    page.show_problem("callbacks.2.monitor", "There is no such metric")
    page.list.setCurrentRow(2)
    assert page.form.row("callbacks.2.monitor").message.text() == "There is no such metric"


def test_text_that_meant_nothing_goes_with_its_callback(page: Page) -> None:
    assert page.form is not None
    patience: Any = page.form.row("callbacks.0.patience").editor
    patience.type_text("long")
    page.list.setCurrentRow(1)
    sentence = "Type a whole number, such as 32"
    assert page.reported.unreadable == [("callbacks.0.patience", sentence), ("callbacks.0.patience", "")]
    assert page.reported.edits == []


def test_a_problem_of_the_whole_list_stands_above_it(page: Page) -> None:
    page.show_problem("callbacks", "Two save into one file")
    assert page.shown_message == "Two save into one file"


def test_fewer_rows_are_shown_when_there_are_fewer(page: Page) -> None:
    page.list.setCurrentRow(2)
    page.show_values((CSVLogger(),))
    assert titles(page) == ["CSVLogger"]
    assert page.list.currentRow() == 0
    assert page.form is not None
    assert page.form.section is CSVLogger
    assert page.reported.edits == []


def test_the_page_says_what_is_covered_by_something_better(page: Page) -> None:
    text = "\n".join(label.text() for label in page.findChildren(QLabel))
    for name, why in COVERED.items():
        assert f"{name}: {why}" in text


def test_paths_are_those_of_the_project(page: Page) -> None:
    project = Project(callbacks=(STOPPING, SAVING, BOARD))
    assert page.paths()[0] == "callbacks"
    assert "callbacks.0.patience" in page.paths()
    for path in page.paths():
        project.value_at(path)


def test_a_sentence_takes_two_lines_and_is_cut_only_behind_them(page: Page) -> None:
    font = page.list.font()
    short = "stops after 3 epochs"
    assert lines_of(short, font, width=400) == [short]
    words = " ".join(f"word{number}" for number in range(60))
    first, second = lines_of(words, font, width=200)
    assert words.startswith(first)
    assert second.endswith("…")
    assert lines_of("", font, width=200) in ([], [""])


def test_a_row_is_as_high_as_its_sentence_is_in_the_width_that_there_is(page: Page, qtbot: QtBot) -> None:
    rows = page.list

    def height() -> int:
        return rows.visualItemRect(rows.item(1)).top() - rows.visualItemRect(rows.item(0)).top()

    rows.setFixedWidth(700)
    qtbot.waitUntil(lambda: rows.viewport().width() > 600)
    high = height()
    rows.setFixedWidth(200)
    qtbot.waitUntil(lambda: height() > high)
    rows.setFixedWidth(700)
    qtbot.waitUntil(lambda: height() == high)


def test_an_empty_list_says_what_belongs_there(page: Page) -> None:
    page.list.show_rows([])
    empty = page.list.viewport().grab().toImage()
    page.list.show_rows([("EarlyStopping", "", True)])
    page.list.show_rows([])
    assert page.list.viewport().grab().toImage() == empty
    plain = SectionList("Rows")
    plain.resize(page.list.size())
    assert ink(empty) > ink(plain.viewport().grab().toImage())


def ink(image: QImage) -> int:
    ground = image.pixel(1, 1)
    return sum(image.pixel(x, y) != ground for x in range(image.width()) for y in range(image.height()))
