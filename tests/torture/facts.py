"""What of a finished run must not depend on how often it was cut off."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.record.events import EpochEnded, Mark, Marked
from engine.record.replay import read_events
from engine.record.run_folder import RunFolder
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
        "checkpoints": _saved_below(folder.checkpoints),
        "model": _weights(folder.model_file),
        "epochs": [(event.epoch, event.values) for event in events if isinstance(event, EpochEnded)],
        "marks": [
            (event.mark, event.position, event.text)
            for event in events
            if isinstance(event, Marked) and event.mark not in _OF_THE_INTERRUPTION
        ],
        "csv": csv_log.read_bytes() if csv_log.exists() else b"",
        "forecast": _arrays_of(folder.forecast_file),
        "changes": folder.changes_jsonl.read_bytes() if folder.changes_jsonl.exists() else b"",
        "files": _names(folder),
    }


def arrays(folder: RunFolder) -> dict[str, np.ndarray]:
    """Weights, variables of the optimizer, metrics and what callbacks keep, by name."""
    snapshot = read_newest(folder.resume).snapshot
    assert snapshot is not None
    return dict(snapshot.arrays)


def differences(run: RunFolder, whole: RunFolder) -> list[str]:
    """What of the finished `run` differs from the `whole` one, with both values."""
    expected: dict[str, Any] = facts(whole) | {
        f"array {name}": value for name, value in arrays(whole).items()
    }
    found: dict[str, Any] = facts(run) | {f"array {name}": value for name, value in arrays(run).items()}
    return [
        f"{name} ({_short(expected.get(name))} became {_short(found.get(name))})"
        for name in sorted(expected.keys() | found.keys())
        if not _same(expected.get(name), found.get(name))
    ]


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, np.ndarray) and isinstance(second, np.ndarray):
        return first.dtype == second.dtype and first.tobytes() == second.tobytes()
    return type(first) is type(second) and bool(first == second)


def _short(value: Any) -> str:
    return str(value)[:500]


def _without_seconds(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    seconds = rows[0].index("seconds")
    return [row[:seconds] + row[seconds + 1 :] for row in rows]


def _names(folder: RunFolder) -> list[str]:
    """What is in the folder. A resume adds event files and states; both are looked into instead."""
    inside = (folder.resume, folder.logs, folder.checkpoints)
    names = (path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file())
    beside = tuple(f"{path.name}/" for path in inside)
    return sorted(name for name in names if not name.startswith(beside))


def _saved_below(folder: Path) -> dict[str, Any]:
    """Each saved model's name and its arrays."""
    folders = [path.parent for path in folder.rglob("saved_model.pb")]
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(path.is_relative_to(inner) for inner in folders)
    ]
    return {path.relative_to(folder).as_posix(): _weights(path) for path in (*folders, *files)}


def _weights(path: Path) -> list[bytes]:
    """The arrays of a model or weights file, in the order of their names."""
    if path.is_dir():
        return _variables(path)
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


def _variables(saved_model: Path) -> list[bytes]:
    import tensorflow as tf

    reader = tf.train.load_checkpoint(str(saved_model / "variables" / "variables"))
    # numbered in an order that differs from process to process, beside an object graph that is no array
    names = [name for name in reader.get_variable_to_shape_map() if not name.startswith("_CHECKPOINT")]
    return sorted(np.asarray(reader.get_tensor(name)).tobytes() for name in names)


def _arrays_of(path: Path) -> dict[str, tuple[str, bytes]]:
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as file:
        return {name: (file[name].dtype.str, file[name].tobytes()) for name in file.files}
