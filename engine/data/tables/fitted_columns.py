"""Each kind of input column as measured on a training part: what it becomes, as numbers and as layers.

The arithmetic of `apply` is that of the layers, so that a saved model gets what was trained on. Measuring is
left to `rows`.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.language import tr
from engine.settings.data.raw_inputs import Embedded, RawInput
from engine.settings.declaration.call import Call
from engine.settings.layers import Branches, Columns, Operation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.settings.layers import Layer

_KNOWN = Columns(1)
"""A layer that drops the first column, that of unknown values."""
YEAR, WEEK, DAY = 365.2425, 7.0, 1.0
_PUNCTUATION = re.compile(r'[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']')


class MeasuredColumn(ABC):
    """One input column, as it was measured.

    Attributes:
        name: of the column.
    """

    name: str

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of the columns of `x` that it becomes."""

    @abstractmethod
    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Encode the column.

        Args:
            values: (n,) as they were read.

        Returns:
            (n, len(names)) float32, always finite.
        """

    @abstractmethod
    def raw_input(self, name: str) -> RawInput:
        """Return the same as layers, for a model input of this name."""


@dataclass(frozen=True, slots=True)
class MeasuredNumber(MeasuredColumn):
    """A quantity.

    Attributes:
        name: of the column.
        fill: replaces missing values.
        indicator: whether one more column of 0 and 1 says where values are missing.
    """

    name: str
    fill: float
    indicator: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The column, and with an indicator where it is missing."""
        return (self.name, f"{self.name}?") if self.indicator else (self.name,)

    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Fill missing values."""
        filled = _filled(values, self.fill)
        return _beside([filled, np.isnan(values)] if self.indicator else [filled])

    def raw_input(self, name: str) -> RawInput:
        """Return a number, NaN where missing, with the layers that fill it."""
        fill = _fill(self.fill)
        where = (Operation("keras.ops.isnan"), Operation("keras.ops.cast", {"dtype": "float32"}))
        both = Branches(((fill,), where), Call("keras.layers.Concatenate"), ("value", "missing"))
        return RawInput(name, "float32", (both,) if self.indicator else (fill,))


@dataclass(frozen=True, slots=True)
class MeasuredCategory(MeasuredColumn):
    """A category as one-hot columns.

    Attributes:
        name: of the column.
        values: one column of 0 and 1 each.
        other: whether one more column, the first, stands for all other values.
    """

    name: str
    values: tuple[str, ...]
    other: bool

    @property
    def names(self) -> tuple[str, ...]:
        """One name a value."""
        first = (f"{self.name}={tr('(other)')}",) if self.other else ()
        return (*first, *(f"{self.name}={value or tr('(missing)')}" for value in self.values))

    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Return 0 and 1."""
        places = _places(values, self.values)
        return np.eye(len(self.values) + 1, dtype=np.float32)[places][:, 0 if self.other else 1 :]

    def raw_input(self, name: str) -> RawInput:
        """Return the text of the value, with the layers that encode it."""
        lookup = Call(
            "keras.layers.StringLookup", kwargs={"vocabulary": list(self.values), "output_mode": "one_hot"}
        )
        return RawInput(name, "string", (lookup,) if self.other else (lookup, _KNOWN))


@dataclass(frozen=True, slots=True)
class MeasuredEmbedding(MeasuredColumn):
    """A category as one column of numbers for an embedding.

    Attributes:
        name: of the column.
        values: their numbers are 1, 2, 3, ...; 0 is every other value.
        size: of the embedding vector.
    """

    name: str
    values: tuple[str, ...]
    size: int

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the column."""
        return (self.name,)

    @property
    def embedded(self) -> Embedded:
        """What the embedding layer must know."""
        return Embedded(self.name, len(self.values) + 1, self.size, "data.embedding_size")

    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Return the number of each value."""
        return _beside([_places(values, self.values)])

    def raw_input(self, name: str) -> RawInput:
        """Return the text of the value, with the layers that look it up."""
        lookup = Call("keras.layers.StringLookup", kwargs={"vocabulary": list(self.values)})
        return RawInput(name, "string", (lookup, Operation("keras.ops.cast", {"dtype": "float32"})))


@dataclass(frozen=True, slots=True)
class MeasuredDate(MeasuredColumn):
    """A date as days since `start`, and as sine and cosine of its place in the year, the week and the day.

    On such a circle the last day of a year is beside the first.

    Attributes:
        name: of the column.
        fill: replaces missing dates, in days since 1970-01-01.
        start: in days since 1970-01-01.
        clock: whether the time of day is encoded too.
    """

    name: str
    fill: float
    start: float
    clock: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Days, then sine and cosine of each circle."""
        circles = [tr("year"), tr("week"), *([tr("day")] if self.clock else [])]
        return (
            tr("{name}: days", name=self.name),
            *(f"{self.name}: {circle} {part}" for circle in circles for part in ("sin", "cos")),
        )

    @property
    def periods(self) -> tuple[float, ...]:
        """Days after which a date is at the same place of a circle again."""
        return (YEAR, WEEK, DAY) if self.clock else (YEAR, WEEK)

    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Return days and circles."""
        filled = _filled(values, self.fill)
        columns = [filled - np.float32(self.start)]
        for period in self.periods:
            angle = np.mod(filled, np.float32(period)) * np.float32(math.tau / period)
            columns += [np.sin(angle), np.cos(angle)]
        return _beside(columns)

    def raw_input(self, name: str) -> RawInput:
        """Return days since 1970-01-01, NaN where missing, with the layers that encode them."""
        paths: list[tuple[Layer, ...]] = [(Operation("keras.ops.subtract", {"x2": self.start}),)]
        names = ["elapsed"]
        for period, word in zip(self.periods, ("year", "week", "day"), strict=False):
            angle = (
                Operation("keras.ops.mod", {"x2": period}),
                Operation("keras.ops.multiply", {"x2": math.tau / period}),
            )
            paths += [(*angle, Operation("keras.ops.sin")), (*angle, Operation("keras.ops.cos"))]
            names += [f"{word}_sin", f"{word}_cos"]
        circles = Branches(tuple(paths), Call("keras.layers.Concatenate"), tuple(names))
        return RawInput(name, "float32", (_fill(self.fill), circles))


@dataclass(frozen=True, slots=True)
class MeasuredText(MeasuredColumn):
    """A text as one column of 0 and 1 for each known word.

    Attributes:
        name: of the column.
        words: the known words.
    """

    name: str
    words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """One name a word."""
        return tuple(f"{self.name}: {word}" for word in self.words)

    def apply(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Return 1 where the text has the word, else 0."""
        found = np.zeros((len(values), len(self.words)), np.float32)
        places = {word: number for number, word in enumerate(self.words)}
        for row, text in enumerate(values.tolist()):
            for word in words_of(text):
                if word in places:
                    found[row, places[word]] = 1
        return found

    def raw_input(self, name: str) -> RawInput:
        """Return the text, with the layers that find its words."""
        vectorize = Call(
            "keras.layers.TextVectorization",
            kwargs={"vocabulary": list(self.words), "output_mode": "multi_hot"},
        )
        single = Operation(
            "keras.ops.squeeze", {"axis": 1}
        )  # a row of texts would become a row of rows of words
        return RawInput(name, "string", (single, vectorize, _KNOWN))


def words_of(text: str) -> list[str]:
    """Return the words of a text as `keras.layers.TextVectorization` finds them: lowered, no punctuation."""
    # TensorFlow lowers and splits bytes, so non-ASCII letters and spaces stay as they are
    return [word.decode() for word in _PUNCTUATION.sub("", text).encode().lower().split()]


def _filled(values: NDArray[Any], fill: float) -> NDArray[np.float32]:
    return np.where(np.isnan(values), np.float32(fill), values).astype(np.float32)


def _beside(columns: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
    return np.stack(columns, axis=1).astype(np.float32)


def _places(values: NDArray[Any], known: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the place of each value among those known, from 1 on; 0 for the others."""
    places = {value: number + 1 for number, value in enumerate(known)}
    return np.array([places.get(value, 0) for value in values.tolist()], np.int64)


def _fill(value: float) -> Operation:
    return Operation("keras.ops.nan_to_num", {"nan": value})
