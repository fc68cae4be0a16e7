"""Whether the parts of the data can say anything: classes of validation, and columns that know the target.

Each warning says what would help. Whether the data can be split at all is said where it is split.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset, RawDataset
from engine.data.tables.rows import TableRows
from engine.language import tr, tr_later
from engine.optional_packages import has_scikit_learn
from engine.problems import Cure, Problem
from engine.settings.data.kinds import TableData

if TYPE_CHECKING:
    from engine.data.dataset import AnyDataset
    from engine.data.split import Split
    from engine.settings import Project

_SHOWN = 5
_TWICE_VALIDATED = tr_later(
    "Pictures that train are among those that validate too ({count:,}), the same or nearly so: {first} is"
    " {second}. The validation values look better than they are; take duplicates out of the folder."
)
_TWICE_TESTED = tr_later(
    "Pictures that train are among those that test too ({count:,}), the same or nearly so: {first} is"
    " {second}. The test would look better than it is; take duplicates out of the folder."
)
_GROUPING = ("category", "one_hot", "embedding", "number")
_GROUPS_A_TARGET, _ROWS_A_GROUP, _DECIDED, _UNEVEN = 3, 3, 0.99, 0.9


def part_problems(project: Project, dataset: AnyDataset, *, parts: Split) -> Iterator[Problem]:
    """Yield warnings about the parts of the data.

    Args:
        project: The settings.
        dataset: The data.
        parts: How it is split.
    """
    for column in dataset.columns:
        if column.warning:
            yield Problem(
                "data.columns",
                tr(
                    "Column {name}: {warning}. If it is not known when the model is used, leave it out.",
                    name=column.name,
                    warning=column.warning,
                ),
                "warning",
                _leave_out(project, column.name),
            )
    rows = dataset.rows if isinstance(dataset, Dataset | RawDataset) else None
    if isinstance(project.data, TableData) and isinstance(rows, TableRows) and dataset.groups is None:
        yield from _group_problems(project.data, rows, dataset, parts=parts)
    yield from _duplicate_problems(dataset, parts)
    if dataset.task == "classification" and not dataset.batches and len(parts.validation):
        yield from _class_problems(project, dataset, parts=parts)


def _duplicate_problems(dataset: AnyDataset, parts: Split) -> Iterator[Problem]:
    """Yield a warning for pictures that train and are in another part as well."""
    marks = dataset.marks
    if marks is None:
        return
    ranked = parts.train[np.argsort(marks[parts.train], kind="stable")]
    for other, sentence in ((parts.validation, _TWICE_VALIDATED), (parts.test, _TWICE_TESTED)):
        twice = other[np.isin(marks[other], marks[ranked])]
        if len(twice):
            same = ranked[np.searchsorted(marks[ranked], marks[twice[0]])]
            yield Problem(
                "data.path",
                tr(
                    sentence,
                    count=len(twice),
                    first=dataset.names[twice[0]],
                    second=dataset.names[same],
                ),
                "warning",
            )


def _class_problems(project: Project, dataset: AnyDataset, *, parts: Split) -> Iterator[Problem]:
    path = "fit.validation_method" if dataset.validation_mask is None else "data.path"
    advice, cure = _advice(project, dataset)
    unseen = only_validated(dataset, parts)
    if unseen:
        yield Problem(
            path,
            tr(
                "Validation has examples of {names}, of which training has none, so they cannot be told from"
                " others; {advice}",
                names=", ".join(unseen[:_SHOWN]),
                advice=advice,
            ),
            "warning",
            cure,
        )
    without = only_trained(dataset, parts)
    if without:
        yield Problem(
            path,
            tr(
                "Validation has no example of {names}, so it says nothing about them; {advice}",
                names=", ".join(without[:_SHOWN]),
                advice=advice,
            ),
            "warning",
            cure,
        )


def only_validated(dataset: AnyDataset, parts: Split) -> tuple[str, ...]:
    """Return the names of the classes that validation has examples of, and training has none."""
    if dataset.task != "classification" or dataset.batches or not len(parts.validation):
        return ()
    trained, validated = _counts(dataset, parts)
    return tuple(
        name for name, a, b in zip(dataset.class_names, trained, validated, strict=False) if b and not a
    )


def only_trained(dataset: AnyDataset, parts: Split) -> tuple[str, ...]:
    """Return the names of the classes that training has examples of, and validation has none.

    A validation part of fewer examples than there are classes must lack some: () then.
    """
    if (
        dataset.task != "classification"
        or dataset.batches
        or len(parts.validation) < len(dataset.class_names)
    ):
        return ()
    trained, validated = _counts(dataset, parts)
    return tuple(
        name for name, a, b in zip(dataset.class_names, trained, validated, strict=False) if a and not b
    )


def _counts(dataset: AnyDataset, parts: Split) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many examples of each class train, and how many validate."""
    trained, validated = (
        np.bincount(dataset.y[part].astype(np.int64), minlength=len(dataset.class_names))
        for part in (parts.train, parts.validation)
    )
    return trained, validated


def _advice(project: Project, dataset: AnyDataset) -> tuple[str, Cure | None]:
    if dataset.validation_mask is not None:
        return tr("the parts are those of the data: move examples between them."), None
    if dataset.series is not None:
        return tr("take a larger validation share, or validate on whole series."), None
    if project.fit.validation_method == "stratified":
        return tr("take a larger validation share, or more examples of the class."), None
    sentence = tr("choose a stratified split, which takes the share of every class.")
    return sentence, Cure(tr("Split it stratified"), ("fit.validation_method=stratified",))


def _group_problems(
    settings: TableData, rows: TableRows, dataset: AnyDataset, *, parts: Split
) -> Iterator[Problem]:
    """Yield the warning where rows that belong together are divided, such as those of one person.

    The evidence is that the rows of each value have one target, though the values are many more than those of
    the target: a model can then know a validation row by its group, and learn nothing that holds for others.
    """
    y = np.unique(dataset.y, axis=0, return_inverse=True)[1].reshape(-1)
    warned = {column.name for column in dataset.columns if column.warning}
    for name, kind in rows.kinds.items():
        column = rows.values[name]
        if name in warned or kind not in _GROUPING or (kind == "number" and not _is_whole(column)):
            continue
        values = np.unique(column.astype(str), return_inverse=True)[1].reshape(-1)
        divided = np.intersect1d(values[parts.train], values[parts.validation])
        if len(divided) and _groups_decide(values, y):
            kinds = {**settings.columns, name: "group"}
            yield Problem(
                "data.columns",
                tr(
                    "Rows with the same {name} have the same target, and {count:,} of its values are both in"
                    " training and in validation, so validation says nothing about others; split by {name}.",
                    name=name,
                    count=len(divided),
                ),
                "warning",
                Cure(tr("Split by {name}", name=name), (f"data.columns={json.dumps(kinds)}",))
                if has_scikit_learn()
                else None,
            )


def _is_whole(column: NDArray[np.float32]) -> bool:
    return bool((column[~np.isnan(column)] % 1 == 0).all())


def _groups_decide(values: NDArray[np.int64], y: NDArray[np.int64]) -> bool:
    """Whether the rows of each value have one target, which would not be so by chance."""
    groups, targets = int(values.max()) + 1, int(y.max()) + 1
    # a value of a single row has one target in any case, and so has each where there are few values
    if groups < _GROUPS_A_TARGET * targets or _ROWS_A_GROUP * groups > len(values) or targets < 2:
        return False
    pairs, counts = np.unique(values * targets + y, return_counts=True)
    most = np.zeros(groups, np.int64)
    np.maximum.at(most, pairs // targets, counts)
    return bool(most.sum() >= _DECIDED * len(y)) and bool(np.bincount(y).max() < _UNEVEN * len(y))


def _leave_out(project: Project, column: str) -> Cure | None:
    if not isinstance(project.data, TableData):
        return None
    kinds = {**project.data.columns, column: "ignore"}
    return Cure(tr("Leave {name} out", name=column), (f"data.columns={json.dumps(kinds)}",))
