"""What every kind of data becomes: examples by index, with what is known about them.

How each kind is read is left to the rooms beside this module; `engine.data.load` picks the reader.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from engine.data.custom.batches import CustomBatches
from engine.data.kind_facts import ColumnFacts, ForecastRows, NumberedTexts
from engine.data.preprocessing import Fitted, Preprocessing
from engine.data.problems import DataError, LeftOut
from engine.data.streamed import Inputs

__all__ = ["DataError", "Dataset", "LeftOut", "TaskName"]

TaskName = Literal["classification", "regression"]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples by index.

    Attributes:
        kind: the kind of the settings that it was read by, such as "images".
        task: whether `y` holds classes or numbers.
        x: (n, *shape) uint8, float32 or int32, in memory or streamed; (n, 0) until `preprocessing` is fitted.
        y: (n,) int64 class numbers, or (n, m) float32.
        fingerprint: the sha256 of all that was read, as hex.
        sample_weight: (n,) float32; None without weights.
        class_names: of the classes 0, 1, 2, ...; empty for regression.
        feature_names: of the last axis of `x`, empty where features have no names.
        target_names: of the columns of `y`; empty for classes.
        names: one for each example where that helps (file names), else empty.
        left_out: what was not used, with the reason.
        notes: sentences for people.
        ordered: whether examples are in time order; the last ones then validate, and windows never overlap
            the cut.
        gap: how many examples are left out before the validation part so that no window sees it; 0 if not
            `ordered`.
        batches: who makes the batches of a custom file (`x` and `y` are the first one); None for other data.
        columns: what a table has.
        groups: (n,) int64, the series that each example is cut from, those of a series in a row; else None.
        whole_groups: whether whole series validate, not the end of each.
        forecast: the rows that the windows of a forecast are cut from; None for other data.
        padding: the value of the steps that only fill sequences up to one length; None where there are none.
        validation_mask: (n,) bool, which examples validate where the data has its parts; else None.
        test_mask: (n,) bool, which examples test where the data has its parts; else None.
        test_file: the name of the file that the test part alone was read from; "" where it has none.
        preprocessing: the rows as they were read, where numbers are made of them after the split; else None.
        fitted: what was measured on the training part; None before that, and where nothing is measured.
        numbered: what is known of texts that came as token ids; None for other data.
    """

    kind: str
    task: TaskName
    x: Inputs
    y: NDArray[Any]
    fingerprint: str
    sample_weight: NDArray[np.float32] | None = None
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    ordered: bool = False
    gap: int = 0
    batches: CustomBatches | None = None
    columns: tuple[ColumnFacts, ...] = ()
    groups: NDArray[np.int64] | None = None
    whole_groups: bool = False
    forecast: ForecastRows | None = None
    padding: float | None = None
    validation_mask: NDArray[np.bool_] | None = None
    test_mask: NDArray[np.bool_] | None = None
    test_file: str = ""
    preprocessing: Preprocessing | None = None
    fitted: Fitted | None = None
    numbered: NumberedTexts | None = None

    @property
    def count(self) -> int:
        """The number of examples."""
        return len(self.x)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one example's input."""
        return tuple(int(size) for size in self.x.shape[1:])

    @property
    def outputs(self) -> int:
        """The number of classes, or of target columns."""
        return len(self.class_names) if self.task == "classification" else int(self.y.shape[1])

    @property
    def vocabulary(self) -> int:
        """The number of token ids where examples are texts, padding (0) among them; else 0."""
        if self.numbered is not None:
            return self.numbered.vocabulary
        return 0 if self.fitted is None else self.fitted.vocabulary

    def prepared(self, train: NDArray[np.int64]) -> Self:
        """Return the data set with its final `x`, or itself where nothing is to be measured.

        Args:
            train: int64 indices of the examples that are measured.

        Raises:
            DataError: there is nothing to measure.
        """
        return self if self.preprocessing is None else self._with(self.preprocessing.fit(train))

    def prepared_like(self, dataset: Self) -> Self:
        """Return the data set with its final `x`, by what was measured on `dataset`.

        Args:
            dataset: the prepared training data; where it has nothing fitted, this data set is returned.
        """
        return self if dataset.fitted is None else self._with(dataset.fitted)

    def _with(self, fitted: Fitted) -> Self:
        return replace(
            self,
            x=fitted.apply(self.preprocessing),
            fitted=fitted,
            feature_names=fitted.feature_names or self.feature_names,
            notes=(*self.notes, *fitted.notes()),
        )
