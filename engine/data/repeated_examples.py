"""Whether validation examples are training examples as well: then validation says nothing.

What is said about it is left to `engine.run.data_notes`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_LOOKED_AT = 200
_LARGEST = 2**30  # bytes of inputs beyond which comparing all of them would be noticeably slow
_ENOUGH = 20
_AT_ONCE = 4096


def repeated_share(x: NDArray[Any], train: NDArray[np.int64], *, val_rows: NDArray[Any]) -> float:
    """Return the share of the validation examples, 0 to 1, that are equal to a training example.

    Args:
        x: (n, ...) all inputs in memory.
        train: int64 indices of the examples that train.
        val_rows: (m, ...) the inputs of the validation examples, of which evenly spaced ones are compared.

    Returns:
        The share, 0.0 also where there is too little or too much data to compare.
    """
    if len(val_rows) < _ENOUGH or not len(train) or x.dtype.kind not in "biuf" or x.nbytes > _LARGEST:
        return 0.0
    rows = x.reshape(len(x), -1)
    # a hash of each row: equal for equal rows but for rounding, and hardly ever for others
    weights = np.random.default_rng(0).uniform(0.5, 1.5, rows.shape[1])
    marks = _marks(rows, weights)[train]
    order = np.argsort(marks)
    ranked = marks[order]
    chosen = np.unique(np.linspace(0, len(val_rows) - 1, _LOOKED_AT).astype(np.int64))
    wanted = val_rows.reshape(len(val_rows), -1)[chosen]
    found = 0
    for row, mark in zip(wanted, _marks(wanted, weights), strict=True):
        slack = 1e-9 * (1.0 + abs(mark))
        first, last = np.searchsorted(ranked, (mark - slack, mark + slack))
        found += bool((rows[train[order[first:last]]] == row).all(axis=1).any())
    return found / len(chosen)


def _marks(rows: NDArray[Any], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    starts = range(0, len(rows), _AT_ONCE)
    return np.concatenate([rows[start : start + _AT_ONCE].astype(np.float64) @ weights for start in starts])
