"""A time series as a whole, thinned to be drawn small, and where its validation part begins.

Drawing is left to the views.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows

_POINTS = 600


@dataclass(frozen=True, slots=True)
class Course:
    """The first forecast column of the first series.

    Attributes:
        name: of the column, and of the series where it has a name.
        values: (points,) float32, evenly over its rows.
        rows: how many rows it has.
        window: in rows.
        horizon: in rows.
    """

    name: str
    values: NDArray[np.float32]
    rows: int
    window: int
    horizon: int


def course_of(rows: ForecastRows, window: int) -> Course:
    """Return the course of the first series; extremes stay where rows are thinned.

    Args:
        rows: of all series.
        window: its length in rows.
    """
    first, end = rows.bounds[0].tolist()
    values = rows.values[first:end, 0]
    size = -(-2 * len(values) // _POINTS)
    if size > 1:
        blocks = values[: len(values) // size * size].reshape(-1, size)
        values = np.stack([blocks.min(axis=1), blocks.max(axis=1)], axis=1).reshape(-1)
    name = f"{rows.columns[0]} ({rows.series[0]})" if rows.series[0] else rows.columns[0]
    return Course(name, values, end - first, window, rows.horizon)


def validation_start(rows: ForecastRows | None, validation: NDArray[np.int64]) -> float | None:
    """Return the share of the first series before its first validation target.

    Args:
        rows: of all series; None for other data.
        validation: int64 indices of the windows that validate.

    Returns:
        0 to 1; None where none of it validates.
    """
    if rows is None:
        return None
    first, end = rows.bounds[0].tolist()
    starts = rows.starts[validation]
    inside = starts[starts < end]
    return None if not len(inside) else float((inside.min() - first) / (end - first))


def future_of(rows: ForecastRows, features: tuple[str, ...], *, window: int) -> NDArray[np.float32]:
    """Return what follows a window.

    Args:
        rows: of all series.
        features: the names of the inputs.
        window: its index.

    Returns:
        (horizon, columns) float32, for the features and then the other forecast columns; NaN where a feature
        is not forecast.
    """
    names = [*features, *(name for name in rows.columns if name not in features)]
    start = int(rows.starts[window])
    found = np.full((rows.horizon, len(names)), np.nan, np.float32)
    found[:, [names.index(name) for name in rows.columns]] = rows.values[start : start + rows.horizon]
    return found
