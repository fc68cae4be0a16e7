"""An evaluation in words: the sentence that leads, and what it is to be compared with.

Window, command line and report say the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.evaluate.evaluation import Evaluation
from engine.evaluate.measures.ahead import Future
from engine.evaluate.predictions import Predictions
from engine.evaluate.result_words import (
    Part,
    accuracy_sentence,
    amount,
    error_sentence,
    errors_sentence,
    over_targets,
    percent,
    things_of,
)
from engine.language import tr, tr_later
from engine.message import joined
from engine.predict.answers import chosen_threshold
from engine.settings.losses import higher_is_better

METHODS = {
    "majority": tr_later("Most frequent class"),
    "mean": tr_later("Mean of the training part"),
    "last_value": tr_later("Last value"),
    "season": tr_later("A season ago"),
    "linear_ar": tr_later("Linear autoregression"),
    "logistic_regression": tr_later("Logistic regression"),
    "ridge": tr_later("Ridge regression"),
    "gradient_boosting": tr_later("Gradient boosting"),
}
"""Titles of the baselines by their names."""
_SAID_ONE_BY_ONE = 3
"""Targets whose errors are said one by one; the mean of more says more than they do."""


def lead_metric(evaluation: Evaluation) -> str:
    """Return the name of the one metric to lead with: "accuracy", or "mae"."""
    return "accuracy" if evaluation.confusion is not None else "mae"


def sentence(evaluation: Evaluation, *, pictures: bool = False) -> str:
    """Return how good the run is on this part: of which weights, of how many examples, with the interval.

    Args:
        evaluation: Of one part.
        pictures: Whether its examples are shown as pictures, as those of arrays can be.
    """
    predictions = evaluation.predictions
    found = evaluation.measured[lead_metric(evaluation)]
    interval = (found.low, found.high) if found.has_interval else None
    part: Part = predictions.part if predictions.part != "other" else ""
    things, epoch = things_of(predictions.kind, pictures=pictures), predictions.epoch or None
    if evaluation.confusion is not None:
        return accuracy_sentence(
            found.value, count=predictions.count, interval=interval, part=part, things=things, epoch=epoch
        )
    names, numbers = predictions.columns or predictions.targets, evaluation.regression
    if numbers is not None and 1 < len(names) <= _SAID_ONE_BY_ONE:
        each = np.array([one.mae.value for one in numbers.targets]).reshape(len(names), -1)
        values = zip(names, each.mean(axis=1).tolist(), predictions.units, strict=True)
        return errors_sentence(
            tr("Mean absolute error"),
            tuple(values),
            count=predictions.count,
            part=part,
            things=things,
            epoch=epoch,
        )
    return error_sentence(
        tr("Mean absolute error") if len(names) == 1 else over_targets(len(names)),
        found.value,
        count=predictions.count,
        interval=interval,
        unit=_unit(predictions),
        target=names[0] if len(names) == 1 else "",
        part=part,
        things=things,
        epoch=epoch,
    )


def together_sentence(evaluation: Evaluation) -> str:
    """Return the mean of the errors of several targets; "" of one target, or where `sentence` says it."""
    predictions = evaluation.predictions
    names = predictions.columns or predictions.targets
    if evaluation.regression is None or not 1 < len(names) <= _SAID_ONE_BY_ONE:
        return ""
    return tr(
        "{error}: {value}; simple methods are compared by it.",
        error=over_targets(len(names)),
        value=amount(evaluation.measured[lead_metric(evaluation)].value, unit=_unit(predictions)),
    )


def drawn_sentence(predictions: Predictions) -> str:
    """Return that only some of the examples were measured; "" where all were."""
    if predictions.count >= predictions.of:
        return ""
    return tr(
        "{count:,} of {all:,} examples were drawn, always the same.",
        count=predictions.count,
        all=predictions.of,
    )


def threshold_sentence(predictions: Predictions) -> str:
    """Return which threshold decides between two classes; "" where it is a half, as it is for Keras."""
    if not predictions.has_chosen_threshold:
        return ""
    return joined(
        (
            chosen_threshold(predictions.classes[1], predictions.threshold),
            tr("Keras's own metrics take 0.5."),
        )
    )


def beside_sentence(ahead: Sequence[Future]) -> str:
    """Return which other columns the model sees before a forecast; "" where it sees none.

    Args:
        ahead: What is forecast beyond the last row; () for nothing.
    """
    if not ahead or not ahead[0].beside:
        return ""
    return tr(
        "The forecast also sees {names}, up to the last row; it needs none of their values after it.",
        names=", ".join(ahead[0].beside),
    )


def comparison_sentence(evaluation: Evaluation) -> str:
    """Return whether the network was worth it beside simple methods; "" where none was measured."""
    name = lead_metric(evaluation)
    reached = {method: values[name] for method, values in evaluation.baselines.items() if name in values}
    if not reached:
        problem = evaluation.comparison.problem
        return tr("Simple methods are not compared: {problem}", problem=problem) if problem else ""
    is_higher_better = higher_is_better(name)
    best = max(reached, key=lambda method: reached[method] if is_higher_better else -reached[method])
    ours, others = evaluation.measured[name], reached[best]
    shown = {
        "method": tr(METHODS[best]),
        "value": percent(others) if is_higher_better else amount(others, unit=_unit(evaluation.predictions)),
    }
    inside = ours.has_interval and ours.low <= others <= ours.high
    if inside:
        return tr(
            "The best simple method is as good, as far as these examples can tell: {method}, {value}.",
            **shown,
        )
    if (ours.value > others) == is_higher_better:
        return tr("The best simple method is not as good: {method}, {value}.", **shown)
    return tr("A simple method is better: {method}, {value}.", **shown)


def _unit(predictions: Predictions) -> str:
    units = set(predictions.units)
    return units.pop() if len(units) == 1 else ""
