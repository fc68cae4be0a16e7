"""The loop against `model.fit` itself, where one differs from the other most easily.

Recorders by kind of hook, as batch hooks bound how many steps are fused; stops at every hook; steps of a
custom model; hooks that change the model. Each with 64 steps a call, and with one and four steps a hook.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.record.events import EpochEnded, LogLine, Result
from tests.marks import TRAINS, some_slow
from tests.runs import (
    Killed,
    assert_same_arrays,
    fit,
    resume,
    small_project,
    train,
    train_and_look,
    with_callbacks,
)
from tests.scalars import scalars_below
from tests.unit.engine.run.loop.custom_steps import STEPS, built_with

pytestmark = TRAINS

EPOCH = ["on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end"]
TEST = ["on_test_begin", "on_test_batch_begin", "on_test_batch_end", "on_test_end"]
BATCH = ["on_train_batch_begin", "on_train_batch_end"]
KINDS = {
    "none": [],
    "epoch": EPOCH,
    "batch_begin": BATCH[:1],
    "batch_end": BATCH[1:],
    "test": TEST,
    "old_names": ["on_batch_begin", "on_batch_end"],
}
Ends = Callable[[Any, str, int], None]


def comparable(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return (value.dtype.str, value.tolist())
    return list(map(comparable, value)) if isinstance(value, list) else value


def recorder(calls: list[Any], hooks: list[str], act: Ends | None = None) -> Any:
    """A callback with these hooks and no others; `act` gets the callback, the hook and its count."""
    import keras

    def method(name: str) -> Any:
        def hook(self: Any, *given: Any, logs: Any = None) -> None:
            plain = [item for item in given if not isinstance(item, dict)]
            logs = logs or next((item for item in given if isinstance(item, dict)), {})
            calls.append((name, plain, {key: comparable(value) for key, value in logs.items()}))
            if act is not None:
                act(self, name, sum(call[0] == name for call in calls))

        return hook

    return type("Recorder", (keras.callbacks.Callback,), {name: method(name) for name in hooks})()


def compare(
    data: Path, folder: Path, hooks: list[str], act: Ends | None = None, *, every: int = 1, **values: Any
) -> list[Any]:
    """Train here and with `fit`, and compare calls, variables and history; returns the calls."""
    settings = {"fit__epochs": 2, "fit__verbose": 0, "fit__validation_batch_size": 4, **values}
    project = small_project(data, run__steps_per_call=64, compile__steps_per_execution=every, **settings)
    ours: list[Any] = []
    keras: list[Any] = []
    with with_callbacks([recorder(ours, hooks, act)]):
        here = train_and_look(project, folder)
    there = fit(project, [recorder(keras, hooks, act)])
    assert ours == keras
    same = [{name: comparable(value) for name, value in one.history.items()} for one in (here, there)]
    assert same[0] == same[1]
    assert_same_arrays(here.arrays, there.arrays)
    return ours


GRID = [(kind, every) for kind in KINDS for every in (1, 4)]


@pytest.mark.parametrize("case", some_slow(GRID, set(GRID) - {("epoch", 4)}))
def test_each_kind_of_hook(case: tuple[str, int], data: Path, tmp_path: Path) -> None:
    kind, every = case
    compare(data, tmp_path / "run", KINDS[kind], every=every)


STOPS = [
    *(("on_train_begin", 1), ("on_epoch_begin", 1), ("on_epoch_begin", 2), ("on_epoch_end", 1)),
    *(("on_train_batch_begin", 3), ("on_train_batch_end", 3), ("on_batch_end", 3), ("on_train_end", 1)),
    *(("on_test_begin", 1), ("on_test_batch_begin", 2), ("on_test_batch_end", 2), ("on_test_end", 1)),
]
STOP_GRID = [(hook, count, every) for hook, count in STOPS for every in (1, 4)]


@pytest.mark.parametrize("case", some_slow(STOP_GRID, set(STOP_GRID) - {("on_test_begin", 1, 1)}))
def test_stop_in_each_hook(case: tuple[str, int, int], data: Path, tmp_path: Path) -> None:
    hook, count, every = case

    def stop(callback: Any, name: str, times: int) -> None:
        if (name, times) == (hook, count):
            callback.model.stop_training = callback.model.stop_evaluating = True

    # the hook alone, so that no other one bounds how many steps are fused
    compare(data, tmp_path / "run", [hook], stop, every=every, fit__epochs=3)


def set_dropout(model: Any) -> None:
    for layer in model.layers:
        if type(layer).__name__ == "Dropout":
            layer.rate = 0.9


def dropout_in(hook: str) -> Ends:
    def act(callback: Any, name: str, times: int) -> None:
        if (name, times) == (hook, 1):
            set_dropout(callback.model)

    return act


def retrace_in(hook: str) -> Ends:
    def act(callback: Any, name: str, times: int) -> None:
        if (name, times) == (hook, 2):
            set_dropout(callback.model)
            callback.model.make_train_function(force=True)

    return act


def put_hook(callback: Any, _name: str, _times: int) -> None:
    callback.seen = []
    callback.on_train_batch_end = lambda batch, logs: callback.seen.append((batch, logs["loss"]))
    callback.on_test_batch_end = callback.on_train_batch_end
    callback.on_epoch_end = lambda _epoch, logs: logs.update({"seen": float(len(callback.seen))})


def set_schedule(callback: Any, _name: str, _times: int) -> None:
    import keras

    schedule = keras.optimizers.schedules.ExponentialDecay(0.5, 2, 0.5)
    callback.model.optimizer.learning_rate = schedule


CHANGES: dict[str, tuple[list[str], Ends]] = {
    **{hook: ([hook], dropout_in(hook)) for hook in ("on_train_begin", "on_epoch_begin")},
    **{hook: ([hook], dropout_in(hook)) for hook in ("on_train_batch_begin", "on_batch_begin")},
    "forced": (["on_epoch_begin"], retrace_in("on_epoch_begin")),
    "forced_in_a_batch": (["on_train_batch_begin"], retrace_in("on_train_batch_begin")),
    "hook_on_the_object": (["on_train_begin"], put_hook),
    "schedule": (["on_train_begin"], set_schedule),
}


@pytest.mark.parametrize("name", some_slow(CHANGES, set(CHANGES) - {"forced"}))
def test_a_model_that_is_changed_in_a_hook(name: str, data: Path, tmp_path: Path) -> None:
    hooks, act = CHANGES[name]
    compare(data, tmp_path / "run", hooks, act)


def test_compile_in_a_hook_is_an_error(data: Path, tmp_path: Path) -> None:
    def act(callback: Any, _name: str, times: int) -> None:
        if times == 1:
            callback.model.compile("sgd", "sparse_categorical_crossentropy")

    with with_callbacks([recorder([], ["on_epoch_begin"], act)]):
        ended = train(small_project(data), tmp_path / "run").ended
    assert ended is not None
    assert ended.result is Result.FAILED
    assert ended.reason.startswith("compile() was called while the model trains, ")


@pytest.mark.parametrize("every", some_slow([1, 4], [4]))
@pytest.mark.parametrize("name", some_slow(STEPS, set(STEPS) - {"everything"}))
def test_what_a_custom_step_returns(name: str, every: int, data: Path, tmp_path: Path) -> None:
    with built_with(STEPS[name]):
        calls = compare(data, tmp_path / "run", [*EPOCH, *BATCH[1:], *TEST], every=every)
    assert calls


def test_what_a_custom_step_returns_is_in_the_tables_and_goes_on(data: Path, tmp_path: Path) -> None:
    project = small_project(data, fit__epochs=3, run__resume_every_batches=1)
    killed = 0

    def kill(event: Any) -> None:
        nonlocal killed
        # in the validation of an epoch: the logs of its last step are in the state alone
        if type(event).__name__ == "ValidationProgress" and event.epoch == 2 and not killed:
            killed += 1
            raise Killed

    with built_with(STEPS["everything"]):
        whole = train(project, tmp_path / "whole")
        cut = resume(train(project, tmp_path / "cut", sink=kill))
    assert killed
    assert cut.ended is not None
    assert cut.ended.result is Result.COMPLETED, cut.ended.reason
    rows = [{event.epoch: event.values for event in run.of(EpochEnded)} for run in (whole, cut)]
    assert rows[1] == {epoch: rows[0][epoch] for epoch in (2, 3)}
    tables = [run.folder.history_csv.read_text().splitlines() for run in (whole, cut)]
    heading = tables[0][0].split(",")
    assert {"loss", "inner", "half", "count", "val_inner"} < set(heading)
    assert "vector" not in heading
    assert tables[1][0] == tables[0][0]
    assert whole.folder.batches_file.read_bytes() == cut.folder.batches_file.read_bytes()


def test_a_loss_that_the_step_does_not_track_is_said(data: Path, tmp_path: Path) -> None:
    with built_with(STEPS["untracked"]):
        done = train(small_project(data, fit__epochs=2), tmp_path / "run")
    assert [event.values["loss"] for event in done.of(EpochEnded)] == [0.0, 0.0]
    said = [event for event in done.of(LogLine) if "does not update the metric loss" in event.text]
    assert [event.level for event in said] == ["warning"]


def test_a_summary_in_a_layer_is_written_at_its_step(data: Path, tmp_path: Path) -> None:
    def summing(_model: Any, logs: dict[str, Any], loss: Any) -> dict[str, Any]:
        import tensorflow as tf

        tf.summary.scalar("inside", loss)
        return logs

    section = {"kind": "tensorboard", "update_freq": 2}
    # so that batches are not updates
    optimizer = {"kind": "adam", "gradient_accumulation_steps": 3}
    project = small_project(
        data,
        fit__epochs=2,
        run__steps_per_call=64,
        callbacks=[section],
        compile__optimizer=optimizer,
    )
    with built_with(summing):
        folder = train(project, tmp_path / "run").folder
    found = scalars_below(folder.logs)
    assert [step for step, _ in found["train", "inside"]] == [2, 4, 6, 8, 10, 12]
    assert [step for step, _ in found["validation", "inside"]] == [2, 4]


def test_a_callback_says_where_training_begins_as_backup_and_restore_does(data: Path, tmp_path: Path) -> None:
    def act(callback: Any, _name: str, _times: int) -> None:
        callback.model._initial_epoch = 1

    project = small_project(data, fit__epochs=3)
    with with_callbacks([recorder([], ["on_train_begin"], act)]):
        done = train(project, tmp_path / "run")
    assert [event.epoch for event in done.of(EpochEnded)] == [2, 3]


def test_a_callback_derived_from_terminate_on_nan_sees_each_step(data: Path, tmp_path: Path) -> None:
    import keras

    class Looks(keras.callbacks.TerminateOnNaN):
        def on_batch_end(self, batch: int, logs: Any = None) -> None:
            super().on_batch_end(batch, logs)
            model: Any = self.model
            seen.append(int(model.optimizer.iterations))

    seen: list[int] = []
    with with_callbacks([Looks()]):
        train(small_project(data, fit__epochs=1, run__steps_per_call=64), tmp_path / "run")
    assert seen == list(range(1, len(seen) + 1))
