"""What a person asks of a run while it goes on: recorded with its place, marked, and replayed by a resume."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    Mark,
    Marked,
    Phase,
    PhaseChanged,
)
from engine.run.control import (
    Change,
    Control,
    ReduceLearningRate,
    SetEpochs,
    SetLearningRate,
    SetPatience,
    StopAfterEpoch,
    TrainMore,
)
from engine.run.live.change_log import ChangeLog
from engine.run.position import Position
from tests.marks import TRAINS, some_slow
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train
from tests.torture.facts import arrays, facts

pytestmark = TRAINS

VALUES: dict[str, Any] = {
    "fit__epochs": 4,
    "run__steps_per_call": 2,
    "callbacks": [
        {"kind": "lr_scheduler", "expression": "lr * 0.9"},
        {"kind": "early_stopping", "patience": 20},
    ],
}
PLAN: dict[tuple[type[Event], int], list[Change]] = {
    (EpochStarted, 1): [SetLearningRate(0.02)],
    (BatchesEnded, 4): [ReduceLearningRate(0.5), SetPatience(1, 7)],
    (BatchesEnded, 5): [SetLearningRate(0.004)],
    (EpochEnded, 2): [SetEpochs(5), ReduceLearningRate(0.5)],
}
"""At which event of its kind what is asked for."""


def asking(control: Control, kill: tuple[type[Event], int] | None = None) -> Callable[[Event], None]:
    """A sink that asks as in PLAN, and kills at one event."""
    seen: dict[type[Event], int] = {}

    def sink(event: Event) -> None:
        kind = type(event)
        seen[kind] = seen.get(kind, 0) + 1
        if kill == (kind, seen[kind]):
            raise Killed
        for change in PLAN.get((kind, seen[kind]), []):
            control.change(change)

    return sink


def places(run: Trained) -> list[tuple[str, int, int, bool]]:
    lines = [json.loads(line) for line in run.folder.changes_jsonl.read_text().splitlines()]
    return [(line["change"], line["epoch"], line["step"], line["begun"]) for line in lines]


@pytest.fixture(scope="module")
def changed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    control = Control()
    folder = tmp_path_factory.mktemp("changed") / "run"
    return train(small_project(data, **VALUES), folder, sink=asking(control), control=control)


def test_changes_are_recorded_and_marked(changed: Trained) -> None:
    assert changed.ended is not None
    assert changed.ended.epochs_done == 5
    assert places(changed) == [
        ("SetLearningRate", 0, 0, True),
        ("ReduceLearningRate", 1, 2, True),
        ("SetPatience", 1, 2, True),
        ("SetLearningRate", 1, 4, True),
        ("SetEpochs", 2, 0, False),
        ("ReduceLearningRate", 2, 0, False),
    ]
    marks = [event.text for event in changed.of(Marked) if event.mark is Mark.CHANGED]
    assert len(marks) == 6
    assert marks[2] == "Patience of EarlyStopping set to 7."


KILLS: list[tuple[type[Event], int]] = [
    (EpochStarted, 2),
    (BatchesEnded, 5),
    (Marked, 7),
    (EpochEnded, 2),
    (EpochStarted, 3),
]


@pytest.mark.parametrize("kill", some_slow(KILLS, KILLS[1:]))
def test_a_resume_replays_changes_at_their_places(
    kill: tuple[type[Event], int], changed: Trained, data: Path, tmp_path: Path
) -> None:
    control = Control()
    project = small_project(data, **VALUES)
    run = train(project, tmp_path / "run", sink=asking(control, kill), control=control)
    assert run.ended is None
    before = places(run)
    # what was asked for after the kill is asked for again, at the same places
    rest = [(index, place) for index, place in enumerate(places(changed)) if index >= len(before)]
    again = Control()

    def ask_the_rest(event: Event) -> None:
        for index, (_, epoch, step, begun) in rest:
            here = (
                isinstance(event, BatchesEnded)
                and begun
                and (event.epoch - 1, event.first_step + len(event.values["loss"])) == (epoch, step)
            ) or (isinstance(event, EpochEnded) and not begun and event.epoch == epoch)
            if here:
                again.change([change for changes in PLAN.values() for change in changes][index])

    run = resume(run, sink=ask_the_rest, control=again)
    assert places(run) == places(changed)
    assert facts(run.folder) == facts(changed.folder)
    assert_same_arrays(arrays(run.folder), arrays(changed.folder))


def test_changes_while_paused_then_a_stop_are_kept(data: Path, tmp_path: Path) -> None:
    project = small_project(data, **VALUES)

    def run(folder: str, *, stops: bool) -> Trained:
        control = Control()
        batches = 0

        def sink(event: Event) -> None:
            nonlocal batches
            batches += isinstance(event, BatchesEnded)
            if isinstance(event, BatchesEnded) and batches == 5:
                control.pause()
            if isinstance(event, PhaseChanged) and event.phase is Phase.PAUSED:
                control.set_learning_rate(0.5)
                control.set_epochs(3)
            if isinstance(event, Marked) and event.text == "Epochs set to 3.":
                control.stop() if stops else control.resume_run()

        return train(project, tmp_path / folder, sink=sink, control=control)

    whole, stopped = run("whole", stops=False), run("stopped", stops=True)
    assert stopped.folder.state == "stopped"
    said = [line for line in stopped.folder.log_txt.read_text().splitlines() if "Stopped in epoch" in line]
    assert len(said) == 1, "a stop is logged once"
    stopped = resume(stopped)
    assert facts(stopped.folder) == facts(whole.folder)
    assert_same_arrays(arrays(stopped.folder), arrays(whole.folder))


def test_stop_after_epoch_ends_there_and_a_resume_goes_on(data: Path, tmp_path: Path) -> None:
    control = Control()
    control.stop_after_epoch()
    run = train(small_project(data), tmp_path / "run", control=control)
    assert run.ended is not None
    assert run.ended.reason == "Stopped after epoch 1, as asked."
    assert run.folder.log_txt.read_text().count("Stopped after epoch 1") == 1, "a stop is logged once"
    again = resume(run)
    assert again.ended is not None
    assert again.ended.reason == "All 3 epochs are done."
    whole = train(small_project(data), tmp_path / "whole")
    assert_same_arrays(arrays(again.folder), arrays(whole.folder))


def test_a_rate_that_follows_a_schedule_is_left_alone(data: Path, tmp_path: Path) -> None:
    control = Control()
    control.set_learning_rate(0.5)
    control.set_patience(3, 5)
    project = small_project(data, fit__epochs=1, compile__schedule={"kind": "cosine"})
    run = train(project, tmp_path / "run", control=control)
    assert [event.text for event in run.of(Marked) if event.mark is Mark.CHANGED] == [
        "The learning rate follows a schedule, so it was not changed.",
        "There is no callback with patience at that place.",
    ]


def test_a_corrupt_last_line_never_took_effect(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    log = ChangeLog(path)
    log.due(Position(0, 2, True), [SetEpochs(9)])
    log.due(Position(0, 4, True), [SetPatience(0, 3)])
    path.write_bytes(path.read_bytes()[:-9])
    log = ChangeLog(path)
    assert log.due(Position(1), []) == [SetEpochs(9)]
    log.due(Position(1, 3, True), [SetLearningRate(0.1)])
    assert ChangeLog(path).due(Position(5), []) == [SetEpochs(9), SetLearningRate(0.1)]


def test_what_is_asked_for_again_takes_the_place_of_what_was_to_come(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    log = ChangeLog(path)
    for step in (1, 2, 3):
        log.due(Position(0, step, True), [SetEpochs(step)])
    log = ChangeLog(path, applied=1)
    assert log.steps_until(Position(0, 1, True)) == 1
    assert log.due(Position(0, 2, True), [SetLearningRate(1.0)]) == [SetEpochs(2), SetLearningRate(1.0)]
    assert log.applied == 3
    assert ChangeLog(path).due(Position(9), []) == [SetEpochs(1), SetEpochs(2), SetLearningRate(1.0)]


def test_a_wish_to_stop_is_not_replayed(tmp_path: Path) -> None:
    log = ChangeLog(tmp_path / "changes.jsonl")
    assert log.due(Position(0, 1, True), [StopAfterEpoch()]) == [StopAfterEpoch()]
    assert log.applied == 0
    assert ChangeLog(tmp_path / "changes.jsonl").due(Position(9), []) == []


def test_every_change_goes_through_json(tmp_path: Path) -> None:
    changes: list[Change] = [
        SetLearningRate(0.1), ReduceLearningRate(0.2), SetEpochs(3), SetPatience(1, 2), TrainMore(7)
    ]  # fmt: skip
    ChangeLog(tmp_path / "c").due(Position(2), changes)
    assert ChangeLog(tmp_path / "c").due(Position(2), []) == changes
