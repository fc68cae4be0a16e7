"""The metrics that are offered are those of the task; a chosen one stays; titles are kept."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from engine.models.task_losses import offered_metrics
from engine.settings.compile import CompileSettings
from engine.settings.declaration.declare import walk
from engine.settings.optimizers import Muon
from gui.forms.editors.check_list_editor import CheckListEditor
from gui.forms.editors.line_editors import TextEditor
from gui.forms.editors.registry import editor_for


def editor_of(section, name, qtbot):
    editor = editor_for(next(declared for declared in walk(section) if declared.name == name))
    qtbot.addWidget(editor)
    return editor


def offered(editor):
    return [editor.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(editor.list.count())]


@pytest.mark.parametrize(
    ("task", "there", "not_there"),
    [
        ("classification", "accuracy", "mean_absolute_error"),
        ("regression", "r2_score", "accuracy"),
    ],
)
def test_the_metrics_of_the_task_are_offered(qtbot, task, there, not_there):
    editor = editor_of(CompileSettings, "metrics", qtbot)
    assert isinstance(editor, CheckListEditor)
    assert not_there in offered(editor)
    editor.set_options(offered_metrics("auto", task))
    assert there in offered(editor)
    assert not_there not in offered(editor)
    texts = [editor.list.item(row).text() for row in range(editor.list.count())]
    assert {"accuracy": "Accuracy", "r2_score": "R2 score"}[there] in texts


def test_a_chosen_metric_of_another_task_is_still_shown(qtbot):
    editor = editor_of(CompileSettings, "metrics", qtbot)
    editor.show_value(("mean_absolute_error",))
    editor.set_options(offered_metrics("auto", "classification"))
    assert offered(editor)[0] == "mean_absolute_error"
    assert editor.read() == ("mean_absolute_error",)


def test_words_are_typed_with_commas_between(qtbot):
    editor = editor_of(Muon, "exclude_layers", qtbot)
    assert isinstance(editor, TextEditor)
    editor.show_value(())
    assert editor.line.text() == ""
    editor.type_text(" output,dense_2 ,")
    assert editor.read() == ("output", "dense_2")
    assert editor.line.text() == "output, dense_2"


def test_a_long_list_scrolls_with_its_page_alone(qtbot):
    editor = editor_of(CompileSettings, "metrics", qtbot)
    assert isinstance(editor, CheckListEditor)
    page = QScrollArea()
    qtbot.addWidget(page)
    page.setWidgetResizable(True)
    page.setWidget(editor)
    page.resize(300, 200)
    page.show()
    editor.set_options([f"column_{number}_{'long' * 30}" for number in range(200)])
    QTest.mouseClick(editor.usual, Qt.MouseButton.LeftButton, pos=QPoint(8, editor.usual.height() // 2))
    qtbot.waitUntil(lambda: editor.list.isVisible() and page.verticalScrollBar().maximum() > 2000)
    QTest.wheelEvent(page.windowHandle(), QPointF(100, 120), QPoint(0, -240))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    bars = (editor.list.verticalScrollBar(), editor.list.horizontalScrollBar())
    assert [bar.isVisible() for bar in bars] == [False, False]
    assert bars[0].maximum() == 0
    last = editor.list.visualItemRect(editor.list.item(199))
    assert editor.list.viewport().rect().contains(last), "the last row is there, as wide as the list"
    assert editor.list.item(199).toolTip().startswith("column_199_long")
