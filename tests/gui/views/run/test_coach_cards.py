import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from engine.coach.finding import Finding, FindingKind, Remedy
from engine.coach.remedies import Advised, Case, advised
from engine.settings import Project
from gui.views.run.coach_cards import CoachCards
from gui.views.run.train_view import TrainView

OVERFITTING = Finding(
    FindingKind.OVERFITTING,
    "val_loss",
    2,
    5,
    {"epoch": 2, "rise": "20 %"},
    (Remedy.EARLY_STOPPING, Remedy.DROPOUT),
)
SMALL = Finding(FindingKind.SMALL_VALIDATION, "val_loss", 0, 5, {"count": 9, "worth": "11 %"})


def advice(*findings: Finding, now: Project | None = None) -> tuple[Advised, ...]:
    return advised(findings, Case(run=Project(), now=now or Project()))


@pytest.fixture
def cards(qtbot):
    made = CoachCards()
    qtbot.addWidget(made)
    made.resize(240, 500)
    return made


def texts(cards, kind):
    return [widget.text() for widget in cards.findChildren(kind) if widget.isVisibleTo(cards)]


def test_with_nothing_to_say_it_takes_no_room(cards):
    cards.show_advice(())
    assert not cards.isVisible()
    cards.show_advice(advice(OVERFITTING))
    assert cards.isVisible()
    cards.show_advice(())
    assert not cards.isVisible()


def test_a_finding_has_two_sentences_and_a_button_for_each_change(cards):
    cards.show_advice(advice(OVERFITTING))
    assert texts(cards, QLabel)[0] == "Overfitting"
    assert "20 % above its best of epoch 2" in texts(cards, QLabel)[1]
    assert texts(cards, QPushButton) == ["Turn EarlyStopping on", "Dropout 0 → 0.3"]


def test_a_button_asks_for_its_change(cards, qtbot):
    shown = advice(OVERFITTING)
    cards.show_advice(shown)
    with qtbot.waitSignal(cards.change_asked) as asked:
        cards.findChildren(QPushButton)[1].click()
    assert asked.args == [shown[0].changes[1]]


def test_what_is_done_is_said_so(cards):
    after = advice(OVERFITTING)[0].changes[1].after
    cards.show_advice(advice(OVERFITTING, now=after))
    assert [button.isEnabled() for button in cards.findChildren(QPushButton)] == [True, False]
    assert any("Ctrl+Z" in text for text in texts(cards, QLabel))


def test_a_finding_can_be_dismissed(cards, qtbot):
    cards.show_advice(advice(SMALL))
    (close,) = [button for button in cards.findChildren(QToolButton) if button.toolTip() == "Dismiss"]
    with qtbot.waitSignal(cards.dismissed) as reported:
        close.click()
    assert reported.args == [FindingKind.SMALL_VALIDATION]


def test_the_span_is_marked_on_the_axis_of_its_curve(qtbot, make_history):
    view = TrainView()
    qtbot.addWidget(view)
    view.resize(1000, 700)
    view.show()
    view.show_history(make_history())
    view.show_advice(advice(OVERFITTING, SMALL))
    marks = view.plots.loss.canvas.finding_marks
    assert marks.spans == [(2, 5), (0, 5)]
    assert [name.toPlainText() for name in marks._names] == ["Overfitting", "Small validation set"]
    bars = [(np.asarray(bar.xData).tolist(), np.asarray(bar.yData).tolist()) for bar in marks._bars]
    assert [tuple(x) for x, _ in bars] == marks.spans
    (_, _), (low, high) = view.plots.loss.canvas.box.viewRange()
    assert all((y[0] - low) / (high - low) < 0.07 for _, y in bars), "at the foot of the plot"
    assert view.plots.chosen.canvas.finding_marks.spans == []
    view.show_advice(())
    assert marks._bars == []
