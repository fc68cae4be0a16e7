"""Predictions in a run folder: `predictions/PART.npz`, written as a whole and read as input from anywhere.

A file is used only while the data and the model are those that it was made of; who asks, makes it again.
"""

from __future__ import annotations

import errno
import hashlib
import io
import itertools
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.predictions import HIGHEST, PARTS, Predictions
from engine.files import write_pieces_atomically
from engine.language import tr
from engine.opening import open_regular
from engine.predict.signature.file import read_signature
from engine.record.run_folder import RunFolder
from engine.run_paths import PREDICTIONS, is_link

_MOST_BYTES = 4 * 1024**3
"""The largest content that is unpacked."""
_TEXTS = ("part", "kind", "task", "fingerprint", "model")
_NUMBERS = ("horizon", "season", "epoch", "of")
_NAMES = ("classes", "targets", "columns")


def file_beside(folder: RunFolder, name: str) -> Path:
    """Return the path of a file in the folder of the predictions of a run."""
    return folder.path / PREDICTIONS / name


def write_predictions(folder: RunFolder, predictions: Predictions) -> None:
    """Write predictions into the folder of their run.

    Raises:
        OSError: They cannot be written.
    """
    make_place(folder)
    about = {name: getattr(predictions, name) for name in (*_TEXTS, *_NUMBERS, *_NAMES)}
    about |= {"border": predictions.border, "metrics": dict(predictions.metrics)}
    names = [name.encode("utf-8", "replace") for name in predictions.ids]
    arrays: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode("utf-8", "replace"), np.uint8),
        "ids": np.frombuffer(b"".join(names), np.uint8),
        "id_ends": np.cumsum([len(name) for name in names], dtype=np.int64),
        "indices": predictions.indices,
        "truth": predictions.truth,
        "outputs": predictions.outputs,
        "loss": predictions.loss,
    }
    for name in ("kept", "embedding"):
        if (array := getattr(predictions, name)) is not None:
            arrays[name] = array
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    write_pieces_atomically(
        file_beside(folder, f"{predictions.part}.npz"), [content.getbuffer()], through_links=False
    )


def make_place(folder: RunFolder) -> None:
    """Make the folder of the predictions.

    Raises:
        OSError: It cannot be made, or is a link, through which a run does not write.
    """
    place = folder.path / PREDICTIONS
    if is_link(place):
        raise OSError(errno.ELOOP, tr("it is a link, and a run writes into its own folder only"), str(place))
    place.mkdir(exist_ok=True)


def as_decided(folder: RunFolder, predictions: Predictions) -> Predictions:
    """Return predictions with the threshold between two classes that the run has now, or with the units.

    Args:
        folder: Of the run; its signature.json has both.
        predictions: Of one part.
    """
    if len(predictions.classes) > 2:
        return predictions
    signature = read_signature(folder)
    outputs = None if signature is None else signature.outputs
    if outputs is not None and not predictions.is_classification:
        return replace(predictions, cell_units=outputs.units)
    if outputs is None or outputs.threshold is None or outputs.holds == "scores":
        return predictions
    return replace(predictions, threshold=outputs.threshold)


def read_predictions(
    folder: RunFolder, part: str, *, fingerprint: str | None = None, model: str | None = None
) -> Predictions | None:
    """Read the predictions of a part.

    Args:
        folder: The run folder.
        part: Which part.
        fingerprint: Identifies the data that they must be of; None for any.
        model: Identifies the model that they must be of; None for any.

    Returns:
        None where there are none, where they are of other data or another model, and where the file is
        corrupt.
    """
    try:
        with open_regular(file_beside(folder, f"{part}.npz")) as file:
            with zipfile.ZipFile(file) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                    return None
            file.seek(0)
            with np.load(file, allow_pickle=False) as arrays:
                about = _about(_array(arrays, "about"))
                if about is None or about["part"] != part:
                    return None
                if fingerprint not in (None, about["fingerprint"]) or model not in (None, about["model"]):
                    return None
                found = {name: _array(arrays, name) for name in arrays.files}
    except (OSError, ValueError, KeyError, EOFError, MemoryError, zipfile.BadZipFile):
        return None
    return _predictions(about, found)


def model_digest(path: Path) -> str:
    """Return what identifies the content of a .keras file: the checksums of what is packed in it.

    Raises:
        OSError: It cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                digest.update(
                    f"{entry.filename}\n{entry.CRC}\n{entry.file_size}\n".encode("utf-8", "replace")
                )
    except zipfile.BadZipFile:
        return ""
    return digest.hexdigest()


def _array(arrays: Mapping[str, Any], name: str) -> NDArray[Any]:
    """Return an array of the file; NumPy gives the bytes of what is none."""
    found = arrays[name]
    if not isinstance(found, np.ndarray):
        raise ValueError(f"{name} is no array")
    return found


def _about(array: NDArray[Any]) -> dict[str, Any] | None:
    """Return the facts, checked; None where they make no sense."""
    about: Any = json.loads(array.tobytes().decode("utf-8"))
    if not isinstance(about, dict):
        return None
    metrics = about.get("metrics")
    is_right = (
        all(isinstance(about.get(name), str) for name in _TEXTS)
        and all(type(about.get(name)) is int and 0 <= about[name] < 2**53 for name in _NUMBERS)
        and all(_are_names(about.get(name)) for name in _NAMES)
        and about["part"] in PARTS
        and about["task"] in ("classification", "regression")
        and about.get("border") in (0.0, 0.5)
        and isinstance(metrics, dict)
        and all(isinstance(value, int | float) for value in metrics.values())
    )
    return about if is_right else None


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _predictions(about: dict[str, Any], found: dict[str, NDArray[Any]]) -> Predictions | None:
    count = len(found["loss"]) if found.get("loss") is not None and found["loss"].ndim == 1 else -1
    is_class = about["task"] == "classification"
    if count < 0 or not _fits(about, found, count=count, is_class=is_class):
        return None
    ids = _ids(found["ids"], found["id_ends"])
    if ids is None:
        return None
    texts = {name: about[name] for name in (*_TEXTS, *_NUMBERS, "border", "metrics")}
    names = {name: tuple(about[name]) for name in _NAMES}
    values: dict[str, Any] = {**texts, **names}
    return Predictions(
        **values,
        ids=ids,
        indices=found["indices"],
        truth=found["truth"],
        outputs=found["outputs"],
        loss=found["loss"],
        kept=found.get("kept"),
        embedding=found.get("embedding"),
    )


def _fits(about: dict[str, Any], found: dict[str, NDArray[Any]], *, count: int, is_class: bool) -> bool:
    """Whether the arrays have the shapes and dtypes that the facts ask for."""
    classes, targets = len(about["classes"]), len(about["targets"])
    kept = found.get("kept")
    if kept is not None:
        columns = (1 + HIGHEST,)
    elif is_class:
        columns = (1, 2) if classes == 2 else (classes,)
    else:
        columns = (targets,)
    forms = {
        "id_ends": (np.int64, 1),
        "indices": (np.int64, 1),
        "loss": (np.float32, 1),
        "outputs": (np.float32, 2),
        "truth": (np.int64, 1) if is_class else (np.float32, 2),
        **({} if kept is None else {"kept": (np.int32, 2)}),
        **({} if "embedding" not in found else {"embedding": (np.float32, 2)}),
    }
    for name, (dtype, dimensions) in forms.items():
        array = found.get(name)
        if array is None or array.dtype != dtype or array.ndim != dimensions or len(array) != count:
            return False
    ids, outputs, truth = found.get("ids"), found["outputs"], found["truth"]
    if ids is None or ids.dtype != np.uint8 or ids.ndim != 1 or outputs.shape[1] not in columns:
        return False
    if not is_class:
        steps = len(about["columns"]) * about["horizon"]
        return truth.shape[1] == targets and steps in (0, targets)
    numbers = [truth] if kept is None else [truth, kept]
    return (
        kept is None or (kept.shape[1] == 1 + HIGHEST)
        if not count
        else all(int(array.min()) >= 0 and int(array.max()) < classes for array in numbers)
    )


def _ids(blob: NDArray[np.uint8], ends: NDArray[np.int64]) -> tuple[str, ...] | None:
    places = [0, *ends.tolist()]
    if places[-1] != len(blob) or any(end < start for start, end in itertools.pairwise(places)):
        return None
    content = blob.tobytes()
    return tuple(content[start:end].decode("utf-8", "replace") for start, end in itertools.pairwise(places))
