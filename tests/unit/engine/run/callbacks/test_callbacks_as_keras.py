"""Keras's callbacks do in a run what they do in `model.fit`: the same epochs, weights, files and scalars."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.marks import TRAINS, some_slow
from tests.runs import assert_same_arrays, fit, small_project, train_and_look
from tests.scalars import scalars_below

pytestmark = TRAINS

EMA = {"kind": "adam", "learning_rate": 0.01, "use_ema": True, "ema_momentum": 0.8}
NAN = {"kind": "sgd", "learning_rate": 100.0, "weight_decay": 10.0}
STOPPING = {
    "patience": {"monitor": "val_loss", "patience": 1, "min_delta": 0.02},
    "baseline": {"monitor": "val_accuracy", "patience": 2, "baseline": 0.9, "restore_best_weights": False},
    "start": {"monitor": "loss", "patience": 0, "min_delta": 1.0, "start_from_epoch": 2},
}
WEIGHTS: dict[str, Any] = {"filepath": "checkpoints/cp-{epoch:04d}.weights.h5", "save_weights_only": True}


def keras_callbacks() -> Any:
    from engine.tensorflow_import import import_keras

    return import_keras().callbacks


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], Callable[[Path], Any]]] = {
    **{
        f"early_stopping-{name}": (
            {"kind": "early_stopping", "restore_best_weights": True, **arguments},
            {"fit__epochs": 6},
            lambda _, arguments=arguments: keras_callbacks().EarlyStopping(
                **{"restore_best_weights": True, **arguments}
            ),
        )
        for name, arguments in STOPPING.items()
    },
    "reduce_lr": (
        {"kind": "reduce_lr", "monitor": "val_loss", "patience": 1, "factor": 0.5, "min_delta": 0.5},
        {"fit__epochs": 5},
        lambda _: keras_callbacks().ReduceLROnPlateau(
            monitor="val_loss", patience=1, factor=0.5, min_delta=0.5
        ),
    ),
    "scheduler": (
        {"kind": "lr_scheduler", "expression": "lr * 0.5"},
        {},
        lambda _: keras_callbacks().LearningRateScheduler(lambda _, lr: lr * 0.5),
    ),
    "csv": (
        {"kind": "csv_logger", "filename": "log.csv", "separator": ";"},
        {"fit__validation_freq": 2},
        lambda folder: keras_callbacks().CSVLogger(str(folder / "log.csv"), separator=";"),
    ),
    "nan": (
        {"kind": "terminate_on_nan"},
        {"compile__optimizer": NAN},
        lambda _: keras_callbacks().TerminateOnNaN(),
    ),
    "nan-fused": (
        {"kind": "terminate_on_nan"},
        {"compile__optimizer": NAN, "compile__steps_per_execution": 4},
        lambda _: keras_callbacks().TerminateOnNaN(),
    ),
    "ema": (
        {"kind": "swap_ema", "swap_on_epoch": False},
        {"compile__optimizer": EMA},
        lambda _: keras_callbacks().SwapEMAWeights(),
    ),
    "ema-epoch": (
        {"kind": "swap_ema", "swap_on_epoch": True},
        {"compile__optimizer": EMA},
        lambda _: keras_callbacks().SwapEMAWeights(swap_on_epoch=True),
    ),
    "checkpoint": (
        {"kind": "model_checkpoint", **WEIGHTS, "save_best_only": True, "monitor": "val_loss"},
        {},
        lambda folder: keras_callbacks().ModelCheckpoint(
            str(folder / "checkpoints" / "cp-{epoch:04d}.weights.h5"),
            save_weights_only=True,
            save_best_only=True,
        ),
    ),
    "checkpoint-batches": (
        {
            "kind": "model_checkpoint",
            "save_weights_only": True,
            "save_freq": 4,
            "filepath": "checkpoints/{epoch}-{batch}-{loss:.4f}.weights.h5",
        },
        {},
        lambda folder: keras_callbacks().ModelCheckpoint(
            str(folder / "checkpoints" / "{epoch}-{batch}-{loss:.4f}.weights.h5"),
            save_weights_only=True,
            save_freq=4,
        ),
    ),
    **{
        f"tensorboard-{frequency}": (
            {"kind": "tensorboard", "update_freq": frequency},
            {},
            lambda folder, frequency=frequency: keras_callbacks().TensorBoard(
                str(folder / "logs"), update_freq=frequency
            ),
        )
        for frequency in ("epoch", "batch", 3)
    },
}
TOGETHER = [
    ("early_stopping-patience", "checkpoint", "tensorboard-epoch"),
    ("reduce_lr", "checkpoint-batches", "early_stopping-baseline", "tensorboard-batch"),
    ("scheduler", "csv", "early_stopping-start", "tensorboard-3"),
    ("ema-epoch",),
    ("nan-fused",),
]
ALONE = [(name,) for name in CASES if (name,) not in TOGETHER]


@pytest.mark.parametrize("names", some_slow([*TOGETHER, *ALONE], ALONE), ids="+".join)
def test_callbacks_do_what_they_do_in_fit(names: tuple[str, ...], data: Path, tmp_path: Path) -> None:
    cases = [CASES[name] for name in names]
    values: dict[str, Any] = {}
    for _, more, _ in cases:
        values |= more
    project = small_project(data, callbacks=[section for section, _, _ in cases], **values)
    here, there = tmp_path / "here", tmp_path / "there"
    (there / "checkpoints").mkdir(parents=True)
    ours = train_and_look(project, here)
    keras = fit(project, [keras_callback(there) for _, _, keras_callback in cases])
    assert str(ours.history) == str(keras.history), "NaN counts as equal"
    assert_same_arrays(ours.arrays, keras.arrays)
    assert files(here) == files(there)
    found = scalars_below(here / "logs")
    for key, points in scalars_below(there / "logs").items():
        if "tensorboard-3" in names:
            # Keras drops what it writes at an epoch's end there (tensorboard issue 4975), a run does not
            assert set(points) <= set(found[key]), key
        else:
            assert found[key] == points, key


def files(folder: Path) -> dict[str, Any]:
    """What the callbacks wrote: text of CSV files, arrays of weights files."""
    import h5py

    found: dict[str, Any] = {path.name: path.read_text() for path in folder.glob("log.csv")}
    for path in folder.glob("checkpoints/*.h5"):
        arrays: dict[str, bytes] = {}
        with h5py.File(path) as file:
            file.visititems(
                lambda name, item, arrays=arrays: (
                    arrays.update({name: np.asarray(item).tobytes()})
                    if isinstance(item, h5py.Dataset)
                    else None
                )
            )
        found[path.name] = arrays
    return found
