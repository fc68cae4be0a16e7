import math
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.report.ticks import date_ticks, linear_ticks, log_ticks


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 20))
@example(879609.9999999999, 1e-6, 2)
def test_ticks_are_in_range_and_not_too_many(low, span, most):
    ticks = linear_ticks(low, low + span, most=most)
    assert len(ticks) <= most
    near = 1e-6 * span + 2 * math.ulp(abs(low) + span)  # neighbours of a large number lie that far apart
    assert all(low - near <= tick <= low + span + near for tick in ticks)


def test_ticks_are_round():
    assert linear_ticks(0.02, 1.05, most=6) == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])


@given(st.floats(-9, 5), st.floats(0.3, 12), st.integers(2, 12))
def test_log_ticks_are_in_range_and_not_too_many(low, span, most):
    ticks = log_ticks(low, low + span, most=most)
    assert len(ticks) <= most + 1
    assert all(low <= tick <= low + span for tick in ticks)


def test_log_ticks_fill_a_decade():
    assert [round(10**tick, 3) for tick in log_ticks(math.log10(0.04), math.log10(2.5), most=7)] == [
        0.05,
        0.1,
        0.2,
        0.5,
        1.0,
        2.0,
    ]


@pytest.mark.parametrize("ticks", [linear_ticks, log_ticks])
def test_a_range_without_an_extent_has_no_ticks(ticks):
    assert ticks(1.0, 1.0, most=5) == []
    assert ticks(math.nan, 1.0, most=5) == []


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (0.01, ["00:00:00", "00:05:00", "00:10:00"]),
        (1.5, ["01-01 00:00", "01-01 12:00", "01-02 00:00", "01-02 12:00"]),
        (4, ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"]),
        (140, ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]),
        (365 * 3, ["2024", "2025", "2026"]),
        (365 * 40, ["2024", "2032", "2040", "2048", "2056"]),
    ],
)
def test_dates_are_round_and_few(days, labels):
    start = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    found = date_ticks(start, start + days * 86_400, most=5)
    assert [label for _, label in found] == labels
    assert all(start <= place <= start + days * 86_400 for place, _ in found)


def test_an_empty_range_of_time_has_no_ticks():
    assert date_ticks(5.0, 5.0, most=5) == []
    assert date_ticks(0.0, math.inf, most=5) == []
