"""What only some kinds of data have beside their examples: columns, rows of forecasts, token ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.settings.data.tables import ColumnKind


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """A column as people are shown it.

    found: the kind that its values speak for; chosen: the one that is used. missing: rows without a value;
    distinct: different values, of which `examples` are the most frequent ones. problem: what is odd about it.
    """

    name: str
    found: ColumnKind
    chosen: ColumnKind
    missing: int
    distinct: int
    examples: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ForecastRows:
    """All series one after the other, each in time order.

    values: (rows, columns) float32, the truth of the forecast `columns`. times: (rows,) float64, seconds
    since 1970 where `dated`, else numbers. bounds: (series, 2) int64, first row and end of each series, named
    in `series`. starts: (n,) int64, the row of the first target of each window; `horizon` rows follow from
    there. The targets of an example are those of its first column by step, then of the next one. season:
    steps after which people say that the series repeat themselves, None where it is to be found.
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
class NumberedTexts:
    """What is known of texts of which x, (n, length) int32, has the numbers, with 0 behind their ends.

    vocabulary: how many numbers there are, 0 among them. words: what each stands for, () where that is not
    known. unknown: the number of every unknown word. lengths: (n,) int64, of the texts before they were cut.
    """

    vocabulary: int
    words: tuple[str, ...]
    unknown: int
    lengths: NDArray[np.int64]

    def tokens(self, row: NDArray[np.int32]) -> tuple[str, ...]:
        """The words of one row of x, or their numbers; what is filled up is left away."""
        return tuple(self.words[number] if self.words else str(number) for number in row.tolist() if number)


@dataclass(frozen=True, slots=True)
class Variant:
    """One picture or series as it may reach the model: values as in `describe.Example`, and its label."""

    values: NDArray[Any]
    label: str


@dataclass(frozen=True, slots=True)
class Variants:
    """Each row has the original first, then its variants. There are no rows where nothing is changed."""

    rows: tuple[tuple[Variant, ...], ...]
    are_images: bool
