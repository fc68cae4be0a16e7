import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.curve_buffer import Series

numbers = st.floats(allow_nan=False, width=32)


def filled(values, *, limit, pieces=1):
    series = Series(limit=limit)
    if pieces == 1:
        for index, value in enumerate(values):
            series.append(index, value)
    else:
        for start in range(0, len(values), pieces):
            part = np.array(values[start : start + pieces])
            series.extend(np.arange(start, start + len(part), dtype=float), part)
    return series


@given(st.lists(numbers, max_size=200))
def test_below_the_limit_every_point_is_kept(values):
    x, y = filled(values, limit=1000).points
    assert x.tolist() == list(range(len(values)))
    assert y.tolist() == values


@given(st.lists(numbers, min_size=1, max_size=300), st.integers(8, 40), st.integers(1, 50))
def test_above_the_limit_memory_is_bounded_and_extremes_survive(values, limit, pieces):
    series = filled(values, limit=limit, pieces=pieces)
    x, y = series.points
    assert len(series) <= limit
    assert y.max() == max(values)
    assert y.min() == min(values)
    assert (np.diff(x) > 0).all()
    assert all(values[int(place)] == value for place, value in zip(x, y, strict=True))
    assert series.last == (len(values) - 1, values[-1]) or len(values) > limit


@given(st.lists(numbers, min_size=1, max_size=200), st.integers(1, 30))
def test_extending_is_appending(values, pieces):
    one, many = filled(values, limit=64).points, filled(values, limit=64, pieces=pieces).points
    assert one[0].tolist() == many[0].tolist()
    assert one[1].tolist() == many[1].tolist()


def test_a_single_spike_survives_ten_million_points():
    series = Series(limit=10_000)
    values = np.zeros(10_000_000, np.float32)
    values[1_234_567] = 7
    values[9_000_001] = -7
    for start in range(0, len(values), 100_000):
        series.extend(np.arange(start, start + 100_000, dtype=float), values[start : start + 100_000])
    x, y = series.points
    assert len(series) <= 10_000
    assert x[y.argmax()] == 1_234_567
    assert x[y.argmin()] == 9_000_001


def test_numbers_beside_nan_survive():
    series = filled([math.nan, 1.0, math.nan, 5.0] * 4, limit=8)
    assert {1.0, 5.0} <= set(series.points[1].tolist())


def test_all_nan_stays_nan():
    series = filled([math.nan] * 9, limit=8)
    assert np.isnan(series.points[1]).all()
    assert len(series) == 5


def test_truncate_keeps_the_point_at_the_cut():
    series = filled([1, 2, 3, 4], limit=100)
    series.truncate(1.0)
    assert series.points[1].tolist() == [1, 2]
    series.append(1.5, 9)
    assert series.points[1].tolist() == [1, 2, 9]


def test_points_cannot_be_written():
    x, _ = filled([1, 2], limit=100).points
    with pytest.raises(ValueError, match="read-only"):
        x[0] = 5


@given(st.lists(st.floats(-10, 10) | st.just(math.nan), max_size=200), st.booleans(), st.integers(0, 200))
def test_the_extreme_is_the_first_of_the_most(values, highest, cut):
    series = filled(values[:100], limit=10_000)
    series.extreme(highest=highest)
    series.extend(np.arange(100, 100 + len(values[100:]), dtype=float), np.array(values[100:], float))
    series.truncate(cut)
    y = series.points[1]
    known = y[np.isfinite(y)]
    at = series.extreme(highest=highest)
    if not len(known):
        assert at is None
    else:
        assert at == np.flatnonzero(y == (known.max() if highest else known.min()))[0]
