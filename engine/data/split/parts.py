"""Which examples train, which validate and which test: a pure function of data, settings and seed.

What is then measured on the training part is left to `preprocessing`, the order of batches to `plan`, and
data in a file or folder of its own to `separate_data`.
The test part is taken away first; the validation share is one of the rest. A script does the same for
classes y and the share s, with NumPy alone:

    rng, parts = np.random.default_rng(seed), []
    for c in range(classes):
        members = rng.permutation(np.flatnonzero(y == c))
        size = min(max(round(len(members) * s), 1), len(members) - 1) if len(members) > 1 else 0
        parts.append(members[:size])
    validation = np.sort(np.concatenate(parts))
    train = np.setdiff1d(np.arange(len(y)), validation)
"""

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import AnyDataset, DataError
from engine.data.kind_facts import SeriesFacts
from engine.data.split.groups import grouped_split
from engine.language import tr
from engine.settings.fit import FitSettings

Indices = NDArray[np.int64]


def _none() -> Indices:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a data set, without a common example.

    Attributes:
        train: sorted int64 indices of the examples that train.
        validation: sorted int64 indices of those that validate; may be empty.
        test: sorted int64 indices of those that are looked at after training alone; may be empty.
    """

    train: Indices
    validation: Indices
    test: Indices = field(default_factory=_none)


def split(dataset: AnyDataset, fit: FitSettings, *, seed: int) -> Split:
    """Return the parts that train, validate and test.

    Data that brings its parts is split by them. Separate validation data and a share of 0 leave the examples
    to training, and so do separate test data and a test share of 0; a custom file that makes the batches
    leaves it all examples. Of ordered data the end of each series tests, what is before it validates, with
    `SeriesFacts.gap` examples before each left out, or whole series drawn by the seed. "stratified" takes the
    share of every class, at least one example of each class that has two, and is "random" for regression.
    "last" takes the rows that Keras's `validation_split` takes. Of examples in groups whole groups are drawn,
    by scikit-learn (`groups`).

    Args:
        dataset: the data, fitted or not.
        fit: the shares, `validation_method`, and whether there is separate data.
        seed: of the run.

    Raises:
        DataError: nothing would be left to train on, or no class or series can be split.
    """
    if dataset.batches is not None:
        return Split(np.arange(dataset.count), _none())
    rest, test = _without_test(dataset, fit, seed=seed)
    mask = dataset.validation_mask
    if mask is not None:
        train, validation = rest[~mask[rest]], rest[mask[rest]] if not fit.validation_data else _none()
    elif fit.validation_split == 0 or fit.validation_data:
        train, validation = rest, _none()
    else:
        share = _Share("fit.validation_split", fit.validation_split, fit.validation_method)
        train, validation = _drawn(dataset, rest, share, seed=seed)
    if not len(train):
        raise _nothing_left(dataset, "fit.validation_split")
    return Split(train, validation, test)


def _without_test(dataset: AnyDataset, fit: FitSettings, *, seed: int) -> tuple[Indices, Indices]:
    """Return the examples beside the test part, and those of the test part."""
    every = np.arange(dataset.count)
    if dataset.test_mask is not None:
        test = _none() if fit.test_data or _validates_on_test(dataset, fit) else every[dataset.test_mask]
        return every[~dataset.test_mask], test
    if fit.test_data or fit.test_split == 0:
        return every, _none()
    among = every if dataset.validation_mask is None else every[~dataset.validation_mask]
    share = _Share("fit.test_split", fit.test_split, fit.validation_method)
    rest, test = _drawn(dataset, among, share, seed=seed)
    if not len(rest):
        raise _nothing_left(dataset, "fit.test_split")
    given = _none() if dataset.validation_mask is None else every[dataset.validation_mask]
    return np.union1d(rest, given), test


def _validates_on_test(dataset: AnyDataset, fit: FitSettings) -> bool:
    """Whether the separate validation data is what the test part was read from: it then tests nothing."""
    name = PurePath(fit.validation_data.replace("\\", "/")).name
    return bool(name) and name == dataset.test_file


def _nothing_left(dataset: AnyDataset, path: str) -> DataError:
    if path == "fit.test_split":
        sentence = tr(
            "Of {count:,} examples none is left to train on; lower the test share or take more data.",
            count=dataset.count,
        )
    else:
        sentence = tr(
            "Of {count:,} examples none is left to train on; lower the validation share or take more data.",
            count=dataset.count,
        )
    return DataError(sentence, path=path)


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that is taken out of training.

    Attributes:
        setting: the path of its setting.
        share: of the examples, between 0 and 1.
        method: one of `_METHODS`.
    """

    setting: str
    share: float
    method: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the methods look at, of the examples that may be drawn.

    Attributes:
        y: their targets.
        classes: the number of classes; 0 for regression.
        count: of examples.
    """

    y: NDArray[np.int64]
    classes: int
    count: int


def _drawn(dataset: AnyDataset, among: Indices, share: _Share, *, seed: int) -> tuple[Indices, Indices]:
    """Return the examples of `among` that stay, and those that are taken out."""
    if dataset.series is not None:
        take = _whole_series if dataset.series.whole_groups else _last_of_each
        kept, taken = take(_each(dataset.series, among), share, gap=dataset.series.gap, seed=seed)
        return among[kept], among[taken]
    if dataset.groups is not None:
        kept, taken = grouped_split(
            dataset.groups[among],
            dataset.y[among] if dataset.task == "classification" else None,
            share=share.share,
            method=share.method,
            setting=share.setting,
            seed=seed,
        )
        return among[kept], among[taken]
    classes = dataset.outputs if dataset.task == "classification" else 0
    method = "random" if share.method == "stratified" and not classes else share.method
    taken = _METHODS[method](_Rows(dataset.y[among], classes, len(among)), share, seed=seed)
    return among[np.setdiff1d(np.arange(len(among)), taken)], among[taken]


def _stratified(rows: _Rows, share: _Share, *, seed: int) -> Indices:
    rng = np.random.default_rng(seed)
    parts: list[Indices] = []
    for number in range(rows.classes):
        members = rng.permutation(np.flatnonzero(rows.y == number))
        size = min(max(round(len(members) * share.share), 1), len(members) - 1) if len(members) > 1 else 0
        parts.append(members[:size])
    taken = np.sort(np.concatenate(parts))
    if not len(taken):
        raise DataError(
            tr(
                "No class has two examples, so none can be kept for validation; take more data or a"
                " validation share of 0."
            )
            if share.setting == "fit.validation_split"
            else tr(
                "No class has two examples, so none can be kept to test on; take more data or a test"
                " share of 0."
            ),
            path=share.setting,
        )
    return taken


def _random(rows: _Rows, share: _Share, *, seed: int) -> Indices:
    order = np.random.default_rng(seed).permutation(rows.count)
    return np.sort(order[: max(1, round(rows.count * share.share))])


def _last(rows: _Rows, share: _Share, *, seed: int) -> Indices:  # noqa: ARG001 - alike in the table below
    return np.arange(_cut(rows.count, share.share), rows.count)


def _cut(count: int, share: float) -> int:
    # the same cut as Keras: train_validation_split floors the training part
    return min(int(np.floor(count * (1.0 - share))), count - 1)


def _each(series: SeriesFacts, among: Indices) -> list[Indices]:
    """Return the places in `among` of each series that has some."""
    if series.groups is None:
        return [np.arange(len(among))]
    return np.split(np.arange(len(among)), np.flatnonzero(np.diff(series.groups[among])) + 1)


def _last_of_each(
    series: list[Indices],
    share: _Share,
    *,
    gap: int,
    seed: int,  # noqa: ARG001 - as the other
) -> tuple[Indices, Indices]:
    parts = [(members, _cut(len(members), share.share)) for members in series]
    kept = [members[: max(cut - gap, 0)] for members, cut in parts]
    return np.concatenate(kept), np.concatenate([members[cut:] for members, cut in parts])


def _whole_series(
    series: list[Indices],
    share: _Share,
    *,
    gap: int,  # noqa: ARG001 - as the other
    seed: int,
) -> tuple[Indices, Indices]:
    if len(series) < 2:
        raise DataError(
            tr(
                "There is one series only, so none can be kept for validation; validate on the last stretch,"
                " or choose the column that names the series."
            ),
            path="data.held_out",
        )
    order = np.random.default_rng(seed).permutation(len(series))
    drawn = np.sort(order[: min(max(1, round(len(series) * share.share)), len(series) - 1)])
    kept = np.setdiff1d(np.arange(len(series)), drawn)
    return np.concatenate([series[at] for at in kept]), np.concatenate([series[at] for at in drawn])


class _Method(Protocol):
    def __call__(self, rows: _Rows, share: _Share, *, seed: int) -> Indices: ...


_METHODS: dict[str, _Method] = {
    "stratified": _stratified,
    "random": _random,
    "last": _last,
}
