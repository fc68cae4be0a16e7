"""Results of runs as the engine that plays gives them: three classes of digits, and numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.data.describe import Example
from engine.evaluate.measures.confusion import confusion
from engine.evaluate.measures.regression import regression
from engine.evaluate.measures.roc_curves import precision_recall_curves, roc_curves
from engine.export.evidence import Evidence
from engine.predict.answers import Answer
from gui.control.result_data import BaselineResult, ClassResult, NumberResult, ResultData

NAMES = ("zero", "one", "eight")


def class_result(*, count: int = 60, classes: tuple[str, ...] = NAMES, **changes: Any) -> ResultData:
    """So many examples, of which every tenth is taken for the class after its own; surest first."""
    rng = np.random.default_rng(0)
    size = len(classes)
    truth = np.arange(count) % size
    predicted = np.where(np.arange(count) % 10 == 0, (truth + 1) % size, truth)
    scores = rng.uniform(0.0, 0.1, (count, size))
    scores[np.arange(count), predicted] = np.linspace(0.99, 0.5, count)
    scores /= scores.sum(axis=1, keepdims=True)
    answers = np.argsort(-scores, axis=1)[:, :5]
    found = ClassResult(
        names=classes,
        truth=truth,
        predicted=predicted,
        sure=scores.max(axis=1),
        answers=answers,
        shares=np.take_along_axis(scores, answers, axis=1),
        confusion=confusion(truth, predicted, classes=classes),
        roc=roc_curves(truth, scores, classes=classes),
        precision_recall=precision_recall_curves(truth, scores, classes=classes),
        second=scores[:, 1] if size == 2 else None,
    )
    values: dict[str, Any] = {
        "part": "validation",
        "sentence": f"90 % of {count} validation pictures right",
        "shown": "pictures",
        "names": tuple(f"{place}.png" for place in range(count)),
        "loss": -np.log(scores[np.arange(count), truth]),
        "baselines": (BaselineResult("always the most frequent class", "33.3 %", True),),
        "classes": found,
    }
    return ResultData(**values | changes)


def number_result(*, count: int = 40, names: tuple[str, ...] = ("price",), **changes: Any) -> ResultData:
    """So many numbers with small errors, in euros."""
    rng = np.random.default_rng(0)
    truth = rng.uniform(0, 100, (count, len(names)))
    predicted = truth + rng.normal(0, 5, truth.shape)
    scores = regression(truth, predicted, names=names)
    values: dict[str, Any] = {
        "part": "validation",
        "sentence": f"Mean absolute error of price: 4 € on {count} validation rows",
        "shown": "table",
        "columns": ("size", "age"),
        "numbers": NumberResult(names, ("€",) * len(names), truth, predicted, scores),
    }
    return ResultData(**values | changes)


def picture(place: int) -> Example:
    """A picture that shows which one it is."""
    return Example(
        index=place,
        name=f"{place}.png",
        values=np.full((8, 8), place * 4 % 256, np.uint8),
        label="",
        targets=np.empty(0, np.float32),
    )


def answer(name: str) -> Answer:
    """The answer for an input of this name: an eight, 90 % sure."""
    return Answer(name, "eight", {"zero": 0.08, "one": 0.02, "eight": 0.9}, {}, True)


def evidence(name: str) -> Evidence:
    """What was measured of an export in the format of this name."""
    return Evidence(
        format=name,
        file="model.tflite",
        bytes=96_400,
        max_difference=3e-7,
        same_answers=1.0,
        metric="accuracy",
        metric_before=0.972,
        metric_after=0.972,
        seconds_per_example=0.0004,
        threads=1,
        part="validation",
        examples=1000,
    )
