"""An evaluation in words: the sentence that leads, and what it is to be compared with.

Window, command line and report say the same.
"""

from __future__ import annotations

from engine.evaluate.evaluation import Evaluation
from engine.evaluate.predictions import Predictions
from engine.language import tr, tr_later
from engine.message import joined

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
_PARTS = {
    "validation": tr_later("validation {things}"),
    "test": tr_later("test {things}"),
    "train": tr_later("training {things}"),
    "other": tr_later("{things} of other data"),
}
_THINGS = {
    "images": tr_later("pictures"),
    "text": tr_later("texts"),
    "table": tr_later("rows"),
    "series": tr_later("windows"),
}
_SIGNIFICANT = 4


def things(predictions: Predictions) -> str:
    """Return what the examples of a part are called, such as "validation pictures"."""
    thing = tr(_THINGS[predictions.kind]) if predictions.kind in _THINGS else tr("examples")
    return tr(_PARTS[predictions.part], things=thing)


def lead_metric(evaluation: Evaluation) -> str:
    """Return the name of the one metric to lead with: "accuracy", or "mae"."""
    return "accuracy" if evaluation.confusion is not None else "mae"


def sentence(evaluation: Evaluation) -> str:
    """Return how good the run is on this part, in one sentence with the interval."""
    predictions = evaluation.predictions
    values = {"count": predictions.count, "things": things(predictions)}
    found = evaluation.measured[lead_metric(evaluation)]
    if evaluation.confusion is not None:
        shares = {"share": found.value, "low": found.low, "high": found.high}
        if not found.has_interval:
            return tr("{share:.1%} of {count:,} {things} are right.", **values, **shares)
        return tr(
            "{share:.1%} of {count:,} {things} are right (95 % interval: {low:.1%} to {high:.1%}).",
            **values,
            **shares,
        )
    unit = _unit(predictions)
    numbers = {"error": number(found.value) + unit, "low": number(found.low), "high": number(found.high)}
    if predictions.horizon:
        values |= {"name": ", ".join(predictions.columns), "steps": predictions.horizon}
        if predictions.horizon == 1:
            return tr(
                "The forecast of {name} is off by {error} on average (95 % interval: {low} to {high}), of"
                " {count:,} {things}.",
                **values,
                **numbers,
            )
        return tr(
            "The forecast of {name} is off by {error} on average (95 % interval: {low} to {high}), over"
            " {steps} steps and {count:,} {things}.",
            **values,
            **numbers,
        )
    name = predictions.targets[0] if len(predictions.targets) == 1 else tr("The prediction")
    if not found.has_interval:
        return tr(
            "{name} is off by {error} on average, of {count:,} {things}.", name=name, **values, **numbers
        )
    return tr(
        "{name} is off by {error} on average (95 % interval: {low} to {high}), of {count:,} {things}.",
        name=name,
        **values,
        **numbers,
    )


def weights_sentence(predictions: Predictions) -> str:
    """Return which weights were measured, and that only a part of the examples was; "" for nothing to say."""
    found: list[str] = []
    if predictions.epoch:
        found.append(tr("The weights are those of epoch {epoch}.", epoch=predictions.epoch))
    if predictions.count < predictions.of:
        found.append(
            tr(
                "{count:,} of {all:,} examples were drawn, always the same.",
                count=predictions.count,
                all=predictions.of,
            )
        )
    return joined(found)


def threshold_sentence(predictions: Predictions) -> str:
    """Return which threshold decides between two classes; "" where it is a half, as it is for Keras."""
    if not predictions.has_chosen_threshold:
        return ""
    return tr(
        "{name} is the answer where its probability is above {threshold:.3g}, the threshold that was chosen"
        " for this run; Keras's own metrics take 0.5.",
        name=predictions.classes[1],
        threshold=predictions.threshold,
    )


def comparison_sentence(evaluation: Evaluation) -> str:
    """Return whether the network was worth it beside simple methods; "" where none was measured."""
    name = lead_metric(evaluation)
    reached = {method: values[name] for method, values in evaluation.baselines.items() if name in values}
    if not reached:
        problem = evaluation.comparison.problem
        return tr("Simple methods are not compared: {problem}", problem=problem) if problem else ""
    is_higher_better = name == "accuracy"
    best = max(reached, key=lambda method: reached[method] if is_higher_better else -reached[method])
    ours, others = evaluation.measured[name], reached[best]
    shown = {
        "method": tr(METHODS[best]),
        "value": f"{others:.1%}" if is_higher_better else number(others) + _unit(evaluation.predictions),
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


def number(value: float) -> str:
    """Return a number with four digits that count."""
    return f"{value:,.{_SIGNIFICANT}g}" if abs(value) < 10_000 else f"{value:,.0f}"


def _unit(predictions: Predictions) -> str:
    units = set(predictions.units)
    unit = units.pop() if len(units) == 1 else ""
    return f" {unit}" if unit else ""
