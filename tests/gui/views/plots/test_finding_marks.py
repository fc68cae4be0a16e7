"""The names of findings lie on no curve, no mark and no other name, whatever the curves and the view are."""

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from engine.coach.finding import Finding, FindingKind
from engine.history.metric_history import MetricHistory
from engine.record.events import BatchesEnded, EpochEnded, EpochStarted, Mark, Marked, TrainingStarted
from gui.views.parts.label_places import free_place
from gui.views.plots.plot_stack import PlotStack
from tests.gui.mouse import point_at, wheel

STEPS = 12
FINDINGS = (
    Finding(FindingKind.OVERFITTING, "val_loss", 9, 30),
    Finding(FindingKind.PLATEAU, "loss", 20, 30),
    Finding(FindingKind.SMALL_VALIDATION, "val_loss", 0, 30),
)


def history_of(losses, validation, *, noise: float) -> MetricHistory:
    history = MetricHistory()
    history.apply(
        TrainingStarted(
            epochs=len(losses),
            first_epoch=1,
            first_step=0,
            steps_per_epoch=STEPS,
            validation_steps=2,
            batch_size=8,
            examples=100,
            validation_examples=20,
            metrics=("loss", "accuracy"),
            parameters=10,
            device="CPU",
        )
    )
    random = np.random.default_rng(1)
    for epoch, (loss, other) in enumerate(zip(losses, validation, strict=True), start=1):
        history.apply(EpochStarted(epoch=epoch, learning_rate=0.01))
        batches = np.abs(loss + noise * random.normal(size=STEPS)).astype(np.float32)
        history.apply(BatchesEnded(epoch=epoch, first_step=0, values={"loss": batches, "accuracy": batches}))
        values = {"loss": loss, "val_loss": other, "accuracy": 1 / (1 + loss), "val_accuracy": 0.5}
        history.apply(EpochEnded(epoch=epoch, values=values, learning_rate=0.01, seconds=1.0))
    history.apply(Marked(mark=Mark.LEARNING_RATE, position=20.0, text="learning rate lowered"))
    return history


EPOCHS = np.arange(1, 31)
HISTORIES = {
    "overfitting": history_of(2 / EPOCHS, 2 / EPOCHS + 0.03 * EPOCHS, noise=0.05),
    "noisy": history_of(1 + 0 * EPOCHS, 1.2 + 0.3 * np.sin(EPOCHS), noise=1.0),
    "falling": history_of(np.exp(-EPOCHS / 8.0), 0.4 + np.exp(-EPOCHS / 5.0), noise=0.0),
    "short": history_of(np.array([3.0, 0.5]), np.array([2.0, 1.5]), noise=0.2),
}


@pytest.fixture
def stack(qtbot):
    made = PlotStack()
    qtbot.addWidget(made)
    made.resize(820, 560)
    made.show()
    return made


def show(stack, history) -> None:
    for _ in stack.draw_in_turns(history):
        pass
    stack.mark(FINDINGS)


def names_of(canvas) -> list[QRectF]:
    """The rectangles of the names that are seen, in the scene."""
    return [
        name.mapRectToScene(name.boundingRect()) for name in canvas.finding_marks._names if name.isVisible()
    ]


def drawn_of(canvas) -> list[QPainterPath]:
    """What is drawn of curves, bars and marks, each as wide as its pen, in the scene."""
    stroker = QPainterPathStroker()
    found = []
    lines = (*canvas._curves.values(), *canvas._raw.values(), *canvas.previous_run.curves, *canvas._marks)
    for item in (*lines, *canvas.finding_marks._bars):
        if item.isVisible() and item.getData()[0] is not None:
            stroker.setWidth(item.opts["pen"].widthF())
            found.append(stroker.createStroke(item.mapToScene(item.getPath())))
    return found


def collisions(canvas) -> list[str]:
    names = names_of(canvas)
    view = canvas.box.sceneBoundingRect()
    found = [f"{name} leaves the view" for name in names if not view.adjusted(-1, -1, 1, 1).contains(name)]
    found += [
        f"{name} and {other}"
        for number, name in enumerate(names)
        for other in names[number + 1 :]
        if name.intersects(other)
    ]
    found += [
        f"{name} lies on a line" for name in names for line in drawn_of(canvas) if line.intersects(name)
    ]
    return found


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize("size", [(820, 560), (560, 380), (1500, 900)])
def test_a_name_lies_on_nothing(stack, name, size):
    stack.resize(*size)
    stack.show_previous_run(1, HISTORIES["falling"], changes="")
    show(stack, HISTORIES[name])
    canvas = stack.loss.canvas
    assert collisions(canvas) == []
    assert len(canvas.finding_marks._bars) == 3
    stack.set_smoothing = stack.loss.set_smoothing(0.8)
    assert collisions(canvas) == []
    stack.loss.set_log(True)
    assert collisions(canvas) == []


def test_there_is_room_for_the_names_of_a_usual_run(stack):
    show(stack, HISTORIES["overfitting"])
    assert len(names_of(stack.loss.canvas)) == 3


def test_a_name_lies_on_nothing_after_a_zoom_and_a_new_size(stack, qtbot):
    show(stack, HISTORIES["overfitting"])
    canvas = stack.loss.canvas
    wheel(canvas.viewport(), point_at(canvas, 15.0), notches=3)
    assert canvas.box.viewRange()[0][1] - canvas.box.viewRange()[0][0] < 25
    assert collisions(canvas) == []
    stack.resize(640, 420)
    qtbot.waitUntil(lambda: canvas.width() < 640)
    assert collisions(canvas) == []


def test_a_name_stays_where_it_is_while_its_place_is_free(stack):
    show(stack, HISTORIES["overfitting"])
    marks = stack.loss.canvas.finding_marks
    before = list(marks._places)
    marks.place()
    assert marks._places == before


def test_a_name_that_is_no_longer_over_its_bar_moves_there():
    size, view = QSizeF(40, 12), QRectF(0, 0, 800, 200)
    place = partial(free_place, size, view, span=(200.0, 700.0), strokes=(), boxes=())
    low = view.height() - size.height()
    assert place(before=(165.0, 60.0)) == (200.0, low)
    assert place(before=(195.0, 60.0)) == (195.0, 60.0)
    narrow = partial(free_place, size, view, strokes=(), boxes=(), span=(790.0, 795.0))
    assert narrow(before=None) == (760.0, low)  # as near to its bar as the view allows


def test_the_region_is_no_tint_over_the_plot(stack):
    show(stack, HISTORIES["overfitting"])
    canvas = stack.loss.canvas
    marked = canvas.grab().toImage()
    stack.mark(())
    plain = canvas.grab().toImage()
    ratio, view = marked.devicePixelRatio(), canvas.box.sceneBoundingRect()
    middle = canvas.mapFromScene(QPointF(view.center()))
    column = [(round(middle.x() * ratio), y) for y in range(marked.height())]
    changed = [y for x, y in column if marked.pixel(x, y) != plain.pixel(x, y)]
    # in one column at most the bars, and the lines of three names
    assert 0 < len(changed) < 80 * ratio
    assert max(changed) > (view.bottom() - 12) * ratio


@pytest.mark.parametrize("name", ["overfitting", "noisy", "falling"])
def test_bars_lie_below_every_curve(stack, name):
    show(stack, HISTORIES[name])
    canvas = stack.loss.canvas
    curves = [curve for curve in canvas._curves.values() if curve.isVisible()]
    lowest = max(curve.mapToScene(curve.getPath()).boundingRect().bottom() for curve in curves)
    bars = [bar.mapToScene(bar.getPath()).boundingRect().top() for bar in canvas.finding_marks._bars]
    assert len(bars) == 3
    assert min(bars) > lowest


def test_one_tick_alone_is_labelled_with_its_value(stack):
    show(stack, HISTORIES["overfitting"])
    assert stack.rate.canvas._values.tickStrings([0.01], 1.0, 1.0) == ["0.01"]
