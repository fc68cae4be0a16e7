"""Intervals hold what they promise, and the other measures of this room."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from engine.evaluate.measures.by_step import errors_by_step
from engine.evaluate.measures.confusion import confusion
from engine.evaluate.measures.intervals import bootstrap, wilson
from engine.evaluate.measures.regression import regression
from engine.evaluate.measures.roc_area import roc_area
from engine.evaluate.measures.roc_curves import precision_recall, roc


@pytest.mark.parametrize(("right", "count"), [(0, 10), (3, 7), (972, 1000), (10, 10)])
def test_wilson_is_that_of_scipy(right: int, count: int) -> None:
    found = wilson(right, count)
    wanted = stats.binomtest(right, count).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


def test_of_no_examples_nothing_is_known() -> None:
    assert math.isnan(wilson(0, 0).value)
    empty = confusion(np.empty(0, np.int64), np.empty(0, np.int64), classes=["a", "b"])
    assert not empty.f1_macro.has_interval
    found = regression(np.empty((0, 1)), np.empty((0, 1)), names=["y"])
    assert math.isnan(found.mae.value)
    assert found.targets[0].by_quantile == ()


@pytest.mark.parametrize("count", [400, pytest.param(120_000, marks=pytest.mark.slow)])
def test_the_bootstrap_of_a_mean_is_as_wide_as_its_standard_error(count: int) -> None:
    values = np.sort(np.random.default_rng(1).normal(3, 2, count))  # sorted, as files are
    parts = np.column_stack([values, np.ones(count)])
    (found,) = bootstrap(parts, lambda sums: sums[:, :1] / sums[:, 1:])
    assert found.value == pytest.approx(values.mean())
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * values.std() / math.sqrt(count), rel=0.1)
    assert bootstrap(parts, lambda sums: sums[:, :1] / sums[:, 1:]) == (found,)


def test_overlapping_windows_are_drawn_together() -> None:
    errors = np.repeat(np.random.default_rng(2).normal(0, 1, (100, 1)), 12, axis=0)
    alone, together = (
        regression(np.zeros_like(errors), errors, names=["y"], block=block).mae for block in (1, 12)
    )
    assert together.high - together.low > 2.5 * (alone.high - alone.low)


def test_the_intervals_of_classes_are_those_of_examples_that_are_drawn() -> None:
    rng = np.random.default_rng(3)
    truth = rng.integers(3, size=300)
    predicted = np.where(rng.random(300) < 0.8, truth, rng.integers(3, size=300))
    found = confusion(truth, predicted, classes=["a", "b", "c"]).f1_macro
    drawn: list[float] = []
    for _ in range(200):
        at = rng.integers(300, size=300)
        drawn.append(confusion(truth[at], predicted[at], classes=["a", "b", "c"]).f1_macro.value)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.012)


def test_the_interval_of_an_area_is_that_of_examples_that_are_drawn() -> None:
    rng = np.random.default_rng(4)
    truth = rng.integers(3, size=300)
    scores = np.eye(3)[truth] + rng.normal(0, 1, (300, 3))
    found = roc_area(truth, scores)
    drawn: list[float] = []
    for _ in range(150):
        at = rng.integers(300, size=300)
        drawn.append(roc_area(truth[at], scores[at]).value)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])), abs=0.02)


def test_the_most_confused_pairs_in_words() -> None:
    found = confusion(
        np.array([0, 0, 0, 0, 1, 2]), np.array([0, 1, 1, 2, 1, 0]), classes=["cat", "dog", "owl"]
    )
    pairs = found.most_confused(2)
    assert [(pair.truth, pair.predicted, pair.count, pair.support) for pair in pairs] == [
        (0, 1, 2, 4),
        (0, 2, 1, 4),
    ]
    assert pairs[0].sentence == "cat is taken for dog in 2 of 4 examples (50.0 %)."
    assert replace(pairs[0], count=4).sentence.endswith("(100 %).")
    assert found.shares[0].tolist() == [0.25, 0.5, 0.25]
    assert (found.right, found.count) == (2, 6)
    assert len(found.most_confused()) == 3


def test_a_forecast_by_step_beside_others() -> None:
    rng = np.random.default_rng(5)
    truth = rng.normal(0, 1, (50, 2, 3))
    predicted = truth + rng.normal(0, [0.1, 0.5, 1.0], (50, 2, 3))
    last = truth + 0.3
    last[:10] = np.nan  # those windows have nothing behind them
    first, second = errors_by_step(truth, predicted, columns=["a", "b"], others={"last_value": last})
    assert first.mae == pytest.approx(np.abs(truth - predicted)[:, 0].mean(axis=0))
    assert second.rmse == pytest.approx(np.sqrt(((truth - predicted)[:, 1] ** 2).mean(axis=0)))
    assert first.others["last_value"] == pytest.approx([0.3] * 3)
    assert first.better_until == 1
    inside = (truth >= predicted + np.stack([first.low, second.low])) & (
        truth <= predicted + np.stack([first.high, second.high])
    )
    assert 0.9 < inside.mean() < 1
    (nothing,) = errors_by_step(truth[:0, :1], predicted[:0, :1], columns=["a"])
    assert np.isnan(nothing.mae).all()
    assert np.isnan(nothing.low).all()


def test_curves_of_a_rare_class_keep_their_steps_when_they_are_thinned():
    score = np.linspace(1, 0, 5_000)
    is_one = np.zeros(5_000, np.bool_)
    is_one[[0, 3]] = True
    found = precision_recall(is_one, score, name="rare")
    rates = roc(is_one, score, name="rare")
    assert found is not None
    assert rates is not None
    assert len(found.x) < 1_000
    assert {(0.5, 1.0), (1.0, 0.5)} <= set(zip(found.x.tolist(), found.y.tolist(), strict=True))
    assert rates.y[rates.x == 2 / 4_998].tolist() == [0.5, 1.0]
