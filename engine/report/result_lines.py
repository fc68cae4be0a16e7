"""What the plots of results draw, as lines: the same in the window, in a saved picture and in a report.

Colours are arguments, as a window may be dark; measures come from `engine.evaluate.measures`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.by_step import StepErrors
from engine.evaluate.measures.calibration import CalibrationBin
from engine.evaluate.measures.regression import TargetScores
from engine.evaluate.measures.roc_curves import Curve
from engine.evaluate.measures.threshold import ThresholdCosts
from engine.evaluate.result_words import amount
from engine.evaluate.words import METHODS
from engine.language import tr
from engine.report.figure import COLORS, Drawing, Line, draw

MUTED = "#8a8d97"
"""On paper, of what is only for comparison."""
_TEXT = "#1c1d22"
_FEW = 6  # curves that are distinguished by colour
_MOST_BINS, _LEAST_BINS = 60, 8
_WIDTH, _HEIGHT = 460, 300  # of a plot in pixels; a matrix and a table are as large as they need to be


def few_curves(curves: Sequence[Curve], *, chosen: str = "") -> list[Curve]:
    """Return all curves of a few classes; of many the mean, the chosen one, and those with the least area.

    Args:
        curves: The mean, named "", may be the first.
        chosen: The name of the class that stands out; "" for none.
    """
    means = [curve for curve in curves if not curve.name]
    classes = [curve for curve in curves if curve.name]
    if len(classes) > _FEW:
        classes = sorted(classes, key=lambda curve: (curve.name != chosen, curve.area))[:_FEW]
    return [*means, *classes]


def curve_lines(
    curves: Sequence[Curve], *, chosen: str = "", colors: Sequence[str] = COLORS, mean: str = _TEXT
) -> list[Line]:
    """Return curves with their areas, the one that stands out last.

    Args:
        curves: As `few_curves` returns them.
        chosen: The name of the class that stands out; "" for none.
        colors: Of the classes.
        mean: The colour of the mean.
    """
    has_mean = bool(curves) and not curves[0].name
    lines: list[Line] = []
    for at, curve in enumerate(curves):
        is_mean = not curve.name
        color = mean if is_mean else colors[(at - has_mean) % _FEW]
        pale = bool(chosen) and curve.name != chosen
        name = tr("{name} ({area:.3f})", name=curve.name or tr("Mean"), area=curve.area)
        lines.append(Line(name, curve.x, curve.y, color, pale=pale, dashed=is_mean and len(curves) > 1))
    lines.sort(key=lambda line: not line.pale)
    return lines


def diagonal(muted: str = MUTED) -> Line:
    """Return the line from 0 to 1: of chance, or of probabilities that are right."""
    ends = np.array([0.0, 1.0])
    return Line("", ends, ends, muted, dashed=True, pale=True)


def calibration_lines(
    bins: Sequence[CalibrationBin], *, share: str, color: str = COLORS[0], muted: str = MUTED
) -> list[Line]:
    """Return the diagonal, an interval for each bin, and the shares.

    Args:
        bins: Those with examples.
        share: What the shares are called.
        color: Of the shares.
        muted: Of the diagonal.
    """
    x = np.array([one.probability for one in bins])
    y = np.array([one.share.value for one in bins])
    ends = np.array([(one.share.low, one.share.high, math.nan) for one in bins])
    return [
        diagonal(muted),
        Line(tr("95 % interval"), np.repeat(x, 3), ends.reshape(-1), color, pale=True),
        Line(share, x, y, color),
    ]


def calibration_titles(second: str) -> tuple[str, str]:
    """Return what the probability and the share are called.

    Args:
        second: Of two classes the name of the one whose probability it is; "" for that of the answer.
    """
    if second:
        return tr("Probability of {name}", name=second), tr("Share that is {name}", name=second)
    return tr("Probability of the answer"), tr("Share that is right")


def cost_lines(
    costs: ThresholdCosts, threshold: float, *, color: str = COLORS[1], text: str = _TEXT
) -> list[Line]:
    """Return the cost of all mistakes over the threshold, and a line at the one that is used.

    Args:
        costs: The mistakes at each threshold, and what they cost.
        threshold: The one that is used.
        color: Of the cost.
        text: Of the line at the threshold.
    """
    # below the lowest score and above the highest one nothing changes any more
    x = np.clip(np.r_[0.0, costs.thresholds, 1.0], 0.0, 1.0)
    y = costs.costs[np.r_[0, 0 : len(x) - 2, len(x) - 3]]
    ends = np.array([0.0, float(y.max(initial=1.0)) * 1.04])
    return [
        Line(tr("Cost of all mistakes"), x, y, color),
        Line(tr("Threshold"), np.full(2, threshold), ends, text, dashed=True),
    ]


def predicted_lines(
    truth: NDArray[np.floating],
    predicted: NDArray[np.floating],
    *,
    most: int,
    color: str = COLORS[0],
    muted: str = MUTED,
) -> list[Line]:
    """Return a dot for each example, and the diagonal on which a prediction is right.

    Args:
        truth: (n,) true values.
        predicted: (n,) predictions.
        most: How many dots there are at most; of more examples some are drawn, the same each time.
        color: Of the dots.
        muted: Of the diagonal.
    """
    x, y = np.asarray(truth, np.float64), np.asarray(predicted, np.float64)
    if len(x) > most:
        chosen = np.sort(np.random.default_rng(0).choice(len(x), most, replace=False))
        shown_x, shown_y = x[chosen], y[chosen]
    else:
        shown_x, shown_y = x, y
    known = np.concatenate([x, y])
    known = known[np.isfinite(known)]
    ends = np.array([known.min(), known.max()]) if len(known) else np.array([0.0, 1.0])
    return [
        Line("", shown_x, shown_y, color, form="dots"),
        Line(tr("Prediction equals truth"), ends, ends, muted, dashed=True),
    ]


def histogram(errors: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return middles and counts of bars of equal width; the 2 % at the far ends share the outermost bars.

    Args:
        errors: (n,) prediction minus truth; what is not finite is left out.
    """
    known = errors[np.isfinite(errors)]
    if not len(known):
        return np.zeros(1), np.zeros(1)
    low, high = np.percentile(known, [1, 99])
    room = max(float(high - low) * 0.15, 1e-9)
    bounds = (max(float(low) - room, float(known.min())), min(float(high) + room, float(known.max())))
    bins = min(max(round(math.sqrt(len(known))), _LEAST_BINS), _MOST_BINS)
    counts, edges = np.histogram(np.clip(known, *bounds), bins=bins, range=bounds)
    return (edges[1:] + edges[:-1]) / 2, counts.astype(np.float64)


def error_lines(errors: NDArray[np.float64], *, color: str = COLORS[0], muted: str = MUTED) -> list[Line]:
    """Return how many examples have which error, as bars, and the line of no error.

    Args:
        errors: (n,) prediction minus truth.
        color: Of the bars.
        muted: Of the line.
    """
    middles, counts = histogram(errors)
    top = np.array([0.0, float(counts.max(initial=1)) * 1.04])
    return [
        Line(tr("Examples"), middles, counts, color, form="bars"),
        Line(tr("No error"), np.zeros(2), top, muted, dashed=True),
    ]


def residual_lines(
    predicted: NDArray[np.float64],
    errors: NDArray[np.float64],
    *,
    most: int,
    color: str = COLORS[0],
    muted: str = MUTED,
) -> list[Line]:
    """Return a dot for each example, its error over its prediction, and the line of no error.

    Args:
        predicted: (n,) predictions.
        errors: (n,) prediction minus truth.
        most: How many dots there are at most; of more examples some are drawn, the same each time.
        color: Of the dots.
        muted: Of the line.
    """
    if len(errors) > most:
        shown = np.sort(np.random.default_rng(0).choice(len(errors), most, replace=False))
        predicted, errors = predicted[shown], errors[shown]
    ends = np.array([predicted.min(), predicted.max()]) if len(predicted) else np.zeros(2)
    return [
        Line("", predicted, errors, color, form="dots"),
        Line(tr("No error"), ends, np.zeros(2), muted, dashed=True),
    ]


def quantile_names(scores: TargetScores) -> tuple[str, ...]:
    """Return the upper ends of the parts of `quantile_lines`."""
    return tuple(f"≤ {amount(part.high, digits=3)}" for part in scores.by_quantile)


def quantile_lines(scores: TargetScores, *, color: str = COLORS[0], muted: str = MUTED) -> list[Line]:
    """Return the mean absolute error from the lowest true values to the highest, and that of all.

    Args:
        scores: Of one target.
        color: Of the bars.
        muted: Of the line of all examples.
    """
    parts = scores.by_quantile
    errors = np.array([part.mae for part in parts])
    ends, whole = np.array([0.5, len(parts) + 0.5]), np.full(2, scores.mae.value)
    return [
        Line(tr("Mean absolute error"), np.arange(1.0, len(parts) + 1), errors, color, form="bars"),
        Line(tr("Of all examples"), ends, whole, muted, dashed=True),
    ]


def named_errors(errors: StepErrors) -> list[tuple[str, NDArray[np.float64]]]:
    """Return the mean absolute errors by step, of the model and of each simple forecast, with their names."""
    found = [(tr("Model"), errors.mae), *((method_name(name), one) for name, one in errors.others.items())]
    return [(name, np.asarray(values, np.float64)) for name, values in found]


def step_lines(errors: StepErrors, colors: Sequence[str] = COLORS) -> list[Line]:
    """Return curves over the steps, of the model and of each simple forecast; of one step a bar for each.

    Args:
        errors: Of one column.
        colors: The model has the first one.
    """
    found = named_errors(errors)
    if len(errors.mae) == 1:
        heights = np.array([float(values[0]) for _, values in found])
        return [
            Line(tr("Mean absolute error"), np.arange(1.0, len(found) + 1), heights, colors[0], form="bars")
        ]
    steps = np.arange(1.0, len(errors.mae) + 1)
    return [
        Line(name, steps, values, colors[at % len(colors)], dashed=at > 0)
        for at, (name, values) in enumerate(found)
    ]


def method_name(method: str) -> str:
    """Return the title of a simple method; one that has none keeps its name."""
    return tr(METHODS[method]) if method in METHODS else method


def plot(lines: Sequence[Line], *, title: str, axis: str, up: str, **options: Any) -> Drawing:
    """Draw a plot of a report, as large as all of its plots.

    Args:
        lines: What is drawn.
        title: Heading.
        axis: Label below the x axis.
        up: Label of the y axis.
        **options: As those of `engine.report.figure.draw`.
    """
    return draw(lines, title=title, axis=axis, up=up, width=_WIDTH, height=_HEIGHT, **options)
