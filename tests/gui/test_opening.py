"""What is done in the first moments, when the window is an empty frame: it is kept, and nothing is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.app import Program
from gui.control.run_state import RunState
from gui.control.step import Step
from tests.gui.fake_engine import FakeEngine
from tests.gui.whole_window import opened

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine() -> FakeEngine:
    made = FakeEngine()
    made.may_open.set()
    made.may_go_on.set()
    return made


def end(program: Program) -> None:
    assert program.close()
    program.window.deleteLater()
    program.setParent(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_frame_knows_no_setting_and_no_numpy() -> None:
    heavy = ("engine.settings", "pydantic", "numpy", "pyqtgraph", "tensorflow")
    looked = f"import sys, gui.app; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_was_pressed_at_once_is_done_when_it_can_be(
    qapp: QApplication, qtbot: QtBot, engine: FakeEngine
) -> None:
    def press(program: Program) -> None:
        assert program.fitroom is None
        actions = program.window.actions_table
        actions.steps[Step.CALLBACKS].trigger()
        assert program.window.step is Step.CALLBACKS
        actions.train.trigger()
        actions.tensorboard.trigger()

    with opened(qapp, qtbot, engine, at_once=press) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        assert fitroom.rest is not None
        controller, tensorboard = fitroom.room.controller, fitroom.rest.pages.train.tensorboard
        qtbot.waitUntil(lambda: controller.folder is not None and controller.state is RunState.IDLE)
        qtbot.waitUntil(tensorboard.isVisible)


@pytest.mark.parametrize("way", ["close", "signal"])
def test_a_frame_can_be_closed(qapp: QApplication, qtbot: QtBot, engine: FakeEngine, way: str) -> None:
    program = Program(qapp, engine=engine, project=None)
    program.window.show()
    if way == "close":
        program.window.close()
    else:
        program.stop_and_leave()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    end(program)


def test_leaving_while_the_parts_arrive_waits_for_them(
    qapp: QApplication, qtbot: QtBot, engine: FakeEngine
) -> None:
    program = Program(qapp, engine=engine, project=None)
    program.window.show()
    qtbot.waitUntil(lambda: program.fitroom is not None, timeout=20_000)
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=20_000)
    end(program)


def test_the_language_can_be_changed_at_once(qapp: QApplication, qtbot: QtBot, engine: FakeEngine) -> None:
    def choose(program: Program) -> None:
        before = program.window
        program.window.menus.languages.chosen.emit("ko")
        qtbot.waitUntil(lambda: program.window is not before)

    with opened(qapp, qtbot, engine, at_once=choose) as program:
        assert program.window.actions_table.train.iconText() == "학습"
        program.language.choose("en")
        qtbot.waitUntil(lambda: program.window.actions_table.train.text() == "&Train")
