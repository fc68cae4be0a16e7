"""Makes what the window shows of an evaluation: all curves and measures, calculated in a worker's thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.evaluation import part_calibration
from engine.evaluate.measures.confusion import Confusion, confusion
from engine.evaluate.measures.regression import Regression, regression
from engine.evaluate.measures.roc_curves import precision_recall_curves, roc_curves
from engine.evaluate.result_words import amount, percent
from engine.evaluate.words import (
    METHODS,
    beside_sentence,
    drawn_sentence,
    lead_metric,
    sentence,
    threshold_sentence,
    together_sentence,
)
from engine.message import joined
from gui.control.result_data import (
    AheadResult,
    BaselineResult,
    ClassResult,
    NumberResult,
    Part,
    ResultData,
    Shown,
)
from gui.text import tr

if TYPE_CHECKING:
    from engine.evaluate.evaluation import Evaluation
    from engine.evaluate.measures.ahead import Future
    from engine.evaluate.predictions import Predictions
    from engine.record.forecast_file import Forecast

_ANSWERS = 5


def result_data(
    found: Evaluation,
    *,
    shown: Shown,
    columns: tuple[str, ...] = (),
    forecast: Forecast | None = None,
    ahead: tuple[Future, ...] = (),
) -> ResultData:
    """Return what is shown of an evaluation.

    Args:
        found: The evaluation.
        shown: How an example is shown.
        columns: Of a table.
        forecast: Over the truth; None where there is none.
        ahead: What is forecast beyond the last row; () for nothing.
    """
    said = found.predictions
    classes = class_result(said, measured=found.confusion) if found.confusion is not None else None
    numbers = number_result(said, measured=found.regression) if found.regression is not None else None
    part: Part = said.part
    return ResultData(
        part=part,
        sentence=sentence(found, pictures=shown == "pictures"),
        note=joined(
            (
                together_sentence(found),
                drawn_sentence(said),
                threshold_sentence(said),
                said.problem,
                beside_sentence(ahead),
            )
        ),
        shown=shown,
        columns=columns,
        names=said.ids,
        loss=said.loss.astype(np.float64),
        baselines=tuple(_baselines(found)),
        classes=classes,
        numbers=numbers,
        ahead=AheadResult(found.steps, said.units, forecast, ahead) if found.steps else None,
        looks=found.looks,
    )


def class_result(found: Predictions, *, measured: Confusion | None = None) -> ClassResult:
    """Return what is shown of a classification.

    Args:
        found: The predictions.
        measured: Their measures, where they are known already.
    """
    answers, shares = _answers(found)
    scores = found.scores
    two, probable = len(found.classes) == 2, found.are_probabilities
    sure = found.certainty.astype(np.float64)
    return ClassResult(
        names=found.classes,
        truth=found.truth,
        predicted=found.predicted,
        sure=sure,
        answers=answers,
        shares=shares,
        confusion=measured or confusion(found.truth, found.predicted, classes=found.classes),
        roc=() if scores is None else roc_curves(found.truth, scores, classes=found.classes),
        precision_recall=()
        if scores is None
        else precision_recall_curves(found.truth, scores, classes=found.classes),
        calibration=part_calibration(found),
        second=scores[:, 1].astype(np.float64) if two and scores is not None and probable else None,
        threshold=found.cut,
        default_threshold=found.border,
        probable=probable,
    )


def number_result(found: Predictions, *, measured: Regression | None = None) -> NumberResult:
    """Return what is shown of a regression.

    Args:
        found: The predictions.
        measured: Their measures, where they are known already.
    """
    truth = np.asarray(found.truth, np.float64).reshape(found.count, -1)
    predicted = np.asarray(found.outputs, np.float64).reshape(found.count, -1)
    each = tuple(unit for unit in found.units for _ in range(max(found.horizon, 1)))  # one for each step
    return NumberResult(
        names=found.targets,
        units=each if len(each) == len(found.targets) else ("",) * len(found.targets),
        truth=truth,
        predicted=predicted,
        scores=measured or regression(truth, predicted, names=found.targets),
    )


def _baselines(found: Evaluation) -> Iterator[BaselineResult]:
    """What plain methods reach: their share of right answers, or their error in the target's unit."""
    metric = lead_metric(found)
    reached, is_share = found.measured[metric], metric == "accuracy"
    units = set(found.predictions.units)
    unit = units.pop() if len(units) == 1 else ""
    measured = {name: values.get(metric) for name, values in found.baselines.items() if name in METHODS}
    known = {name: value for name, value in measured.items() if value is not None}
    best = max(known.values(), default=0.0) if is_share else min(known.values(), default=0.0)
    for name, value in known.items():
        unclear = reached.has_interval and reached.low <= value <= reached.high
        beaten = None if unclear else (reached.value > value) == is_share
        words = percent(value) if is_share else amount(value, unit=unit)
        yield BaselineResult(tr(METHODS[name]), words, beaten, is_best=value == best)


def shown_as(kind: str, shape: tuple[int, ...], *, pictures: bool = False) -> Shown:
    """Return how an example is shown.

    Args:
        kind: The kind of the data.
        shape: Of one example.
        pictures: Whether the model takes pictures.
    """
    if kind == "text":
        return "text"
    if pictures or kind == "images" or (len(shape) == 3 and shape[-1] in (1, 3)):
        return "pictures"
    return "series" if len(shape) == 2 else "table"


def _answers(found: Predictions) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The most likely classes of each example and their outputs, (n, k) each, the highest first."""
    if found.kept is not None:
        return found.kept[:, 1:].astype(np.int64), found.outputs[:, 1:].astype(np.float64)
    scores = found.scores
    if scores is None:
        empty = np.empty((found.count, 0))
        return empty.astype(np.int64), empty
    most = min(_ANSWERS, scores.shape[1])
    highest = np.argpartition(-scores, most - 1, axis=1)[:, :most]
    values = np.take_along_axis(scores, highest, axis=1)
    order = np.lexsort((highest, -values), axis=1)
    answers = np.take_along_axis(highest, order, axis=1).astype(np.int64)
    return answers, np.take_along_axis(scores, answers, axis=1).astype(np.float64)
