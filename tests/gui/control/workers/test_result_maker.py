"""What the window shows of an evaluation: the numbers of scikit-learn, and the right words for them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from engine.evaluate.evaluation import Comparison, measure
from engine.evaluate.predictions import Predictions
from gui.control.workers.result_maker import number_result, result_data

COUNT = 200


def two_classes(**changes: Any) -> Predictions:
    """Pictures of cats and dogs, with the probability of a dog."""
    rng = np.random.default_rng(3)
    dog = rng.random((COUNT, 1)).astype(np.float32)
    values: dict[str, Any] = {
        "part": "validation",
        "kind": "arrays",
        "task": "classification",
        "indices": np.arange(COUNT),
        "ids": tuple(map(str, range(COUNT))),
        "truth": (rng.random(COUNT) < dog[:, 0]).astype(np.int64),
        "outputs": dog,
        "loss": np.zeros(COUNT, np.float32),
        "classes": ("cat", "dog"),
        "epoch": 8,
        "of": COUNT,
    }
    return Predictions(**values | changes)


def two_targets(**changes: Any) -> Predictions:
    """A price in euros and a time in minutes, off by 3 and by 0.5."""
    truth = np.random.default_rng(3).normal(100, 30, (COUNT, 2)).astype(np.float32)
    changes = {
        "task": "regression",
        "kind": "table",
        "truth": truth,
        "outputs": truth + np.array([3.0, 0.5], np.float32),
        "classes": (),
        "targets": ("price (€)", "time (min)"),
        **changes,
    }
    return two_classes(**changes)


def test_of_two_classes_the_probability_of_the_second_is_calibrated_as_scikit_learn_does_it() -> None:
    predictions = two_classes()
    found = result_data(measure(predictions), shown="table").classes
    assert found is not None
    assert found.calibration is not None
    share, probability = calibration_curve(predictions.truth, predictions.outputs[:, 0], n_bins=10)
    bins = [one for one in found.calibration.bins if one.count]
    assert [one.probability for one in bins] == pytest.approx(probability)
    assert [one.share.value for one in bins] == pytest.approx(share)
    assert bins[0].probability < 0.1, "also of those that are hardly a dog"


def test_arrays_that_are_shown_as_pictures_are_called_pictures() -> None:
    found = measure(two_classes())
    assert f"of {COUNT} validation pictures right" in result_data(found, shown="pictures").sentence
    assert f"of {COUNT} validation examples right" in result_data(found, shown="table").sentence


def test_the_best_simple_method_is_known() -> None:
    values = {"majority": {"accuracy": 0.6}, "logistic_regression": {"accuracy": 0.7}}
    values["gradient_boosting"] = {"accuracy": 0.72}
    found = result_data(measure(two_classes(), comparison=Comparison(values=values)), shown="table")
    assert [each.is_best for each in found.baselines] == [False, False, True]
    errors = {"mean": {"mae": 20.0}, "ridge": {"mae": 1.5}}
    found = result_data(measure(two_targets(), comparison=Comparison(values=errors)), shown="table")
    assert [each.is_best for each in found.baselines] == [False, True]


def test_the_errors_of_a_few_targets_are_said_each_in_its_unit() -> None:
    sentence = result_data(measure(two_targets()), shown="table").sentence
    assert sentence == (
        f"Mean absolute error: price (€) 3.000 €, time (min) 0.5000 min on {COUNT} validation rows, epoch 8"
    )


def test_each_step_of_a_forecast_has_the_unit_of_its_column() -> None:
    ahead = two_targets(
        kind="series",
        columns=("load (kW)",),
        horizon=2,
        targets=("load (kW) +1", "load (kW) +2"),
    )
    assert number_result(ahead).units == ("kW", "kW")
