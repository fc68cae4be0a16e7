import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from engine.settings import Project
from engine.settings.model import CnnModel
from gui.control.project import settings_model
from gui.control.project.settings_model import SettingsModel, title_of


@pytest.fixture
def model(qapp: object) -> SettingsModel:
    del qapp
    return SettingsModel()


def test_an_edit_makes_a_new_snapshot_and_leaves_the_old_one(model: SettingsModel, qtbot: QtBot) -> None:
    before = model.project
    with qtbot.waitSignal(model.changed) as changed:
        assert model.edit("fit.epochs", 7)
    assert changed.args == [model.project]
    assert (before.fit.epochs, model.project.fit.epochs) == (20, 7)


def test_a_refused_value_says_why_and_changes_nothing(model: SettingsModel, qtbot: QtBot) -> None:
    before = model.project
    with qtbot.waitSignal(model.refused) as refused, qtbot.assertNotEmitted(model.changed):
        assert not model.edit("fit.epochs", 0)
    assert refused.args == ["fit.epochs", "epochs must be 1 or more."]
    assert model.project is before
    assert not model.undo_stack.canUndo()


def test_undo_and_redo_go_back_and_forth_between_snapshots(model: SettingsModel) -> None:
    first = model.project
    model.edit("fit.epochs", 7)
    model.edit("model", CnnModel())
    model.undo_stack.undo()
    model.undo_stack.undo()
    assert model.project == first
    model.undo_stack.redo()
    model.undo_stack.redo()
    assert model.project.model == CnnModel()
    assert model.project.fit.epochs == 7


def test_quick_edits_of_one_setting_are_one_step_and_of_two_settings_two(model: SettingsModel) -> None:
    for epochs in (3, 30, 300):
        model.edit("fit.epochs", epochs)
    model.edit("fit.batch_size", 64)
    assert model.undo_stack.count() == 2
    model.undo_stack.undo()
    model.undo_stack.undo()
    assert model.project == Project()


def test_slow_edits_of_one_setting_are_steps_of_their_own(
    model: SettingsModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_model, "_MERGE_WITHIN_S", -1.0)
    model.edit("fit.epochs", 3)
    model.edit("fit.epochs", 30)
    assert model.undo_stack.count() == 2


def test_going_back_by_hand_leaves_no_step(model: SettingsModel) -> None:
    model.edit("fit.epochs", 30)
    model.edit("fit.epochs", 20)
    assert model.project == Project()
    assert not model.undo_stack.canUndo()


def test_an_edit_to_the_present_value_is_none(model: SettingsModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.changed):
        assert model.edit("fit.epochs", 20)
    assert not model.undo_stack.canUndo()


def test_it_knows_whether_it_differs_from_what_was_saved(model: SettingsModel) -> None:
    assert not model.changed_since_saved
    model.edit("fit.epochs", 7)
    assert model.changed_since_saved
    model.mark_saved()
    assert not model.changed_since_saved
    model.undo_stack.undo()
    assert model.changed_since_saved


def test_loading_forgets_the_steps_before(model: SettingsModel) -> None:
    model.edit("fit.epochs", 7)
    model.load(Project().with_value("fit.epochs", 9))
    assert model.project.fit.epochs == 9
    assert not model.undo_stack.canUndo()
    assert not model.changed_since_saved


def test_a_step_is_named_after_its_setting(model: SettingsModel) -> None:
    model.edit("callbacks.0.patience", 3)
    assert model.undo_stack.undoText() == "Patience"
    assert title_of(model.project, "model") == "Model"
    assert title_of(model.project, "callbacks.0") == "callbacks.0"


@given(st.lists(st.integers(-2, 40), max_size=8))
def test_undoing_everything_leads_to_the_beginning(values: list[int]) -> None:
    model = SettingsModel()
    for place, value in enumerate(values):
        model.edit(("fit.epochs", "fit.batch_size")[place % 2], value)
    while model.undo_stack.canUndo():
        model.undo_stack.undo()
    assert model.project == Project()
