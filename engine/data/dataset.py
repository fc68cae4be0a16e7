"""What every kind of data becomes: examples by index, with what is known about them.

A reader returns a `Dataset`, or a `RawDataset` where something must be measured on the training part before
there are numbers; `fit` makes a `Dataset` of either. How each kind is read is left to the rooms beside this
module; `engine.data.load` picks the reader.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import (
    AsRead,
    ColumnFacts,
    CustomBatches,
    ForecastRows,
    MadeOnce,
    NumberedTexts,
    SeriesFacts,
)
from engine.data.preprocessing import Fitted, Preprocessing
from engine.data.problems import DataError, LeftOut
from engine.data.streamed import Inputs
from engine.settings.data.raw_inputs import Embedded

__all__ = ["AnyDataset", "DataError", "Dataset", "LeftOut", "RawDataset", "TaskName", "forecast_of"]

TaskName = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyDataset(ABC):
    """What is known of all examples, whether or not their inputs are numbers yet.

    Attributes:
        kind: the kind of the settings that it was read by, such as "images".
        task: whether `y` holds classes or numbers.
        y: (n,) int64 class numbers, or (n, m) float32.
        fingerprint: the sha256 of all that was read, as hex.
        sample_weight: (n,) float32; None without weights.
        groups: (n,) int64, the group of each example, such as a person; those of one group are in one part.
            None where each example stands for itself.
        class_names: of the classes 0, 1, 2, ...; empty for regression.
        target_names: of the columns of `y`; empty for classes.
        names: one for each example where that helps (file names), else empty.
        marks: (n,) uint64, equal for pictures that are the same or nearly so; None for other data.
        left_out: what was not used, with the reason.
        notes: sentences for people.
        columns: what a table has.
        validation_mask: (n,) bool, which examples validate where the data has its parts; else None.
        test_mask: (n,) bool, which examples test where the data has its parts; else None.
        test_file: the name of the file that the test part alone was read from; "" where it has none.
        series: what is known of examples in time order; None where their order means nothing.
        batches: who makes the batches of a custom file (the examples are those of the first one); else None.
        as_read: columns and some rows of a file with columns, as they were read; None for other data.
    """

    kind: str
    task: TaskName
    y: NDArray[Any]
    fingerprint: str
    sample_weight: NDArray[np.float32] | None = None
    groups: NDArray[np.int64] | None = None
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    marks: NDArray[np.uint64] | None = None
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[ColumnFacts, ...] = ()
    validation_mask: NDArray[np.bool_] | None = None
    test_mask: NDArray[np.bool_] | None = None
    test_file: str = ""
    series: SeriesFacts | None = None
    batches: CustomBatches | None = None
    as_read: AsRead | None = None

    @property
    def count(self) -> int:
        """The number of examples."""
        return len(self.y)

    @property
    def outputs(self) -> int:
        """The number of classes, or of target columns."""
        return len(self.class_names) if self.task == "classification" else int(self.y.shape[1])

    @abstractmethod
    def fit(self, train: NDArray[np.int64]) -> "Dataset":
        """Return the data set with its inputs as numbers; one that has them already returns itself.

        Args:
            train: int64 indices of the examples that are measured; no other has any influence.

        Raises:
            DataError: there is nothing to measure.
        """

    @abstractmethod
    def fit_like(self, dataset: "Dataset") -> "Dataset":
        """Return the data set with its inputs as numbers, by what was measured on `dataset`.

        Args:
            dataset: the training data, as read with the same settings.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(AnyDataset):
    """Examples by index that a model can take.

    Attributes:
        x: (n, *shape) uint8, float32 or int32, in memory or streamed.
        feature_names: of the last axis of `x`, empty where features have no names.
        padding: the value of the steps that only fill sequences up to one length; None where there are none.
        numbered: what is known of texts that came as token ids; None for other data.
        rows: what `x` was made of by `fitted`; None where nothing was measured.
        fitted: what was measured on the training part; None where nothing was.
        made_once: how separate data was made of the batches of a custom file; None for other data.
    """

    x: Inputs
    feature_names: tuple[str, ...] = ()
    padding: float | None = None
    numbered: NumberedTexts | None = None
    rows: Preprocessing | None = None
    fitted: Fitted | None = None
    made_once: MadeOnce | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one example's input."""
        return tuple(int(size) for size in self.x.shape[1:])

    @property
    def dtype(self) -> str:
        """The dtype of the inputs, by name."""
        return str(self.x.dtype)

    @property
    def embedded(self) -> tuple[Embedded, ...]:
        """The embedded categories in the last columns of a table."""
        return () if self.fitted is None else self.fitted.embedded

    @property
    def vocabulary(self) -> int:
        """The number of token ids where examples are texts, padding (0) among them; else 0."""
        if self.numbered is not None:
            return self.numbered.vocabulary
        return 0 if self.fitted is None else self.fitted.vocabulary

    def fit(self, train: NDArray[np.int64]) -> Self:  # noqa: ARG002 - as the raw data set, which measures
        """Return this data set: it has its inputs."""
        return self

    def fit_like(self, dataset: "Dataset") -> Self:  # noqa: ARG002 - as the raw data set, which measures
        """Return this data set: it has its inputs."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDataset(AnyDataset):
    """Examples whose inputs are not numbers before something was measured on the training part.

    It has no inputs, so that nothing can be trained on by mistake.

    Attributes:
        rows: the inputs as they were read.
    """

    rows: Preprocessing

    def fit(self, train: NDArray[np.int64]) -> Dataset:
        """Measure the rows at `train`, and return the data set with the inputs of all examples."""
        return self._with(self.rows.fit(train))

    def fit_like(self, dataset: Dataset) -> Dataset:
        """Return the data set with the inputs that `dataset.fitted` makes of its rows."""
        if dataset.fitted is None:
            raise TypeError("the training data of the same settings is fitted too")
        return self._with(dataset.fitted)

    def _with(self, fitted: Fitted) -> Dataset:
        known = {field.name: getattr(self, field.name) for field in fields(AnyDataset)}
        known["notes"] = (*self.notes, *fitted.notes())
        x = fitted.apply(self.rows)
        return Dataset(**known, x=x, feature_names=fitted.feature_names, rows=self.rows, fitted=fitted)


def forecast_of(dataset: AnyDataset) -> ForecastRows | None:
    """Return the rows that the windows of a forecast are cut from; None for other data."""
    return None if dataset.series is None else dataset.series.forecast
