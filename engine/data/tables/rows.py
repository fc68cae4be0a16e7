"""The input columns of a table as they were read, and how they are measured on the rows that train.

What each measured column becomes is in `fitted_columns`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.dataset import DataError
from engine.data.preprocessing import Fitted, Preprocessing
from engine.data.problems import COLUMNS, noted
from engine.data.reading.limits import require_memory
from engine.data.tables.column_kinds import VALUES
from engine.data.tables.fitted_columns import (
    MeasuredCategory,
    MeasuredColumn,
    MeasuredDate,
    MeasuredEmbedding,
    MeasuredNumber,
    MeasuredText,
    words_of,
)
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from engine.settings.data.raw_inputs import RawInput
    from engine.settings.data.tables import ColumnKind, TableData

    Indices = NDArray[np.int64]

_MOST_EMBEDDED = 50
_MISSING = ("nan", "NaT", "<NA>")


@dataclass(frozen=True, slots=True)
class TableRows(Preprocessing):
    """The input columns of a table as they were read.

    Attributes:
        kinds: by the name of the column.
        values: by the name of the column: (n,) float32 with NaN, or str with "", where missing.
        settings: how the columns are encoded.
        written: (n,) the dates of a column as they stand in the file, by its name; for people.
    """

    kinds: Mapping[str, ColumnKind]
    values: Mapping[str, NDArray[Any]]
    settings: TableData
    written: Mapping[str, pd.Series] = field(default_factory=dict)

    def shown(self, row: int) -> tuple[str, ...]:
        """Return the values of a row for people: dates as they are written, "" where one is missing."""
        return tuple(
            as_cell(self.written[name].iloc[row] if name in self.written else values[row])
            for name, values in self.values.items()
        )

    def fit(self, train: Indices) -> MeasuredTable:
        """Measure the columns on the rows `train`.

        Raises:
            DataError: no column is left.
        """
        measured: list[MeasuredColumn] = []
        empty: list[str] = []
        for name, kind in self.kinds.items():
            column = _MEASURES[kind](name, self.values[name][train], self.settings)
            if column is None:
                empty.append(name)
            else:
                measured.append(column)
        if not measured:
            raise DataError(
                tr(
                    "No input column has values in the rows that train from which something can be learned;"
                    " choose other columns or kinds."
                ),
                path="data.columns",
            )
        return MeasuredTable(tuple(measured), tuple(empty))


def as_cell(value: Any) -> str:
    """Return a value of an example for people, "" where it is missing."""
    if isinstance(value, str):
        return value
    if str(value) in _MISSING:
        return ""
    if isinstance(value, np.floating):
        return f"{value:g}"
    return str(value).removesuffix(" 00:00:00")  # a moment, as workbooks and Parquet have them


class MeasuredTable(Fitted):
    """All columns of a table as measured: quantities first, then those that are embedded.

    Args:
        columns: as measured.
        empty: the names of the columns that have no usable value in the training part.
    """

    def __init__(self, columns: tuple[MeasuredColumn, ...], empty: tuple[str, ...] = ()) -> None:
        # a stable sort: both groups stay in the order of the file
        self.columns = tuple(sorted(columns, key=lambda column: isinstance(column, MeasuredEmbedding)))
        self.embedded = tuple(
            column.embedded for column in self.columns if isinstance(column, MeasuredEmbedding)
        )
        self.feature_names = tuple(name for column in self.columns for name in column.names)
        self._empty = empty

    def apply(self, rows: Any) -> NDArray[np.float32]:
        """Encode `rows`, a `TableRows` with these columns, as (n, len(feature_names)) float32."""
        count = len(rows.values[self.columns[0].name])
        width = len(self.feature_names)
        require_memory(
            count * width * 4, tr("{rows:,} rows of {columns:,} columns", rows=count, columns=width)
        )
        x = np.empty((count, width), np.float32)
        at = 0
        for column in self.columns:
            x[:, at : at + len(column.names)] = column.apply(rows.values[column.name])
            at += len(column.names)
        return x

    def raw_inputs(self) -> tuple[RawInput, ...]:
        """Return one input for each column of the file."""
        names = input_names([column.name for column in self.columns])
        return tuple(column.raw_input(name) for column, name in zip(self.columns, names, strict=True))

    def notes(self) -> tuple[str, ...]:
        """Return which columns have no information in the training part."""
        return tuple(
            noted(
                tr(
                    "Column {name} has nothing to learn from in the rows that train; it is left out.",
                    name=name,
                ),
                COLUMNS,
            )
            for name in self._empty
        )


def input_names(columns: list[str]) -> list[str]:
    """Return a unique name of a model input for each column; Keras allows no slash in it."""
    found: list[str] = []
    for column in columns:
        name = plain = column.replace("/", "_") or "_"
        number = 2
        while name in found:
            name, number = f"{plain}_{number}", number + 1
        found.append(name)
    return found


def _number(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    present = values[~np.isnan(values)].astype(np.float64)
    if not len(present):
        return None
    middle = np.mean(present) if settings.missing == "mean" else np.median(present)
    return MeasuredNumber(name, float(middle), settings.indicator and len(present) < len(values))


def _category(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    known, _ = _known(values, settings)
    made = _one_hot if len(known) < settings.embed_from else _embedding
    return made(name, values, settings)


def _one_hot(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    known, rare = _known(values, settings)
    return MeasuredCategory(name, known, rare) if known else None


def _embedding(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    known, _ = _known(values, settings)
    size = settings.embedding_size or min(_MOST_EMBEDDED, round(1.6 * (len(known) + 1) ** 0.56))
    return MeasuredEmbedding(name, known, size) if known else None


def _known(values: NDArray[Any], settings: TableData) -> tuple[tuple[str, ...], bool]:
    """Return the values that are frequent enough, sorted, and whether there are others."""
    counts = Counter(values.tolist())
    known = tuple(sorted(value for value, count in counts.items() if count >= settings.rare))
    return known, len(known) < len(counts)


def _date(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    present = values[~np.isnan(values)].astype(np.float64)
    if not len(present):
        return None
    middle = np.mean(present) if settings.missing == "mean" else np.median(present)
    return MeasuredDate(
        name,
        fill=float(np.float32(middle)),
        start=float(present.min()),
        clock=bool((present % 1 != 0).any()),
    )


def _text(name: str, values: NDArray[Any], settings: TableData) -> MeasuredColumn | None:
    counts = Counter(word for text in values.tolist() for word in set(words_of(text)))
    frequent = sorted((-count, word) for word, count in counts.items() if count >= settings.rare)
    words = tuple(word for _, word in frequent[: settings.text_words])
    return MeasuredText(name, words) if words else None


_MEASURES: dict[ColumnKind, Callable[[str, NDArray[Any], TableData], MeasuredColumn | None]] = {
    "number": _number,
    "category": _category,
    "one_hot": _one_hot,
    "embedding": _embedding,
    "date": _date,
    "text": _text,
}

if set(_MEASURES) != set(VALUES):
    raise TypeError("each kind of column that is an input needs to be measured")
