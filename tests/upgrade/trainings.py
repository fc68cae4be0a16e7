"""Small trainings, one a kind of data, that together use what a project file and a run folder can hold.

`make.py` writes them down with the program of one day; `test_upgrade.py` opens them with every later one.
"""

from __future__ import annotations

import csv
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CALLBACK_FILE = "remember.py"
CALLBACK = '''\
"""Scales the learning rate by what it has seen, so that what it keeps decides the numbers of a run."""

import random

import keras
import numpy as np


class Remember(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.losses = []
        self.seen = {"batches": 0}
        self.mean = np.zeros(2)

    def on_train_batch_end(self, batch, logs=None):
        self.seen["batches"] += 1
        self.mean += [logs["loss"], 1.0]

    def on_epoch_end(self, epoch, logs=None):
        self.losses.append(logs["loss"])
        scale = 0.8 + 0.1 * random.random() + 0.1 * min(1.0, self.losses[0] / self.losses[-1])
        rate = self.model.optimizer.learning_rate
        rate.assign(rate * scale * (1.0 - 0.001 * self.seen["batches"] / self.mean[1]))
'''
_CHECKPOINT = {"kind": "model_checkpoint", "keep": "last", "verbose": True}
_REMOTE = {
    "kind": "remote_monitor",
    "enabled": False,
    "root": "http://127.0.0.1:9",
    "path": "/epoch/",
    "field": "values",
    "headers": {"X-Key": "one"},
    "send_as_json": True,
}


@dataclass(frozen=True, slots=True)
class Training:
    """One project file's content, and the epoch (from 1) and step (from 0) at which its run is killed."""

    project: dict[str, Any]
    killed_at: tuple[int, int]


TRAININGS = {
    "table": Training(
        {
            "data": {
                "kind": "table",
                "path": "data/table.csv",
                "target": "price",
                "columns": {"town": "embedding", "note": "ignore"},
                "missing": "mean",
                "indicator": True,
                "embedding_size": 3,
                "scaling": "standard",
            },
            "model": {"kind": "dense", "units": [6], "activation": "tanh", "dropout": 0.1},
            "compile": {
                "optimizer": {"kind": "sgd", "learning_rate": 0.003, "momentum": 0.5, "nesterov": True},
                "loss": "huber",
                "metrics": ["mean_absolute_error", "r2_score"],
            },
            "fit": {"epochs": 5, "batch_size": 8, "validation_method": "random", "validation_batch_size": 5},
            "run": {"seed": 7, "resume_every_batches": 2, "steps_per_call": 1},
            "callbacks": [
                {
                    "kind": "early_stopping",
                    "monitor": "val_mean_absolute_error",
                    "patience": 4,
                    "min_delta": 0.001,
                    "mode": "min",
                    "start_from_epoch": 1,
                    "verbose": True,
                },
                {
                    "kind": "reduce_lr",
                    "monitor": "val_loss",
                    "patience": 1,
                    "factor": 0.5,
                    "min_delta": 0.05,
                    "cooldown": 1,
                    "min_lr": 0.001,
                    "verbose": True,
                },
                {"kind": "tensorboard", "log_dir": "board", "update_freq": 2, "write_graph": False},
                {"kind": "csv_logger", "filename": "tables/log.csv", "separator": ";"},
                {**_CHECKPOINT, "keep_last": 2, "save_best_only": True, "mode": "min"},
                _REMOTE,
            ],
        },
        (3, 2),
    ),
    "images": Training(
        {
            "data": {"kind": "images", "path": "data/images", "color": "grey", "height": 8, "width": 8},
            "augmentation": [
                {"kind": "flip", "mode": "vertical"},
                {"kind": "rotation", "factor": 0.2},
                {"kind": "mixup", "alpha": 0.4},
            ],
            "model": {
                "kind": "cnn",
                "filters": [2],
                "dense_units": 4,
                "batch_normalization": True,
                "dropout": 0.2,
            },
            "compile": {
                "optimizer": {"kind": "adamw", "weight_decay": 0.01, "gradient_accumulation_steps": 2},
                "schedule": {"kind": "exponential", "decay_steps": 4, "decay_rate": 0.8},
            },
            "fit": {"epochs": 4, "batch_size": 6, "validation_split": 0.25, "class_weight": "balanced"},
            "run": {"seed": 3, "resume_every_batches": 1, "steps_per_call": 1},
            "callbacks": [
                {"kind": "tensorboard", "histogram_freq": 2, "write_graph": False, "update_freq": "epoch"},
                {
                    **_CHECKPOINT,
                    "filepath": "saved/{epoch:02d}.ckpt",
                    "keep_last": 1,
                    "verbose": False,
                },
                {"kind": "terminate_on_nan", "raise_error": True},
            ],
        },
        (2, 3),
    ),
    "series": Training(
        {
            "data": {
                "kind": "series",
                "path": "data/series.csv",
                "target": ["load"],
                "features": ["load", "heat"],
                "window": 6,
                "horizon": 2,
                "stride": 2,
            },
            "model": {"kind": "lstm", "cell": "gru", "units": [3], "dropout": 0.1, "recurrent_dropout": 0.1},
            "compile": {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01, "rho": 0.8}},
            "fit": {"epochs": 4, "batch_size": 8, "validation_freq": 2, "shuffle": False},
            "run": {"seed": 11, "resume_every_batches": 3, "steps_per_call": 1},
            "callbacks": [
                {"kind": "lr_scheduler", "expression": "lr * 0.9", "verbose": True},
                {"kind": "custom", "path": f"data/{CALLBACK_FILE}", "class_name": "Remember"},
                {
                    **_CHECKPOINT,
                    "filepath": "weights/{epoch:02d}-{batch:02d}.weights.h5",
                    "save_weights_only": True,
                    "save_freq": 2,
                    "keep_last": 3,
                    "monitor": "loss",
                },
                {"kind": "csv_logger", "append": True},
            ],
        },
        (3, 3),
    ),
    "text": Training(
        {
            "data": {
                "kind": "text",
                "path": "data/text.csv",
                "text": "text",
                "target": "mood",
                "vocabulary": 40,
                "length": 8,
            },
            "model": {"kind": "text", "embedding": 4, "dense_units": 0, "dropout": 0.2},
            "compile": {
                "optimizer": {"kind": "adam", "learning_rate": 0.02, "use_ema": True, "ema_momentum": 0.7}
            },
            "fit": {"epochs": 4, "batch_size": 8, "validation_split": 0.25, "workers": 2},
            "run": {"seed": 5, "resume_every_seconds": 600.0, "steps_per_call": 2},
            "callbacks": [
                {"kind": "swap_ema", "swap_on_epoch": True},
                {"kind": "early_stopping", "patience": 2, "monitor": "val_accuracy", "baseline": 0.1},
                {"kind": "tensorboard", "write_steps_per_second": True, "embeddings_freq": 2},
            ],
        },
        (3, 1),
    ),
}


def write_data(folder: Path) -> None:
    """The tables, images and the callback's file that the trainings read."""
    folder.mkdir(parents=True)
    rng = random.Random(4)
    rows: list[list[Any]] = []
    for number in range(50):
        area, town = rng.randint(20, 160), rng.choice(["Ulsan", "Jeju", "Busan"])
        price = area * (2 + len(town) / 5) + rng.gauss(0, 8)
        rows.append([area if number % 9 else "", town, f"row {number}", round(price, 2)])
    _write_csv(folder / "table.csv", [["area", "town", "note", "price"], *rows])
    waves = [(math.sin(t / 3), rng.gauss(0, 0.2)) for t in range(90)]
    series = [[t, f"{wave + noise:.4f}", f"{wave * 20 + 5:.2f}"] for t, (wave, noise) in enumerate(waves)]
    _write_csv(folder / "series.csv", [["hour", "load", "heat"], *series])
    good, bad = ["warm", "bright", "kind", "sunny", "lovely"], ["cold", "dark", "rude", "rainy", "awful"]
    texts = [
        [" ".join(["it", "was", *rng.choices(words, k=2), rng.choice(good + bad)]), mood]
        for _ in range(20)
        for words, mood in ((good, "good"), (bad, "bad"))
    ]
    _write_csv(folder / "text.csv", [["text", "mood"], *texts])
    _write_images(folder / "images", np.random.default_rng(6))
    (folder / CALLBACK_FILE).write_text(CALLBACK, encoding="utf-8")


def _write_csv(path: Path, rows: list[list[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle, lineterminator="\n").writerows(rows)


def _write_images(folder: Path, rng: np.random.Generator) -> None:
    from PIL import Image

    for kind, axis in (("lying", 1), ("standing", 0)):
        (folder / kind).mkdir(parents=True)
        for number in range(14):
            pixels = rng.integers(0, 80, (8, 8)).astype(np.uint8)
            pixels[(slice(None), rng.integers(8)) if axis == 0 else (rng.integers(8), slice(None))] = 230
            Image.fromarray(pixels).save(folder / kind / f"{number:02d}.png")
