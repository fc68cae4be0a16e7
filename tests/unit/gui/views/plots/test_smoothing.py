import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.history.curve_buffer import Series
from gui.views.plots.smoothing import Smoothing

values_of_any_sort = st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=400)


def smoothed_one_by_one(values, weight):
    total = share = 0.0
    result = []
    for value in values:
        if math.isfinite(value):
            total = total * weight + value * (1 - weight)
            share = share * weight + (1 - weight)
        else:
            total, share = total * weight, share * weight
        result.append(total / share if share > 0 else math.nan)
    return result


def add(series, values):
    first = len(series)
    series.extend(np.arange(first, first + len(values), dtype=float), np.array(values, float))


@given(values_of_any_sort, values_of_any_sort, st.floats(0.01, 0.99))
def test_it_is_the_corrected_moving_average_also_when_it_goes_on(values, later, weight):
    series, smoothing = Series(), Smoothing(weight)
    add(series, values)
    smoothing.of(series)
    add(series, later)
    found = smoothing.of(series).points[1]
    assert found == pytest.approx(
        smoothed_one_by_one(values + later, weight), nan_ok=True, rel=1e-6, abs=1e-6
    )


def test_it_begins_again_where_points_have_gone():
    series, smoothing = Series(), Smoothing(0.5)
    add(series, [1.0, 9.0, 9.0])
    smoothing.of(series)
    series.truncate(0.5)
    add(series, [2.0])
    assert smoothing.of(series).points[1].tolist() == pytest.approx(smoothed_one_by_one([1.0, 2.0], 0.5))


def test_another_series_is_smoothed_on_its_own():
    one, other, smoothing = Series(), Series(), Smoothing(0.5)
    add(one, [1.0, 2.0])
    add(other, [5.0])
    smoothing.of(one)
    assert smoothing.of(other).points[1].tolist() == [5.0]
