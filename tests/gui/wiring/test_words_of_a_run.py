"""The Train page and the status bar say the same of a run at every moment, however slow the plots are."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    Phase,
    PhaseChanged,
    Result,
    RunEnded,
    TrainingStarted,
)
from gui.control.project.page_status import Step
from gui.wiring.window_parts import Fitroom
from tests.gui.whole_window import whole_window

EPOCHS = 6
STARTED = TrainingStarted(
    epochs=EPOCHS,
    first_epoch=1,
    first_step=0,
    steps_per_epoch=4,
    validation_steps=1,
    batch_size=32,
    examples=128,
    validation_examples=32,
    metrics=("loss",),
    parameters=1,
    device="CPU",
)


def of_epoch(epoch: int) -> list[Event]:
    losses = np.full(4, 1 / epoch, np.float32)
    return [
        EpochStarted(epoch=epoch, learning_rate=0.1),
        BatchesEnded(epoch=epoch, first_step=0, values={"loss": losses}),
        EpochEnded(epoch=epoch, values={"loss": 1 / epoch, "val_loss": 1.0}, learning_rate=0.1, seconds=0.1),
    ]


def both(fitroom: Fitroom) -> tuple[str, str]:
    """What the page and the status bar say: the epoch where one is said, else the state."""
    assert fitroom.rest is not None
    facts, bar = fitroom.rest.pages.train.curves.facts, fitroom.strip._state.text()
    if "epoch" not in bar:
        return facts._state.text(), bar
    epoch = facts._rows["Epoch"].text() if "Epoch" in facts._rows else "no epoch"
    return epoch, bar.partition("epoch ")[2].partition(" ·")[0]


def agree(fitroom: Fitroom) -> bool:
    page, bar = both(fitroom)
    assert page == bar
    return True


def test_page_and_status_bar_say_the_same_at_every_moment(qapp: QApplication, qtbot: QtBot) -> None:
    with whole_window(qapp, qtbot) as fitroom:
        assert fitroom.rest is not None
        pump, shown, window = fitroom.services.pump, fitroom.services.shown, fitroom.window
        curves = fitroom.rest.pages.train.curves
        window.show_step(Step.TRAIN)
        pump.begin()
        shown.begin()
        assert agree(fitroom)
        for event in (PhaseChanged(phase=Phase.READING), STARTED, PhaseChanged(phase=Phase.TRAINING)):
            pump.sink(event)
            pump.drain()
            assert agree(fitroom)
        for epoch in range(1, EPOCHS + 1):
            for event in of_epoch(epoch):
                pump.sink(event)
            pump.drain()
            for _ in range(5):  # all parts of the plots, before the words are due
                curves.take_turn()
                assert agree(fitroom)
            if epoch % 2:
                window.show_step(Step.FIT)
                window.show_step(Step.TRAIN)
                assert agree(fitroom)
        qtbot.waitUntil(lambda: agree(fitroom) and both(fitroom)[1] == f"{EPOCHS} of {EPOCHS}")
        pump.sink(RunEnded(result=Result.COMPLETED, reason="", epochs_done=EPOCHS))
        pump.finish()
        qtbot.waitUntil(lambda: agree(fitroom) and "Done" in both(fitroom)[1])
