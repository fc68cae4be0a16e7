"""What a script must know of the data besides the settings: names, shapes, and how the files are written.

`facts_of` inspects the data once, after it was read. A script can then be written after every change of a
setting, until the settings of the data change. The files of each kind are inspected by the modules beside
this one; what the settings make of the facts is in `engine.script.inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from engine.data.facts import DatasetFacts
from engine.data.separate_data import settings_of
from engine.data.split import Split, split
from engine.script.layouts.by_kind import FileLayout, LayoutOf, layout_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFacts(DatasetFacts):
    """The data as a script needs to know it: its facts, and how it is written in its files.

    Attributes:
        layout: How the data is written in its file or folder.
        validation: Layout of separate validation data, None without.
        test: Layout of separate test data, None without.
        base: The folder that relative paths start from; None for the working folder.
        split_count: Number of examples without those that the data gives to a test part.
        class_counts: How many of them each class has, () for regression and batches of custom code.
    """

    layout: FileLayout
    validation: FileLayout | None = None
    test: FileLayout | None = None
    base: Path | None = None
    split_count: int = 0
    class_counts: tuple[int, ...] = ()


def facts_of(
    project: Project,
    dataset: Dataset,
    *,
    validation: Dataset | None = None,
    test: Dataset | None = None,
    parts: Split | None = None,
    base: Path | None = None,
    layout_of: LayoutOf = layout_of,
) -> ScriptFacts:
    """Collect the facts about `dataset`.

    Args:
        project: The settings that the data was read with.
        dataset: The data set, with its preprocessing fitted.
        validation: Separate validation data, None without.
        test: Separate test data, None without.
        parts: How the data is split; None to split it here.
        base: The folder that relative paths start from; None for the working folder.
        layout_of: Inspects the files; a `LayoutCache` for callers that ask often.

    Returns:
        The facts.

    Raises:
        DataError: A file cannot be read any more.
    """
    layout = layout_of(project.data, dataset, base=base)
    in_files = _in_other_files(layout)
    found = ScriptFacts.of(
        dataset,
        layout=layout,
        validation=in_files.get("validation")
        if validation is None
        else layout_of(settings_of(project, "validation"), validation, base=base, part="validation"),
        test=_test_in_files(project, dataset, layout=in_files.get("test"), parts=parts)
        if test is None
        else layout_of(settings_of(project, "test"), test, base=base, part="test"),
        base=base,
        split_count=dataset.count if dataset.test_mask is None else int(np.count_nonzero(~dataset.test_mask)),
        class_counts=_class_counts(dataset),
    )
    return replace(
        found,
        has_validation_part=found.has_validation_part and "validation" not in in_files,
        has_test_part=found.has_test_part and "test" not in in_files,
    )


def _in_other_files(layout: FileLayout) -> dict[str, FileLayout]:
    """Return the layouts of parts that are read beside the training part, by name of the part."""
    found = {part: getattr(layout, part, None) for part in ("validation", "test")}
    return {part: one for part, one in found.items() if one is not None}


def _test_in_files(
    project: Project, dataset: Dataset, *, layout: FileLayout | None, parts: Split | None
) -> FileLayout | None:
    """Return the layout of the test part, None where it is validated on."""
    if layout is None:
        return None
    parts = parts or split(dataset, project.fit, seed=project.run.seed)
    return layout if len(parts.test) else None


def _class_counts(dataset: Dataset) -> tuple[int, ...]:
    if dataset.task == "regression" or dataset.batches is not None:
        return ()
    y = dataset.y if dataset.test_mask is None else dataset.y[~dataset.test_mask]
    return tuple(map(int, np.bincount(y, minlength=dataset.outputs)))
