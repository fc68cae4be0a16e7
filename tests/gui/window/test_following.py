"""A run that another process trains is followed in the window, and cannot be steered or resumed there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QListWidget, QMessageBox
from pytestqt.qtbot import QtBot

from engine.record.run_folder import RunFolder
from engine.resources import samples_folder
from engine.settings import Project
from engine.user_folders import runs_folder
from gui.control.runs.run_state import RunState
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import FakeEngine
from tests.gui.training_elsewhere import EPOCHS, ROOT, training_elsewhere
from tests.gui.whole_window import opened, whole_window


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def fitroom(engine: FakeEngine, qapp: QApplication, qtbot: QtBot) -> Iterator[Fitroom]:
    with whole_window(qapp, qtbot, engine, size=(1440, 900)) as made:
        yield made


@pytest.fixture
def folder() -> RunFolder:
    return RunFolder.create(runs_folder(), Project().with_value("fit.epochs", EPOCHS), name="digits-cnn")


def choose(fitroom: Fitroom, qtbot: QtBot, folder: RunFolder) -> None:
    """Click on the run in the list, and wait until it is shown."""
    fitroom.services.library.look()
    listed = fitroom.runs.findChild(QListWidget)
    assert listed is not None
    qtbot.waitUntil(lambda: any(run.folder == folder.path for run in fitroom.services.library.runs))
    row = next(
        listed.row(listed.item(index))
        for index in range(listed.count())
        if folder.path.name.endswith(listed.item(index).text())
    )
    place: QPoint = listed.visualItemRect(listed.item(row)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: fitroom.services.shown.folder == folder.path)


def points(fitroom: Fitroom) -> int:
    return len(fitroom.services.shown.history.epochs("loss")[0])


def test_it_is_followed_until_it_ends(fitroom: Fitroom, folder: RunFolder, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    page, actions = fitroom.rest.pages.train, fitroom.window.actions_table
    facts = page.curves.facts
    with training_elsewhere(folder) as child:
        child.say("epoch")
        choose(fitroom, qtbot, folder)
        who = f"Fitroom's command line (process {child.pid})"
        assert page._about.text() == f"It is trained by {who}, and followed here."
        qtbot.waitUntil(lambda: "Running elsewhere: Training" in facts._state.text())
        assert "Running elsewhere" in fitroom.strip._state.text()
        child.say("epoch")
        child.say("epoch")
        qtbot.waitUntil(lambda: points(fitroom) == 3)
        assert len(fitroom.services.shown.history.batches("loss")[0]) == 6
        qtbot.waitUntil(lambda: f"epoch 3 of {EPOCHS}" in fitroom.strip._state.text())
        # what cannot be done says why
        for action in (actions.pause, actions.stop, actions.resume, actions.reduce_rate):
            assert not action.isEnabled()
            assert who in action.toolTip()
        assert facts.live.isVisible()
        assert not facts.live.rate.isEnabled()
        assert not facts.live.epochs.isEnabled()
        assert facts.live._message.text() == "It can be changed only where it is trained."
        assert actions.train.isEnabled()
        assert not page.resume_bar.resume.isVisible()
        child.say("pause")
        qtbot.waitUntil(lambda: "Running elsewhere: Paused" in facts._state.text())
        child.say("end")
    qtbot.waitUntil(lambda: fitroom.services.shown.state == "completed")
    assert page._about.text() == "All is done."
    assert page.resume_bar.more.isVisible()
    assert not facts.live.isVisible()
    assert "Nothing is being trained." in actions.stop.toolTip()
    qtbot.waitUntil(lambda: fitroom.services.library.runs[0].state == "completed")


def test_tensorflow_that_comes_later_does_not_take_its_place(
    engine: FakeEngine, qapp: QApplication, folder: RunFolder, qtbot: QtBot
) -> None:
    """The strip goes on to show the run that was opened while TensorFlow was imported."""
    with training_elsewhere(folder), opened(qapp, qtbot, engine) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        choose(fitroom, qtbot, folder)
        qtbot.waitUntil(lambda: "Running elsewhere" in fitroom.strip._state.text())
        with qtbot.waitSignal(fitroom.services.controller.ready):
            engine.may_open.set()
        qtbot.wait(50)
        fitroom.strip.refresh()
        assert "Running elsewhere" in fitroom.strip._state.text()


def test_one_that_is_killed_was_interrupted(fitroom: Fitroom, folder: RunFolder, qtbot: QtBot) -> None:
    assert fitroom.rest is not None
    with training_elsewhere(folder) as child:
        child.say("epoch")
        choose(fitroom, qtbot, folder)
        child.kill()
        qtbot.waitUntil(lambda: fitroom.services.shown.state == "interrupted")
    assert "cut short" in fitroom.rest.pages.train._about.text()
    assert fitroom.rest.pages.train.resume_bar.resume.isVisible()


def test_one_that_is_resumed_elsewhere_is_followed_again(
    fitroom: Fitroom, folder: RunFolder, qtbot: QtBot
) -> None:
    choose(fitroom, qtbot, folder)
    assert fitroom.services.shown.state == "interrupted"
    with training_elsewhere(folder) as child:
        qtbot.waitUntil(lambda: fitroom.services.shown.state == "running")
        child.say("epoch")
        qtbot.waitUntil(lambda: points(fitroom) == 1)


def test_one_of_this_window_that_goes_on_elsewhere_is_followed(fitroom: Fitroom, qtbot: QtBot) -> None:
    with qtbot.waitSignal(fitroom.services.controller.ended):
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
    mine = fitroom.services.shown.folder
    assert mine is not None
    assert points(fitroom) == 2
    with training_elsewhere(RunFolder(mine)) as child:
        choose(fitroom, qtbot, RunFolder(mine))
        qtbot.waitUntil(lambda: fitroom.services.shown.trainer != "")
        child.say("epoch")
        child.say("end")
    qtbot.waitUntil(lambda: fitroom.services.shown.state == "completed")


def test_a_resume_is_refused_by_name_and_the_run_is_followed(
    fitroom: Fitroom, folder: RunFolder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process has begun since the window looked."""
    assert fitroom.rest is not None
    monkeypatch.setattr(FakeEngine, "prepare_resume", super(FakeEngine, FakeEngine).prepare_resume)
    choose(fitroom, qtbot, folder)
    fitroom.services.followed._timer.stop()
    with training_elsewhere(folder) as child:
        qtbot.mouseClick(fitroom.rest.pages.train.resume_bar.resume, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: fitroom.window.banner.text != "")
        assert f"in use by Fitroom's command line (process {child.pid})" in fitroom.window.banner.text
        assert fitroom.services.controller.state is RunState.IDLE
        qtbot.waitUntil(lambda: fitroom.services.shown.trainer != "")
        child.say("epoch")
        qtbot.waitUntil(lambda: points(fitroom) == 1)


def test_it_is_not_deleted(
    fitroom: Fitroom, folder: RunFolder, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.buttons()[0])
    with training_elsewhere(folder) as child:
        choose(fitroom, qtbot, folder)
        listed = fitroom.runs.findChild(QListWidget)
        assert listed is not None
        qtbot.keyClick(listed, Qt.Key.Key_Delete)
        assert f"process {child.pid}" in fitroom.window.banner.text
        assert folder.is_run


def test_a_run_of_this_window_goes_on_beside_it(
    engine: FakeEngine, fitroom: Fitroom, folder: RunFolder, qtbot: QtBot
) -> None:
    """The buttons and the strip are those of the run of this window."""
    engine.may_continue.clear()
    controller, actions = fitroom.services.controller, fitroom.window.actions_table
    with training_elsewhere(folder) as child:
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: fitroom.services.shown.history.progress.epoch == 1)
        choose(fitroom, qtbot, folder)
        child.say("epoch")
        qtbot.waitUntil(lambda: points(fitroom) == 1)
        assert actions.stop.isEnabled()
        assert "elsewhere" not in fitroom.strip._state.text()
        with qtbot.waitSignal(controller.ended):
            qtbot.keyClick(fitroom.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
        assert fitroom.services.shown.folder == folder.path
        child.say("epoch")
        qtbot.waitUntil(lambda: points(fitroom) == 2)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_a_real_run_of_the_command_line(fitroom: Fitroom, qtbot: QtBot) -> None:
    run = RunFolder(runs_folder() / "001-real")
    command = [sys.executable, "main.py", "train", os.fspath(samples_folder() / "digits.fitroom")]
    asked = ["--out", os.fspath(run.path), "--set", "fit.epochs=1000", "--set", "callbacks="]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen([*command, *asked], cwd=ROOT, stdout=quiet, stderr=quiet)
    try:
        qtbot.waitUntil(lambda: run.state == "running", timeout=60_000)
        choose(fitroom, qtbot, run)
        qtbot.waitUntil(lambda: points(fitroom) >= 3, timeout=60_000)
        started = fitroom.services.shown.history.started
        assert started is not None
        before = points(fitroom)
        qtbot.waitUntil(lambda: points(fitroom) > before, timeout=60_000)
        child.send_signal(signal.SIGTERM)
        qtbot.waitUntil(lambda: fitroom.services.shown.state == "stopped", timeout=60_000)
    finally:
        child.kill()
        child.wait()
    history = fitroom.services.shown.history
    rows = run.history_csv.read_text().splitlines()
    assert len(history.epochs("loss")[0]) == len(rows) - 1
    assert len(history.batches("loss")[0]) >= (len(rows) - 1) * started.steps_per_epoch
    assert history.outcome is not None
    assert fitroom.rest is not None
    assert fitroom.rest.pages.train._about.text() == history.outcome.reason
