"""What is measured after the split, on the training part alone: vocabularies, medians, categories.

Most data is numbers as soon as it was read. Where it is not (words, categories, numbers with gaps), the
reader gives a `Dataset` whose `preprocessing` keeps the rows as they were read, and whose `x` is empty,
(n, 0), so that nothing can be trained on by mistake. It goes on like this:

1. `Dataset.prepared(train)` measures on the training part and gives the same data set with its final `x`, for
   all examples, and with `fitted`: what was measured. A value that the training part does not have becomes
   "other", "unknown" or the like; it never breaks anything.
2. `Dataset.prepared_like(dataset)` does the same with separate validation data, by what was measured on
   the training data.
3. `engine.models.measure_inputs` passes on what the model must know of it: `Fitted.vocabulary` and
   `Fitted.embedded`.
4. At the end of a run `engine.models.inference_model` puts `Fitted.raw_inputs` before the trained model,
and that is
   what is saved: a model that takes the data as it was read, and needs no Fitroom.

Text, for example, keeps its strings in a `Preprocessing`. Its `fit` counts the words of the training part and
gives a `Fitted` whose `apply` makes (n, length) int32 of them, whose `vocabulary` is the number of words, and
whose one `RawInput("text", "string", ...)` has a `keras.layers.TextVectorization` with those words.

Everything here must follow from the rows and the indices alone, so that a run that is resumed measures the
same again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.settings.data.raw_inputs import Embedded, RawInput

    Indices = NDArray[np.int64]


class Preprocessing(ABC):
    """The rows of a data set as they were read, and how they become numbers."""

    @abstractmethod
    def fit(self, train: Indices) -> Fitted:
        """What the rows at `train` say; no other row has any part in it. Raises DataError."""


class Fitted(ABC):
    """What was measured on a training part."""

    vocabulary: int = 0
    """Where `x` is (n, length) numbers of words: how many there are, 0 for padding among them. Else 0."""
    embedded: tuple[Embedded, ...] = ()
    """What the last columns of an `x` of (n, columns) stand for, where they are no quantities."""
    feature_names: tuple[str, ...] = ()
    """The names of the columns of `x`, where they have some."""

    @abstractmethod
    def apply(self, rows: Any) -> NDArray[Any]:
        """`rows`, a `Preprocessing` of the same kind -> x, (n, *shape) float32 or int32, always finite."""

    @abstractmethod
    def raw_inputs(self) -> tuple[RawInput, ...]:
        """What makes the same `x` inside of the saved model."""

    def notes(self) -> tuple[str, ...]:
        """Sentences for people about what was measured."""
        return ()


def unfitted(count: int) -> NDArray[np.float32]:
    """The `x` of `count` examples whose preprocessing is not fitted yet, (count, 0)."""
    return np.empty((count, 0), np.float32)
