"""Each measure equals scikit-learn's on a hundred random cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn import metrics as typed_metrics
from sklearn.calibration import calibration_curve

from engine.evaluate.measures.calibration import calibration
from engine.evaluate.measures.confusion import confusion
from engine.evaluate.measures.regression import regression
from engine.evaluate.measures.roc_area import roc_area, roc_value
from engine.evaluate.measures.roc_curves import precision_recall, roc, roc_curves
from engine.evaluate.measures.threshold import threshold_costs

metrics: Any = typed_metrics
"""The stubs take no number for `zero_division`, which is what its documentation has."""
HUNDRED = settings(max_examples=100, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Case:
    """truth (n,), scores (n, k) that add up to 1; some classes have no examples, some scores are equal."""

    truth: NDArray[np.int64]
    scores: NDArray[np.float64]

    @property
    def classes(self) -> list[str]:
        return [f"class {number}" for number in range(self.scores.shape[1])]


@st.composite
def classified(draw: st.DrawFn, least: int = 2, most: int = 7) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count, size = draw(st.integers(2, 60)), draw(st.integers(least, most))
    scores = rng.dirichlet(np.ones(size), count)
    if draw(st.booleans()):
        scores = np.round(scores * 4) + 1  # many are equal
        scores /= scores.sum(axis=1, keepdims=True)
    is_easy = rng.random(count) < draw(st.floats(0, 1))
    truth = np.where(is_easy, scores.argmax(axis=1), rng.integers(size, size=count))
    return Case(truth, scores)


@HUNDRED
@given(classified())
def test_the_confusion_matrix_and_the_scores_of_classes(case: Case) -> None:
    predicted = case.scores.argmax(axis=1)
    found = confusion(case.truth, predicted, classes=case.classes)
    labels = range(len(case.classes))
    wanted = metrics.precision_recall_fscore_support(case.truth, predicted, labels=labels, zero_division=0)
    assert np.array_equal(found.counts, metrics.confusion_matrix(case.truth, predicted, labels=labels))
    assert found.accuracy.value == pytest.approx(metrics.accuracy_score(case.truth, predicted))
    got = [(one.precision, one.recall, one.f1, one.support) for one in found.by_class]
    assert np.allclose(np.array(got).T, wanted)
    macro = metrics.precision_recall_fscore_support(case.truth, predicted, average="macro", zero_division=0)
    means = (found.precision_macro, found.recall_macro, found.f1_macro)
    assert [one.value for one in means] == pytest.approx(list(macro[:3]))
    # a draw that lacks a class has a mean over fewer of them, so only that there is an interval is certain
    assert all(one.has_interval and 0 <= one.low <= one.high <= 1 for one in means)


@HUNDRED
@given(classified())
def test_the_areas_below_roc_curves(case: Case) -> None:
    present = np.bincount(case.truth, minlength=len(case.classes))
    found = roc_area(case.truth, case.scores)
    if (present > 0).sum() < 2:
        assert np.isnan(found.value)
        return
    if len(case.classes) == 2:
        wanted = metrics.roc_auc_score(case.truth, case.scores[:, 1])
    elif (present > 0).all():
        wanted = metrics.roc_auc_score(case.truth, case.scores, multi_class="ovr", average="macro")
    else:
        sides = [
            (case.truth == number, case.scores[:, number])
            for number in range(len(present))
            if present[number]
        ]
        wanted = np.mean([metrics.roc_auc_score(*side) for side in sides])
    assert found.value == pytest.approx(wanted)
    assert not found.has_interval or found.low <= found.value <= found.high
    curves = roc_curves(case.truth, case.scores, classes=case.classes)
    assert curves[0].area == pytest.approx(wanted)


@HUNDRED
@given(classified(most=3))
def test_the_curves_of_one_class(case: Case) -> None:
    is_one, score = case.truth == 1, case.scores[:, 1]
    found = roc(is_one, score, name="1")
    if found is None:
        assert is_one.all() or not is_one.any()
    else:
        x, y, thresholds = metrics.roc_curve(is_one, score, drop_intermediate=False)
        assert np.array_equal(found.x, x)
        assert np.array_equal(found.y, y)
        assert np.array_equal(found.thresholds, thresholds)
    curve = precision_recall(is_one, score, name="1")
    if curve is None:
        assert not is_one.any()
        return
    precision, recall, _ = metrics.precision_recall_curve(is_one, score)
    assert np.array_equal(curve.y, precision)
    assert np.array_equal(curve.x, recall)
    assert curve.area == pytest.approx(metrics.average_precision_score(is_one, score))


@HUNDRED
@given(classified(most=2))
def test_calibration(case: Case) -> None:
    is_second, probability = case.truth == 1, case.scores[:, 1]
    found = calibration(probability, is_second)
    share, mean = calibration_curve(is_second, probability, n_bins=10)
    filled = [one for one in found.bins if one.count]
    assert [one.share.value for one in filled] == pytest.approx(list(share))
    assert [one.probability for one in filled] == pytest.approx(list(mean))
    assert sum(one.count for one in filled) == len(case.truth)
    weights = [one.count / len(case.truth) for one in filled]
    assert found.error == pytest.approx(np.average(np.abs(share - mean), weights=weights))


@HUNDRED
@given(classified(most=2), st.floats(0.1, 10), st.floats(0.1, 10))
def test_the_costs_of_thresholds(case: Case, positive: float, negative: float) -> None:
    is_second, score = case.truth == 1, case.scores[:, 1]
    found = threshold_costs(is_second, score, cost_of_positive=positive, cost_of_negative=negative)
    for at in (0, found.at(0.5), found.at(found.best), -1):
        matrix = metrics.confusion_matrix(is_second, score > found.thresholds[at], labels=[False, True])
        assert found.false_positives[at] == matrix[0, 1]
        assert found.false_negatives[at] == matrix[1, 0]
        assert found.costs[at] == pytest.approx(positive * matrix[0, 1] + negative * matrix[1, 0])
    assert found.costs[found.at(found.best)] == pytest.approx(found.costs.min())
    assert 0.5 in found.thresholds


def test_very_many_examples() -> None:
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 30, 20_000)
    scores = rng.random((20_000, 30)).astype(np.float32) + 0.3 * np.eye(30, dtype=np.float32)[truth]
    found = confusion(truth, scores.argmax(axis=1), classes=[str(at) for at in range(30)])
    assert np.array_equal(found.counts, metrics.confusion_matrix(truth, scores.argmax(axis=1)))
    assert found.f1_macro.value == pytest.approx(
        metrics.f1_score(truth, scores.argmax(axis=1), average="macro")
    )
    shares = scores / scores.sum(axis=1, keepdims=True)
    wanted = metrics.roc_auc_score(truth, shares, multi_class="ovr")
    assert roc_value(truth, shares) == pytest.approx(wanted, rel=1e-9)
    assert roc_area(truth, shares).value == pytest.approx(wanted, rel=1e-9)
    numbers = rng.normal(5, 2, (20_000, 3))
    predicted = numbers + rng.normal(0, [0.1, 1, 3], (20_000, 3))
    errors = regression(numbers, predicted, names=["a", "b", "c"])
    assert errors.r2.value == pytest.approx(metrics.r2_score(numbers, predicted), rel=1e-9)
    for one, mae in zip(
        errors.targets,
        metrics.mean_absolute_error(numbers, predicted, multioutput="raw_values"),
        strict=True,
    ):
        assert one.mae.value == pytest.approx(mae, rel=1e-9)
        assert one.mae.low < mae < one.mae.high


@pytest.mark.parametrize("most", [1, 1_000, 10**9])
def test_resamples_are_the_same_in_any_number_of_pieces(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    truth, given = rng.integers(0, 4, 90), rng.integers(0, 4, 90)
    names = ["a", "b", "c", "d"]
    wanted = confusion(truth, given, classes=names)
    monkeypatch.setattr("engine.evaluate.measures.confusion._MOST_DRAWN", most)
    assert confusion(truth, given, classes=names).f1_macro == wanted.f1_macro
    alone = confusion(truth, given, classes=names, draws=False)
    assert (alone.f1_macro.value, alone.f1_macro.has_interval) == (wanted.f1_macro.value, False)


@HUNDRED
@given(st.integers(0, 2**32), st.integers(2, 60), st.integers(1, 4), st.floats(0.001, 1e5))
def test_the_errors_of_numbers(seed: int, count: int, targets: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    truth = rng.normal(100, scale, (count, targets))
    predicted = truth + rng.normal(scale / 10, scale / 2, (count, targets))
    found = regression(truth, predicted, names=[f"y{at}" for at in range(targets)])
    assert found.r2.value == pytest.approx(metrics.r2_score(truth, predicted), rel=1e-6)
    assert found.mae.value == pytest.approx(metrics.mean_absolute_error(truth, predicted))
    assert found.rmse.value == pytest.approx(metrics.root_mean_squared_error(truth, predicted))
    wanted = metrics.r2_score(truth, predicted, multioutput="raw_values")
    assert [one.r2.value for one in found.targets] == pytest.approx(list(np.atleast_1d(wanted)), rel=1e-6)
    assert found.mae.low <= found.mae.value <= found.mae.high
    first = found.targets[0]
    assert sum(one.count for one in first.by_quantile) == count
    total = sum(one.mae * one.count for one in first.by_quantile)
    assert total / count == pytest.approx(metrics.mean_absolute_error(truth[:, 0], predicted[:, 0]))
