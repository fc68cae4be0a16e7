"""What of a run is compared with the same run of an earlier program."""

from __future__ import annotations

import csv
import importlib.metadata
import os
import platform
from pathlib import Path
from typing import Any

import numpy as np

from engine.record.run_folder import RunFolder
from engine.run.state.store import read_newest
from tests.scalars import scalars_below

PLACE = "@FIXTURE@"
"""Stands in a killed run's project for the folder in which the fixtures lie."""


def numbers(folder: RunFolder) -> dict[str, Any]:
    """Plain values for JSON: history, outcome, TensorBoard's scalars, CSVLogger's rows, names of files."""
    outcome = folder.outcome()
    assert outcome is not None
    tables = {
        path.relative_to(folder.path).as_posix(): _rows(path)
        for path in sorted(folder.path.rglob("*.csv"))
        if path != folder.history_csv
    }
    saved = [
        path
        for name in ("checkpoints", "saved", "weights")
        for path in sorted((folder.path / name).glob("*"))
        if not path.name.startswith(".")
    ]
    scalars = {
        "/".join(key): [list(pair) for pair in values]
        for key, values in sorted(scalars_below(folder.path).items())
        if "steps_per_second" not in key[1]
    }
    return {
        "history": _without_seconds(_rows(folder.history_csv)),
        "tables": tables,
        "scalars": scalars,
        "outcome": [outcome.result.value, outcome.epochs_done, outcome.best_epoch, dict(outcome.best)],
        "saved": [path.relative_to(folder.path).as_posix() for path in saved],
        "batches": len(folder.batches_file.read_bytes()),
    }


def weights(folder: RunFolder) -> dict[str, np.ndarray]:
    """Variables of model and optimizer at the end, by name."""
    snapshot = read_newest(folder.resume).snapshot
    assert snapshot is not None
    return {
        name.replace("/", "."): value
        for name, value in snapshot.arrays.items()
        if name.startswith(("model/", "optimizer/"))
    }


def machine() -> dict[str, Any]:
    """What decides the last bits of the numbers, as far as it is easily known."""
    processor = platform.processor()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
        processor = next(
            (line.partition(":")[2].strip() for line in lines if "model name" in line), processor
        )
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "packages": {name: importlib.metadata.version(name) for name in ("keras", "numpy")}
        | {"tensorflow": _tensorflow()},
    }


def _tensorflow() -> str:
    for name in ("tensorflow-cpu", "tensorflow"):
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return ""


def _rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.reader(handle))


def _without_seconds(rows: list[list[str]]) -> list[list[str]]:
    seconds = rows[0].index("seconds")
    return [row[:seconds] + row[seconds + 1 :] for row in rows]
