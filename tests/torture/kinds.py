"""The trainings that are tortured: small projects that differ in what a resume must restore.

Each trains in a few seconds. The data come from the samples and from `write_data`; custom Python files
are in `custom_files`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.resources import resolve
from engine.run.control import Change, ReduceLearningRate, SetEpochs, SetLearningRate, SetPatience
from engine.settings import Project
from tests.runs import small_project, write_small_data
from tests.torture.custom_files import CALLBACK, GENERATOR, HOOKED, UNKEPT
from tests.torture.holding import HOLDER, NOISY_MODEL

_STOPPING = {"kind": "early_stopping", "monitor": "val_loss", "patience": 30}
_REDUCING = {"kind": "reduce_lr", "monitor": "val_loss", "patience": 2, "factor": 0.8, "min_delta": 0.05}
_RECORDING: list[dict[str, Any]] = [
    {"kind": "csv_logger", "filename": "log.csv"},
    {"kind": "tensorboard", "update_freq": "batch"},
    {"kind": "model_checkpoint", "save_best_only": True, "keep": "last", "keep_last": 3},
    {"kind": "model_checkpoint", "filepath": "checkpoints/{epoch:03d}-{batch:03d}.weights.h5", "save_freq": 7,
     "save_weights_only": True, "keep": "last", "keep_last": 4},
]  # fmt: skip
_CALLBACKS = [_STOPPING, _REDUCING, *_RECORDING]


@dataclass(frozen=True, slots=True)
class Kind:
    """A training that is tortured.

    Attributes:
        values: What differs from `small_project`, by path with __ for the dot; `{data}` is the data's folder.
        model: The kind of model of `small_project` that `values` change.
        changes: What a person changes while it trains, by the number of the epoch that has just ended.
        not_restored: What the program must say it cannot restore, where a resume is not exact.
    """

    values: Mapping[str, Any]
    model: str = "dense"
    changes: Mapping[int, Change] = field(default_factory=dict[int, Change])
    not_restored: str = ""


KINDS: dict[str, Kind] = {
    "dense": Kind({"fit__epochs": 25}),
    "state every batch": Kind({"fit__epochs": 14, "run__resume_every_batches": 1}),
    "cnn": Kind({"fit__epochs": 16}, model="cnn"),
    "residual cnn, MixUp and CutMix": Kind(
        {
            "fit__epochs": 12,
            "augmentation": [{"kind": "mixup"}, {"kind": "cutmix"}, {"kind": "flip"}],
            "run__resume_every_batches": 4,
        },
        model="resnet",
    ),
    "bidirectional lstm, listed validations": Kind(
        {
            "fit__epochs": 14,
            "model__bidirectional": True,
            "model__recurrent_dropout": 0.3,
            "fit__validation_freq": [2, 3, 5, 8, 13, 14],
            "run__resume_every_batches": 3,
        },
        model="lstm",
    ),
    "transformer on text, EMA and restarts": Kind(
        {
            "data": {"kind": "text", "path": "sample:constitution.csv", "level": "character", "length": 24},
            "model": {"kind": "transformer", "width": 8, "heads": 2, "feed_forward": 8, "blocks": 1},
            "compile__optimizer": {"kind": "adam", "use_ema": True, "ema_momentum": 0.8},
            "compile__schedule": {"kind": "cosine_restarts", "first_decay_steps": 11},
            "fit__epochs": 10,
            "callbacks": [{"kind": "swap_ema", "swap_on_epoch": True}, _STOPPING, *_RECORDING],
            "run__resume_every_batches": 4,
        }
    ),
    "table, embeddings and accumulation": Kind(
        {
            "data": {
                "kind": "table",
                "path": "sample:penguins.csv",
                "columns": {"species": "target", "island": "embedding", "sex": "embedding"},
            },
            "compile__optimizer": {"kind": "adam", "gradient_accumulation_steps": 3},
            "fit__epochs": 20,
            "run__resume_every_batches": 2,
        }
    ),
    "forecast": Kind(
        {
            "data": {
                "kind": "series",
                "path": "{data}/co2.csv",
                "window": 12,
                "horizon": 3,
                "stride": 2,
            },
            "model": {"kind": "lstm", "units": [6], "cell": "gru", "dropout": 0.2},
            "fit__epochs": 15,
        }
    ),
    "mixed precision, BatchNorm and SavedModel": Kind(
        {
            "compile__mixed_precision": True,
            "fit__epochs": 12,
            "callbacks": [
                _REDUCING,
                {"kind": "model_checkpoint", "filepath": "checkpoints/cp-{epoch:04d}.ckpt", "save_freq": 19,
                 "keep": "last", "keep_last": 2},
                {"kind": "tensorboard", "histogram_freq": 3},
            ],
        },
        model="cnn",
    ),
    "custom callback with state": Kind(
        {
            "fit__epochs": 20,
            "callbacks": [{"kind": "custom", "path": "{data}/callback.py"}, *_CALLBACKS],
            "run__resume_every_batches": 2,
        }
    ),
    "own code that holds much": Kind(
        {
            "model": {"kind": "code", "path": "{data}/noisy.py"},
            "fit__epochs": 15,
            "callbacks": [{"kind": "custom", "path": "{data}/holder.py"}, *_CALLBACKS],
            "run__resume_every_batches": 2,
        }
    ),
    "custom callback that cannot be kept": Kind(
        {"fit__epochs": 8, "callbacks": [{"kind": "custom", "path": "{data}/unkept.py"}, *_RECORDING]},
        not_restored="rates",
    ),
    "PyDataset, threads": Kind(
        {
            "data": {"kind": "python", "path": "{data}/dataset.py"},
            "fit__workers": 3,
            "fit__epochs": 20,
            "run__resume_every_batches": 3,
        }
    ),
    "PyDataset, processes": Kind(
        {
            "data": {"kind": "python", "path": "{data}/dataset.py"},
            "fit__workers": 2,
            "fit__use_multiprocessing": True,
            "fit__epochs": 40,
            "run__resume_every_batches": 3,
        }
    ),
    "generator": Kind(
        {
            "data": {"kind": "python", "path": "{data}/generator.py"},
            "fit__steps_per_epoch": 5,
            "fit__validation_steps": 2,
            "fit__epochs": 25,
            "run__resume_every_batches": 2,
        }
    ),
    "live changes": Kind(
        {"fit__epochs": 14, "run__resume_every_batches": 3},
        changes={
            2: SetLearningRate(0.004),
            4: SetPatience(0, 25),
            6: SetEpochs(22),
            9: ReduceLearningRate(0.5),
            13: SetEpochs(18),
        },
    ),
}  # fmt: skip
"""Name -> training."""

SHORT = Kind(
    {
        "fit__epochs": 2,
        "fit__batch_size": 32,
        "callbacks": [
            _STOPPING,
            {"kind": "csv_logger", "filename": "log.csv"},
            {"kind": "tensorboard"},
            {"kind": "model_checkpoint", "keep": "last", "keep_last": 1},
            {
                "kind": "model_checkpoint",
                "filepath": "checkpoints/w.weights.h5",
                "save_weights_only": True,
                "save_freq": 4,
            },
            {"kind": "model_checkpoint", "filepath": "checkpoints/s.ckpt", "save_freq": 4},
        ],
    },
    changes={1: SetLearningRate(0.004)},
)
"""The training whose operations on files fail one by one: it writes everything, and does little else."""


def write_data(folder: Path) -> None:
    """Everything that the trainings read and that is no sample."""
    write_small_data(folder)
    lines = resolve("sample:co2.csv", None).read_text("utf-8").splitlines()
    (folder / "co2.csv").write_text("\n".join(lines[:240]) + "\n", "utf-8")
    custom = {
        "callback": CALLBACK,
        "unkept": UNKEPT,
        "dataset": HOOKED.replace("Shapes(57)", "Shapes(87)"),
        "generator": GENERATOR,
        "holder": HOLDER,
        "noisy": NOISY_MODEL.format(more=""),
    }
    for name, text in custom.items():
        (folder / f"{name}.py").write_text(text, "utf-8")


def project_of(kind: Kind, data: Path) -> Project:
    """The project of a training with its data in `data`."""
    values = {"callbacks": _CALLBACKS, "fit__validation_batch_size": 3, **kind.values}
    return small_project(data, kind.model, **{name: _placed(value, data) for name, value in values.items()})


def _placed(value: Any, data: Path) -> Any:
    match value:
        case str():
            return value.replace("{data}", str(data))
        case list():
            return [_placed(item, data) for item in value]
        case dict():
            return {name: _placed(item, data) for name, item in value.items()}
        case _:
            return value
