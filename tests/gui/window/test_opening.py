"""What is done in the first moments, when the window is an empty frame: it is kept, and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.record.events import Result
from engine.record.outcome import RunOutcome
from engine.record.run_folder import RunFolder
from engine.settings import Project
from engine.user_folders import runs_folder
from gui.control.project.page_status import Step
from gui.control.runs.run_state import RunState
from gui.startup import application as app_module
from gui.startup.application import Program, run_window
from tests.gui.fake_engine import FakeEngine
from tests.gui.mouse import choose_language
from tests.gui.whole_window import opened

ROOT = Path(__file__).parents[3]


@pytest.fixture
def engine() -> FakeEngine:
    made = FakeEngine()
    made.may_open.set()
    made.may_continue.set()
    return made


def end(program: Program) -> None:
    assert program.close()
    program.window.deleteLater()
    program.setParent(None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_frame_knows_no_setting_and_no_numpy() -> None:
    heavy = ("engine.settings", "pydantic", "numpy", "pyqtgraph", "tensorflow")
    looked = f"import sys, gui.startup.application; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", looked], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_first_paint_waits_for_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    heavy = ("argparse", "multiprocessing", "socket", "subprocess", "typing_extensions")
    # what Qt gives back from its own may be of any class, so PySide makes all of them first
    classes = ("QMessageBox", "QStyle", "QWizard")
    code = f"""
import sys
from PySide6 import QtWidgets
before = set(sys.modules)
import main
from gui.startup import application as app

def painted(program):
    program.window.painted.connect(lambda: told(program))

def told(program):
    print([name for name in {heavy} if name in set(sys.modules) - before])
    print([name for name in {classes} if name in vars(QtWidgets)])
    program.quit()

app.run_window(["fitroom"], drive=painted)
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "FITROOM_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "[]"]


def test_the_focus_is_on_the_page_where_no_key_begins_a_run(
    qapp: QApplication, qtbot: QtBot, engine: FakeEngine
) -> None:
    def look(program: Program) -> None:
        assert program.window.focusWidget() is program.window.page(Step.DATA)

    with opened(qapp, qtbot, engine, at_once=look) as program:
        assert program.window.focusWidget() is program.window.page(Step.DATA)
        program.window.show_step(Step.FIT)
        focused = program.window.focusWidget()
        assert focused is not None
        assert program.window.page(Step.FIT).isAncestorOf(focused)


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
        controller, tensorboard = fitroom.services.controller, fitroom.rest.pages.train.tensorboard
        qtbot.waitUntil(lambda: controller.folder is not None and controller.state is RunState.IDLE)
        qtbot.waitUntil(tensorboard.isVisible)


def test_the_last_run_is_shown_also_to_whoever_is_at_train_before_the_list(
    qapp: QApplication, qtbot: QtBot, engine: FakeEngine
) -> None:
    run = RunFolder.create(runs_folder(), Project(), name="before")
    run.write_outcome(RunOutcome(result=Result.STOPPED, reason="Stopped.", epochs_done=1, finished=1.0))

    def press(program: Program) -> None:
        QTest.mouseClick(program.window.rail.button(Step.TRAIN), Qt.MouseButton.LeftButton)

    with opened(qapp, qtbot, engine, at_once=press) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        assert program.window.step is Step.TRAIN
        qtbot.waitUntil(lambda: fitroom.services.shown.folder == run.path)


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
    qtbot.waitUntil(lambda: program.fitroom is not None)
    program.window.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    end(program)


def test_the_language_can_be_changed_at_once(qapp: QApplication, qtbot: QtBot, engine: FakeEngine) -> None:
    def choose(program: Program) -> None:
        before = program.window
        choose_language(program.window, "ko")
        qtbot.waitUntil(lambda: program.window is not before)

    with opened(qapp, qtbot, engine, at_once=choose) as program:
        assert program.window.actions_table.train.iconText() == "학습"
        program.language.choose("en")
        qtbot.waitUntil(lambda: program.window.actions_table.train.text() == "&Train")


@pytest.mark.parametrize("cut", [True, False])
def test_a_session_that_was_cut_off_is_reported_and_its_run_goes_on(
    qapp: QApplication, qtbot: QtBot, engine: FakeEngine, home: Path, cut: bool
) -> None:
    settings, run = home / "settings", RunFolder.create(runs_folder(), Project(), name="cut")
    if not cut:
        run.write_outcome(RunOutcome(result=Result.STOPPED, reason="Stopped.", epochs_done=1, finished=1.0))
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "session-1.txt").write_text(
        f"Fitroom\nRun: {run.path}\nFatal Python error: Aborted\n", "utf-8"
    )
    with opened(qapp, qtbot, engine, at_once=lambda program: program.keep_session()) as program:
        banner, fitroom = program.window.banner, program.fitroom
        assert fitroom is not None
        words = "Fitroom crashed the last time."
        if cut:
            words += " Run 001-cut was interrupted. It can be resumed from its last saved state."
        assert banner.text == words
        labels = [button.text() for button in banner._buttons]
        assert labels == (["Resume this run"] if cut else []) + ["Show the report"]
        if cut:
            controller = fitroom.services.controller
            qtbot.waitUntil(lambda: fitroom.services.devices is not None)
            with qtbot.waitSignal(controller.ended):
                next(iter(banner._buttons)).click()
            assert controller.folder == run.path
            assert program.window.step is Step.TRAIN


def test_without_any_font_it_says_so(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(app_module, "QApplication", lambda _argv: qapp)
    monkeypatch.setattr(QFontDatabase, "families", lambda *_: ["Monospace", "Sans Serif", "Serif"])
    assert run_window(["fitroom"]) == 2
    assert "apt-get install fonts-nanum" in capsys.readouterr().err
