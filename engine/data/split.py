"""Which examples train and which validate: a pure function of the data, the settings and the seed.

What is then measured on the training part is left to `preprocessing`, the order of batches to `plan`.
A script does the same for classes y and the share s, with NumPy alone:

    rng, parts = np.random.default_rng(seed), []
    for c in range(classes):
        members = rng.permutation(np.flatnonzero(y == c))
        size = min(max(round(len(members) * s), 1), len(members) - 1) if len(members) > 1 else 0
        parts.append(members[:size])
    validation = np.sort(np.concatenate(parts))
    train = np.setdiff1d(np.arange(len(y)), validation)
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, Dataset
from engine.data.readers import load
from engine.data.reading.context import Progress
from engine.language import tr
from engine.settings import Project
from engine.settings.data.kinds import DataSection
from engine.settings.fit import FitSettings

Indices = NDArray[np.int64]
_BESIDE = frozenset({"y_path", "labels"})
"""Settings that name a second file of the training data."""


@dataclass(frozen=True, slots=True)
class Split:
    """The two parts of a data set, without a common example.

    Attributes:
        train: sorted int64 indices of the examples that train.
        validation: sorted int64 indices of those that validate; may be empty.
    """

    train: Indices
    validation: Indices


def split(dataset: Dataset, fit: FitSettings, *, seed: int) -> Split:
    """Return the parts that train and validate.

    Data that brings its parts is split by them. Separate validation data, a share of 0, and a custom file
    that makes the batches leave all examples to training. Of ordered data the end of each series validates,
    with `dataset.gap` examples before it left out, or whole series drawn by the seed. "stratified" takes the
    share of every class, at least one example of each class that has two, and is "random" for regression.
    "last" takes the rows that Keras's `validation_split` takes.

    Args:
        dataset: the data, prepared or not.
        fit: `validation_split`, `validation_method` and `validation_data` are used.
        seed: of the run.

    Raises:
        DataError: nothing would be left to train on, or no class or series can be split.
    """
    count, share = dataset.count, fit.validation_split
    if dataset.validation_mask is not None:
        has_separate = bool(fit.validation_data)
        return Split(
            np.flatnonzero(~dataset.validation_mask),
            np.flatnonzero(dataset.validation_mask & np.bool_(not has_separate)),
        )
    if share == 0 or fit.validation_data or dataset.batches is not None:
        return Split(np.arange(count), np.empty(0, np.int64))
    method = fit.validation_method
    if method == "stratified" and dataset.task == "regression":
        method = "random"
    if dataset.ordered:
        train, validation = (_whole_series if dataset.whole_groups else _last_of_each)(
            dataset, share, seed=seed
        )
    else:
        validation = _METHODS[method](dataset, share, seed=seed)
        train = np.setdiff1d(np.arange(count), validation)
    if not len(train):
        raise DataError(
            tr(
                "Of {count:,} examples none is left to train on; lower the validation share or take"
                " more data.",
                count=count,
            ),
            path="fit.validation_split",
        )
    return Split(train, validation)


def fitted_for(dataset: Dataset, fit: FitSettings, *, seed: int) -> Dataset:
    """Return the data set with its final inputs, measured on the part that trains.

    Args:
        dataset: the data; one without preprocessing is returned as it is.
        fit: says how the data is split.
        seed: of the run.

    Raises:
        DataError: the data cannot be split, or there is nothing to measure.
    """
    if dataset.preprocessing is None:
        return dataset
    return dataset.prepared(split(dataset, fit, seed=seed).train)


def validation_settings(project: Project) -> DataSection:
    """Return the settings that read separate validation data: those of training data, with its path."""
    # the second file of the training data does not belong to this data
    beside = dict.fromkeys(_BESIDE.intersection(type(project.data).model_fields), "")
    return project.data.model_copy(update={"path": project.fit.validation_data, **beside})


def load_validation(
    project: Project,
    base: Path | None,
    *,
    dataset: Dataset,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Dataset:
    """Read the separate validation data (`fit.validation_data`) as the training data was read.

    Args:
        project: its data settings, with the path of the validation data.
        base: the folder of relative paths; None for the working directory.
        dataset: the training data. Classes are matched by name; where it is fitted, so is the result.
        progress: see `load`.
        cancelled: see `load`.

    Raises:
        DataError: with the path "fit.validation_data", when it cannot be read or its inputs or targets have
            another shape or dtype than those of the training data.
        LoadCancelled: `cancelled` returned True.
    """
    setting = "fit.validation_data"
    settings = validation_settings(project)
    try:
        found = load(settings, base, progress=progress, cancelled=cancelled, like=dataset)
    except DataError as error:
        raise DataError(tr("Validation data: {error}", error=error), path=setting) from error
    found = found.prepared_like(dataset)
    if found.shape != dataset.shape or found.x.dtype != dataset.x.dtype:
        raise DataError(
            tr(
                "Validation examples have the shape {shape} and type {type}, training examples"
                " {wanted_shape} and {wanted_type}; both must be the same.",
                shape=found.shape,
                type=found.x.dtype,
                wanted_shape=dataset.shape,
                wanted_type=dataset.x.dtype,
            ),
            path=setting,
        )
    if found.outputs != dataset.outputs:
        raise DataError(
            tr(
                "Validation data has {found} targets for each example, training data {wanted}; both"
                " must have the same number.",
                found=found.outputs,
                wanted=dataset.outputs,
            ),
            path=setting,
        )
    # separate validation data has no gap
    return replace(found, gap=0)


def _stratified(dataset: Dataset, share: float, *, seed: int) -> Indices:
    rng = np.random.default_rng(seed)
    parts: list[Indices] = []
    for number in range(dataset.outputs):
        members = rng.permutation(np.flatnonzero(dataset.y == number))
        size = min(max(round(len(members) * share), 1), len(members) - 1) if len(members) > 1 else 0
        parts.append(members[:size])
    validation = np.sort(np.concatenate(parts))
    if not len(validation):
        raise DataError(
            tr(
                "No class has two examples, so none can be kept for validation; take more data or a"
                " validation share of 0."
            ),
            path="fit.validation_split",
        )
    return validation


def _random(dataset: Dataset, share: float, *, seed: int) -> Indices:
    order = np.random.default_rng(seed).permutation(dataset.count)
    return np.sort(order[: max(1, round(dataset.count * share))])


def _last(dataset: Dataset, share: float, *, seed: int) -> Indices:  # noqa: ARG001 - alike in the table below
    return np.arange(_cut(dataset.count, share), dataset.count)


def _cut(count: int, share: float) -> int:
    # the same cut as Keras: train_validation_split floors the training part
    return min(int(np.floor(count * (1.0 - share))), count - 1)


def _series(dataset: Dataset) -> list[Indices]:
    """Return the examples of each series."""
    if dataset.groups is None:
        return [np.arange(dataset.count)]
    return np.split(np.arange(dataset.count), np.flatnonzero(np.diff(dataset.groups)) + 1)


def _last_of_each(dataset: Dataset, share: float, *, seed: int) -> tuple[Indices, Indices]:  # noqa: ARG001 - as the other
    parts = [(members, _cut(len(members), share)) for members in _series(dataset)]
    train = [members[: max(cut - dataset.gap, 0)] for members, cut in parts]
    return np.concatenate(train), np.concatenate([members[cut:] for members, cut in parts])


def _whole_series(dataset: Dataset, share: float, *, seed: int) -> tuple[Indices, Indices]:
    series = _series(dataset)
    if len(series) < 2:
        raise DataError(
            tr(
                "There is one series only, so none can be kept for validation; validate on the last stretch,"
                " or choose the column that names the series."
            ),
            path="data.held_out",
        )
    order = np.random.default_rng(seed).permutation(len(series))
    validation_series = np.sort(order[: min(max(1, round(len(series) * share)), len(series) - 1)])
    kept = np.setdiff1d(np.arange(len(series)), validation_series)
    return np.concatenate([series[at] for at in kept]), np.concatenate(
        [series[at] for at in validation_series]
    )


class _Method(Protocol):
    def __call__(self, dataset: Dataset, share: float, *, seed: int) -> Indices: ...


_METHODS: dict[str, _Method] = {
    "stratified": _stratified,
    "random": _random,
    "last": _last,
}
