"""Examples as rows of numbers for a plain model: counted words, reduced pictures, categories in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import Dataset
from engine.data.streamed import StreamedRows

MOST_COLUMNS = 768
_SIDE = 16
"""Pictures are reduced to so many pixels a side at most, by the mean of blocks."""
_ONE_COLUMN_EACH = 50
"""Categories with more values than this stay one column: the numbers of the values."""


def rows_of(dataset: Dataset, indices: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return examples as rows of numbers.

    Args:
        dataset: The data set.
        indices: (n,) int64, the examples.

    Returns:
        (n, columns) float32, at most `MOST_COLUMNS` of them where examples have more than two dimensions.

    Raises:
        DataError: An example cannot be read any more.
    """
    x = dataset.x.take(indices) if isinstance(dataset.x, StreamedRows) else dataset.x[indices]
    if dataset.vocabulary:
        return _words(x, dataset.vocabulary)
    if dataset.embedded:
        return _with_categories(x, dataset)
    return _reduced(np.asarray(x))


def _words(x: NDArray[Any], vocabulary: int) -> NDArray[np.float32]:
    """Return how often each of the most frequent tokens occurs; low numbers are frequent, 0 is padding."""
    size = min(vocabulary, MOST_COLUMNS)
    found = np.zeros((len(x), size), np.float32)
    places = np.repeat(np.arange(len(x)), x.shape[1])
    tokens = x.reshape(-1)
    known = (tokens > 0) & (tokens < size)
    np.add.at(found, (places[known], tokens[known]), 1)
    # as a long text has more of every word, and only a few words matter
    return np.log1p(found)


def _with_categories(x: NDArray[Any], dataset: Dataset) -> NDArray[np.float32]:
    first = x.shape[1] - len(dataset.embedded)
    columns = [np.asarray(x[:, :first], np.float32)]
    for at, embedded in enumerate(dataset.embedded, start=first):
        numbers = x[:, at].astype(np.int64)
        if embedded.values <= _ONE_COLUMN_EACH:
            columns.append(np.eye(embedded.values, dtype=np.float32)[numbers])
        else:
            columns.append(numbers.astype(np.float32)[:, np.newaxis])
    return np.concatenate(columns, axis=1)


def _reduced(x: NDArray[Any]) -> NDArray[np.float32]:
    """Return (n, columns): (n, h, w, c) by the means of blocks, sequences by evenly spaced steps."""
    if x.ndim == 4 or (x.ndim == 3 and min(x.shape[1:]) > _SIDE):
        x = _blocks(x)
    if x.ndim == 3 and x.shape[1] * x.shape[2] > MOST_COLUMNS:
        steps = max(1, MOST_COLUMNS // x.shape[2])
        x = x[:, np.linspace(0, x.shape[1] - 1, steps).round().astype(np.int64)]
    flat = x.reshape(len(x), -1).astype(np.float32)
    if x.ndim > 2 and flat.shape[1] > MOST_COLUMNS:
        flat = flat[:, np.linspace(0, flat.shape[1] - 1, MOST_COLUMNS).round().astype(np.int64)]
    return np.nan_to_num(flat, copy=False)


def _blocks(x: NDArray[Any]) -> NDArray[np.float32]:
    height, width = x.shape[1:3]
    down, across = -(-height // _SIDE), -(-width // _SIDE)
    kept = x[:, : height // down * down, : width // across * across].astype(np.float32)
    shape = (len(x), height // down, down, width // across, across, *x.shape[3:])
    return kept.reshape(shape).mean(axis=(2, 4))
