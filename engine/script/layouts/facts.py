"""What a script must know of the data beside the settings: names, shapes, and how the file is written.

`facts_of` looks at the data once, after it was read; a script can then be written as often as a setting
changes, as long as the settings of the data stay. What is looked for in a file of each kind is in `forms`;
what settings make of the facts is in `inputs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.split import validation_settings
from engine.script.layouts.by_kind import FileLayout, LayoutOf, layout_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.data.dataset import Dataset
    from engine.settings.data.raw_inputs import Embedded
    from engine.settings.project import Project


@dataclass(frozen=True, slots=True)
class ScriptFacts:
    """The data as a script needs it.

    `kind`, `task`, `shape`, `outputs` and the names are those of the data set; `dtype` is its inputs'
    ("uint8", "float32", "int32"). `weighted` says whether examples have weights of their own. `layout` says
    how the data is written in its file or folder, and `validation` the same of separate validation data, or
    None. `vocabulary` is how many different tokens the inputs have, 0 where they are no tokens; `embedded` is
    what the last columns of a table stand for.
    `many_series` says that the examples are of several series, and `whole_series` that whole ones validate.
    `has_validation_part` says that the data itself has a part for validation.
    `padding` is the value of the steps that only fill sequences up.
    `base` is the folder that relative paths begin at, None for the working folder.
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
    base: Path | None = None
    many_series: bool = False
    whole_series: bool = False
    has_validation_part: bool = False
    padding: float | None = None


def facts_of(
    project: Project,
    dataset: Dataset,
    *,
    validation: Dataset | None = None,
    base: Path | None = None,
    layout_of: LayoutOf = layout_of,
) -> ScriptFacts:
    """The facts of `dataset`, which was read as the project's settings of the data say, and is prepared.

    `validation` is the separate validation data, where there is some. `layout_of` looks at the files: who
    asks often gives a `LayoutCache`. Raises DataError when a file cannot be read any more.
    """
    fitted = dataset.fitted
    return ScriptFacts(
        kind=dataset.kind,
        task=dataset.task,
        shape=dataset.shape,
        outputs=dataset.outputs,
        dtype=str(dataset.x.dtype),
        class_names=dataset.class_names,
        feature_names=dataset.feature_names,
        ordered=dataset.ordered,
        gap=dataset.gap,
        weighted=dataset.sample_weight is not None,
        vocabulary=dataset.vocabulary,
        embedded=() if fitted is None else fitted.embedded,
        layout=layout_of(project.data, dataset, base=base),
        validation=None
        if validation is None
        else layout_of(validation_settings(project), validation, base=base),
        base=base,
        many_series=dataset.groups is not None and bool((dataset.groups != dataset.groups[0]).any()),
        whole_series=dataset.whole_groups,
        has_validation_part=dataset.validation_mask is not None,
        padding=dataset.padding,
    )
