import math

import pytest

from gui.views.parts import numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.031, "0.0310"),
        (2.302585, "2.3026"),
        (12.3456, "12.35"),
        (1234.5, "1,234"),
        (0.00012, "1.20e-04"),
        (5e7, "5.00e+07"),
        (0, "0"),
        (math.nan, "not a number"),
        (math.inf, "∞"),
    ],
)
def test_values_have_about_four_digits(number, text):
    assert numbers.value(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "0 s"),
        (45, "45 s"),
        (80, "1 min 20 s"),
        (3600 * 2 + 300, "2 h 5 min"),
        (86400 * 3 + 3600 * 4, "3 d 4 h"),
        (-3, "0 s"),
    ],
)
def test_durations_have_two_units(seconds, text):
    assert numbers.duration(seconds) == text


@pytest.mark.parametrize(
    ("speed", "text"),
    [
        (41234.5, "41,200 examples/s"),
        (3.26, "3.3 examples/s"),
        (99.6, "100 examples/s"),
        (0.5, "0.5 examples/s"),
    ],
)
def test_speeds_are_rounded(speed, text):
    assert numbers.per_second(speed) == text


@pytest.mark.parametrize(("size", "text"), [(812, "812 B"), (1_400_000, "1.4 MB"), (5e15, "5000.0 TB")])
def test_sizes(size, text):
    assert numbers.size(int(size)) == text


def test_shapes():
    assert numbers.shape((28, 28, 1)) == "28 × 28 × 1"
    assert numbers.shape((None, 3)) == "any × 3"
    assert numbers.shape(()) == "one number"
