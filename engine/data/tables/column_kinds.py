"""The columns of a table: which kind each one is found to be, which is chosen, and what is odd about it.

Which column is the target is left to `column_roles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine.data.dataset import DataError
from engine.data.kind_facts import ColumnFacts
from engine.data.tables.columns import Holds, dates, holds, numbers
from engine.language import tr
from engine.settings.data.tables import COLUMN_KINDS, ColumnKind

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

FEW_VALUES = 50
"""Text with at most so many different values is always a category."""
_ROWS_A_VALUE = 5
_WORDS_OF_TEXT = 4
_SHOWN = 4
_SETTING = "data.columns"


def facts_of(column: pd.Series, *, chosen: ColumnKind | None, left_out: str = "") -> ColumnFacts:
    """Return what is known of a column.

    Args:
        column: of the table.
        chosen: the kind that is set; None for the one that is found.
        left_out: why it is no input unless a kind is chosen; "" where it may be one.
    """
    values = texts(column)
    present = values[values != ""]
    counts = _counts(present)
    found = "ignore" if left_out else _found_kind(column, present, distinct=len(counts))
    kind = chosen or found
    return ColumnFacts(
        name=str(column.name),
        found=found,
        chosen=kind,
        missing=len(values) - len(present),
        distinct=len(counts),
        examples=tuple(counts)[:_SHOWN],
        problem=left_out
        if left_out and kind == "ignore"
        else _problem(column, found, kind=kind, rows=len(values), distinct=len(counts)),
    )


def texts(column: pd.Series) -> NDArray[Any]:
    """Return a column as (n,) str, "" where a value is missing; integers are written without decimals."""
    if column.dtype.kind == "f" and bool((column.dropna() % 1 == 0).all()):
        column = column.astype("Int64") if bool((column.abs().dropna() < 2**53).all()) else column
    return column.astype("string").str.strip().fillna("").to_numpy(dtype=object)


def days(column: pd.Series) -> NDArray[np.float32]:
    """Return a column as (n,) float32 days since 1970-01-01, NaN where missing.

    Raises:
        DataError: the column does not hold dates.
    """
    import pandas as pd

    found = dates(column)
    if found is None:
        raise DataError(
            tr("Column {name} does not hold dates; choose another kind for it.", name=column.name),
            path=_SETTING,
        )
    elapsed = (found - pd.Timestamp("1970-01-01")) / pd.Timedelta(days=1)
    return elapsed.to_numpy(dtype=np.float32)


def _quantities(column: pd.Series) -> NDArray[np.float32]:
    return numbers(column, setting=_SETTING).astype(np.float32)


VALUES: dict[ColumnKind, Callable[[pd.Series], NDArray[Any]]] = {
    "number": _quantities,
    "category": texts,
    "one_hot": texts,
    "embedding": texts,
    "text": texts,
    "date": days,
}
"""The function that returns the values of an input column, (n,), by its kind."""

TEXT_KINDS = frozenset({"category", "one_hot", "embedding", "text"})
"""The kinds of columns whose cells are texts."""

if {*VALUES, "ignore", "target", "weight", "group"} != set(COLUMN_KINDS):
    raise TypeError("each kind of column that is an input needs its values")


def _counts(present: NDArray[Any]) -> dict[str, int]:
    """Return the different values with their counts, the most frequent first."""
    import pandas as pd

    counts = pd.Series(present, dtype=object).value_counts()
    return {str(value): int(count) for value, count in counts.items()}


def _found_kind(column: pd.Series, present: NDArray[Any], *, distinct: int) -> ColumnKind:
    if not distinct:  # also where the cells hold only spaces
        return "ignore"
    kind = holds(column)
    if kind is Holds.TEXT:
        words = sum(len(text.split()) for text in present.tolist()) / len(present)
        if words >= _WORDS_OF_TEXT and 2 * distinct > len(present):
            return "text"
        return "category" if distinct <= max(FEW_VALUES, len(present) // _ROWS_A_VALUE) else "ignore"
    return _KIND_OF[kind]


_KIND_OF: dict[Holds, ColumnKind] = {
    Holds.NUMBERS: "number",
    Holds.DATES: "date",
    Holds.NOTHING: "ignore",
}


def _problem(column: pd.Series, found: ColumnKind, *, kind: ColumnKind, rows: int, distinct: int) -> str:
    if not distinct:
        return tr("it is empty")
    if kind in ("target", "weight", "group"):
        return ""
    if distinct == 1 and rows > 1 and not bool(column.isna().any()):
        return tr("it has the same value in every row, so nothing can be learned from it")
    if found == kind == "ignore":
        return tr("it holds text with {count:,} different values, as names do", count=distinct)
    missing = int(column.isna().sum())
    if 2 * missing > rows and kind != "ignore":
        return tr("more than half of its values are missing")
    return ""
