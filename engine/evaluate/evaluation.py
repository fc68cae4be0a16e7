"""From predictions to what is said of them: metrics with intervals, a sentence, and what they are beside.

Window, command line and report take the same value from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.by_step import StepErrors, errors_by_step
from engine.evaluate.measures.calibration import Calibration, calibration
from engine.evaluate.measures.confusion import Confusion, confusion
from engine.evaluate.measures.intervals import Measured
from engine.evaluate.measures.regression import Regression, regression
from engine.evaluate.measures.roc_area import roc_area
from engine.evaluate.predictions import Predictions

BY_STEP = ("last_value", "season", "linear_ar")
"""The baselines that forecast."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What simple methods reach on the same examples.

    Attributes:
        values: The metrics of each, by its name: "majority", "mean", "last_value", "season", "linear_ar",
            "logistic_regression", "ridge", "gradient_boosting".
        by_step: The mean absolute errors of those that forecast, (columns, horizon) float64 each, by name.
        examples: How many examples they were measured on; less than there are where reading them takes long.
        problem: Why there is nothing to compare with; "" where there is.
    """

    values: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    by_step: Mapping[str, NDArray[np.float64]] = field(default_factory=dict[str, NDArray[np.float64]])
    examples: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How good a run is on one part.

    Attributes:
        predictions: What the model says of each example.
        metrics: By name: the loss and the compiled metrics under Keras's names, then "accuracy",
            "precision_macro", "recall_macro", "f1_macro" and "roc_auc", or "mae", "rmse" and "r2".
        measured: Those of them that have an interval, by the same names.
        confusion: Which class is taken for which; None for numbers.
        regression: The errors of numbers; None for classes.
        steps: The errors of a forecast, one a column; () where nothing is forecast.
        comparison: What simple methods reach on the same examples.
        looks: How often the test part was looked at, this time included; 0 for another part.
    """

    predictions: Predictions
    metrics: Mapping[str, float]
    measured: Mapping[str, Measured]
    confusion: Confusion | None = None
    regression: Regression | None = None
    steps: tuple[StepErrors, ...] = ()
    comparison: Comparison = field(default_factory=Comparison)
    looks: int = 0

    @property
    def part(self) -> str:
        """The part; see `Predictions.part`."""
        return self.predictions.part

    @property
    def count(self) -> int:
        """How many examples there are."""
        return self.predictions.count

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """The 95 % intervals by the name of the metric."""
        return {name: (one.low, one.high) for name, one in self.measured.items() if one.has_interval}

    @property
    def baselines(self) -> Mapping[str, Mapping[str, float]]:
        """The metrics of simple methods by their names."""
        return self.comparison.values


def measure(predictions: Predictions, *, comparison: Comparison | None = None, looks: int = 0) -> Evaluation:
    """Measure predictions.

    Args:
        predictions: Of one part.
        comparison: What simple methods reach; None where nobody has asked.
        looks: How often the test part was looked at.
    """
    beside = comparison or Comparison()
    if predictions.is_classification:
        matrix = confusion(predictions.truth, predictions.predicted, classes=predictions.classes)
        measured = class_measures(matrix)
        scores = predictions.scores
        if scores is not None and np.isfinite(scores).all():
            measured["roc_auc"] = roc_area(predictions.truth, scores)
        return Evaluation(
            predictions=predictions,
            metrics=_together(predictions, measured),
            measured=measured,
            confusion=matrix,
            comparison=beside,
            looks=looks,
        )
    errors = regression(
        predictions.truth,
        predictions.outputs,
        names=predictions.targets,
        block=max(1, predictions.horizon),
    )
    measured = {"mae": errors.mae, "rmse": errors.rmse, "r2": errors.r2}
    return Evaluation(
        predictions=predictions,
        metrics=_together(predictions, measured),
        measured=measured,
        regression=errors,
        steps=_steps(predictions, beside),
        comparison=beside,
        looks=looks,
    )


def class_measures(matrix: Confusion) -> dict[str, Measured]:
    """Return the measures of a confusion matrix by their names."""
    return {
        "accuracy": matrix.accuracy,
        "precision_macro": matrix.precision_macro,
        "recall_macro": matrix.recall_macro,
        "f1_macro": matrix.f1_macro,
    }


def part_calibration(predictions: Predictions) -> Calibration | None:
    """Return how well the probabilities of a classification say what happens; None where they are none.

    Args:
        predictions: Of two classes the probability of the second is looked at, of more that of the answer.
    """
    if not predictions.are_probabilities:
        return None
    scores = predictions.scores
    if scores is None or len(predictions.classes) != 2:
        sure = predictions.certainty.astype(np.float64)
        return calibration(sure, predictions.predicted == predictions.truth)
    return calibration(np.clip(scores[:, 1], 0.0, 1.0), predictions.truth == 1)


def _together(predictions: Predictions, measured: Mapping[str, Measured]) -> dict[str, float]:
    """Keras's values under Keras's names, then those that Keras has not and that have a value.

    Keras counts accuracy with a threshold of a half; where another is chosen, the accuracy is that of the
    answers.
    """
    others = {name: one.value for name, one in measured.items() if np.isfinite(one.value)}
    if predictions.has_chosen_threshold:
        return {**predictions.metrics, **others}
    return {
        **predictions.metrics,
        **{n: value for n, value in others.items() if n not in predictions.metrics},
    }


def _steps(predictions: Predictions, beside: Comparison) -> tuple[StepErrors, ...]:
    if not predictions.horizon:
        return ()
    truth, predicted = predictions.by_step()
    found = errors_by_step(truth, predicted, columns=predictions.columns)
    return tuple(
        StepErrors(
            column=one.column,
            mae=one.mae,
            rmse=one.rmse,
            low=one.low,
            high=one.high,
            others={name: errors[at] for name, errors in beside.by_step.items()},
        )
        for at, one in enumerate(found)
    )
