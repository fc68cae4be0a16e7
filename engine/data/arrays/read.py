"""Arrays from NPZ and NPY files as a data set.

The files themselves are opened in `arrays.file`; which array is what is decided in `arrays.names`, which
are other parts in `arrays.parts`, what shapes and types mean in `arrays.meaning`, and which examples can be
used in `arrays.usable`.

uint8 inputs stay, all others become float32. An example with a value that is not a finite number in inputs,
targets or weight is left out and named by its row, counted from 0 as in NumPy.
"""

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.file import Member, fingerprint
from engine.data.arrays.meaning import (
    are_bytes,
    has_channels_first,
    input_notes,
    row_notes,
    target_notes,
    target_values,
)
from engine.data.arrays.names import HELD_OUT_BEFORE, arrays_in, chosen, class_names
from engine.data.arrays.padding import padded_arrays
from engine.data.arrays.parts import NamedPart, counterpart, part_sentences, parts_of, stem_and_part
from engine.data.arrays.usable import usable, weight_of
from engine.data.dataset import DataError, Dataset
from engine.data.problems import CLASSES, noted
from engine.data.reading.context import Reading
from engine.data.reading.memory import available_memory
from engine.data.targets.labels import FEW_ARRAY_CLASSES, FEW_TABLE_CLASSES, Targets, matched, targets_of
from engine.language import tr
from engine.settings.data.kinds import ArraysData

_BYTES_AT_ONCE = 1 << 24


def read_arrays(settings: ArraysData, reading: Reading) -> Dataset:
    """Read inputs `x` and targets `y`, with weights and class names where present.

    Args:
        settings: the file, the names of its arrays and the task.
        reading: finds the file, can cancel, limits memory; `reading.like` is the training data whose classes
            and padding value hold here too.

    Returns:
        The data set, with x (n, *shape) uint8 or float32, and y (n,) int64 classes or (n, m) float32 numbers.

    Raises:
        DataError: the file is corrupt, or its arrays do not fit together, the task or the memory.
        LoadCancelled: `reading` was cancelled.
    """
    found, x_name, y_name = arrays_in(settings, reading)
    _check_shapes(found, x_name=x_name, y_name=y_name)
    has_parts = settings.parts and reading.like is None and reading.rules != "version_2"
    parts, notes = parts_of(x_name, y_name, found=found) if has_parts else ([], [])
    arrays = _Arrays(found, parts, reading)
    x, input_sentences = _inputs(arrays, x_name, settings=settings)
    y = arrays.read(y_name)
    _check_plain(y, y_name)
    padded = padded_arrays(settings, x, found=found, read=arrays.read, reading=reading)
    x, weight = padded.x, None
    if settings.weight_key:
        name = chosen(found, settings.weight_key, usual=(), setting="data.weight_key")
        weight = weight_of(arrays.read(name), name, count=len(x))
    reading.step(0, len(x))
    keep, left_out = usable(x, y, weight=weight, empty=padded.empty, reading=reading)
    part = arrays.part_of_rows(x_name)
    if left_out:
        x, y, part, weight = x[keep], y[keep], part[keep], None if weight is None else weight[keep]
    targets, y_kept = _targets(y, settings, part=part, found=found, reading=reading)
    if not y_kept.all():
        x, part, weight = x[y_kept], part[y_kept], None if weight is None else weight[y_kept]
        notes.append(
            noted(
                tr(
                    "{count:,} examples beside the training part are of a class that no training example has,"
                    " and are left out.",
                    count=int((~y_kept).sum()),
                ),
                CLASSES,
            )
        )
    unfinite = len(left_out) - (0 if padded.empty is None else int(padded.empty.sum()))
    if unfinite:
        notes.append(
            tr(
                "{count:,} examples hold values that are not finite numbers and are left out.",
                count=unfinite,
            )
        )
    return Dataset(
        kind="arrays",
        task=targets.task,
        x=x,
        y=targets.y,
        fingerprint=_fingerprint(arrays.used(x_name, y_name), x_name, reading=reading),
        sample_weight=weight,
        class_names=targets.class_names,
        target_names=() if targets.task == "classification" else _numbered(y_name, targets.y.shape[1]),
        left_out=left_out,
        notes=(
            *input_sentences,
            *padded.notes,
            *part_sentences(parts),
            *notes,
            *_unused(found, reading),
            *targets.notes,
        ),
        padding=padded.value,
        validation_mask=part == "validation" if any(one.part == "validation" for one in parts) else None,
        test_mask=part == "test" if any(one.part == "test" for one in parts) else None,
        test_file=_test_file(settings, parts),
    )


@dataclass(frozen=True, slots=True)
class _Arrays:
    """The arrays of a file, those of all parts behind one another, the training part first."""

    found: dict[str, Member]
    parts: list[NamedPart]
    reading: Reading

    def read(self, name: str) -> NDArray[Any]:
        """Return the array of this name for training, with its counterparts of the other parts behind it."""
        first = self.found[name].read(self.reading)
        if not self.parts:
            return np.asarray(first)
        return np.concatenate([first, *(one.read(self.reading) for one in self._others(name))])

    def used(self, x_name: str, y_name: str) -> dict[str, Member]:
        """Return all arrays that are inputs or targets, by name."""
        names = [x_name, y_name, *(name for one in self.parts for name in (one.x, one.y))]
        return {name: self.found[name] for name in names}

    def part_of_rows(self, x_name: str) -> NDArray[Any]:
        """Return the part that each row is for, (n,) text."""
        sizes = [self.found[x_name].shape[0], *(self.found[one.x].shape[0] for one in self.parts)]
        return np.repeat(["train", *(one.part for one in self.parts)], sizes)

    def _others(self, name: str) -> list[Member]:
        others: list[Member] = []
        for one in self.parts:
            other = counterpart(name, one.part, found=self.found)
            if not other:
                raise DataError(
                    tr(
                        "There is no array that is for {x} what {name} is for training; add it, or take {x}"
                        " out of the file.",
                        x=one.x,
                        name=name,
                    )
                )
            others.append(self.found[other])
        return others


def _targets(
    y: NDArray[Any],
    settings: ArraysData,
    *,
    part: NDArray[Any],
    found: dict[str, Member],
    reading: Reading,
) -> tuple[Targets, NDArray[np.bool_]]:
    """Return the targets of all rows that are kept, and which rows these are."""
    declared, trains = class_names(found, reading), part == "train"
    raw = y
    was_float = ""
    if settings.task == "auto" and reading.like is None:
        y, is_whole = target_values(y, reading.rules, few=FEW_TABLE_CLASSES)
        was_float = raw.dtype.name if is_whole else ""
    task = settings.task
    training = targets_of(y[trains], task, few=FEW_ARRAY_CLASSES, declared=declared, like=reading.like)
    notes = training.notes
    if reading.like is None and reading.rules != "version_2":
        found_notes = (
            target_notes(raw, training.class_names, was_float=was_float)
            if training.task == "classification"
            else row_notes(raw)
        )
        notes = (*found_notes, *notes)
    if trains.all():
        return replace(training, notes=notes), trains
    if training.task == "regression":
        y = raw
    every = matched(y, training, declared=declared)
    every[trains] = training.y
    kept = trains | (every >= 0) if training.task == "classification" else np.ones(len(y), np.bool_)
    return replace(training, y=every[kept], notes=notes), kept


def _unused(found: dict[str, Member], reading: Reading) -> list[str]:
    """Return the note of the reading rules of version 2 on arrays of other parts."""
    held_out = [name for name in found if name.casefold() in HELD_OUT_BEFORE]
    if reading.rules != "version_2" or not held_out:
        return []
    return [
        tr(
            "Not used: {names}. Validation data of your own can be given on the Fit page.",
            names=", ".join(held_out),
        )
    ]


def _fingerprint(used: dict[str, Member], x_name: str, *, reading: Reading) -> str:
    """Return the fingerprint of the files, with the name of the inputs where these are of another part."""
    found = fingerprint(used, reading)
    return found if stem_and_part(x_name)[1] in (None, "train") else f"{found}:{x_name}"


def _test_file(settings: ArraysData, parts: list[NamedPart]) -> str:
    """Return the file's name where validation data of the same file would be the test part."""
    named = {one.part for one in parts}
    return PurePath(settings.path.replace("\\", "/")).name if named == {"test"} else ""


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return (name,) if count == 1 else tuple(f"{name} {number}" for number in range(count))


def _check_shapes(found: dict[str, Member], *, x_name: str, y_name: str) -> None:
    x, y = found[x_name].shape, found[y_name].shape
    if not x or not y or x[0] != y[0]:
        raise DataError(
            tr(
                "Inputs {x_name} have the shape {x} and targets {y_name} {y}; both need the same"
                " number of examples first.",
                x_name=x_name,
                x=x,
                y_name=y_name,
                y=y,
            ),
            path="data.y_key",
        )
    if 0 in x or 0 in y:
        raise DataError(
            tr(
                "Inputs {x_name} have the shape {x} and targets {y_name} {y}, so there is nothing to"
                " learn from.",
                x_name=x_name,
                x=x,
                y_name=y_name,
                y=y,
            )
        )


def _check_plain(values: NDArray[Any], name: str) -> None:
    if values.dtype.kind not in "biufUS":
        raise DataError(
            tr("The array {name} is of type {type}; numbers are needed.", name=name, type=values.dtype)
        )


def _inputs(arrays: _Arrays, name: str, *, settings: ArraysData) -> tuple[NDArray[Any], list[str]]:
    """Return (n, *shape) uint8 or float32, and sentences on how the array was understood."""
    reading = arrays.reading
    x = arrays.read(name) if arrays.parts else arrays.found[name].read(reading)
    if x.dtype.kind not in "biuf":
        raise DataError(
            tr("Inputs {name} are of type {type}; numbers are needed.", name=name, type=x.dtype),
            path="data.x_key",
        )
    if x.ndim == 1:
        x = x[:, np.newaxis]
    notes = input_notes(settings, x, rules=reading.rules)
    is_bytes = are_bytes(settings, x, rules=reading.rules)
    if has_channels_first(settings, x.shape, rules=reading.rules):
        x = np.moveaxis(x, 1, -1)
    if x.dtype in (np.dtype(np.uint8), np.dtype(np.float32)):
        # a small file is copied, so that nobody can change it during a run; a large one stays on disk
        return _copied(x, x.dtype, reading) if x.nbytes < available_memory() // 4 else np.asarray(x), notes
    size = 1 if is_bytes else 4
    reading.limits.require_memory(x.size * size, f"Inputs {name}")
    return _copied(x, np.dtype(np.uint8 if is_bytes else np.float32), reading), notes


def _copied(x: NDArray[Any], dtype: np.dtype[Any], reading: Reading) -> NDArray[Any]:
    """Return a copy in memory, made in parts so that reading can be cancelled."""
    made = np.empty(x.shape, dtype)
    rows = max(1, _BYTES_AT_ONCE // max(1, x[:1].nbytes))
    with np.errstate(over="ignore"):
        for start in range(0, len(x), rows):
            reading.look()
            made[start : start + rows] = x[start : start + rows]
    return made
