"""A state puts into Keras's callbacks only what a run can have written there."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from engine.problems import RunError
from engine.run.state.callbacks import CallbackStates

CALLBACKS = keras.callbacks
WRONG: list[tuple[str, str, Any]] = [
    *(("EarlyStopping", name, "abc") for name in ("wait", "patience", "best", "best_epoch")),
    *(("EarlyStopping", name, [1]) for name in ("monitor", "stopped_epoch", "verbose", "best_weights")),
    *(("EarlyStopping", name, None) for name in ("wait", "monitor", "restore_best_weights")),
    ("EarlyStopping", "wait", True),
    ("EarlyStopping", "restore_best_weights", 1.5),
    ("EarlyStopping", "baseline", "abc"),
    ("ReduceLROnPlateau", "cooldown_counter", "abc"),
    ("ReduceLROnPlateau", "factor", {"a": 1}),
    ("ReduceLROnPlateau", "min_lr", "0"),
    ("LearningRateScheduler", "verbose", "abc"),
    ("History", "history", [1, 2]),
    ("History", "history", {"loss": ["abc"]}),
    ("History", "epoch", "abc"),
    ("History", "epoch", ["abc"]),
    ("CSVLogger", "keys", [1, 2]),
    ("TerminateOnNaN", "raise_error", "abc"),
]


def packed(value: Any) -> Any:
    match value:
        case bool() | None | str():
            return value
        case int() | float():
            return {"float": float(value).hex()}
        case list():
            return {"list": [packed(item) for item in value]}
        case _:
            return {"dict": [{"tuple": [key, packed(item)]} for key, item in value.items()]}


@pytest.fixture(scope="module")
def begun() -> dict[str, keras.callbacks.Callback]:
    """The callbacks after `on_train_begin`, on a small model."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    made = [
        CALLBACKS.EarlyStopping(restore_best_weights=True),
        CALLBACKS.ReduceLROnPlateau(),
        CALLBACKS.LearningRateScheduler(lambda _epoch, rate: rate),
        CALLBACKS.History(),
        CALLBACKS.TerminateOnNaN(),
    ]
    for callback in made:
        callback.set_model(model)
        callback.set_params({})
        callback.on_train_begin()
    return {type(callback).__name__: callback for callback in made}


def put(callback: keras.callbacks.Callback, values: dict[str, Any], **arrays: Any) -> None:
    states = CallbackStates([callback], restored=lambda _value: False)
    states.put([{"class": type(callback).__name__, "state": values}], arrays)


@pytest.mark.parametrize(("kind", "name", "value"), WRONG)
def test_a_value_of_another_type_is_a_sentence(
    kind: str, name: str, value: Any, begun: dict[str, keras.callbacks.Callback], tmp_path: Any
) -> None:
    callback = begun.get(kind) or CALLBACKS.CSVLogger(str(tmp_path / "log.csv"))
    with pytest.raises(RunError, match=rf"for {name} of {kind}, which no run has written"):
        put(callback, {name: packed(value)})


def test_what_a_run_writes_is_put(begun: dict[str, keras.callbacks.Callback]) -> None:
    stopping: Any = begun["EarlyStopping"]
    weights = [np.full(weight.shape, 2.0, np.float32) for weight in stopping.model.weights]
    values = {
        "wait": {"int": "3"},
        "best": {"float": (0.25).hex()},
        "best_weights": {"list": [{"array": "0"}, {"array": "1"}]},
        "restore_best_weights": True,
    }
    put(stopping, values, **{str(index): array for index, array in enumerate(weights)})
    assert (stopping.wait, stopping.best, stopping.restore_best_weights) == (3, 0.25, True)
    assert all(np.array_equal(*pair) for pair in zip(stopping.best_weights, weights, strict=True))
    history: Any = begun["History"]
    put(history, {"history": packed({"loss": [1.0, 2.0]}), "epoch": packed([0, 1])})
    assert history.history == {"loss": [1.0, 2.0]}


@pytest.mark.parametrize("shapes", [[(3, 2)], [(3, 2), (3,)], [(3, 2), (2,), (2,)]])
def test_weights_of_another_model_are_a_sentence(
    shapes: list[tuple[int, ...]], begun: dict[str, keras.callbacks.Callback]
) -> None:
    arrays = {str(index): np.zeros(shape, np.float32) for index, shape in enumerate(shapes)}
    with pytest.raises(RunError, match="best_weights of EarlyStopping"):
        put(
            begun["EarlyStopping"], {"best_weights": {"list": [{"array": name} for name in arrays]}}, **arrays
        )
