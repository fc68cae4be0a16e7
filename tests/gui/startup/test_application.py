"""The whole window on an engine without TensorFlow: what each command does, and that it ends cleanly."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidget, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.custom_code.trust import TrustStore
from engine.problems import Problem
from engine.record.run_folder import RunFolder
from engine.run.control import (
    ReduceLearningRate,
    SetEpochs,
    SetLearningRate,
    SetPatience,
    StopAfterEpoch,
)
from engine.settings import Project
from engine.settings.callbacks import CustomCallback
from engine.settings.model import CnnModel
from engine.settings.project_file.file import load
from engine.user_folders import runs_folder
from gui.control.project.open_project import empty_project
from gui.control.project.page_status import Readiness, Step
from gui.control.runs.run_state import RunState
from gui.forms.editors.line_editors import TYPING_PAUSE
from gui.startup.application import Program
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import Devices, FakeEngine
from tests.gui.mouse import choose_in_menu, choose_language
from tests.gui.whole_window import opened


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[FakeEngine]:
    """Opens at once, unless a test is parametrized with "held back"."""
    made = FakeEngine()
    if getattr(request, "param", "") != "held back":
        made.may_open.set()
    made.may_continue.set()
    yield made
    made.may_open.set()
    made.may_continue.set()


@pytest.fixture
def program(engine: FakeEngine, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    with opened(qapp, qtbot, engine, size=(1200, 800)) as made:
        yield made


@pytest.fixture
def fitroom(program: Program) -> Fitroom:
    assert program.fitroom is not None
    return program.fitroom


def wait_known(fitroom: Fitroom, qtbot: QtBot) -> None:
    """Until the project as it stands has been looked at."""
    inspector = fitroom.services.inspector
    qtbot.waitUntil(lambda: inspector.knows(fitroom.model.project, fitroom.files.base))


def train(fitroom: Fitroom, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fitroom.services.controller.ended):
        fitroom.window.actions_table.train.trigger()


def test_the_sample_is_open_and_everything_about_it_is_shown(fitroom: Fitroom, qtbot: QtBot) -> None:
    wait_known(fitroom, qtbot)
    assert "digits.fitroom" in fitroom.window.windowTitle()
    assert fitroom.rest is not None
    pages = fitroom.rest.pages
    note = pages.fit.fit_form.row("fit.batch_size").note
    qtbot.waitUntil(lambda: note.text() == "1,438 / 32 = 45 steps an epoch")  # each page gets it in a turn
    assert "model.fit(" in fitroom.side.script.text
    qtbot.waitUntil(lambda: not pages.model.preview._table.isHidden())


@pytest.mark.parametrize("step", list(Step))
def test_every_page_has_its_key(fitroom: Fitroom, step: Step) -> None:
    fitroom.window.actions_table.steps[step].trigger()
    assert fitroom.window.step is step
    assert fitroom.window.rail.button(step).isChecked()


@pytest.mark.parametrize("engine", ["held back"], indirect=True)
def test_f5_is_kept_until_tensorflow_is_there(engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
    assert fitroom.services.controller.state is RunState.WAITING
    assert fitroom.window.step is Step.TRAIN
    assert not runs_folder().exists()
    with qtbot.waitSignal(fitroom.services.controller.ended):
        engine.may_open.set()
    assert [run.name for run in runs_folder().iterdir()] == ["001-digits"]


def test_the_focus_leaves_train_for_the_page(engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    wait_known(fitroom, qtbot)
    actions = fitroom.window.actions_table
    button = next(
        found
        for found in fitroom.window.top_bar.findChildren(QToolButton)
        if found.defaultAction() is actions.train
    )
    fitroom.window.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    engine.may_continue.clear()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: fitroom.services.controller.state is RunState.RUNNING)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not fitroom.window.top_bar.isAncestorOf(focused)
    engine.may_continue.set()
    qtbot.waitUntil(lambda: fitroom.services.controller.state is RunState.IDLE)
    focused = QApplication.focusWidget()
    assert focused is None or not fitroom.window.top_bar.isAncestorOf(focused)


def test_undo_takes_an_edit_back_in_the_form_too(fitroom: Fitroom) -> None:
    assert fitroom.rest is not None
    before = fitroom.model.project.fit.epochs
    fitroom.model.edit("fit.epochs", 77)
    row = fitroom.rest.pages.fit.fit_form.row("fit.epochs")
    assert row.editor.read() == 77
    assert fitroom.window.isWindowModified()
    fitroom.window.actions_table.undo.trigger()
    assert row.editor.read() == before
    assert not fitroom.window.isWindowModified()
    fitroom.window.actions_table.redo.trigger()
    assert row.editor.read() == 77


def test_a_problem_stands_on_the_rail_at_the_button_and_in_the_banner(
    engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    engine.found = [Problem("model.dropout", "Too much is dropped.")]
    fitroom.model.edit("model.dropout", 0.9)
    wait_known(fitroom, qtbot)
    assert fitroom.window.rail.button(Step.MODEL).state.standing is Readiness.ATTENTION
    actions = fitroom.window.actions_table
    assert actions.train.isEnabled()
    assert "Too much is dropped." in actions.train.toolTip()
    actions.train.trigger()
    assert fitroom.window.banner.text == "Too much is dropped."
    assert fitroom.services.controller.state is RunState.IDLE
    next(iter(fitroom.window.banner._buttons)).click()
    assert fitroom.window.step is Step.MODEL


def test_what_was_fixed_is_no_longer_held_against_a_run(
    engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    engine.found = [Problem("model.dropout", "Too much is dropped.")]
    fitroom.model.edit("model.dropout", 0.9)
    wait_known(fitroom, qtbot)
    fitroom.window.actions_table.train.trigger()
    assert fitroom.window.banner.text
    engine.found = []
    fitroom.model.edit("model.dropout", 0.1)
    wait_known(fitroom, qtbot)
    assert fitroom.window.banner.text == ""


def test_what_was_changed_since_the_last_run_is_marked(fitroom: Fitroom, qtbot: QtBot) -> None:
    wait_known(fitroom, qtbot)
    train(fitroom, qtbot)
    rail = fitroom.window.rail
    assert rail.button(Step.FIT).state.standing is Readiness.READY
    fitroom.model.edit("fit.epochs", 3)
    assert rail.button(Step.FIT).state.standing is Readiness.CHANGED
    assert rail.button(Step.MODEL).state.standing is Readiness.READY


def test_a_run_is_listed_and_opens_with_its_curves_and_settings(fitroom: Fitroom, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    older = RunFolder.create(runs_folder(), Project().with_value("fit.epochs", 5), name="crashed")
    wait_known(fitroom, qtbot)
    train(fitroom, qtbot)
    qtbot.waitUntil(lambda: len(fitroom.services.library.runs) == 2)
    with qtbot.waitSignal(fitroom.services.shown.changed):
        fitroom.runs.selected.emit(older.path)
    assert fitroom.services.shown.folder == older.path
    fitroom.run_commands.use_shown_settings()
    assert fitroom.model.project.fit.epochs == 5
    fitroom.rest.pages.train.live_asked.emit()
    assert fitroom.services.shown.folder != older.path
    assert len(fitroom.services.shown.history.batches("loss")[0]) == 4


def test_a_deleted_run_is_put_back_with_undo(fitroom: Fitroom, qtbot: QtBot) -> None:
    folder = RunFolder.create(runs_folder(), Project(), name="old").path
    with qtbot.waitSignal(fitroom.services.library.listed):
        fitroom.services.library.look()
    rows = fitroom.runs.findChild(QListWidget)
    assert rows is not None
    first = rows.visualItemRect(rows.item(0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=first)
    menu = fitroom.runs.menu()
    delete = next(action for action in menu.actions() if action.text() == "Delete the run")
    delete.trigger()
    banner = fitroom.window.banner
    assert "001-old is in the trash" in banner.text
    assert not folder.exists()
    qtbot.waitUntil(lambda: rows.count() == 0)
    undo = next(button for button in banner.findChildren(QPushButton) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert folder.is_dir()
    qtbot.waitUntil(lambda: rows.count() == 1)
    fitroom.window.activateWindow()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=first)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    assert not folder.exists()
    assert "001-old is in the trash" in banner.text
    qtbot.keyClick(rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert folder.is_dir()
    assert banner.text == "", "what it offers is done"
    fitroom.runs.delete_requested.emit((folder,))
    fitroom.window.actions_table.put_back.trigger()
    assert folder.is_dir()
    fitroom.window.actions_table.put_back.trigger()
    assert banner.text == "There is no run in the trash."


def test_a_sample_of_one_click_brings_its_data_and_a_model(fitroom: Fitroom) -> None:
    from gui.pages.data.samples import samples

    fitroom.data_page.take_sample(samples()[0])
    assert fitroom.model.project.model == CnnModel(filters=(32, 64))
    fitroom.window.actions_table.undo.trigger()
    assert not fitroom.model.undo_stack.canUndo()
    for place in (0, 2):
        fitroom.data_page.take_sample(samples()[place])
    assert "those of the sample" in fitroom.window.banner.text
    fitroom.window.actions_table.undo.trigger()
    assert fitroom.window.banner.text == "", "what it says and offers is no longer so"


@pytest.mark.parametrize(
    ("name", "kind"), [("folder", "images"), ("x.npz", "arrays"), ("x.NPY", "arrays"), ("x.csv", "table")]
)
def test_what_is_dropped_sets_the_kind_of_data(
    fitroom: Fitroom, tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / name
    path.touch() if "." in name else path.mkdir()
    fitroom.data_page.take_path(path)
    assert fitroom.model.project.data.kind == kind
    assert getattr(fitroom.model.project.data, "path", "") == str(path)


def test_something_else_that_is_dropped_is_refused_in_words(fitroom: Fitroom, tmp_path: Path) -> None:
    before = fitroom.model.project
    fitroom.data_page.take_path(tmp_path / "song.mp3")
    assert fitroom.model.project == before
    assert "song.mp3" in fitroom.data_page._problem.text()


def test_closing_while_a_run_is_under_way_stops_it_first(
    engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    engine.may_continue.clear()
    wait_known(fitroom, qtbot)
    with qtbot.waitSignal(fitroom.services.controller.began):
        fitroom.window.actions_table.train.trigger()
    fitroom.run_commands.stop_and_leave()
    assert fitroom.window.isVisible()
    qtbot.waitUntil(lambda: not fitroom.window.isVisible())
    assert RunFolder(runs_folder() / "001-digits").state == "stopped"


def test_the_window_remembers_its_place_and_theme(fitroom: Fitroom) -> None:
    choose_in_menu(fitroom.window, fitroom.window.actions_table.theme_dark)
    assert fitroom.preferences.text("theme") == "dark"
    fitroom.window.resize(790, 600)
    place = fitroom.window.place()
    fitroom.window.resize(770, 560)
    fitroom.window.restore_place(place)
    assert (fitroom.window.width(), fitroom.window.height()) == (790, 600)
    choose_in_menu(fitroom.window, fitroom.window.actions_table.theme_system)


def test_the_side_panel_folds_away_and_curves_have_the_room_anyway(fitroom: Fitroom, qtbot: QtBot) -> None:
    actions = fitroom.window.actions_table
    fitroom.window.resize(1100, 800)
    qtbot.waitUntil(lambda: not fitroom.side.isVisible())  # there is no room for it
    actions.side_panel.trigger()
    assert fitroom.side.isVisible()
    actions.steps[Step.TRAIN].trigger()
    assert not fitroom.side.isVisible()
    actions.steps[Step.FIT].trigger()
    assert fitroom.side.isVisible()
    actions.side_panel.trigger()
    assert not fitroom.side.isVisible()
    actions.side_panel.trigger()
    assert fitroom.side.isVisible()


def test_the_side_panel_gives_way_in_a_narrow_window_and_comes_back(fitroom: Fitroom, qtbot: QtBot) -> None:
    window, side = fitroom.window, fitroom.side
    for width, shown in ((1300, True), (1024, False), (1300, True)):
        window.resize(width, 700)
        qtbot.waitUntil(lambda shown=shown: side.isVisible() == shown)
        assert window.actions_table.side_panel.isChecked() == shown
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: not side.isVisible())
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(side.isVisible)
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.width() == 1000)
    assert side.isVisible(), "it was asked for"


def test_the_page_of_curves_says_what_to_do_first_and_leads_there(fitroom: Fitroom, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    curves = fitroom.rest.pages.train.curves
    wait_known(fitroom, qtbot)
    fitroom.window.show_step(Step.TRAIN)
    qtbot.waitUntil(lambda: "F5" in curves._empty.sentence.text())
    assert not curves._empty.button.isVisible()
    fitroom.file_commands.new()
    fitroom.window.show_step(Step.TRAIN)
    qtbot.waitUntil(curves._empty.button.isVisible)
    qtbot.waitUntil(lambda: "data" in curves._empty.sentence.text().lower())
    qtbot.mouseClick(curves._empty.button, Qt.MouseButton.LeftButton)
    assert fitroom.window.step is Step.DATA


def test_a_click_in_the_script_goes_to_the_field(fitroom: Fitroom) -> None:
    fitroom.side.script.path_clicked.emit("fit.epochs")
    assert fitroom.window.step is Step.FIT
    assert fitroom.side.help._title.text() == "Epochs"


def test_every_command_has_words_and_no_key_is_given_twice(fitroom: Fitroom) -> None:
    keys: list[str] = []
    for action in fitroom.window.actions_table.all():
        assert action.text()
        assert action.shortcutContext() is Qt.ShortcutContext.WindowShortcut
        keys += [key.toString() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_another_language_makes_the_window_again_and_loses_nothing(
    engine: FakeEngine, program: Program, fitroom: Fitroom, qtbot: QtBot
) -> None:
    wait_known(fitroom, qtbot)
    train(fitroom, qtbot)
    fitroom.model.edit("fit.epochs", 77)
    before = fitroom.window
    before.show_step(Step.TRAIN)
    gone: list[bool] = []
    before.destroyed.connect(lambda: gone.append(True))
    try:
        choose_language(fitroom.window, "ko")
        qtbot.waitUntil(lambda: program.window is not before and fitroom.rest is not None)
        qtbot.waitUntil(lambda: bool(gone))
        window, rest = fitroom.window, fitroom.rest
        assert rest is not None
        assert window.isVisible()
        assert window.actions_table.train.text() == "학습(&T)"
        assert window.actions_table.train.iconText() == "학습"
        assert window.actions_table.open.toolTip() == "열기 (Ctrl+O)"
        assert window.step is Step.TRAIN
        assert window.top_bar._device.text() == Devices.summary
        assert rest.pages.fit.fit_form.row("fit.epochs").editor.read() == 77
        assert window.isWindowModified()
        window.actions_table.undo.trigger()
        assert fitroom.model.project.fit.epochs != 77
        assert len(fitroom.services.shown.history.batches("loss")[0]) == 4
        wait_known(fitroom, qtbot)
        assert "model.fit(" in fitroom.side.script.text
        assert fitroom.preferences.text("language") == "ko"
        with qtbot.waitSignal(fitroom.services.controller.ended):
            window.actions_table.train.trigger()
        assert engine.opened == 1
    finally:
        program.language.choose("en")
        qtbot.waitUntil(lambda: program.window.actions_table.train.text() == "&Train")


def test_a_run_under_way_is_shown_in_the_new_window(
    engine: FakeEngine, program: Program, fitroom: Fitroom, qtbot: QtBot
) -> None:
    engine.may_continue.clear()
    wait_known(fitroom, qtbot)
    fitroom.window.actions_table.train.trigger()
    controller = fitroom.services.controller
    qtbot.waitUntil(lambda: controller.state is RunState.RUNNING)
    program.opening.change_window()
    qtbot.waitUntil(lambda: fitroom.rest is not None)
    actions = fitroom.window.actions_table
    assert actions.stop.isEnabled()
    assert not actions.train.isEnabled()
    with qtbot.waitSignal(controller.ended):
        actions.stop.trigger()
    assert actions.train.isEnabled()


def test_a_custom_file_is_shown_and_trusted_in_place(fitroom: Fitroom, qtbot: QtBot, tmp_path: Path) -> None:
    assert fitroom.rest is not None
    page, custom = fitroom.rest.pages.callbacks, tmp_path / "bell.py"
    custom.write_text("import keras\n", encoding="utf-8")
    fitroom.window.show_step(Step.CALLBACKS)
    assert not page.custom_file.isVisible()
    fitroom.model.edit("callbacks", (CustomCallback(path=str(custom)),))
    page.form.list.setCurrentRow(0)
    qtbot.waitUntil(page.custom_file.isVisible)
    assert page.custom_file.source.toPlainText() == "import keras\n"
    wait_known(fitroom, qtbot)
    page.custom_file.trust.click()
    assert TrustStore().is_trusted_now(custom)
    assert page.custom_file.forget.isVisible()
    custom.write_text("import keras  # changed\n", encoding="utf-8")
    qtbot.waitUntil(page.custom_file.trust.isVisible)
    fitroom.model.edit("callbacks", ())
    assert not page.custom_file.isVisible()


def test_a_run_is_changed_while_it_goes_on(engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    engine.may_continue.clear()
    wait_known(fitroom, qtbot)
    actions, facts = fitroom.window.actions_table, fitroom.rest.pages.train.curves.facts
    actions.train.trigger()
    qtbot.waitUntil(facts.live.isVisible)
    assert fitroom.rest.pages.train._about.text() == "Run 001-digits · epochs 1 to 2"
    facts.live.rate.setText("0.25")
    qtbot.keyClick(facts.live.rate, Qt.Key.Key_Return)
    facts.live.reduce.click()
    facts.live.epochs_asked.emit(9)
    facts.patience_asked.emit(0, 4)
    facts.live.stop.click()
    assert actions.stop_after_epoch.isChecked()
    actions.stop_after_epoch.trigger()
    assert not facts.live.stop.isChecked()
    assert engine.control is not None
    assert engine.control.take() == [
        SetLearningRate(0.25),
        ReduceLearningRate(),
        SetEpochs(9),
        SetPatience(0, 4),
        StopAfterEpoch(),
        StopAfterEpoch(wanted=False),
    ]
    with qtbot.waitSignal(fitroom.services.controller.ended):
        actions.stop.trigger()
    qtbot.waitUntil(lambda: not facts.live.isVisible())


def test_a_stopped_run_goes_on_and_a_finished_one_trains_more(
    engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    assert fitroom.rest is not None
    engine.may_continue.clear()
    wait_known(fitroom, qtbot)
    bar, controller = fitroom.rest.pages.train.resume_bar, fitroom.services.controller
    fitroom.window.actions_table.train.trigger()
    qtbot.waitUntil(lambda: fitroom.services.shown.history.progress.epoch == 1)
    assert not bar.resume.isVisible()
    with qtbot.waitSignal(controller.ended):
        controller.stop()
    assert bar.resume.isVisible()
    assert not bar.more.isVisible()
    engine.may_continue.set()
    with qtbot.waitSignal(controller.ended):
        bar.resume.click()
    assert engine.more == 0
    assert bar.more.isVisible()
    bar.epochs.setValue(8)
    assert bar.range.text() == "epochs 3 to 10"
    with qtbot.waitSignal(controller.ended):
        fitroom.window.actions_table.train_more.trigger()
    assert engine.more == 8
    # one run, one history: what was reported before is reported again
    assert len(fitroom.services.shown.history.batches("loss")[0]) >= 4
    with qtbot.waitSignal(fitroom.services.library.opened):
        fitroom.services.library.open(runs_folder() / "001-digits")
    assert bar.more.isVisible()


def test_a_run_that_cannot_go_on_is_shown_again_with_the_reason(
    engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    assert fitroom.rest is not None
    older = RunFolder.create(runs_folder(), Project(), name="crashed").path
    wait_known(fitroom, qtbot)
    with qtbot.waitSignal(fitroom.services.shown.changed):
        fitroom.runs.selected.emit(older)
    engine.no_resume = "The data has changed."
    with qtbot.waitSignal(fitroom.services.library.opened):
        fitroom.rest.pages.train.resume_bar.resume.click()
    assert fitroom.window.banner.text == "The data has changed."
    assert fitroom.services.shown.folder == older


def test_a_failure_is_said_once_where_it_is_seen(engine: FakeEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    engine.failure = "There is not enough memory."
    wait_known(fitroom, qtbot)
    train(fitroom, qtbot)
    curves = fitroom.rest.pages.train.curves
    curves.refresh()
    assert curves.notice.sentence.text() == "There is not enough memory."
    assert curves.notice.isVisible()
    assert fitroom.window.banner.text == ""
    assert not fitroom.strip._reason.isVisible()
    with qtbot.waitSignal(fitroom.services.controller.ended):
        fitroom.run_commands.train()
        fitroom.window.show_step(Step.DATA)
    assert fitroom.window.banner.text == "There is not enough memory."


def test_what_was_typed_last_is_trained_and_saved_without_a_pause(
    fitroom: Fitroom, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = fitroom.window
    window.show_step(Step.FIT)
    assert fitroom.rest is not None
    fitroom.rest.side.go_to("fit.epochs")

    def type_epochs(text: str) -> None:
        field = QApplication.focusWidget()
        assert field is not None
        qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(field, text)

    wait_known(fitroom, qtbot)
    type_epochs("17")
    with qtbot.waitSignal(fitroom.services.controller.ended):
        qtbot.keyClick(window, Qt.Key.Key_F5)
    assert fitroom.services.controller.last_project is not None
    assert fitroom.services.controller.last_project.fit.epochs == 17
    fitroom.rest.side.go_to("fit.epochs")
    type_epochs("18")
    file = tmp_path / "mine.fitroom"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.keyClick(
        window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert load(file).project.fit.epochs == 18
    type_epochs("19")
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(2 * TYPING_PAUSE)
    assert fitroom.model.project == empty_project()
