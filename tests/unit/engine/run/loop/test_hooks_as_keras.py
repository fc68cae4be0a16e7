"""The sixteen hooks are called as Keras calls them: the same calls in the same order with the same logs."""

from pathlib import Path
from typing import Any

import pytest

from tests.marks import TRAINS, some_slow
from tests.runs import assert_same_arrays, fit, small_project, train_and_look, with_callbacks

pytestmark = TRAINS

HOOKS = [
    *(f"on_{phase}_{end}" for phase in ("train", "test", "predict", "epoch") for end in ("begin", "end")),
    *(f"on_{phase}_batch_{end}" for phase in ("train", "test", "predict") for end in ("begin", "end")),
    *(f"on_batch_{end}" for end in ("begin", "end")),
]


def recording(calls: list[Any], hooks: list[str], ends: dict[str, int] | None = None) -> Any:
    """A callback that notes its calls; `ends` maps a hook to the call of it that ends the run."""
    import keras

    def method(name: str) -> Any:
        def hook(self: Any, *args: Any, logs: Any = None) -> None:
            given = [argument for argument in args if not isinstance(argument, dict)]
            logs = logs or next((argument for argument in args if isinstance(argument, dict)), None)
            calls.append((name, given, list((logs or {}).items()), dict(self.params)))
            count = sum(call[0] == name for call in calls)
            if ends and ends.get(name) == count:
                if name.startswith("on_test"):
                    self.model.stop_evaluating = True
                else:
                    self.model.stop_training = True

        return hook

    return type("Recording", (keras.callbacks.Callback,), {name: method(name) for name in hooks})()


EVERY = [name for name in HOOKS if not name.startswith("on_batch")]


Case = tuple[dict[str, Any], dict[str, int], list[str]]
CASES: dict[str, Case] = {
    "every": ({}, {}, EVERY),
    "old_names": ({}, {}, ["on_batch_begin", "on_batch_end"]),
    "fused": ({"compile__steps_per_execution": 4, "fit__validation_batch_size": 4}, {}, EVERY),
    "some_epochs": ({"fit__validation_freq": 2, "fit__initial_epoch": 1}, {}, EVERY),
    "ends_train_begin": ({}, {"on_train_begin": 1}, EVERY),
    "ends_epoch_begin": ({}, {"on_epoch_begin": 2}, EVERY),
    "ends_batch_begin": ({}, {"on_train_batch_begin": 3}, EVERY),
    "ends_batch_end": ({}, {"on_train_batch_end": 9}, EVERY),
    "ends_epoch_end": ({}, {"on_epoch_end": 2}, EVERY),
    "ends_test": ({"fit__validation_batch_size": 4}, {"on_test_batch_end": 2}, EVERY),
}
SLOW = set(CASES) - {"every", "fused", "ends_test"}


@pytest.mark.parametrize("name", some_slow(CASES, SLOW))
def test_calls_are_those_of_fit(name: str, data: Path, tmp_path: Path) -> None:
    values, ends, hooks = CASES[name]
    project = small_project(data, **values)
    ours: list[Any] = []
    keras: list[Any] = []
    with with_callbacks([recording(ours, hooks, ends)]):
        here = train_and_look(project, tmp_path / "run")
    there = fit(project, [recording(keras, hooks, ends)])
    assert ours == keras
    assert len(ours) > 1
    assert_same_arrays(here.arrays, there.arrays)


def looking(seen: list[Any]) -> Any:
    import keras

    class Looking(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
            model: Any = self.model
            seen.append((batch, logs["loss"], int(model.optimizer.iterations), model.get_weights()[0]))

    return Looking()


def test_a_batch_hook_sees_the_weights_of_its_own_step(data: Path, tmp_path: Path) -> None:
    project = small_project(data, run__steps_per_call=1000)
    ours: list[Any] = []
    keras: list[Any] = []
    with with_callbacks([looking(ours)]):
        train_and_look(project, tmp_path / "run")
    fit(project, [looking(keras)])
    assert [row[:3] for row in ours] == [row[:3] for row in keras]
    assert all((one[3] == other[3]).all() for one, other in zip(ours, keras, strict=True))


def test_a_hook_put_on_the_object_is_called(data: Path, tmp_path: Path) -> None:
    import keras

    seen: list[int] = []

    def note(batch: int, logs: Any) -> None:
        assert "loss" in logs
        seen.append(batch)

    callback = keras.callbacks.LambdaCallback(on_train_batch_end=note)
    with with_callbacks([callback]):
        train_and_look(small_project(data, fit__epochs=1), tmp_path / "run")
    assert seen == list(range(6))
