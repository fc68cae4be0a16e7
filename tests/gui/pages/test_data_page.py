import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from engine.data import describe, load
from engine.data.names_in_file import Choices
from engine.inspect.facts import DataFacts
from engine.problems import Cure, Problem
from engine.settings.augmentation import Flip, MixUp
from engine.settings.data.kinds import ArraysData, ImagesData, KerasData, SeriesData, TableData
from gui.control.project.open_project import empty_project
from gui.control.project.settings_model import SettingsModel
from gui.forms.editors.column_kinds_editor import ColumnKindsEditor
from gui.pages.data_page import DataPage


@pytest.fixture
def page(qtbot):
    model = SettingsModel()
    made = DataPage(model)
    qtbot.addWidget(made)
    made.show()
    yield made
    model.deleteLater()


def test_a_download_is_reported_with_how_far_it_is(page):
    page.show_busy(True)
    page.show_progress(3, 8, "")
    assert not page._doing.isVisible()
    page.show_progress(41_000_000, 169_000_000, "Downloading CIFAR-100 from Keras")
    assert page._doing.text() == "Downloading CIFAR-100 from Keras: 41.0 MB of 169.0 MB"
    assert page._reading.value() == 41_000_000
    page.show_progress(0, 0, "Downloading CIFAR-100 from Keras")  # before an answer has come
    assert page._doing.text() == "Downloading CIFAR-100 from Keras"
    page.show_busy(False)
    assert not page._doing.isVisible()
    page.show_busy(True)
    assert not page._doing.isVisible()


def test_samples_step_back_for_a_set_of_keras_as_for_a_file(page):
    folded = []
    for data in (ArraysData(), ArraysData(path="a.npz"), KerasData()):
        page.model.edit("data", data)
        page.show_project(page.model.project)
        folded.append(page.samples._line.isVisible())
    assert folded == [False, True, True]


def top(page, widget):
    return widget.mapTo(page.widget(), widget.rect().topLeft()).y()


def test_what_is_in_it_stands_directly_below_the_choice_on_a_narrow_page(page, qtbot):
    page.resize(660, 800)
    qtbot.waitUntil(lambda: page.viewport().width() < 700)
    assert top(page, page.source_form) < top(page, page.preview) < top(page, page.data_form)
    assert top(page, page.data_form) < top(page, page.augmentation)
    assert page.preview.isVisible()
    assert not page.augmentation_form.isVisible()
    QTest.mouseClick(page.augmentation.button, Qt.MouseButton.LeftButton)
    assert page.augmentation_form.isVisible()


def test_the_kinds_fold_to_one_line_and_unfold(page):
    folding = page.source_form.folding
    assert not folding.cards.isVisible()
    QTest.mouseClick(folding.change, Qt.MouseButton.LeftButton)
    assert folding.cards.isVisible()
    kinds = list(folding.kinds)
    QTest.mouseClick(folding.cards.group.button(kinds.index(TableData)), Qt.MouseButton.LeftButton)
    assert isinstance(page.model.project.data, TableData)
    assert not folding.cards.isVisible()
    assert folding.change.hasFocus()


def test_an_empty_project_shows_only_what_to_do_first(page):
    page.model.load(empty_project())
    assert page._begin.isVisible()
    assert page.source_form.folding.cards.isVisible()
    assert page.samples._cards.isVisible()
    for later in (page.preview, page.data_form, page.augmentation):
        assert not later.isVisible()
    page.take_sample(page.samples._samples[0])
    assert not page._begin.isVisible()
    assert page.preview.isVisible()


def test_changes_that_do_not_apply_to_the_data_cannot_be_added_and_say_why(page):
    page.model.edit("data", TableData(path="a.csv"))
    page.show_facts(DataFacts(kind="table", task="classification", outputs=3, shape=(4,)))
    picker = page.augmentation_form.tools.picker
    picker.show_found("")
    (flip,) = picker.list.findItems(Flip.title, Qt.MatchFlag.MatchExactly)
    (mixup,) = picker.list.findItems(MixUp.title, Qt.MatchFlag.MatchExactly)
    assert not flip.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "it is for images" in flip.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert mixup.flags() & Qt.ItemFlag.ItemIsEnabled
    page.show_facts(None)
    assert flip.flags() & Qt.ItemFlag.ItemIsEnabled


def facts(**more):
    return DataFacts(kind="table", task="classification", outputs=3, shape=(4,), **more)


def test_an_edit_of_the_bar_is_one_undo_step_of_both_shares(page):
    page.model.edit("data", TableData(path="a.csv"))
    page.show_facts(facts(train=160, validation=40))
    bar = page.preview.parts
    assert bar.isVisible()
    bar.parts_asked.emit(18, 20)  # of 200: a tenth tests, and a tenth of the rest validates
    fit = page.model.project.fit
    assert (fit.test_split, fit.validation_split) == (0.1, 0.1)
    page.model.undo_stack.undo()
    assert (page.model.project.fit.test_split, page.model.project.fit.validation_split) == (0.0, 0.2)


def test_an_arrow_key_on_the_bar_edits_the_share(page):
    page.model.edit("data", TableData(path="a.csv"))
    page.show_facts(facts(train=160, validation=40))
    QTest.keyClick(page.preview.parts.handles[0], Qt.Key.Key_Left)
    assert page.model.project.fit.validation_split == 0.21
    assert page.model.project.fit.test_split == 0.0


def test_parts_of_the_files_cannot_be_dragged(page):
    page.model.edit("data", TableData(path="a.csv"))
    page.show_facts(facts(train=160, validation=30, test=10, has_validation_part=True, has_test_part=True))
    bar = page.preview.parts
    assert not any(handle.isEnabled() for handle in bar.handles)
    assert "part of its own for validation" in bar.reasons.text()
    assert "test part of its own" in bar.reasons.text()


def buttons(widget, title):
    return [one for one in widget.findChildren(QPushButton) if one.text() == title and one.isVisible()]


def test_a_finding_about_the_parts_stands_below_the_bar_and_its_cure_is_one_undo_step(page):
    page.model.edit("data", TableData(path="a.csv"))
    cure = Cure("Split stratified", ("fit.validation_method=stratified",))
    page.model.edit("fit.validation_method", "last")
    page.show_problems([Problem("fit.validation_method", "Validation has no example of b.", "warning", cure)])
    (button,) = buttons(page.preview.findings, "Split stratified")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.model.project.fit.validation_method == "stratified"
    assert page.model.undo_stack.undoText() == "Split stratified"
    page.model.undo_stack.undo()
    assert page.model.project.fit.validation_method == "last"
    page.show_problems([])
    assert not page.preview.findings.isVisible()


def test_what_is_found_of_columns_stands_at_their_table_all_of_it_with_its_cures(page, qtbot):
    page.model.edit("data", TableData(path="a.csv"))
    found = [
        Problem(
            "data.columns",
            f"Column {name} is the target.",
            "warning",
            Cure(f"Leave out {name}", (f'data.columns={{"{name}": "ignore"}}',)),
        )
        for name in ("a", "b")
    ]
    page.show_problems(found)
    row = page.data_form.form.row("data.columns")
    assert row.message.text() == "Column a is the target.\nColumn b is the target."
    (button,) = buttons(page.data_form, "Leave out b")
    qtbot.waitUntil(lambda: button.height() > 10)  # laid out
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.model.project.data.columns == {"b": "ignore"}
    page.show_problems([])
    assert buttons(page.data_form, "Leave out a") == []


@pytest.fixture
def described(page, tmp_path):
    """Shows the arrays of a file that has notes: channels first, float classes from 1 on, a test part."""
    x = np.arange(12 * 3 * 8 * 8, dtype=np.float32).reshape(12, 3, 8, 8)
    y = np.arange(12) % 2 + 1.0
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=x[:4], y_test=y[:4])
    page.model.edit("data", ArraysData(path=str(tmp_path / "a.npz")))
    page.show_project(page.model.project)

    def show():
        dataset = load(page.model.project.data, None)
        page.show_facts(facts(train=8, validation=4, test=4, has_test_part=True))
        page.show_description(describe(dataset))

    show()
    return show


def frame_with(page, words):
    (found,) = [one for one in page.findChildren(QLabel) if one.isVisible() and words in one.text()]
    return found


def test_each_note_stands_beside_what_it_is_about_and_its_cure_can_be_undone(page, described, qtbot):
    page.resize(660, 1200)
    preview = page.preview
    part = frame_with(page, "x_test and y_test are the test part")
    classes = frame_with(page, "The class numbers of the file, 1 to 2")
    channels = frame_with(page, "have their channels first")
    qtbot.waitUntil(lambda: part.height() > 10 and classes.height() > 10)
    assert top(page, preview.parts) < top(page, part) < top(page, preview._examples_title)
    assert top(page, preview._classes) < top(page, classes)
    assert not preview._notes.isVisible(), "no note is left without its place"
    (shows,) = buttons(channels.parentWidget(), "Show Channels")
    QTest.mouseClick(shows, Qt.MouseButton.LeftButton)
    row = page.data_form.form.row("data.channels")
    qtbot.waitUntil(row.isVisible)
    (cure,) = buttons(channels.parentWidget(), "Channels are last")
    QTest.mouseClick(cure, Qt.MouseButton.LeftButton)
    assert page.model.project.data.channels == "last"
    assert page.model.undo_stack.undoText() == "Channels are last"
    described()
    assert not [
        one for one in page.findChildren(QLabel) if one.isVisible() and "channels first" in one.text()
    ]
    page.model.undo_stack.undo()
    assert page.model.project.data.channels == "auto"
    (cure,) = buttons(part.parentWidget(), "Leave other parts alone")
    QTest.mouseClick(cure, Qt.MouseButton.LeftButton)
    assert page.model.project.data.parts is False


def test_a_note_about_a_setting_that_is_shown_stands_below_its_field(page, tmp_path):
    for number in range(8):
        folder = tmp_path / "d" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        Image.new("L", (8 + number, 9), number).save(folder / f"{number}.png")
    page.model.edit("data", ImagesData(path=str(tmp_path / "d")))
    page.show_project(page.model.project)
    page.show_description(describe(load(page.model.project.data, None)))
    row = page.data_form.form.row("data.height")
    assert "Every image is brought to" in row.message.text()
    assert row.message.isVisible()
    page.show_problems([Problem("data.height", "Too small.", "warning")])
    assert row.message.text() == "Too small."
    page.show_problems([])
    assert "Every image is brought to" in row.message.text()


def described_table(page, tmp_path, rows, **settings):
    """Shows a table as it is read with the present settings; returns a function that reads it again."""
    (tmp_path / "t.csv").write_text(rows, "utf-8")
    kind = settings.pop("kind", TableData)
    page.model.edit("data", kind(path=str(tmp_path / "t.csv"), **settings))
    page.show_project(page.model.project)

    def show():
        found = load(page.model.project.data, None)
        page.show_description(describe(found.fit(np.arange(found.count))))

    show()
    return show


def press(qtbot, widget, title):
    """Clicks the one button with this title, when it is laid out."""
    qtbot.waitUntil(lambda: [one.height() > 10 for one in buttons(widget, title)] == [True])
    (found,) = buttons(widget, title)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def said(page, words):
    return [one for one in page.findChildren(QLabel) if one.isVisible() and words in one.text()]


def test_notes_on_columns_stand_below_their_table_and_their_cures_can_be_undone(page, tmp_path, qtbot):
    """All of them: two that are left out, and one whose sign of a missing value is folded away."""
    lines = [f"{n},{n},{n % 7},{'NA' if n % 5 == 0 else 'c'},{n % 3}\n" for n in range(30)]
    show = described_table(page, tmp_path, "id,row,size,letter,y\n" + "".join(lines))
    table = page.data_form.form.row("data.columns")
    for words in ("Column id: it only counts the rows.", "Column row: it only counts the rows."):
        qtbot.waitUntil(lambda words=words: len(said(table, words)) == 1)
    assert not page.preview._notes.isVisible(), "no note is left without its place"
    press(qtbot, table, "Use id")
    assert page.model.project.data.columns == {"id": "number"}
    show()
    assert buttons(table, "Use id") == []
    press(qtbot, table, "Use row")
    assert page.model.project.data.columns == {"id": "number", "row": "number"}, "the first stays"
    assert page.model.undo_stack.undoText() == "Use row"
    page.model.undo_stack.undo()
    assert page.model.project.data.columns == {"id": "number"}
    sign = frame_with(page, "Column letter: 'NA' (6) are read as text").parentWidget()
    assert buttons(sign, "Show Missing signs")
    press(qtbot, sign, "'NA' means missing in letter")
    assert page.model.project.data.missing_signs == {"letter": "NA"}
    show()
    qtbot.waitUntil(lambda: not said(page, "'NA' (6)"))


def test_notes_on_time_lead_to_their_settings_and_their_cures_can_be_undone(page, tmp_path, qtbot):
    days = [
        f"2024-01-{day:02},{shop},{day}\n" for day in (*range(28, 18, -1), *range(9, 0, -1)) for shop in "ab"
    ]
    show = described_table(page, tmp_path, "day,shop,sold\n" + "".join(days), kind=SeriesData, window=2)
    assert not page.preview._notes.isVisible(), "no note is left without its place"
    series = page.data_form.form.row("data.series")
    press(qtbot, series, "shop names the series")
    assert page.model.project.data.series == "shop"
    show()
    assert buttons(series, "shop names the series") == []
    assert "2 series; no window reaches" in series.message.text()
    qtbot.waitUntil(lambda: len(said(page, "Time jumps forward at 2 places")) == 1)
    press(qtbot, frame_with(page, "Time jumps forward").parentWidget(), "Show Time column")
    qtbot.waitUntil(page.data_form.form.row("data.time").isVisible)
    press(qtbot, page, "Take the rows as they stand")
    assert page.model.project.data.order == "rows"
    page.model.undo_stack.undo()
    assert page.model.project.data.order == "time"


def test_a_project_of_before_can_be_read_by_the_rules_of_now_with_one_click(page, tmp_path, qtbot):
    show = described_table(page, tmp_path, "a,y\n1,b\n2,c\n3,b\n4,c\n", rules="version_2")
    press(qtbot, page.preview, "Read by the current rules")
    assert page.model.project.data.rules == "version_3"
    show()
    assert buttons(page.preview, "Read by the current rules") == []
    page.model.undo_stack.undo()
    assert page.model.project.data.rules == "version_2"


def test_kinds_of_columns_can_be_set_where_the_file_could_not_be_read(page):
    page.model.edit("data", TableData(path="a.csv", target="y"))
    page.show_choices(Choices(("size", "y")))
    page.show_data_problem("Column size holds text.")
    (table,) = page.data_form.findChildren(ColumnKindsEditor)
    assert table.table.rowCount() == 2
    assert table.boxes()[0].currentText() == "as it is found"
    assert not table.boxes()[1].isEnabled(), "the target is set in a field of its own"
    box = table.boxes()[0]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert page.model.project.data.columns == {"size": box.itemData(2)}


def test_a_question_is_answered_with_one_click(page, qtbot):
    page.model.edit("data", TableData(path="a.csv", target="y"))
    answers = (
        Cure("Decimal sign: Point", ("data.decimal=point",)),
        Cure("Decimal sign: Comma", ("data.decimal=comma",)),
    )
    page.show_data_problem("Column a can be read in two ways.", answers=answers)
    (button,) = buttons(page, "Decimal sign: Comma")
    qtbot.waitUntil(lambda: button.isVisible() and button.height() > 10)  # laid out
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.model.project.data.decimal == "comma"
    page.show_data_problem("")
    assert buttons(page, "Decimal sign: Comma") == []
    focused = page.focusWidget()
    assert not isinstance(focused, QComboBox), "the wheel would change it"


def test_what_the_field_says_is_not_said_twice(page):
    page.show_problems([Problem("data.path", "No data is chosen yet.")])
    page.show_data_problem("No data is chosen yet.", is_at_field=True)
    shown = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert shown.count("No data is chosen yet.") == 1
    assert "What is in it will stand here." in shown
    page.show_data_problem("Column a can be read in two ways.")
    assert page._problem.text() == "Column a can be read in two ways."
    assert page._problem.sentence.property("role") == "problem"
