"""A result in words says the number, its interval, and of what it is."""

import math

import pytest

from engine.evaluate.result_words import accuracy_sentence, amount, error_sentence, percent


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.972, "97.2 %"),
        (1.0, "100 %"),
        (0.0, "0 %"),
        (0.9997, "99.97 %"),
        (0.99999, ">99.99 %"),
        (0.0004, "0.0 %"),
        (math.nan, "–"),
    ],
)
def test_a_share_is_never_rounded_to_all(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1234.5678, "1,235 €"),
        (12.3456, "12.35 €"),
        (0.012345, "0.01235 €"),
        (-3.0, "−3.000 €"),
        (0.0, "0 €"),
        (1.5e12, "1.5e+12 €"),
        (math.inf, "–"),
    ],
)
def test_an_amount_has_four_digits_and_its_unit(number, text):
    assert amount(number, unit="€") == text


def test_accuracy_in_words():
    text = accuracy_sentence(0.972, count=1000, interval=(0.9598, 0.9806), things="pictures", epoch=8)
    assert text == "97.2 % of 1,000 validation pictures right (95 %: 96.0 to 98.1 %), epoch 8"
    assert accuracy_sentence(0.5, count=2, part="test", things="rows") == "50.0 % of 2 test rows right"
    other = accuracy_sentence(0.5, count=2, part="", interval=(math.nan, math.nan))
    assert other == "50.0 % of 2 examples right"


def test_an_error_in_words():
    text = error_sentence(
        "Mean absolute error", 41.25, count=80, interval=(38.0, 44.5), unit="€", target="rent", things="rows"
    )
    assert text == "Mean absolute error of rent: 41.25 € on 80 validation rows (95 %: 38.00 to 44.50 €)"
    assert error_sentence("RMSE", 2.0, count=3, part="train") == "RMSE: 2.000 on 3 training examples"
