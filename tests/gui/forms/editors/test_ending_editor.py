"""The name of a checkpoint: its ending is typed, chosen beside it, or added when the name is finished."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.settings.callbacks import ModelCheckpoint
from engine.settings.declaration.declare import walk
from gui.forms.editors.ending_editor import EndingEditor
from gui.forms.editors.line_editors import TYPING_PAUSE
from gui.forms.editors.registry import editor_for


@pytest.fixture
def editor(qtbot):
    declared = next(one for one in walk(ModelCheckpoint) if one.name == "filepath")
    made = editor_for(declared)
    assert isinstance(made, EndingEditor)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_value("cp.keras")

    def settings(name):  # as the snapshot does
        made.show_value(ModelCheckpoint(filepath=name).filepath)

    made.changed.connect(settings)
    return made


def test_the_choice_writes_the_ending(editor):
    heard = []
    editor.changed.connect(heard.append)
    assert editor.endings.currentText() == "Model (.keras)"
    editor.endings.setFocus()
    QTest.keyClick(editor.endings, Qt.Key.Key_Down)
    assert editor.line.text() == "cp.weights.h5"
    QTest.keyClick(editor.endings, Qt.Key.Key_Down)
    assert editor.line.text() == "cp.ckpt"
    assert heard == ["cp.weights.h5", "cp.ckpt"]


def test_what_is_typed_shows_its_kind_and_no_ending_becomes_keras(editor, qtbot):
    editor.line.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "best/of-{epoch}.ckpt")
    assert editor.endings.currentText() == "SavedModel folder (.ckpt)"
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "best")
    assert editor.endings.currentIndex() == -1
    qtbot.wait(TYPING_PAUSE + 50)
    assert editor.line.text() == "best"  # nothing is put behind a name that is still being typed
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "best.keras"
    assert editor.endings.currentText() == "Model (.keras)"


def test_a_key_of_the_window_finishes_a_name_without_ending(editor):
    heard = []
    editor.changed.connect(heard.append)
    editor.line.setFocus()
    editor.line.selectAll()
    QTest.keyClicks(editor.line, "best")
    editor.finish_typing()
    assert heard == ["best"]
    assert editor.read() == "best.keras"
