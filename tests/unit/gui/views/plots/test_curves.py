import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.history.curve_buffer import Series
from gui.views.plots.axis_ranges import nice_end
from gui.views.plots.curves import Curve, CurveKind, columns, nearest, thin

numbers = st.floats(-1e6, 1e6)


def curve(values, *, x=None):
    y = np.array(values, float)
    return Curve(CurveKind.TRAIN, np.arange(len(y), dtype=float) if x is None else np.array(x, float), y)


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


def series_of(values):
    made = Series(limit=10**7)
    made.extend(np.arange(len(values), dtype=float), np.array(values, float))
    return made


@given(
    st.integers(0, 2**32 - 1),
    st.integers(2_000, 40_000),
    st.floats(0, 0.9),
    st.floats(0.1, 1),
    st.integers(5, 60),
)
def test_peaks_lead_to_the_extremes_that_the_points_have(seed, count, begin, part, buckets):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=count)
    values[rng.random(count) < 0.1] = math.nan
    series = series_of(values)
    low, high = begin * count, (begin + part) * count
    found = thin(Curve.of(CurveKind.TRAIN, series), low=low, high=high, buckets=buckets)
    inside = values[max(math.ceil(low) - 1, 0) : math.floor(high) + 2]
    assert np.nanmax(found.y) == np.nanmax(inside)
    assert np.nanmin(found.y) == np.nanmin(inside)
    assert (np.diff(found.x) > 0).all()
    for x, y in zip(found.x, found.y, strict=True):
        assert values[int(x)] == y or (math.isnan(y) and math.isnan(values[int(x)]))


def test_thinning_by_peaks_does_not_shimmer_while_the_curve_grows():
    values = np.random.default_rng(1).random(100_000)
    series = series_of(values[:99_000])
    before = thin(Curve.of(CurveKind.TRAIN, series), low=-1, high=2e5, buckets=100)
    series.extend(np.arange(99_000, 100_000, dtype=float), values[99_000:])
    after = thin(Curve.of(CurveKind.TRAIN, series), low=-1, high=2e5, buckets=101)
    assert after.x[:150].tolist() == before.x[:150].tolist()


@given(st.lists(numbers | st.just(math.nan), min_size=1, max_size=300), st.integers(1, 40))
def test_columns_cover_every_value_and_leave_no_gap(values, count):
    found = columns(curve(values), low=0, high=len(values), count=count)
    known = [value for value in values if math.isfinite(value)]
    assert len(found.x) <= count
    if not known:
        return
    assert found.bottom.min() == min(known)
    assert found.top.max() == max(known)
    assert (found.bottom <= found.top).all()
    assert (found.bottom[:-1] <= found.top[1:]).all()
    assert (found.top[:-1] >= found.bottom[1:]).all()


def test_a_dashed_curve_leaves_columns_out():
    found = columns(curve(range(100)), low=0, high=100, count=100, dash=(4, 3))
    assert [int(x) for x in found.x[:6]] == [0, 1, 2, 3, 7, 8]
