"""What of a finished run must not depend on how often it was cut off."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np

from engine.run.events import EpochEnded, Mark, Marked
from engine.run.records import read_events
from engine.run.run_folder import RunFolder
from engine.run.state.store import read_newest
from tests.scalars import scalars_below

_OF_THE_INTERRUPTION = (Mark.RESUMED, Mark.PAUSED, Mark.CONTINUED)


def facts(folder: RunFolder) -> dict[str, Any]:
    """Name -> value. Left out: times, sizes of files, marks of the interruptions themselves."""
    snapshot = read_newest(folder.resume).snapshot
    assert snapshot is not None
    found = {name: value for name, value in snapshot.header.items() if name not in ("files", "callbacks")}
    for callback in snapshot.header["callbacks"]:
        found |= {f"{callback['class']}.{name}": value for name, value in callback["state"].items()}
    outcome = folder.outcome()
    assert outcome is not None
    events = list(read_events(folder))
    csv_log = folder.path / "log.csv"
    return {
        **found,
        "history": _without_seconds(folder.history_csv),
        "batches": folder.batches_file.read_bytes(),
        "outcome": (outcome.result, outcome.reason, outcome.best, outcome.best_epoch, outcome.epochs_done),
        "scalars": scalars_below(folder.logs),
        "checkpoints": {
            path.name: _weights(path) for path in folder.checkpoints.rglob("*") if path.is_file()
        },
        "model": _weights(folder.model_file),
        "epochs": [(event.epoch, event.values) for event in events if isinstance(event, EpochEnded)],
        "marks": [
            (event.mark, event.position, event.text)
            for event in events
            if isinstance(event, Marked) and event.mark not in _OF_THE_INTERRUPTION
        ],
        "csv": csv_log.read_bytes() if csv_log.exists() else b"",
    }


def arrays(folder: RunFolder) -> dict[str, np.ndarray]:
    """Weights, variables of the optimizer, metrics and what callbacks keep, by name."""
    snapshot = read_newest(folder.resume).snapshot
    assert snapshot is not None
    return dict(snapshot.arrays)


def _without_seconds(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    seconds = rows[0].index("seconds")
    return [row[:seconds] + row[seconds + 1 :] for row in rows]


def _weights(path: Path) -> list[bytes]:
    """The arrays of a model or weights file, in the order of their names."""
    import io
    import zipfile

    import h5py

    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content = archive.read("model.weights.h5")
    found: dict[str, bytes] = {}

    def keep(name: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            found[name] = np.asarray(item).tobytes()

    with h5py.File(io.BytesIO(content)) as file:
        file.visititems(keep)
    return [found[name] for name in sorted(found)]
