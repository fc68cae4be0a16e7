"""The three trainings that are timed: their data, and the project that trains them in Fitroom.

The same models as plain Keras are in `bare`, which imports nothing of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.settings import Project
from engine.settings.project_file.file import save
from tests.bench.sizes import Size

BATCH_SIZE = 32
CLASSES = 10


@dataclass(frozen=True, slots=True)
class Work:
    """`rows` examples of `shape` in ten classes, and the section `model` of the project."""

    name: str
    rows: int
    shape: tuple[int, ...]
    model: dict[str, Any]


def works(size: Size) -> dict[str, Work]:
    """A dense 64-32-10, an LSTM(32) and a small CNN."""
    found = (
        Work("dense", size.dense_rows, (64,), {"kind": "dense", "units": [64, 32]}),
        Work("lstm", size.lstm_rows, (50, 8), {"kind": "lstm", "units": [32]}),
        Work(
            "cnn",
            size.cnn_rows,
            (28, 28, 1),
            {"kind": "cnn", "filters": [16, 32], "dense_units": 64, "dropout": 0.25},
        ),
    )
    return {work.name: work for work in found}


def write_data(work: Work, folder: Path) -> Path:
    """An NPZ file with x float32 and y int64, classes that can be distinguished; the same for every call."""
    rng = np.random.default_rng(7)
    y = rng.integers(0, CLASSES, work.rows)
    centres = rng.normal(size=(CLASSES, *work.shape)).astype(np.float32)
    x = rng.normal(size=(work.rows, *work.shape)).astype(np.float32) + 0.5 * centres[y]
    path = folder / f"{work.name}.npz"
    np.savez(path, x=x, y=y)
    return path


def project_of(work: Work, data: Path, *, epochs: int, validation: float = 0.0) -> Project:
    """What trains `work` in Fitroom: no callbacks, as the bare fit has none."""
    return Project.model_validate(
        {
            "data": {"kind": "arrays", "path": str(data), "scaling": "none"},
            "model": work.model,
            "fit": {"epochs": epochs, "batch_size": BATCH_SIZE, "validation_split": validation},
            "callbacks": [],
        }
    )


def write_project(project: Project, path: Path) -> Path:
    """The project as a file that the window opens."""
    save(project, path)
    return path
