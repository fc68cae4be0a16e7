"""What is measured after the split, on the training part alone: vocabularies, medians, categories.

Most data is numbers as soon as it is read. Where it is not (words, categories, numbers with gaps), the
reader returns a `RawDataset` whose `rows` are the inputs as they were read. It has no `x`, so that nothing
can be trained on by mistake. The steps after that:

1. `RawDataset.fit(train)` measures on the training part and returns a `Dataset` with `x` for all examples,
   and with `fitted`: what was measured. A value that the training part does not have becomes "other",
   "unknown" or the like; it never breaks anything.
2. `RawDataset.fit_like(dataset)` does the same with separate validation data, by what was measured on the
   training data.
3. `engine.models.measure_inputs` passes on what the model must know: `Fitted.vocabulary` and
   `Fitted.embedded`.
4. At the end of a run `engine.models.inference_model` puts `Fitted.raw_inputs` before the trained model, and
   that is what is saved: a model that takes the data as it was read, and needs no Fitroom.

Text, for example, holds its strings in a `Preprocessing`. Its `fit` counts the tokens of the training part
and returns a `Fitted` whose `apply` makes (n, length) int32 of them, whose `vocabulary` is the number of
tokens, and whose one `RawInput("text", "string", ...)` has a `keras.layers.TextVectorization` with them.

Everything here must follow from the rows and the indices alone, so that a resumed run measures the same.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from engine.settings.data.raw_inputs import Embedded, RawInput

    Indices = NDArray[np.int64]


class Preprocessing(ABC):
    """The rows of a data set as they were read, and how they become numbers."""

    @abstractmethod
    def fit(self, train: Indices) -> Fitted:
        """Measure the rows at `train`; no other row has any influence.

        Args:
            train: int64 indices of the training examples.

        Raises:
            DataError: there is nothing to measure.
        """


class Fitted(ABC):
    """What was measured on a training part.

    Attributes:
        vocabulary: the number of token ids where `x` is (n, length) of them, padding (0) among them; else 0.
        embedded: one for each of the last columns of an `x` of (n, columns) that are category numbers.
        feature_names: the names of the columns of `x`, where they have some.
    """

    vocabulary: int = 0
    """Where `x` is (n, length) numbers of words: how many there are, 0 for padding among them. Else 0."""
    embedded: tuple[Embedded, ...] = ()
    """One for each of the last columns of an `x` of (n, columns) that are category numbers."""
    feature_names: tuple[str, ...] = ()
    """The names of the columns of `x`, where they have some."""

    @abstractmethod
    def apply(self, rows: Any) -> NDArray[Any]:
        """Turn rows into the inputs of a model.

        Args:
            rows: a `Preprocessing` of the same kind.

        Returns:
            (n, *shape) float32 or int32, always finite.
        """

    @abstractmethod
    def raw_inputs(self) -> tuple[RawInput, ...]:
        """Return the inputs and layers that compute the same `x` inside of the saved model."""

    def notes(self) -> tuple[str, ...]:
        """Return sentences for people about what was measured."""
        return ()
