"""What follows from a data set alone, each thing said once: kind, shape, names, and what is special about it.

What people are shown beside it is in `describe`, what a script must know in `engine.script.layouts`, and what
the parts are in `engine.inspect.facts`; each adds its own to these facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.settings.data.raw_inputs import Embedded

_PICTURE_KINDS = ("arrays", "keras")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetFacts:
    """The facts of a data set.

    Attributes:
        kind: the kind of data, as in `Dataset.kind`.
        task: "classification" or "regression".
        count: the number of examples.
        shape: of one example's input, without the batch axis.
        dtype: of the inputs, by name.
        outputs: the number of classes, or of target columns.
        class_names: in the order of their numbers; empty for regression.
        feature_names: of the last axis of the inputs; empty where they have none.
        is_image: whether examples are shown as pictures.
        vocabulary: the number of token ids; 0 where inputs are not tokens.
        embedded: the embedded categories in the last columns of a table.
        padding: the value of padded time steps; None without padding.
        ordered: whether the examples are in time order.
        gap: how many examples are left out before each part, so that no window is in both.
        many_series: whether the examples come from several series.
        whole_series: whether whole series are held out, not the end of each.
        weighted: whether examples have sample weights.
        groups: how many groups of examples there are of which each stays in one part; 0 without groups.
        streamed: whether the examples are read or made while the model trains.
        has_validation_part: whether the data itself says which examples validate.
        has_test_part: whether the data itself says which examples test.
    """

    kind: str
    task: str
    count: int = 0
    shape: tuple[int, ...] = ()
    dtype: str = "float32"
    outputs: int = 0
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    is_image: bool = False
    vocabulary: int = 0
    embedded: tuple[Embedded, ...] = ()
    padding: float | None = None
    ordered: bool = False
    gap: int = 0
    many_series: bool = False
    whole_series: bool = False
    weighted: bool = False
    groups: int = 0
    streamed: bool = False
    has_validation_part: bool = False
    has_test_part: bool = False

    @property
    def grouped(self) -> bool:
        """Whether the examples of one group stay in one part."""
        return self.groups > 0

    @property
    def is_text(self) -> bool:
        """Whether the inputs are tokens."""
        return self.vocabulary > 0

    @classmethod
    def of(cls, dataset: Dataset, **more: Any) -> Self:
        """Return the facts of a data set.

        Args:
            dataset: the data, fitted.
            more: the attributes that a subclass adds.
        """
        series = dataset.series
        groups = None if series is None else series.groups
        return cls(
            kind=dataset.kind,
            task=dataset.task,
            count=dataset.count,
            shape=dataset.shape,
            dtype=dataset.dtype,
            outputs=dataset.outputs,
            class_names=dataset.class_names,
            feature_names=dataset.feature_names,
            is_image=shows_as_image(dataset),
            vocabulary=dataset.vocabulary,
            embedded=dataset.embedded,
            padding=dataset.padding,
            ordered=series is not None,
            gap=0 if series is None else series.gap,
            many_series=groups is not None and bool((groups != groups[0]).any()),
            whole_series=series is not None and series.whole_groups,
            weighted=dataset.sample_weight is not None,
            groups=0 if dataset.groups is None else len(np.unique(dataset.groups)),
            streamed=not isinstance(dataset.x, np.ndarray) or dataset.batches is not None,
            has_validation_part=dataset.validation_mask is not None,
            has_test_part=dataset.test_mask is not None,
            **more,
        )


def shows_as_image(dataset: Dataset) -> bool:
    """Return whether examples are shown as pictures.

    These are image folders, and arrays of (h, w, 1) or (h, w, 3), or (h, w) where they are uint8.
    """
    shape = dataset.shape
    if dataset.kind in _PICTURE_KINDS and min(shape, default=0) > 0:
        return (len(shape) == 3 and shape[2] in (1, 3)) or (len(shape) == 2 and dataset.x.dtype == np.uint8)
    return dataset.kind == "images"
