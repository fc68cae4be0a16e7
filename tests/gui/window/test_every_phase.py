"""In every phase of a run: another project, theme and language leave it alone, and closing ends it well."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.settings.project_file.file import save
from engine.user_folders import runs_folder
from gui.control.project.page_status import Step
from gui.control.runs.run_state import RunState
from gui.startup.application import Program
from gui.wiring.window_parts import Fitroom
from tests.gui.phases import OVER, PHASES, PhasedEngine
from tests.gui.whole_window import opened
from tests.marks import some_slow

# menus are opened, which the platform of the tests can do only in part


@pytest.fixture
def engine() -> Iterator[PhasedEngine]:
    made = PhasedEngine()
    made.may_open.set()
    yield made
    made.may_end.set()
    made.may_continue.set()


@pytest.fixture
def program(engine: PhasedEngine, qapp: QApplication, qtbot: QtBot) -> Iterator[Program]:
    with opened(qapp, qtbot, engine) as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.fitroom"
    save(Project().with_value("fit.epochs", 77), path)
    return path


@pytest.fixture
def fitroom(program: Program) -> Fitroom:
    assert program.fitroom is not None
    return program.fitroom


def enter(phase: str, engine: PhasedEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    """Press F5, and wait until the run is in this phase."""
    engine.phase = phase
    engine.may_end.clear()
    window, room = fitroom.window, fitroom.services
    inspector = room.inspector
    qtbot.waitUntil(lambda: inspector.knows(fitroom.model.project, fitroom.files.base))
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: room.shown.folder is not None)
    if phase in OVER:
        qtbot.waitUntil(lambda: room.shown.history.outcome is not None)
        qtbot.waitUntil(lambda: room.controller.state is RunState.IDLE)
        return
    qtbot.waitUntil(engine.stays.is_set)
    room.pump.drain()
    reached = {"stopping": "training"}.get(phase, phase)
    assert getattr(room.shown.history.phase, "value", "") == reached
    if phase == "paused":
        qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    if phase == "stopping":
        qtbot.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
        assert room.controller.state is RunState.STOPPING


def seen(fitroom: Fitroom) -> tuple[object, ...]:
    """All that the window says of the run, and what can be done with it."""
    assert fitroom.rest is not None
    page, shown, actions = fitroom.rest.pages.train, fitroom.services.shown, fitroom.window.actions_table
    page.curves.refresh()
    fitroom.strip.refresh()
    return (
        fitroom.services.controller.state,
        id(shown.history),
        shown.folder,
        shown.history.version,
        len(shown.history.epochs("loss")[0]),
        page._title.property("role"),
        page.curves.plots.isVisibleTo(page),
        [action.isEnabled() for action in (actions.train, actions.pause, actions.stop, actions.resume)],
    )


def words(fitroom: Fitroom) -> tuple[str, ...]:
    assert fitroom.rest is not None
    page = fitroom.rest.pages.train
    return (
        page._title.text(),
        page._about.text(),
        page.curves.facts._state.text(),
        fitroom.strip._state.text(),
    )


def choose(menu: QMenu, text: str, qtbot: QtBot) -> None:
    """Open a menu and click on an entry."""
    menu.popup(QPoint(100, 100))
    action = next(action for action in menu.actions() if text in action.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


@contextmanager
def pressing(text: str) -> Generator[list[str]]:
    """Within this, press this button of every question that comes; the list gets the questions."""
    asked: list[str] = []
    timer = QTimer()

    def answer() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            next(button for button in box.findChildren(QPushButton) if button.text() == text).click()

    timer.timeout.connect(answer)
    timer.start(20)
    yield asked
    timer.stop()


@pytest.mark.parametrize("phase", some_slow(PHASES, set(PHASES) - {"training", "paused", "stopping"}))
def test_another_project_theme_and_language_leave_the_run_alone(
    phase: str, engine: PhasedEngine, program: Program, qtbot: QtBot, other: Path
) -> None:
    fitroom = program.fitroom
    assert fitroom is not None
    assert fitroom.rest is not None
    fitroom.preferences.add_recent(other)
    enter(phase, engine, fitroom, qtbot)
    before, said = seen(fitroom), words(fitroom)
    # another project
    fitroom.window.menus.show_recent(fitroom.files.recent)
    choose(fitroom.window.menus._recent, other.name, qtbot)
    assert fitroom.model.project.fit.epochs == 77
    assert fitroom.rest.pages.fit.fit_form.row("fit.epochs").editor.read() == 77
    assert fitroom.window.windowTitle().startswith("other.fitroom")
    assert (seen(fitroom), words(fitroom)) == (before, said)
    # another theme
    theme = next(menu for menu in fitroom.window.menus.findChildren(QMenu) if "Theme" in menu.title())
    choose(theme, "Dark", qtbot)
    assert fitroom.preferences.text("theme") == "dark"
    assert seen(fitroom) == before
    choose(theme, "system", qtbot)
    # another language
    first = fitroom.window
    try:
        choose(first.menus.languages, "한국어", qtbot)
        qtbot.waitUntil(lambda: program.window is not first and fitroom.rest is not None)
        fitroom.window.show_step(Step.TRAIN)
        assert seen(fitroom) == before
        assert fitroom.window.actions_table.train.iconText() == "학습"
    finally:
        program.language._speak("en")  # the window need not be made a third time
    if phase in OVER:
        return
    # and it can be stopped
    engine.may_end.set()
    with qtbot.waitSignal(fitroom.services.controller.ended):
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert RunFolder(runs_folder() / "001-digits").state == "stopped"


@pytest.mark.parametrize("phase", PHASES)
def test_closing_asks_once_and_ends_the_run(
    phase: str, engine: PhasedEngine, fitroom: Fitroom, qtbot: QtBot
) -> None:
    window = fitroom.window
    enter(phase, engine, fitroom, qtbot)
    with pressing("Stop and close") as asked:
        window.close()
        if phase in OVER:
            qtbot.waitUntil(lambda: not window.isVisible())
            assert asked == []
            return
        qtbot.waitUntil(lambda: "closing" in window.banner.text)
        assert fitroom.services.controller.state is RunState.STOPPING
        window.close()
        window.close()
        qtbot.wait(100)
        # who has pressed Stop has answered already
        assert asked == ([] if phase == "stopping" else ["Training is under way. Stop it and close?"])
        assert window.isVisible()
        engine.may_end.set()
        qtbot.waitUntil(lambda: not window.isVisible())
    assert RunFolder(runs_folder() / "001-digits").state == "stopped"


def test_a_run_may_be_kept(engine: PhasedEngine, fitroom: Fitroom, qtbot: QtBot) -> None:
    enter("training", engine, fitroom, qtbot)
    with pressing("Keep training") as asked:
        fitroom.window.close()
        qtbot.waitUntil(lambda: asked != [])
    assert fitroom.window.isVisible()
    assert fitroom.services.controller.state is RunState.RUNNING
    engine.may_continue.set()
    qtbot.waitUntil(lambda: fitroom.services.controller.state is RunState.IDLE)
    assert fitroom.window.isVisible()
