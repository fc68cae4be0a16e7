"""An evaluation in the stable form that `evaluate --json` prints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from engine.evaluate.evaluation import Evaluation
from engine.evaluate.measures.regression import TargetScores


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as JSON has it. A value that is not finite is null.

    Args:
        evaluation: Of one part.

    Returns:
        `part`, `count`, `epoch`, `metrics`, `intervals`, `classes`, `confusion`, `baselines`; of the test
        part `looks` too, of two classes `threshold`, of several targets `targets` with the values of each,
        and of a forecast `steps`.
    """
    predictions, matrix = evaluation.predictions, evaluation.confusion
    found: dict[str, Any] = {
        "part": predictions.part,
        "count": predictions.count,
        "epoch": predictions.epoch or None,
        "metrics": _finite(evaluation.metrics),
        "intervals": {name: list(bounds) for name, bounds in evaluation.intervals.items()},
        "classes": list(predictions.classes),
        "confusion": [] if matrix is None else matrix.counts.tolist(),
        "baselines": {name: _finite(values) for name, values in evaluation.baselines.items()},
    }
    if len(predictions.classes) == 2:
        found["threshold"] = predictions.threshold
    if evaluation.looks:
        found["looks"] = evaluation.looks
    if evaluation.regression is not None and len(evaluation.regression.targets) > 1:
        found["targets"] = {one.name: _target(one) for one in evaluation.regression.targets}
    if evaluation.steps:
        found["steps"] = [
            {
                "column": one.column,
                "mae": _numbers(one.mae),
                "rmse": _numbers(one.rmse),
                "low": _numbers(one.low),
                "high": _numbers(one.high),
                "others": {name: _numbers(errors) for name, errors in one.others.items()},
            }
            for one in evaluation.steps
        ]
    return found


def _target(one: TargetScores) -> dict[str, Any]:
    measured = {"mae": one.mae, "rmse": one.rmse, "r2": one.r2}
    return {
        **_finite({name: value.value for name, value in measured.items()}),
        "intervals": {
            name: [value.low, value.high] for name, value in measured.items() if value.has_interval
        },
    }


def _finite(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: value if math.isfinite(value) else None for name, value in values.items()}


def _numbers(values: Any) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]
