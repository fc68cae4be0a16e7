"""The coach over a played run: what it says when, and what its changes do."""

from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engine.coach.finding import FindingKind, Remedy
from engine.coach.remedies import Advised
from engine.history.metric_history import MetricHistory
from engine.inspect.facts import DataFacts
from engine.record.events import EpochEnded
from engine.record.run_folder import RunFolder
from engine.settings import Project
from gui.control.coach import Coach
from gui.control.project.settings_model import SettingsModel
from gui.control.runs.run_reader import OpenedRun
from tests.marks import TIMING
from tests.started import started

pytestmark = TIMING


class Shown(QObject):
    changed = Signal()
    opened: OpenedRun | None = None
    history = MetricHistory()


class Pump(QObject):
    event_received = Signal(object)


class Inspector(QObject):
    measured = Signal(object)


class Controller(QObject):
    last_project: Project | None = None


class Services(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown, self.pump, self.inspector = Shown(self), Pump(self), Inspector(self)
        self.controller, self.followed = Controller(self), Pump(self)


STARTED = started(
    epochs=9, steps_per_epoch=5, validation_steps=1, examples=1000, validation_examples=200, classes=2
)


def ended(epoch: int, loss: float, held: float) -> EpochEnded:
    return EpochEnded(epoch=epoch, values={"loss": loss, "val_loss": held}, learning_rate=0.1, seconds=1.0)


@pytest.fixture
def services(qapp: object) -> Services:
    del qapp
    made = Services()
    made.shown.history = MetricHistory()
    made.shown.history.apply(STARTED)
    made.controller.last_project = Project()
    return made


@pytest.fixture
def model(qapp: object) -> SettingsModel:
    del qapp
    return SettingsModel()


class HeardCoach(Coach):
    """Keeps what it has said."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.said: list[tuple[Advised, ...]] = []


@pytest.fixture
def coach(services, model):
    made = HeardCoach(model, services)
    made.advised.connect(made.said.append)
    return made


def overfit(services) -> None:
    for epoch in range(1, 9):
        event = ended(epoch, 0.6 * 0.8**epoch, 0.4 if epoch == 1 else 0.6)
        services.shown.history.apply(event)
        services.pump.event_received.emit(event)


def kinds(coach) -> list[FindingKind]:
    return [advised.finding.kind for advised in coach.said[-1]]


def test_it_speaks_when_there_is_something_to_say(services, coach):
    overfit(services)
    assert coach.said[0] == ()
    assert kinds(coach) == [FindingKind.OVERFITTING]


def test_a_change_is_one_step_of_undo_and_then_done(services, coach, model):
    overfit(services)
    change = next(item for item in coach.said[-1][0].changes if item.remedy is Remedy.DROPOUT)
    coach.make(change)
    assert model.project.value_at("model.dropout") == 0.3
    assert model.undo_stack.undoText() == "Coach: Dropout 0 → 0.3"
    assert [item.done for item in coach.said[-1][0].changes if item.remedy is Remedy.DROPOUT] == [True]
    model.undo_stack.undo()
    assert model.project == Project()
    assert not any(item.done for item in coach.said[-1][0].changes)


def test_images_can_be_augmented(services, coach):
    overfit(services)
    assert Remedy.AUGMENTATION not in [item.remedy for item in coach.said[-1][0].changes]
    facts = DataFacts(
        kind="arrays",
        task="classification",
        ordered=False,
        train=1,
        validation=1,
        class_names=(),
        is_image=True,
    )
    services.inspector.measured.emit(facts)
    assert Remedy.AUGMENTATION in [item.remedy for item in coach.said[-1][0].changes]


def test_what_is_dismissed_is_said_again_only_of_another_run(services, coach):
    overfit(services)
    coach.dismiss(FindingKind.OVERFITTING)
    assert coach.said[-1] == ()
    overfit(services)
    assert coach.said[-1] == ()
    services.shown.history = MetricHistory()
    services.shown.history.apply(STARTED)
    services.shown.changed.emit()
    overfit(services)
    assert kinds(coach) == [FindingKind.OVERFITTING]


def test_a_run_from_the_list_is_judged_by_its_own_settings(services, coach, tmp_path):
    overfit(services)
    services.shown.opened = OpenedRun(tmp_path, "completed", services.shown.history, None, None)
    services.shown.changed.emit()
    assert coach.said[-1] == ()  # its settings cannot be read
    project = Project(fit=Project().fit.model_copy(update={"epochs": 7}))
    services.shown.opened = OpenedRun(
        RunFolder(tmp_path).path, "completed", services.shown.history, project, None
    )
    services.shown.changed.emit()
    assert kinds(coach) == [FindingKind.OVERFITTING]


def test_before_a_run_it_says_nothing(services, coach):
    services.controller.last_project = None
    services.shown.changed.emit()
    assert coach.said == [()]


def test_a_run_that_another_process_trains_is_judged_as_it_goes(services, coach, tmp_path):
    services.shown.opened = OpenedRun(tmp_path, "running", services.shown.history, Project(), None)
    services.shown.changed.emit()
    overfit(services)  # told by the run of this window, which is not the one that is shown
    assert coach.said[-1] == ()
    services.followed.event_received.emit(ended(9, 0.1, 0.9))
    assert kinds(coach) == [FindingKind.OVERFITTING]
