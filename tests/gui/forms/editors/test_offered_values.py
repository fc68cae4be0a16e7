"""The metrics that are offered are those of the task; a chosen one stays; titles are kept."""

import pytest
from PySide6.QtCore import Qt

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
