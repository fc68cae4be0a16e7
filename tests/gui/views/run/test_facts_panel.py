"""The facts beside the curves name what a resume cannot restore, and nothing of an earlier run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from engine.language import LANGUAGES, SOURCE, tr
from engine.record.events import BatchesEnded, PaceFound, Result, RunEnded
from gui.views.run.facts_panel import FactsPanel
from tests.gui.cut_off import cut_off


@pytest.fixture
def facts(qtbot):
    made = FactsPanel()
    qtbot.addWidget(made)
    made.resize(252, 900)
    made.show()
    return made


def shown(facts):
    return [label.text() for label in facts.findChildren(QLabel) if label.isVisible()]


def test_what_a_resume_cannot_restore_is_among_the_facts(facts, make_history, qtbot):
    plain, lossy = make_history(), make_history()
    lossy.started = replace(lossy.started, not_restored=("Mine.client", "Mine.handle"))
    facts.refresh(lossy, live=False)
    # what is new in a layout is seen a turn later
    qtbot.waitUntil(lambda: "Not restored by a resume" in shown(facts))
    assert "Mine.client, Mine.handle" in shown(facts)
    facts.refresh(plain, live=False)
    assert "Not restored by a resume" not in shown(facts)
    assert "Mine.client, Mine.handle" not in shown(facts)
    assert "CPU, 2 cores" in shown(facts)
    facts.refresh(lossy, live=False)
    assert "Mine.client, Mine.handle" in shown(facts)


@pytest.mark.parametrize(
    ("waited", "said", "tip"),
    [(0.2, "training waits 40 %", "is idle"), (0.01, "batches are ready", "training steps set the speed")],
)
def test_who_waits_for_whom_is_shown_where_data_is_fed(facts, make_history, waited, said, tip):
    history = make_history()
    facts.refresh(history, live=True)
    assert "Feeding" not in shown(facts)
    for step in range(6):
        values = {"loss": np.ones(1, np.float32)}
        event = BatchesEnded(at=1e6 + step * 0.5, epoch=2, first_step=step, values=values, waited=waited)
        history.apply(event)
    facts.refresh(history, live=True)
    assert facts._rows["Feeding"].text() == said
    assert tip in facts._rows["Feeding"].toolTip()


def test_how_the_speed_comes_about_is_folded_and_can_be_read(facts, make_history, qtbot):
    history = make_history()
    facts.refresh(history, live=False)
    assert not facts.speed.isVisible()
    history.pace = PaceFound(steps_per_call=122, xla=False, times_faster=4.9)
    facts.refresh(history, live=False)
    assert not any("122" in text for text in shown(facts))
    qtbot.waitUntil(lambda: facts.speed.button.height() > 10)
    qtbot.mouseClick(facts.speed.button, Qt.MouseButton.LeftButton)
    (words,) = [text for text in shown(facts) if "122 steps run in one call." in text]
    assert "4.9 times as fast" in words


def test_the_saved_value_and_the_best_one_are_of_the_same_metric(facts, make_history):
    history = make_history()
    saved = {"val_loss": 0.53, "val_accuracy": 0.85}
    history.apply(
        RunEnded(result=Result.COMPLETED, reason="", epochs_done=5, saved=saved, saved_epoch=4, best=saved)
    )
    facts.refresh(history, live=False)
    assert _words(facts, "Saved model") == "val_accuracy 0.8500, epoch 4"
    assert _words(facts, "Best seen") == "val_accuracy 0.8800, epoch 5"
    assert "Left" not in shown(facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_keep_their_edge_beside_the_scroll_bar(qtbot, make_history, language):
    tr.use(language)
    facts = FactsPanel()
    qtbot.addWidget(facts)
    history = make_history()
    history.pace = PaceFound(steps_per_call=122, xla=False, times_faster=4.9)
    facts.refresh(history, live=True)
    facts.resize(facts.width(), 300)
    facts.show()
    tr.use(SOURCE)
    qtbot.waitUntil(facts.verticalScrollBar().isVisible)
    inside = facts.widget()
    assert inside is not None
    assert inside.width() <= facts.viewport().width()
    assert list(cut_off(facts)) == []


def _words(facts, name):
    return facts._rows[name].text().replace("\u00a0", " ")
