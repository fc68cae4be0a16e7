"""Labelled series of the UCR and UEA archives as a data set: one series an example, padded to the longest.

A value that is missing inside a series is interpolated linearly between its neighbours, and one at its end is
filled with the nearest: a series is known as a whole, so no future can leak. How the files are written is in
`ucr_file`.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.padding import marked
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.reading.context import Reading, file_digest
from engine.data.series.ucr_file import Labelled, parse_ts, parse_tsv
from engine.data.targets.labels import FEW_ARRAY_CLASSES, Targets, targets_of
from engine.language import tr
from engine.opening import is_regular, read_regular, require_regular
from engine.settings.data.kinds import LabelledData
from engine.settings.data.sections import Task

PARSERS = {".ts": parse_ts, ".tsv": parse_tsv}
_MEMORY_PER_BYTE = 8


def read_labelled(settings: LabelledData, reading: Reading) -> Dataset:
    """Read labelled series.

    Args:
        settings: the file and the task.
        reading: what every reader gets.

    Returns:
        x: (n, steps, dimensions) float32; y: (n,) class numbers, or (n, 1) float32.

    Raises:
        DataError: the file cannot be read, or does not fit the training data.
        LoadCancelled: `reading` was cancelled.
    """
    path = reading.find(settings.path)
    found = labelled_in(path, reading)
    reading.step(0, len(found.series))
    width = found.series[0].shape[1]
    wrong = next((at for at, series in enumerate(found.series) if series.shape[1] != width), None)
    if wrong is not None:
        raise DataError(
            tr(
                "Line {line} of {name} has {found} dimensions, and the first series has {wanted};"
                " correct it.",
                line=found.lines[wrong],
                name=path.name,
                found=found.series[wrong].shape[1],
                wanted=width,
            )
        )
    whole, filled = zip(*(_filled(trimmed(series)) for series in found.series), strict=True)
    keep = np.array([len(series) > 0 for series in whole])
    if not keep.any():
        raise DataError(tr("No series in {name} has values in every dimension.", name=path.name))
    lengths = np.array([len(series) for series in whole])
    steps = int(lengths.max()) if reading.like is None else reading.like.shape[0]
    if lengths.max() > steps:
        raise DataError(
            tr(
                "A series in {name} has {found:,} steps, and the longest of the training data {steps:,}.",
                name=path.name,
                found=int(lengths.max()),
                steps=steps,
            )
        )
    reading.limits.require_memory(len(whole) * steps * width * 8, tr("The series in {name}", name=path.name))
    x = np.zeros((len(whole), steps, width), np.float32)
    for number, series in enumerate(whole):
        x[number, : len(series)] = series
    padded = marked(x[keep], lengths[keep], wanted=0.0, like=reading.like)
    targets = _targets(found, settings.task, keep=keep, reading=reading)
    notes = [*_notes(path, filled=sum(filled)), *padded.notes, *targets.notes]
    reading.step(len(found.series), len(found.series))
    return Dataset(
        kind="labelled",
        task=targets.task,
        x=padded.x,
        y=targets.y,
        fingerprint=file_digest(path, reading),
        class_names=targets.class_names,
        target_names=() if targets.task == "classification" else (tr("label"),),
        left_out=tuple(
            LeftOut(tr("line {number}", number=found.lines[at]), tr("a dimension of it has no values"))
            for at in np.flatnonzero(~keep).tolist()
        ),
        notes=tuple(notes),
        padding=padded.value,
    )


def labelled_in(path: Path, reading: Reading) -> Labelled:
    """Return the series in a file as they are written.

    Args:
        path: of a `.ts` or `.tsv` file.
        reading: can cancel, and limits memory and time.

    Raises:
        DataError: the file is not text, or a line is not valid.
        LoadCancelled: `reading` was cancelled.
    """
    parse = PARSERS.get(path.suffix.lower())
    if parse is None or path.is_dir():
        raise DataError(
            tr("{name} is no file of labelled series; choose a .ts or .tsv file.", name=path.name)
        )
    size = require_regular(path).st_size
    reading.limits.require_memory(size * _MEMORY_PER_BYTE, tr("The series in {name}", name=path.name))
    reading = reading.within(size, name=path.name)
    try:
        text = read_regular(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(tr("{name} is not a text file in UTF-8.", name=path.name)) from error
    found = parse(text, path.name, look=reading.look)
    if not found.series:
        raise DataError(
            tr("{name} holds no series: no line with values was found. Choose another file.", name=path.name)
        )
    return found


def trimmed(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a series, (steps, dimensions), without the steps at its end that have no value at all."""
    present = np.flatnonzero(np.isfinite(series).any(axis=1))
    return series[: present[-1] + 1] if len(present) else series[:0]


def numbers_as(labels: list[str]) -> NDArray[np.float64] | None:
    """Return the labels as (n,) float64; None where one is not a number."""
    try:
        values = np.array([float(label) for label in labels])
    except ValueError:
        return None
    return values if bool(np.isfinite(values).all()) else None


def _filled(series: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Return a series without gaps, and how many there were; one with an empty dimension becomes empty."""
    missing = np.isnan(series)
    if not missing.any():
        return series, 0
    if missing.all(axis=0).any():
        return series[:0], 0
    at = np.arange(len(series))
    for column, gaps in zip(series.T, missing.T, strict=True):
        column[gaps] = np.interp(at[gaps], at[~gaps], column[~gaps])
    return series, int(missing.sum())


def _targets(found: Labelled, task: Task, *, keep: NDArray[np.bool_], reading: Reading) -> Targets:
    labels = np.array(found.labels)[keep]
    values = numbers_as(labels.tolist())
    whole = values is not None and bool((values == np.round(values)).all())
    if task == "auto":
        task = "regression" if found.numbers or (values is not None and not whole) else "classification"
    if values is None or (task == "classification" and not whole):
        return targets_of(labels, task, few=FEW_ARRAY_CLASSES, like=reading.like)
    numbers = values.astype(np.int64) if whole else values
    return targets_of(numbers, task, few=FEW_ARRAY_CLASSES, like=reading.like)


def _notes(path: Path, *, filled: int) -> list[str]:
    notes: list[str] = []
    if filled:
        notes.append(
            tr(
                "{count:,} missing values are filled along a straight line between their neighbours.",
                count=filled,
            )
        )
    test = path.with_name(path.name.replace("_TRAIN", "_TEST"))
    if test != path and is_regular(test):
        notes.append(
            tr(
                "{name} lies beside it. To validate on it, choose it on the Fit page as own validation data.",
                name=test.name,
            )
        )
    return notes
