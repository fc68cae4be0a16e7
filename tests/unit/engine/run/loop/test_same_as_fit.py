"""What a run trains is what `model.fit` trains with the same order of batches, to the last bit."""

from pathlib import Path
from typing import Any

import pytest

from tests.marks import TRAINS, some_slow
from tests.runs import assert_same_arrays, fit, small_project, train_and_look

pytestmark = TRAINS

OPTIMIZER = {"kind": "adam", "learning_rate": 0.01}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "dense": ("dense", {}),
    "many_settings": (
        "dense",
        {
            "fit__class_weight": "balanced",
            "fit__steps_per_epoch": 4,
            "fit__validation_steps": 2,
            "fit__validation_batch_size": 5,
            "fit__validation_freq": 2,
            "fit__initial_epoch": 1,
            "fit__epochs": 4,
            "compile__steps_per_execution": 2,
            "compile__schedule": {"kind": "cosine", "warmup_steps": 4},
        },
    ),
    "weighted_average": (
        "dense",
        {
            "data__path": "weighted.npz",
            "compile__loss_weights": 0.25,
            "fit__validation_batch_size": 7,
            "compile__optimizer": {**OPTIMIZER, "use_ema": True, "ema_overwrite_frequency": 5},
        },
    ),
    "cnn": ("cnn", {}),
    "lstm": ("lstm", {}),
    "unshuffled": ("dense", {"fit__shuffle": False, "fit__validation_split": 0.0}),
    "balanced": ("dense", {"fit__class_weight": "balanced"}),
    "table": ("dense", {"fit__class_weight": "table", "fit__class_weights": {"1": 3.0, "2": 0.25}}),
    "sample_weight": ("dense", {"data__path": "weighted.npz"}),
    "fewer_steps": ("dense", {"fit__steps_per_epoch": 4}),
    "more_steps": ("dense", {"fit__steps_per_epoch": 9}),
    "loss_weights": ("dense", {"compile__loss_weights": 2.5}),
    "validation_steps": ("dense", {"fit__validation_steps": 2, "fit__validation_batch_size": 5}),
    "validation_batch_size": ("dense", {"fit__validation_batch_size": 7}),
    "every_second": ("dense", {"fit__validation_freq": 2, "fit__epochs": 4}),
    "chosen_epochs": ("dense", {"fit__validation_freq": [1, 4], "fit__epochs": 4}),
    "initial_epoch": ("dense", {"fit__initial_epoch": 2, "fit__epochs": 4}),
    "steps_per_execution": ("dense", {"compile__steps_per_execution": 4}),
    "eager": ("dense", {"compile__run_eagerly": True}),
    "mixed_precision": ("dense", {"compile__mixed_precision": True}),
    "accumulation": ("dense", {"compile__optimizer": {**OPTIMIZER, "gradient_accumulation_steps": 4}}),
    "average": (
        "dense",
        {"compile__optimizer": {**OPTIMIZER, "use_ema": True, "ema_overwrite_frequency": 5}},
    ),
    "clipped": ("dense", {"compile__optimizer": {"kind": "sgd", "momentum": 0.9, "clipnorm": 0.1}}),
    "exponential": ("dense", {"compile__schedule": {"kind": "exponential", "decay_steps": 5}}),
    "cosine": ("dense", {"compile__schedule": {"kind": "cosine", "warmup_steps": 4}}),
    "piecewise": (
        "dense",
        {"compile__schedule": {"kind": "piecewise", "boundaries": [4, 9], "values": [0.1, 0.01, 0.001]}},
    ),
    "polynomial": ("dense", {"compile__schedule": {"kind": "polynomial", "decay_steps": 9}}),
    "inverse_time": ("dense", {"compile__schedule": {"kind": "inverse_time", "decay_steps": 9}}),
    "restarts": ("dense", {"compile__schedule": {"kind": "cosine_restarts", "first_decay_steps": 4}}),
}


# one setting at a time is for those who look for what differs
SLOW = set(CASES) - {"many_settings", "mixed_precision", "eager"}


@pytest.mark.parametrize("name", some_slow(CASES, SLOW))
def test_numbers_are_those_of_fit(name: str, data: Path, tmp_path: Path) -> None:
    kind, values = CASES[name]
    if "data__path" in values:
        values = {**values, "data__path": str(data / values["data__path"])}
    project = small_project(data, kind, **{"fit__epochs": 2, **values})
    ours, keras = train_and_look(project, tmp_path / "run"), fit(project)
    assert ours.history == keras.history
    assert_same_arrays(ours.arrays, keras.arrays)


@pytest.mark.parametrize("kind", some_slow(["dense", "cnn"], ["cnn"]))
def test_any_number_of_fused_steps_gives_the_same(kind: str, data: Path, tmp_path: Path) -> None:
    runs = [
        train_and_look(
            small_project(data, kind, fit__epochs=2, run__steps_per_call=steps), tmp_path / str(steps)
        )
        for steps in ((1, 4, 1000) if kind == "dense" else (1, 1000))
    ]
    for other in runs[1:]:
        assert other.history == runs[0].history
        assert_same_arrays(other.arrays, runs[0].arrays)


def test_data_that_stay_on_the_host_give_the_same(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = small_project(data)
    resident = train_and_look(project, tmp_path / "resident")
    monkeypatch.setattr("engine.run.loop.compiled_steps.RESIDENT_LIMIT", 0)
    assert_same_arrays(train_and_look(project, tmp_path / "host").arrays, resident.arrays)
