"""Labelled series of the UCR and UEA archives as a data set: one series an example, padded to the longest.

A value that is missing inside a series is interpolated linearly between its neighbours, and one at its end is
filled with the nearest: a series is known as a whole, so no future can leak. How the files are written is in
`ucr_file`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.arrays.padding import marked
from engine.data.dataset import DataError, Dataset, LeftOut
from engine.data.problems import CLASSES, PARTS, noted
from engine.data.reading.context import Reading, file_digest
from engine.data.series.ucr_file import Labelled, parse_ts, parse_tsv
from engine.data.targets.labels import FEW_ARRAY_CLASSES, Targets, matched, targets_of
from engine.language import tr
from engine.opening import is_regular, read_regular, require_regular
from engine.settings.data.kinds import LabelledData
from engine.settings.data.sections import Task

PARSERS = {".ts": parse_ts, ".tsv": parse_tsv, ".txt": parse_tsv}
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
    files = [_read(path, reading)]
    width = files[0].whole[0].shape[1]
    test = test_file_of(settings, path, reading=reading)
    if test is not None:
        files.append(_read(test, reading, width=width))
    whole = [series for file in files for series in file.whole]
    reading.step(0, len(whole))
    lengths = np.array([len(series) for series in whole])
    if not lengths[: len(files[0].whole)].any():
        raise DataError(tr("No series in {name} has values in every dimension.", name=path.name))
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
    targets, y, known = _targets(files, settings.task, reading=reading)
    keep = (lengths > 0) & known
    padded = marked(x[keep], lengths[keep], wanted=0.0, like=reading.like)
    is_test = np.arange(len(whole)) >= len(files[0].whole)
    notes = [*_notes(path, test, files, known=known), *padded.notes, *targets.notes]
    reading.step(len(whole), len(whole))
    digests = [file_digest(file, reading) for file in (path, test) if file is not None]
    return Dataset(
        kind="labelled",
        task=targets.task,
        x=padded.x,
        y=y[keep],
        fingerprint="+".join(digests),
        class_names=targets.class_names,
        target_names=() if targets.task == "classification" else (tr("label"),),
        left_out=_left_out(files, path, test),
        notes=tuple(notes),
        padding=padded.value,
        test_mask=None if test is None else is_test[keep],
        test_file="" if test is None else test.name,
    )


def test_file_of(settings: LabelledData, path: Path, *, reading: Reading) -> Path | None:
    """Return the `_TEST` file beside a `_TRAIN` file, as the archives have them; None where there is none.

    Args:
        settings: may leave it alone.
        path: of the file that is chosen.
        reading: says what is read, and by which rules.
    """
    if not settings.parts or reading.rules == "version_2" or reading.like is not None:
        return None
    test = _beside(path)
    return test if test is not None and is_regular(test) else None


def _beside(path: Path) -> Path | None:
    for train, test in (("_TRAIN", "_TEST"), ("_train", "_test"), ("_Train", "_Test")):
        if train in path.name:
            return path.with_name(path.name.replace(train, test))
    return None


@dataclass(frozen=True, slots=True)
class _File:
    """A file of labelled series.

    Attributes:
        found: what is in it.
        whole: its series without gaps, (steps, dimensions); empty ones cannot be used.
        filled: how many missing values were filled.
    """

    found: Labelled
    whole: list[NDArray[np.float64]]
    filled: int


def _read(path: Path, reading: Reading, *, width: int | None = None) -> _File:
    found = labelled_in(path, reading)
    wanted = found.series[0].shape[1] if width is None else width
    wrong = next((at for at, series in enumerate(found.series) if series.shape[1] != wanted), None)
    if wrong is not None:
        raise DataError(
            tr(
                "Line {line} of {name} has {found} dimensions, and the first series has {wanted};"
                " correct it.",
                line=found.lines[wrong],
                name=path.name,
                found=found.series[wrong].shape[1],
                wanted=wanted,
            )
        )
    whole, filled = zip(*(whole_series(series) for series in found.series), strict=True)
    return _File(found, list(whole), sum(filled))


def _left_out(files: list[_File], path: Path, test: Path | None) -> tuple[LeftOut, ...]:
    left: list[LeftOut] = []
    for file, place in zip(files, (path, test), strict=False):
        for line, series in zip(file.found.lines, file.whole, strict=True):
            if not len(series):
                name = tr("line {number}", number=line)
                name = name if place in (path, None) else f"{place.name}: {name}"
                left.append(LeftOut(name, tr("a dimension of it has no values")))
    return tuple(left)


def labelled_in(path: Path, reading: Reading) -> Labelled:
    """Return the series in a file as they are written.

    Args:
        path: of a `.ts`, `.tsv` or `.txt` file.
        reading: can cancel, and limits memory and time.

    Raises:
        DataError: the file is not text, or a line is not valid.
        LoadCancelled: `reading` was cancelled.
    """
    parse = PARSERS.get(path.suffix.lower())
    if parse is None or path.is_dir():
        raise DataError(
            tr("{name} is no file of labelled series; choose a .ts, .tsv or .txt file.", name=path.name)
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


def whole_series(series: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Return a series without gaps and without empty steps at its end, and how many values were missing.

    Args:
        series: (steps, dimensions) with NaN where missing; one with an empty dimension becomes empty.
    """
    series = trimmed(series)
    missing = np.isnan(series)
    if not missing.any():
        return series, 0
    if missing.all(axis=0).any():
        return series[:0], 0
    at = np.arange(len(series))
    for column, gaps in zip(series.T, missing.T, strict=True):
        column[gaps] = np.interp(at[gaps], at[~gaps], column[~gaps])
    return series, int(missing.sum())


def _targets(
    files: list[_File], task: Task, *, reading: Reading
) -> tuple[Targets, NDArray[Any], NDArray[np.bool_]]:
    """Return the targets of the training file, those of all series, and which of these have a known class."""
    labels = np.array([label for file in files for label in file.found.labels])
    trains = np.arange(len(labels)) < len(files[0].whole)
    keep = np.array([len(series) > 0 for file in files for series in file.whole])
    values = numbers_as(labels[keep].tolist())
    whole = values is not None and bool((values == np.round(values)).all())
    if task == "auto":
        is_number = files[0].found.numbers or (values is not None and not whole)
        task = "regression" if is_number else "classification"
    used: NDArray[Any] = labels
    if values is not None and (task == "regression" or whole):
        used = np.zeros(len(labels), np.int64 if whole else np.float64)
        used[keep] = values
    training = targets_of(used[keep & trains], task, few=FEW_ARRAY_CLASSES, like=reading.like)
    shape = (len(labels), *training.y.shape[1:])
    y = np.zeros(shape, training.y.dtype)
    y[keep & trains] = training.y
    others = keep & ~trains
    known = np.ones(len(labels), np.bool_)
    if others.any():
        y[others] = matched(used[others], training, declared=())
        if training.task == "classification":
            known = y >= 0
    return training, y, known


def _notes(path: Path, test: Path | None, files: list[_File], *, known: NDArray[np.bool_]) -> list[str]:
    notes: list[str] = []
    if test is not None:
        notes.append(
            noted(
                tr("{name} is the test part: it is neither trained nor validated on.", name=test.name),
                PARTS,
                cure=(tr("Leave it alone"), "data.parts=false"),
            )
        )
    filled = sum(file.filled for file in files)
    if filled:
        notes.append(
            tr(
                "{count:,} missing values are filled along a straight line between their neighbours.",
                count=filled,
            )
        )
    if not known.all():
        notes.append(
            noted(
                tr(
                    "{count:,} examples beside the training part are of a class that no training example has,"
                    " and are left out.",
                    count=int((~known).sum()),
                ),
                CLASSES,
            )
        )
    other = _beside(path)
    if test is None and other is not None and is_regular(other):
        notes.append(
            noted(
                tr(
                    "{name} lies beside it. To validate on it, choose it on the Fit page as own validation"
                    " data.",
                    name=other.name,
                ),
                PARTS,
            )
        )
    return notes
