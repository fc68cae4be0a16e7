from PySide6.QtCore import QDir, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionComboBox

from engine.data.describe import Range
from engine.data.kind_facts import ColumnFacts
from engine.settings.data.tables import COLUMN_KINDS, TableData
from engine.settings.declaration.declare import walk
from gui.forms.editors.column_kinds_editor import FIRST_ROWS, MOST_COLUMNS, ColumnKindsEditor
from gui.forms.editors.registry import editor_for
from gui.style import icons
from gui.style.stylesheet import stylesheet
from gui.style.tokens import LIGHT

FACTS = (
    ColumnFacts("size", "number", "number", 2, 40, ("1", "2")),
    ColumnFacts("code", "number", "number", 0, 3, ("7", "8", "9")),
    ColumnFacts("name", "ignore", "ignore", 0, 90, ("Ann",), "it holds text"),
    ColumnFacts("y", "number", "target", 0, 2, ("0", "1")),
)


def made(qtbot, value=None):
    editor = ColumnKindsEditor(COLUMN_KINDS, name="Kinds")
    qtbot.addWidget(editor)
    editor.show_value(value or {})
    editor.set_options([(facts, None) for facts in FACTS])
    heard = []
    editor.changed.connect(heard.append)
    return editor, heard


def pick(editor, row, kind):
    box = editor.boxes()[row]
    index = box.findData(kind)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def texts(editor, row):
    return [editor.table.item(row, column).text() for column in (1, 4, 3)]


def test_each_column_has_a_row_with_what_was_found(qtbot):
    editor, _ = made(qtbot)
    assert texts(editor, 0) == ["size", "2", "40: 1, 2, …"]
    assert texts(editor, 1) == ["code", "", "3: 7, 8, 9"]
    assert texts(editor, 2) == ["name", "", "it holds text"]
    assert [box.currentText() for box in editor.boxes()][:2] == ["Number (found)"] * 2
    assert editor.boxes()[3].currentText() == "Target"
    assert [box.isEnabled() for box in editor.boxes()] == [True, True, True, False]


def test_why_the_box_of_a_target_is_grey_stands_below_the_table(qtbot):
    editor, _ = made(qtbot)
    editor.show()
    shown = [one.text() for one in editor.findChildren(QLabel) if one.isVisible()]
    assert "y is chosen as Target in a field of its own." in shown
    assert editor.boxes()[3].accessibleDescription() in shown
    assert editor.boxes()[0].accessibleDescription() == ""


def test_the_values_of_numbers_are_a_range(qtbot):
    editor, _ = made(qtbot)
    editor.set_options([(FACTS[0], Range("size", 1, 2.5, 40))])
    assert texts(editor, 0) == ["size", "2", "1 to 40"]


def test_only_what_differs_from_what_was_found_is_the_value(qtbot):
    editor, heard = made(qtbot)
    pick(editor, 1, "one_hot")
    assert heard == [{"code": "one_hot"}]
    pick(editor, 0, "number")
    assert heard == [{"code": "one_hot"}]
    pick(editor, 2, "text")
    assert heard[-1] == {"code": "one_hot", "name": "text"}
    pick(editor, 1, "")
    assert heard[-1] == {"name": "text"}
    assert editor.read() == {"name": "text"}


def test_a_value_is_shown_and_kept_for_columns_that_are_not_there(qtbot):
    editor, heard = made(qtbot, {"code": "embedding", "gone": "ignore"})
    assert editor.boxes()[1].currentData() == "embedding"
    pick(editor, 0, "ignore")
    assert heard == [{"code": "embedding", "gone": "ignore", "size": "ignore"}]
    editor.show_value({})
    assert editor.boxes()[1].currentText() == "Number (found)"


def click_use(editor, row):
    place = editor.table.visualItemRect(editor.table.item(row, 0))
    QTest.mouseClick(
        editor.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 16, place.center().y())
    )


def used(editor):
    states = [editor.table.item(row, 0).checkState() for row in range(editor.table.rowCount())]
    return [state is Qt.CheckState.Checked for state in states]


def test_a_click_takes_a_column_out_and_in(qtbot):
    editor, heard = made(qtbot)
    siblings = []
    editor.sibling_changed.connect(lambda *said: siblings.append(said))
    editor.resize(600, 300)
    editor.show()
    assert used(editor) == [True, True, False, False]
    click_use(editor, 1)
    click_use(editor, 2)
    assert heard == [{"code": "ignore"}, {"code": "ignore", "name": "category"}]
    assert used(editor) == [True, False, True, False]
    click_use(editor, 1)
    assert heard[-1] == {"name": "category"}
    click_use(editor, 3)  # the target is no input
    assert len(heard) == 3
    assert siblings == []


def test_where_inputs_are_named_a_click_changes_that_setting(qtbot):
    editor, heard = made(qtbot)
    siblings = []
    editor.sibling_changed.connect(lambda *said: siblings.append(said))
    editor.resize(600, 300)
    editor.show()
    editor.show_siblings(TableData(features=("code",)))
    assert used(editor) == [False, True, False, False]
    click_use(editor, 0)
    assert siblings == [("features", ("size", "code"))]
    click_use(editor, 1)
    assert siblings[1:] == [("features", ("size",))]
    assert heard == []
    click_use(editor, 0)
    assert heard == [{"size": "ignore"}]


def test_very_many_columns_are_shown_in_part(qtbot):
    editor, _ = made(qtbot)
    many = [
        (ColumnFacts(f"c{number}", "number", "number", 0, 1, ()), None) for number in range(MOST_COLUMNS + 5)
    ]
    editor.set_options(many)
    editor.resize(600, 800)
    editor.show()
    assert editor.table.rowCount() == FIRST_ROWS
    QTest.mouseClick(editor.all, Qt.MouseButton.LeftButton)
    assert editor.table.rowCount() == MOST_COLUMNS
    assert not editor.all.isVisible()
    editor.set_options(())
    assert editor.table.rowCount() == 0


def test_it_is_the_editor_of_the_setting(qtbot):
    (declared,) = [one for one in walk(TableData) if one.name == "columns"]
    editor = editor_for(declared)
    qtbot.addWidget(editor)
    assert isinstance(editor, ColumnKindsEditor)


def test_names_get_the_room_that_they_need_and_values_keep_theirs(qtbot):
    editor, _ = made(qtbot)
    editor.resize(546, 400)
    editor.show()
    long = "flipper_length"
    editor.set_options([(ColumnFacts(long, "number", "number", 0, 40, ("1", "2")), None)])
    header = editor.table.horizontalHeader()
    assert header.sectionSize(1) > editor.table.fontMetrics().horizontalAdvance(long)
    assert header.length() <= editor.table.viewport().width()
    editor.set_options([(ColumnFacts(9 * long, "number", "number", 0, 40, ("1", "2")), None)])
    assert header.sectionSize(3) > 80


def test_the_kinds_that_were_found_have_room_in_their_boxes(qtbot):
    editor, _ = made(qtbot)
    QDir.addSearchPath("icons", str(icons.FOLDER))
    editor.setStyleSheet(stylesheet(LIGHT, mono=[]))
    editor.resize(760, 400)
    editor.show()
    for kind in ("number", "category"):
        editor.set_options([(ColumnFacts("c", kind, kind, 0, 3, ("1",)), None)])
        box, option = editor.boxes()[0], QStyleOptionComboBox()
        box.initStyleOption(option)
        field = box.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
        )
        assert box.fontMetrics().horizontalAdvance(box.currentText()) <= field.width()
