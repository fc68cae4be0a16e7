"""Whether the parts of the data can say anything: classes of validation, and columns that know the target.

Each warning says what would help. Whether the data can be split at all is said where it is split.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.language import tr
from engine.problems import Cure, Problem
from engine.settings.data.kinds import TableData

if TYPE_CHECKING:
    from engine.data.dataset import AnyDataset
    from engine.data.split import Split
    from engine.settings import Project

_SHOWN = 5


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
    if dataset.task == "classification" and not dataset.batches and len(parts.validation):
        yield from _class_problems(project, dataset, parts=parts)


def _class_problems(project: Project, dataset: AnyDataset, *, parts: Split) -> Iterator[Problem]:
    trained, validated = _counts(dataset, parts)
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
    without = [
        name for name, a, b in zip(dataset.class_names, trained, validated, strict=False) if a and not b
    ]
    if without and len(parts.validation) >= len(dataset.class_names):
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


def _leave_out(project: Project, column: str) -> Cure | None:
    if not isinstance(project.data, TableData):
        return None
    kinds = {**project.data.columns, column: "ignore"}
    return Cure(tr("Leave {name} out", name=column), (f"data.columns={json.dumps(kinds)}",))
