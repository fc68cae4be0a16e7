import pytest

from gui.forms.editors.declared_types import Bounds
from gui.forms.editors.number_stepping import Stepper

RATE = Bounds(low=0, high=100, low_open=True)
SHARE = Bounds(low=0, high=1, high_open=True)
STEP = ("number", "steps", "following")
COUNT = Bounds(low=1, high=1_000_000)


@pytest.mark.parametrize(
    ("number", "steps", "following"), [(0.001, 1, 0.01), (0.003, -1, 0.0003), (100, 1, 100)]
)
def test_learning_rates_go_by_tens(number: float, steps: int, following: float) -> None:
    assert Stepper(float, RATE, 0.001).step(number, steps) == following


@pytest.mark.parametrize(
    STEP,
    [
        (0.2, 1, 0.3),
        (0.25, 1, 0.26),
        (0.0, 1, 0.1),
        (0.0, -1, 0.0),
        (0.9, 1, 0.9),
        (0.999, -1, 0.998),
        (0.2, 10, 0.9),
    ],
)
def test_shares_go_by_their_last_digit_within_bounds(number: float, steps: int, following: float) -> None:
    assert Stepper(float, SHARE, 0.2).step(number, steps) == following


@pytest.mark.parametrize(
    ("number", "steps", "following"), [(32, 1, 64), (32, -1, 16), (1, -1, 1), (48, -1, 24)]
)
def test_batch_sizes_double(number: int, steps: int, following: int) -> None:
    assert Stepper(int, COUNT, 32).step(number, steps) == following


@pytest.mark.parametrize(
    ("number", "steps", "following"), [(20, 1, 21), (1, -1, 1), (20, 10, 30), (5, -10, 1)]
)
def test_counts_go_by_one(number: int, steps: int, following: int) -> None:
    found = Stepper(int, COUNT, 20).step(number, steps)
    assert (found, type(found)) == (following, int)


def test_nothing_steps_to_a_first_number_that_is_allowed() -> None:
    assert Stepper(float, Bounds(low=0, low_open=True), None).step(None, 1) == 1.0
    assert Stepper(int, Bounds(low=2), None).step(None, -1) == 2
    assert Stepper(float, Bounds(), None).step(None, 1) == 1.0
