"""A time series as a whole, thinned so that it can be drawn small, and where its validation part begins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.kind_facts import ForecastRows

_POINTS = 600


@dataclass(frozen=True, slots=True)
class Course:
    """The first forecast column of the first series.

    values: (points,) float32, evenly over its `rows`; window and horizon are counted in rows.
    """

    name: str
    values: NDArray[np.float32]
    rows: int
    window: int
    horizon: int


def course_of(rows: ForecastRows, window: int) -> Course:
    """The course of the first series; peaks stay where rows are many."""
    first, end = rows.bounds[0].tolist()
    values = rows.values[first:end, 0]
    size = -(-2 * len(values) // _POINTS)
    if size > 1:
        blocks = values[: len(values) // size * size].reshape(-1, size)
        values = np.stack([blocks.min(axis=1), blocks.max(axis=1)], axis=1).reshape(-1)
    name = f"{rows.columns[0]} ({rows.series[0]})" if rows.series[0] else rows.columns[0]
    return Course(name, values, end - first, window, rows.horizon)


def validation_start(rows: ForecastRows | None, validation: NDArray[np.int64]) -> float | None:
    """The share of the first series before its first validation target; None where none of it validates."""
    if rows is None:
        return None
    first, end = rows.bounds[0].tolist()
    starts = rows.starts[validation]
    inside = starts[starts < end]
    return None if not len(inside) else float((inside.min() - first) / (end - first))


def future_of(rows: ForecastRows, features: tuple[str, ...], *, window: int) -> NDArray[np.float32]:
    """What follows window number `window`: (horizon, features and the other forecast columns).

    NaN where a feature is not forecast.
    """
    names = [*features, *(name for name in rows.columns if name not in features)]
    start = int(rows.starts[window])
    found = np.full((rows.horizon, len(names)), np.nan, np.float32)
    found[:, [names.index(name) for name in rows.columns]] = rows.values[start : start + rows.horizon]
    return found
