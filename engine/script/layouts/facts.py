"""What a script must know of the data besides the settings: names, shapes, and how the files are written.

`facts_of` inspects the data once, after it was read. A script can then be written after every change of a
setting, until the settings of the data change. The files of each kind are inspected by the modules beside
this one; what the settings make of the facts is in `engine.script.inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.data.separate_data import settings_of
from engine.data.split import split
from engine.script.layouts.by_kind import FileLayout, LayoutOf, layout_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.settings.data.raw_inputs import Embedded
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """The data as a script needs to know it.

    Attributes:
        kind: Kind of data, as in `Dataset`.
        task: "classification" or "regression".
        shape: Shape of one input, without the batch axis.
        outputs: Number of classes or target numbers.
        dtype: dtype of the inputs: "uint8", "float32" or "int32".
        class_names: Names of the classes, () for regression.
        feature_names: Names of the features, () where they have none.
        ordered: Whether the examples are in time order.
        gap: Number of examples left out before the validation part, so that no window is in both parts.
        weighted: Whether examples have sample weights.
        layout: How the data is written in its file or folder.
        vocabulary: Number of distinct tokens of the inputs, 0 where they are not tokens.
        embedded: The embedded categories in the last columns of a table.
        validation: Layout of separate validation data, None without.
        test: Layout of separate test data, None without.
        base: The folder that relative paths start from; None for the working folder.
        many_series: Whether the examples come from several series.
        whole_series: Whether whole series are held out for validation.
        has_validation_part: Whether the data itself says which examples validate.
        has_test_part: Whether the data itself says which examples test.
        padding: The value of padded time steps, None without padding.
        count: Number of examples without those that the data gives to a test part; 0 where custom code makes
            the batches.
        class_counts: How many of them each class has, () for regression.
    """

    kind: str
    task: str
    shape: tuple[int, ...]
    outputs: int
    dtype: str
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    ordered: bool
    gap: int
    weighted: bool
    layout: FileLayout
    vocabulary: int = 0
    embedded: tuple[Embedded, ...] = ()
    validation: FileLayout | None = None
    test: FileLayout | None = None
    base: Path | None = None
    many_series: bool = False
    whole_series: bool = False
    has_validation_part: bool = False
    has_test_part: bool = False
    padding: float | None = None
    count: int = 0
    class_counts: tuple[int, ...] = ()


def facts_of(
    project: Project,
    dataset: Dataset,
    *,
    validation: Dataset | None = None,
    test: Dataset | None = None,
    base: Path | None = None,
    layout_of: LayoutOf = layout_of,
) -> ScriptFacts:
    """Collect the facts about `dataset`.

    Args:
        project: The settings that the data was read with.
        dataset: The data set, with its preprocessing fitted.
        validation: Separate validation data, None without.
        test: Separate test data, None without.
        base: The folder that relative paths start from; None for the working folder.
        layout_of: Inspects the files; a `LayoutCache` for callers that ask often.

    Returns:
        The facts.

    Raises:
        DataError: A file cannot be read any more.
    """
    fitted, series = dataset.fitted, dataset.series
    groups = None if series is None else series.groups
    layout = layout_of(project.data, dataset, base=base)
    in_files = _in_other_files(layout)
    return ScriptFacts(
        kind=dataset.kind,
        task=dataset.task,
        shape=dataset.shape,
        outputs=dataset.outputs,
        dtype=str(dataset.x.dtype),
        class_names=dataset.class_names,
        feature_names=dataset.feature_names,
        ordered=series is not None,
        gap=0 if series is None else series.gap,
        weighted=dataset.sample_weight is not None,
        vocabulary=dataset.vocabulary,
        embedded=() if fitted is None else fitted.embedded,
        layout=layout,
        validation=in_files.get("validation")
        if validation is None
        else layout_of(settings_of(project, "validation"), validation, base=base, part="validation"),
        test=_test_in_files(project, dataset, in_files.get("test"))
        if test is None
        else layout_of(settings_of(project, "test"), test, base=base, part="test"),
        base=base,
        many_series=groups is not None and bool((groups != groups[0]).any()),
        whole_series=series is not None and series.whole_groups,
        has_validation_part=dataset.validation_mask is not None and "validation" not in in_files,
        has_test_part=dataset.test_mask is not None and "test" not in in_files,
        padding=dataset.padding,
        count=dataset.count if dataset.test_mask is None else int(np.count_nonzero(~dataset.test_mask)),
        class_counts=_class_counts(dataset),
    )


def _in_other_files(layout: FileLayout) -> dict[str, FileLayout]:
    """Return the layouts of parts that are read beside the training part, by name of the part."""
    found = {part: getattr(layout, part, None) for part in ("validation", "test")}
    return {part: one for part, one in found.items() if one is not None}


def _test_in_files(project: Project, dataset: Dataset, layout: FileLayout | None) -> FileLayout | None:
    """Return the layout of the test part, None where it is validated on."""
    if layout is None or not len(split(dataset, project.fit, seed=project.run.seed).test):
        return None
    return layout


def _class_counts(dataset: Dataset) -> tuple[int, ...]:
    if dataset.task == "regression" or dataset.batches is not None:
        return ()
    y = dataset.y if dataset.test_mask is None else dataset.y[~dataset.test_mask]
    return tuple(map(int, np.bincount(y, minlength=dataset.outputs)))
