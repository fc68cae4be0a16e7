"""Which examples a part of a run has, and what each of them is called."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, Dataset, forecast_of
from engine.data.kind_facts import ForecastRows
from engine.data.problems import DataQuestionError
from engine.data.reading.context import Progress
from engine.data.separate_data import load_test
from engine.data.series.naive_forecast import season_of
from engine.data.text.vocabulary import Texts
from engine.evaluate.custom_examples import custom_training, custom_validation
from engine.evaluate.predictions import PartName
from engine.language import tr
from engine.models.inputs import ModelInputs
from engine.opening import printable
from engine.predict.finished_run import FinishedRun
from engine.predict.signature.as_training import settings_like
from engine.problems import RunError
from engine.settings import Project

MOST_OF_TRAINING = 10_000
"""Of a larger training part so many examples are drawn."""
_LONGEST_TEXT = 120
_FINENESS = {"days": 24 * 60 * 60, "minutes": 60}
"""Seconds that all times of a series are a multiple of, so that no more than that is shown of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartData:
    """The examples of a part.

    Attributes:
        part: See `Predictions.part`.
        dataset: The data set that they come from.
        indices: (n,) int64, their places in it.
        inputs: What the model takes.
        of: How many examples the part has.
        season: Steps of a season of a forecast, as found in the training part; 0 where none is known.
        train: The training data and the places of its training examples; None where nobody has asked for
            them, or where they are gone.
        problem: Why the training data cannot be used; "" where they can.
    """

    part: PartName
    dataset: Dataset
    indices: NDArray[np.int64]
    inputs: ModelInputs
    of: int
    train: tuple[Dataset, NDArray[np.int64]] | None
    season: int = 0
    problem: str = ""


def part_data(
    run: FinishedRun,
    part: PartName,
    *,
    data: str = "",
    trains: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> PartData:
    """Return the examples of a part; the data are read for it.

    Args:
        run: The run.
        part: Which part; "other" for `data`.
        data: The path of data of the same kind as the run's; "" for the run's.
        trains: Whether the training data are asked for too. Other data are read without them, by what the
            run knows of its data.
        progress: As in `engine.data.load`.
        cancelled: As in `engine.data.load`.

    Raises:
        DataError: The data are gone, have changed, or cannot be used.
        RunError: The run has no such part.
        LoadCancelled: `cancelled` returned True.
    """
    if part == "other":
        dataset = _other(run, data, progress=progress, cancelled=cancelled)
        train, problem = _training(run) if trains else (None, "")
        return PartData(
            part=part,
            dataset=dataset,
            indices=np.arange(dataset.count),
            inputs=run.targets,
            of=dataset.count,
            train=train,
            season=_season(train),
            problem=problem,
        )
    run.require_same_data()
    look = run.inspection
    dataset, indices = _examples(run, part, data, progress=progress, cancelled=cancelled)
    if not len(indices):
        raise RunError(_missing(part))
    of = len(indices)
    if part == "train" and of > MOST_OF_TRAINING:
        drawn = np.random.default_rng(run.project.run.seed).choice(of, MOST_OF_TRAINING, replace=False)
        indices = indices[np.sort(drawn)]
    train = look.fitted, look.split.train
    return PartData(
        part=part,
        dataset=dataset,
        indices=np.asarray(indices, np.int64),
        inputs=look.inputs,
        of=of,
        train=train,
        season=_season(train),
    )


def _training(run: FinishedRun) -> tuple[tuple[Dataset, NDArray[np.int64]] | None, str]:
    """The training data and the places of its training examples; or why there are none."""
    try:
        run.require_same_data()
        return (run.inspection.fitted, run.inspection.split.train), ""
    except DataError as error:
        return None, str(error)


def _season(train: tuple[Dataset, NDArray[np.int64]] | None) -> int:
    rows = None if train is None else forecast_of(train[0])
    return 0 if train is None or rows is None else season_of(rows, train[1]) or 0


def dataset_of(run: FinishedRun, part: PartName, *, data: str = "") -> Dataset:
    """Return the data set that the examples of a part are in; the data are read for it.

    Args:
        run: The run.
        part: Which part; "other" for `data`.
        data: The path of other data; "" for the run's.

    Raises:
        DataError: They are gone or cannot be used.
        LoadCancelled: Reading was cancelled.
    """
    return _examples(run, part, data, progress=None, cancelled=None)[0]


def ids_of(dataset: Dataset, indices: NDArray[np.int64]) -> tuple[str, ...]:
    """Return what examples are called.

    Args:
        dataset: The data set.
        indices: (n,) int64, their places in it.
    """
    chosen = indices.tolist()
    if dataset.names:
        return tuple(printable(dataset.names[at]) for at in chosen)
    if isinstance(dataset.rows, Texts):
        return tuple(_shortened(dataset.rows.texts[at]) for at in chosen)
    rows = forecast_of(dataset)
    if rows is not None:
        fineness = next(
            (name for name, seconds in _FINENESS.items() if rows.dated and not np.any(rows.times % seconds)),
            "auto",
        )
        return tuple(_time(rows, int(start), fineness) for start in rows.starts[indices])
    return tuple(str(at + 1) for at in chosen)


def _examples(
    run: FinishedRun,
    part: PartName,
    data: str,
    *,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[Dataset, NDArray[np.int64]]:
    """The data set of a part, and the places of its examples in it; none where the run has no such part."""
    if part == "other":
        dataset = _other(run, data, progress=progress, cancelled=cancelled)
        return dataset, np.arange(dataset.count)
    look = run.inspection
    separate = {"validation": look.validation, "test": look.test}.get(part)
    if separate is not None:
        return separate, np.arange(separate.count)
    if look.fitted.batches is not None:
        return _custom(run, part)
    indices = {"validation": look.split.validation, "test": look.split.test}.get(part, look.split.train)
    return look.fitted, indices


def _custom(run: FinishedRun, part: PartName) -> tuple[Dataset, NDArray[np.int64]]:
    """The examples in the batches of a custom file."""
    found = None
    if part == "validation":
        found = custom_validation(run.project, run.inspection.fitted)
    elif part == "train":
        found = custom_training(run.inspection.fitted)
    if found is None:
        return run.inspection.fitted, np.empty(0, np.int64)
    return found, np.arange(found.count)


def _other(
    run: FinishedRun,
    data: str,
    *,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Dataset:
    if "path" not in type(run.project.data).model_fields:
        raise RunError(
            tr("The data of this run come from no file, so there is no other file of the same kind to take.")
        )
    fit = run.project.fit.model_copy(update={"test_data": str(Path(data).absolute())})
    read_by = settings_like(run.signature, run.project.data)
    project = run.project.model_copy(update={"fit": fit, "data": read_by})
    try:
        return load_test(project, None, dataset=run.like, progress=progress, cancelled=cancelled)
    except DataError as error:
        # its sentence begins with the name of the part, which this is not
        cause = error.__cause__
        choices = cause.choices if isinstance(cause, DataQuestionError) else ()
        found = list(_in_encodings(project, run, choices, progress=progress, cancelled=cancelled))
        if len(found) == 1:
            return found[0]
        raise DataError(str(cause if isinstance(cause, DataError) else error)) from error


def _in_encodings(
    project: Project,
    run: FinishedRun,
    choices: tuple[str, ...],
    *,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[Dataset]:
    """Yield the data as read in each encoding in which they have the columns and classes of the run."""
    for encoding in choices:
        read_by = project.data.model_copy(update={"encoding": encoding})
        changed = project.model_copy(update={"data": read_by})
        with contextlib.suppress(DataError):
            yield load_test(changed, None, dataset=run.like, progress=progress, cancelled=cancelled)


def _missing(part: PartName) -> str:
    if part == "validation":
        return tr("This run has no validation examples; look at its training part, or at other data.")
    if part == "test":
        return tr(
            "This run has kept no examples to test on; set a test share and train again, or look at other"
            " data."
        )
    return tr("There are no examples in these data.")


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_TEXT else f"{plain[:_LONGEST_TEXT]}…"


def _time(rows: ForecastRows, start: int, fineness: str) -> str:
    time = float(rows.times[start])
    shown = f"{time:g}"
    if rows.dated:
        at = datetime.fromtimestamp(time, UTC).replace(tzinfo=None)
        shown = at.date().isoformat() if fineness == "days" else at.isoformat(" ", fineness)
    number = int(np.searchsorted(rows.bounds[:, 0], start, side="right")) - 1
    name = rows.series[number] if rows.series else ""
    return f"{name} {shown}" if name else shown
