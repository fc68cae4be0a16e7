import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.views.curves import Curve, Kind, nearest, nice_end, smooth, thin

numbers = st.floats(-1e6, 1e6)


def curve(values, *, x=None):
    y = np.array(values, float)
    return Curve(Kind.TRAIN, np.arange(len(y), dtype=float) if x is None else np.array(x, float), y)


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


@given(st.lists(numbers | st.just(math.nan), max_size=400), st.floats(0.01, 0.99))
def test_smoothing_is_the_corrected_moving_average(values, weight):
    found = smooth(np.array(values, float), weight)
    assert found == pytest.approx(smoothed_one_by_one(values, weight), nan_ok=True, rel=1e-6, abs=1e-6)


def test_without_weight_nothing_is_smoothed():
    values = np.array([1.0, 5.0])
    assert smooth(values, 0) is values


@given(st.lists(numbers, min_size=1, max_size=2000), st.integers(1, 100))
def test_thinning_keeps_the_extremes_and_few_points(values, buckets):
    full = curve(values)
    found = thin(full, low=-1, high=len(values), buckets=buckets)
    assert found.y.max() == max(values)
    assert found.y.min() == min(values)
    assert (np.diff(found.x) > 0).all() or len(found.x) < 2
    assert len(found.x) <= max(2 * len(values) // max(len(values) // buckets, 4) + 12, 5 * buckets)
    assert all(values[int(x)] == y for x, y in zip(found.x, found.y, strict=True))


def test_only_what_is_in_view_and_its_neighbours_stay():
    found = thin(curve(range(100)), low=10.5, high=12.5, buckets=500)
    assert found.x.tolist() == [10, 11, 12, 13]


def test_growing_does_not_change_what_was_thinned():
    values = np.random.default_rng(1).random(1000)
    before = thin(curve(values[:990]), low=-1, high=2000, buckets=100)
    after = thin(curve(values), low=-1, high=2000, buckets=110)
    assert after.x[: len(before.x) - 20].tolist() == before.x[: len(before.x) - 20].tolist()


@given(st.lists(numbers, min_size=1, max_size=50), st.floats(-5, 60))
def test_the_nearest_point_is_found(values, place):
    found = nearest(curve(values), place)
    assert found is not None
    assert abs(found[0] - place) == min(abs(index - place) for index in range(len(values)))


def test_an_empty_curve_has_no_nearest_point():
    assert nearest(curve([]), 1.0) is None


@given(st.floats(0, 1e4), st.floats(1, 1e4))
def test_the_axis_ends_beyond_the_curve_and_never_far(place, last):
    end = nice_end(place, last=last)
    assert end >= place
    assert end <= max(last, place)
    assert end <= max(2.2 * place, 1.0)


def test_the_axis_grows_in_few_steps():
    ends = {nice_end(place / 100, last=1000) for place in range(100_000)}
    assert len(ends) <= 20
