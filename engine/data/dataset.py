"""What every kind of data becomes: examples by index, with what is known about them.

How each kind is read is in the modules beside this one; `engine.data.load` picks the reader.
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

    x: (n, *shape) uint8, float32 or int32, in memory or streamed. y: (n,) int64 class numbers, or
    (n, m) float32. sample_weight: (n,) float32 or None. `names` names each example where that helps
    (file names), else is empty. `ordered` data is in time order, so its validation part is its last stretch
    and windows never overlap the cut. `gap` is how many examples must be left out before the validation part
    so that no window sees it (0 if unordered). `batches` make the batches where a custom file does;
    the examples are then those of the first one. `columns` says what a table has.
    `groups` says which series each example is cut from, (n,) int64, those of a series one after the other;
    with `whole_groups` whole series validate. `forecast` says which rows the windows of a forecast stand for.
    `validation_mask` (n,) says which examples validate where the data itself has its parts, None where it has
    none. `padding` is the value of the steps that only fill sequences up to one length, None where there are
    none. Where `preprocessing` is given, x is empty until it was measured on the training part, which
    `fitted` says (see that module). `numbered` is what is known of texts that came as numbers of words.
    `fingerprint` is the sha256 of all that was read, as hex.
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
        """The number of classes, or of numbers to be given."""
        return len(self.class_names) if self.task == "classification" else int(self.y.shape[1])

    @property
    def vocabulary(self) -> int:
        """Where examples are texts: how many different numbers of words there are, 0 among them; else 0."""
        if self.numbered is not None:
            return self.numbered.vocabulary
        return 0 if self.fitted is None else self.fitted.vocabulary

    def prepared(self, train: NDArray[np.int64]) -> Self:
        """The data set with its final `x`, measured on the examples `train`; the same where nothing is.

        Raises DataError when there is nothing to measure.
        """
        return self if self.preprocessing is None else self._with(self.preprocessing.fit(train))

    def prepared_like(self, dataset: Self) -> Self:
        """The data set with its final `x`, by what was measured on `dataset`, which is prepared."""
        return self if dataset.fitted is None else self._with(dataset.fitted)

    def _with(self, fitted: Fitted) -> Self:
        return replace(
            self,
            x=fitted.apply(self.preprocessing),
            fitted=fitted,
            feature_names=fitted.feature_names or self.feature_names,
            notes=(*self.notes, *fitted.notes()),
        )
