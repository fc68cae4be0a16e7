"""Input columns from which the target follows: with them a model learns nothing that holds later.

Whether such a column is known when the model is used, only a person can say; so it is kept, with a warning
that gives the evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.data.tables.columns import Holds, holds
from engine.language import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Numbers = Mapping[str, NDArray[np.float64]]

_FEW_ROWS = 30
_MOST_ROWS = 5_000
_MOST_COLUMNS = 60
_CLOSE = 1e-6


def leaks(table: pd.DataFrame, target: str, *, inputs: Iterable[str]) -> Mapping[str, str]:
    """Return how the target follows from input columns, by the name of the column.

    Args:
        table: has the columns.
        target: the name of the target column.
        inputs: the names of the input columns.
    """
    rows = table[table[target].notna()]
    if len(rows) < _FEW_ROWS:
        return {}
    rows = rows.iloc[:: max(len(rows) // _MOST_ROWS, 1)]
    names = list(inputs)[:_MOST_COLUMNS]
    numbers = {name: rows[name].to_numpy(np.float64) for name in names if rows[name].dtype.kind in "iuf"}
    column = rows[target]
    if holds(column) is Holds.NUMBERS and column.dtype.kind in "iuf" and column.nunique() > _FEW_ROWS:
        y = column.to_numpy(np.float64)
        return {**_monotonic(numbers, y, target=target), **_sums(numbers, y, target=target)}
    codes = column.astype("string").factorize()[0]
    found = {
        name: tr("each class of {target} has a range of its values of its own", target=target)
        for name, values in numbers.items()
        if _cuts(values, codes)
    }
    for name in names:
        if name not in numbers and _renames(rows[name], codes):
            found[name] = tr("each of its values goes with one class of {target}", target=target)
    return found


def _monotonic(numbers: Numbers, y: NDArray[np.float64], *, target: str) -> dict[str, str]:
    """Return the columns that grow or fall with the target without an exception, such as its logarithm."""
    found: dict[str, str] = {}
    for name, values in numbers.items():
        if not np.isfinite(values).all() or len(np.unique(values)) <= _FEW_ROWS:
            continue
        steps = np.diff(y[np.lexsort((y, values))])
        falls = np.diff(y[np.lexsort((-y, values))])
        if bool((steps >= 0).all()) or bool((falls <= 0).all()):
            found[name] = tr(
                "it grows or falls with {target} in all {count:,} rows, as a function of it does",
                target=target,
                count=len(y),
            )
    return found


def _sums(numbers: Numbers, y: NDArray[np.float64], *, target: str) -> dict[str, str]:
    """Return the columns of which two make the target together."""
    found: dict[str, str] = {}
    names = [name for name, values in numbers.items() if np.isfinite(values).all() and np.ptp(values) > 0]
    scale = float(np.abs(y).max()) * _CLOSE
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            for sign, made in (("+", numbers[one] + numbers[other]), ("-", numbers[one] - numbers[other])):
                if bool((np.abs(made - y) <= scale).all()) or bool((np.abs(-made - y) <= scale).all()):
                    reason = tr(
                        "{one} {sign} {other} is {target}", one=one, sign=sign, other=other, target=target
                    )
                    found[one] = found[other] = reason
    return found


def _cuts(values: NDArray[np.float64], codes: NDArray[np.int64]) -> bool:
    """Return whether the classes follow from ranges of a measured number."""
    classes = len(np.unique(codes))
    if not np.isfinite(values).all() or len(np.unique(values)) <= max(_FEW_ROWS, 2 * classes):
        return False
    order = np.lexsort((codes, values))
    changes = np.flatnonzero(np.diff(codes[order]))
    separate = bool((np.diff(values[order])[changes] > 0).all())
    return classes > 1 and len(changes) == classes - 1 and separate


def _renames(column: pd.Series, codes: NDArray[np.int64]) -> bool:
    """Return whether a column of text is the target in other words."""
    others = column.astype("string").factorize()[0]
    pairs = len(np.unique(np.stack([codes, others]), axis=1).T)
    return pairs == len(np.unique(codes)) == len(np.unique(others)) and bool((others >= 0).all())
