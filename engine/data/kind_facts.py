"""What only some kinds of data have beside their examples: columns, time, token ids, custom batches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.settings.data.tables import ColumnKind


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column of a table, as people are shown it.

    Attributes:
        name: as in the header.
        found: the kind that its values suggest.
        chosen: the kind that is used.
        missing: the number of rows without a value.
        distinct: the number of different values.
        examples: the most frequent values.
        problem: a sentence about what is odd about it, or "".
        warning: how it follows from the target, if it does; else "".
        is_read: whether its values were read; of one that was not, `found` says nothing.
    """

    name: str
    found: ColumnKind
    chosen: ColumnKind
    missing: int
    distinct: int
    examples: tuple[str, ...]
    problem: str = ""
    warning: str = ""
    is_read: bool = True

    @property
    def likely(self) -> ColumnKind:
        """What it can be as an input where it was found to be nothing."""
        try:
            [float(value) for value in self.examples]
        except ValueError:
            return "category"
        return "number" if self.examples else "category"


Held = Literal["number", "category", "time", "text"]
Use = Literal["input", "target", "weight", "time", "group", "left_out"]


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column as it was read.

    Attributes:
        name: as in the header.
        kind: what it holds.
        use: what it is used for.
        missing: the number of rows without a value.
        reason: why it is left out; "" where it is not.
        dtype: of its values as they were read, as pandas names it.
        written: how its cells are written, an `engine.data.tables.notation.written.Notation`; None where
            they were not converted.
        joined: the names of the columns that are one time with this one, itself first; () for none.
    """

    name: str
    kind: Held
    use: Use
    missing: int
    reason: str = ""
    dtype: str = ""
    written: object = None
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsRead:
    """What was read from a file with columns, before anything was made of it.

    Attributes:
        columns: all of them, in the order of the file.
        rows: the first and the last rows that are used, in the order of their use: None, a bool, a number or
            a text by the name of its column, times in ISO 8601.
        numbers: (n,) int64, the row of each example in the file, as a table program counts them; None where
            an example is more than a row.
    """

    columns: tuple[ReadColumn, ...]
    rows: tuple[dict[str, Any], ...]
    numbers: NDArray[np.int64] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ForecastRows:
    """All series one after the other, each in time order.

    The targets of an example are those of its first column by time step, then of the next column.

    Attributes:
        columns: the names of the columns that are forecast.
        values: (rows, columns) float32, the true values.
        times: (rows,) float64, seconds since 1970 where `dated`, else numbers.
        dated: whether times are dates.
        bounds: (series, 2) int64, first row and end of each series.
        series: the names of the series.
        starts: (n,) int64, the row of the first target of each window.
        horizon: the number of rows from there that are forecast.
        season: the number of time steps after which the series repeat, as set; None where it is to be found.
    """

    columns: tuple[str, ...]
    values: NDArray[np.float32]
    times: NDArray[np.float64]
    dated: bool
    bounds: NDArray[np.int64]
    series: tuple[str, ...]
    starts: NDArray[np.int64]
    horizon: int
    season: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What is known of examples in time order: the last ones validate, and windows never overlap the cut.

    Attributes:
        gap: how many examples are left out before the validation part so that no window sees it.
        groups: (n,) int64, the series that each example is cut from, those of a series in a row; None where
            there is one series only.
        whole_groups: whether whole series validate, not the end of each.
        forecast: the rows that the windows of a forecast are cut from; None where nothing is forecast.
    """

    gap: int = 0
    groups: NDArray[np.int64] | None = None
    whole_groups: bool = False
    forecast: ForecastRows | None = None


@dataclass(frozen=True, slots=True)
class NumberedTexts:
    """What is known of texts whose x, (n, length) int32, has token ids, padded with 0 at the end.

    Attributes:
        vocabulary: the number of token ids, 0 among them.
        words: what each id stands for; () where that is not known.
        unknown: the id of every unknown token.
        lengths: (n,) int64, the tokens of each text before it was cut.
    """

    vocabulary: int
    words: tuple[str, ...]
    unknown: int
    lengths: NDArray[np.int64]

    def tokens(self, row: NDArray[np.int32]) -> tuple[str, ...]:
        """Return the tokens of one row of x, or their ids where the words are not known, without padding.

        Args:
            row: (length,) int32.
        """
        return tuple(self.words[number] if self.words else str(number) for number in row.tolist() if number)


BatchTargets = Literal["index", "one_hot", "numbers"]


class BatchMaker(Protocol):
    """Makes batches, in threads or in other processes."""

    def make(self, task: tuple[int, int]) -> Any:
        """Return the batch of a task: (epoch, number in the epoch), both from 0."""
        ...


@dataclass(frozen=True, slots=True)
class BatchSpec:
    """What every batch has.

    Attributes:
        shape: of one example's input; x is (b, *shape).
        dtype: of x.
        targets: "index" for (b,) class numbers below `outputs`, "one_hot" for (b, outputs) shares of the
            classes, "numbers" for (b, outputs) float32.
        outputs: the number of classes or of target columns.
        weighted: whether each batch has weights, (b,).
    """

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    targets: BatchTargets
    outputs: int
    weighted: bool


@dataclass(frozen=True, slots=True)
class CustomBatches:
    """The batches of a custom file.

    Attributes:
        maker: makes them.
        spec: what each has.
        count: how many an epoch has; None where only the file knows.
        size: the number of examples of the first one.
        in_order: whether each is made after the one before, as by a generator.
        validation: the batches to validate with; None where there are none.
        draws: the random generators whose state passes from batch to batch, which a resume cannot repeat.
        length: how many batches a generator makes before it ends and is started again; None where that is
            not known, or it has no end.
        stay: whether each batch has the same examples in every epoch, as far as the code shows it.
        tests: whether the file makes batches to test on under a name of their own.
        numbers: those of a PyDataset that train; () for all of them.
        kept_out: how many of its batches are kept out of training to test on.
    """

    maker: BatchMaker
    spec: BatchSpec
    count: int | None
    size: int
    in_order: bool
    validation: CustomBatches | None = None
    draws: tuple[str, ...] = ()
    length: int | None = None
    stay: bool = False
    tests: bool = False
    numbers: tuple[int, ...] = ()
    kept_out: int = 0

    @property
    def of_an_epoch(self) -> int | None:
        """How many batches an epoch has where the settings do not say it; None where only they can."""
        return self.length if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class MadeOnce:
    """How examples were made of the batches of a custom file, which a script does as well.

    Attributes:
        name: of what makes them, in the file.
        steps: how many batches.
        in_order: as in `CustomBatches`.
        spec: what each batch has.
        numbers: which batches; () for the first `steps`.
    """

    name: str
    steps: int
    in_order: bool
    spec: BatchSpec
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture or series as it may reach the model.

    Attributes:
        values: as in `describe.Example`.
        label: as in `describe.Example`.
    """

    values: NDArray[Any]
    label: str


@dataclass(frozen=True, slots=True)
class Variants:
    """Examples with augmented variants of them.

    Attributes:
        rows: each has the original first, then its variants; empty where nothing is changed.
        are_images: whether the values are pictures.
    """

    rows: tuple[tuple[Variant, ...], ...]
    are_images: bool
