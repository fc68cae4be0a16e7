"""A run that is cut off at any place and goes on is the run that was never cut off."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.record.events import (
    BatchesEnded,
    EpochEnded,
    EpochStarted,
    Event,
    Marked,
    Phase,
    PhaseChanged,
    TrainingStarted,
    ValidationProgress,
)
from engine.run.control import Control
from engine.settings import Project
from tests.marks import TRAINS, some_slow
from tests.runs import Killed, Trained, assert_same_arrays, resume, small_project, train
from tests.torture.facts import arrays, facts

pytestmark = TRAINS

WEIGHTS = {"filepath": "checkpoints/cp-{epoch:04d}.weights.h5", "save_weights_only": True}
CALLBACKS: list[dict[str, Any]] = [
    {"kind": "early_stopping", "monitor": "val_loss", "patience": 3, "restore_best_weights": True},
    {"kind": "reduce_lr", "monitor": "val_loss", "patience": 1, "factor": 0.5, "min_delta": 0.1},
    {"kind": "csv_logger", "filename": "log.csv"},
    {"kind": "tensorboard", "update_freq": "batch"},
    {"kind": "model_checkpoint", "save_best_only": True, "keep": "last", "keep_last": 2, **WEIGHTS},
]
KINDS = {
    "dense": {"callbacks": CALLBACKS},
    "cnn": {"callbacks": CALLBACKS[:2]},
    "resnet": {"callbacks": CALLBACKS[:2]},
    "stack": {},
    "lstm": {"callbacks": CALLBACKS[:2]},
    "every_batch": {"callbacks": CALLBACKS, "run__resume_every_batches": 1},
    "every_4": {"callbacks": CALLBACKS, "run__resume_every_batches": 4, "compile__steps_per_execution": 3},
    "scheduler": {"callbacks": [{"kind": "lr_scheduler", "expression": "lr * 0.7"}]},
    "mixed": {
        "augmentation": [{"kind": "mixup"}, {"kind": "crop"}, {"kind": "flip"}],
        "run__resume_every_batches": 2,
        "fit__workers": 2,
    },
    "average": {
        "callbacks": [{"kind": "swap_ema", "swap_on_epoch": True}, CALLBACKS[0]],
        "compile__optimizer": {"kind": "adam", "use_ema": True, "ema_momentum": 0.8},
        "run__resume_every_batches": 2,
    },
}


def project_of(kind: str, data: Path) -> Project:
    values = {"fit__epochs": 3, "fit__validation_batch_size": 4, "run__steps_per_call": 2, **KINDS[kind]}
    return small_project(data, kind if kind in ("cnn", "resnet", "stack", "lstm") else "dense", **values)


def kill_at(kind: type[Event], number: int) -> Callable[[Event], None]:
    """A sink that kills at the event with this number among its kind."""
    seen = 0

    def sink(event: Event) -> None:
        nonlocal seen
        seen += isinstance(event, kind)
        if isinstance(event, kind) and seen == number:
            raise Killed

    return sink


PLACES: list[tuple[type[Event], int]] = [
    (TrainingStarted, 1),
    (EpochStarted, 1),
    (BatchesEnded, 2),
    (EpochStarted, 2),
    (ValidationProgress, 4),
    (EpochEnded, 2),
    (Marked, 2),
    (EpochEnded, 3),
]

FEW = [PLACES[4]]  # tracing these models takes most of the time


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Trained]:
    """The uninterrupted run of each kind, trained once."""
    known: dict[str, Trained] = {}

    def of(kind: str) -> Trained:
        if kind not in known:
            known[kind] = train(project_of(kind, data), tmp_path_factory.mktemp(kind) / "run")
        return known[kind]

    return of


# the torture test kills dense, cnn and lstm; average and scheduler are stopped and gone on with below
@pytest.mark.parametrize("kind", some_slow(KINDS, set(KINDS) - {"every_batch"}))
def test_cut_off_at_every_kind_of_place(
    kind: str, data: Path, tmp_path: Path, whole: Callable[[str], Trained]
) -> None:
    places = PLACES if kind == "every_batch" else FEW
    run = train(project_of(kind, data), tmp_path / "run", sink=kill_at(*places[0]))
    for place in places[1:]:
        if run.ended is None:
            run = resume(run, sink=kill_at(*place))
    while run.ended is None:
        run = resume(run)
    assert facts(run.folder) == facts(whole(kind).folder)
    assert_same_arrays(arrays(run.folder), arrays(whole(kind).folder))


STOPS: list[tuple[str, type[Event], int]] = [
    ("every_batch", BatchesEnded, 2),
    ("lstm", ValidationProgress, 3),  # its layers draw seeds in a validation too
    ("average", ValidationProgress, 5),
    ("dense", ValidationProgress, 2),  # TensorBoard counts the batches of validations
    ("scheduler", EpochStarted, 2),
    ("dense", BatchesEnded, 3),
    ("scheduler", EpochEnded, 1),
]


@pytest.mark.parametrize("stop", some_slow(STOPS, STOPS[2:]))
def test_stopped_by_the_person(
    *, stop: tuple[str, type[Event], int], data: Path, tmp_path: Path, whole: Callable[[str], Trained]
) -> None:
    kind, event, number = stop
    control = Control()
    seen: list[Event] = []

    def sink(reported: Event) -> None:
        if isinstance(reported, event):
            seen.append(reported)
            if len(seen) == number:
                control.stop()

    run = train(project_of(kind, data), tmp_path / "run", sink=sink, control=control)
    assert run.ended is not None
    assert run.folder.state == "stopped"
    assert len(seen) == number, "it went on after Stop"
    run = resume(run)
    assert facts(run.folder) == facts(whole(kind).folder)
    assert_same_arrays(arrays(run.folder), arrays(whole(kind).folder))


def test_a_pause_changes_nothing(data: Path, tmp_path: Path, whole: Callable[[str], Trained]) -> None:
    control = Control()
    paused = 0

    def sink(event: Event) -> None:
        nonlocal paused
        if isinstance(event, EpochStarted | BatchesEnded | ValidationProgress):
            control.pause()
        if isinstance(event, PhaseChanged) and event.phase is Phase.PAUSED:
            paused += 1
            control.resume_run()

    run = train(project_of("dense", data), tmp_path / "run", sink=sink, control=control)
    assert paused > 15
    assert facts(run.folder) == facts(whole("dense").folder)
    assert_same_arrays(arrays(run.folder), arrays(whole("dense").folder))
