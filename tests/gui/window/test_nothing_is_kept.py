"""What a run was made of goes with it: model, data, callbacks, curves; and widgets go with their window."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from engine.resources import samples_folder
from engine.settings.project_file.assign import assign
from engine.settings.project_file.file import load
from gui.control.runs.run_state import RunState
from gui.startup.application import Program
from gui.wiring.window_parts import Fitroom
from tests.gui.fake_engine import FakeEngine
from tests.gui.real_engine import RealEngine
from tests.gui.whole_window import opened
from tests.marks import some_slow

RUNS = 3
SAMPLES = ["digits", "penguins", "constitution", "elnino"]
CALLBACKS = [
    "tensorboard",
    "csv_logger",
    "model_checkpoint",
    "early_stopping",
    "reduce_lr",
    "terminate_on_nan",
]
Parts = dict[str, weakref.ref[Any]]


def alive(parts: Parts) -> list[str]:
    """The names of those that are still there."""
    for _ in range(5):  # what is deleted later, and what that lets go in turn
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
    return sorted(name for name, part in parts.items() if part() is not None)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Parts]]:
    """The parts of every run, as they are made."""
    from engine.run import training

    made: list[Parts] = []
    wire = training.wire

    def remember(context: Any, prepared: Any, *, built: Any) -> Any:
        wired = wire(context, prepared, built=built)
        parts = {
            "model": built.model,
            "optimizer": built.model.optimizer,
            "layer": built.model.layers[-1],
            "weights": built.model.weights[0],
            "x": prepared.data.dataset.x,
            "y": prepared.data.dataset.y,
            "loop": built.loop,
            "reporter": built.reporter,
            "writer": wired.writer,
            **{f"callback {index}": item.callback for index, item in enumerate(built.made)},
        }
        made.append({name: weakref.ref(part) for name, part in parts.items()})
        return wired

    monkeypatch.setattr(training, "wire", remember)
    yield made
    made.clear()


def run_once(fitroom: Fitroom, qtbot: QtBot) -> None:
    controller = fitroom.services.controller
    with qtbot.waitSignal(controller.ended, timeout=60_000):
        qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: controller.state is RunState.IDLE)


@pytest.mark.parametrize("sample", some_slow(SAMPLES, SAMPLES[1:]))
def test_nothing_of_a_run_is_alive_after_it(
    sample: str, qapp: QApplication, qtbot: QtBot, runs: list[Parts]
) -> None:
    histories: Parts = {}
    with opened(qapp, qtbot, RealEngine()) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        path = samples_folder() / f"{sample}.fitroom"
        fitroom.file_commands.open_path(path)
        kinds = [f"callbacks.{index}.kind={kind}" for index, kind in enumerate(CALLBACKS)]
        asked = ["fit.epochs=2", "fit.steps_per_epoch=4", "callbacks=[]", *kinds]
        short = assign(load(path).project, asked)
        fitroom.model.replace(short, title="short")
        # curves of runs before it, the run before, and comparisons may know it; each in its place
        for number in range(RUNS):
            run_once(fitroom, qtbot)
            histories[f"history {number}"] = weakref.ref(fitroom.services.pump.history)
            assert fitroom.rest is not None
            fitroom.rest.pages.train.curves.refresh()
        qtbot.waitUntil(lambda: fitroom.services.previous.run_data is not None)
        assert len(runs) == RUNS
        assert [alive(parts) for parts in runs] == [[]] * RUNS
        assert alive(histories) == [f"history {RUNS - 1}"]  # the one that is shown


def test_a_run_that_fails_or_is_stopped_leaves_nothing(
    qapp: QApplication, qtbot: QtBot, runs: list[Parts], monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.run import training

    with opened(qapp, qtbot, RealEngine()) as program:
        fitroom = program.fitroom
        assert fitroom is not None
        endless = assign(load(samples_folder() / "digits.fitroom").project, ["fit.epochs=9999"])
        fitroom.model.replace(endless, title="endless")
        controller = fitroom.services.controller
        with qtbot.waitSignal(controller.ended, timeout=60_000):
            qtbot.keyClick(fitroom.window, Qt.Key.Key_F5)
            qtbot.waitUntil(lambda: fitroom.services.shown.history.progress.epoch > 1, timeout=60_000)
            qtbot.keyClick(fitroom.window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)

        def fails(*_: Any, **__: Any) -> None:
            raise RuntimeError("a part of the run is broken")

        monkeypatch.setattr(training, "save_model", fails)
        fitroom.model.edit("fit.epochs", 1)
        run_once(fitroom, qtbot)
        outcome = fitroom.services.shown.history.outcome
        assert outcome is not None
        assert "is broken" in outcome.reason
        assert [alive(parts) for parts in runs] == [[], []]


def change_language(program: Program, code: str, qtbot: QtBot) -> Parts:
    """Let another window take the place of the present one; the parts of the one that is gone."""
    fitroom, before = program.fitroom, program.window
    assert fitroom is not None
    assert fitroom.rest is not None
    parts = [fitroom.rest, fitroom.rest.side, *before.findChildren(QWidget)]
    named = {f"{code} {type(part).__name__} {id(part)}": weakref.ref(part) for part in parts}
    before.menus.languages.chosen.emit(code)
    qtbot.waitUntil(lambda: program.window is not before and fitroom.rest is not None)
    return named


def test_nothing_of_a_window_is_alive_after_the_next(qapp: QApplication, qtbot: QtBot) -> None:
    engine = FakeEngine()
    engine.may_open.set()
    engine.may_continue.set()
    with opened(qapp, qtbot, engine) as program:
        assert program.fitroom is not None
        run_once(program.fitroom, qtbot)
        try:
            widgets = change_language(program, "ko", qtbot) | change_language(program, "en", qtbot)
            assert len(widgets) > 200
            assert alive(widgets) == []
        finally:
            program.language._speak("en")
