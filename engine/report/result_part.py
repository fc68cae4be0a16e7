"""What a report says of a run's results: the sentence, and the figures that the window shows too.

It reads the predictions that the run has kept; nothing is evaluated for a report.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.baselines.kept import read_comparison
from engine.evaluate.evaluation import Evaluation, measure
from engine.evaluate.measures.by_step import StepErrors
from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.predictions_file import as_decided, model_digest, read_predictions
from engine.evaluate.result_words import percent
from engine.evaluate.words import (
    METHODS,
    comparison_sentence,
    sentence,
    threshold_sentence,
    together_sentence,
)
from engine.language import tr
from engine.message import joined
from engine.record.run_folder import RunFolder
from engine.report.figure import COLORS, Drawing, Line, draw
from engine.report.grid_figure import matrix_drawing, table_drawing

_MOST_DOTS = 3_000
_MOST_CLASSES = 20
_MUTED = "#8a8d97"


def kept_evaluation(folder: RunFolder) -> Evaluation | None:
    """Return the evaluation of the validation part that a run has kept.

    Args:
        folder: The run folder; what it holds may come from elsewhere.

    Returns:
        None where none is kept, or the model has changed since.
    """
    digest = ""
    with contextlib.suppress(OSError):
        digest = model_digest(folder.model_file)
    predictions = read_predictions(folder, "validation", model=digest) if digest else None
    if predictions is None:
        return None
    return measure(as_decided(folder, predictions), comparison=read_comparison(folder, predictions))


def result_sentence(evaluation: Evaluation, *, pictures: bool = False) -> str:
    """Return how good the run is, by which threshold, and whether simple methods are as good.

    Args:
        evaluation: Of one part.
        pictures: Whether its examples are shown as pictures, as those of arrays can be.
    """
    said = (
        f"{sentence(evaluation, pictures=pictures)}.",
        threshold_sentence(evaluation.predictions),
        together_sentence(evaluation),
        comparison_sentence(evaluation),
    )
    return joined([text for text in said if text])


def result_drawings(evaluation: Evaluation, *, width: int = 460, height: int = 300) -> tuple[Drawing, ...]:
    """Return the figures of an evaluation.

    Args:
        evaluation: Of one part.
        width: Of a plot in pixels; a matrix and a table are as large as they need to be.
        height: Of a plot in pixels.
    """
    drawings: list[Drawing] = []
    if evaluation.confusion is not None:
        drawings += [
            matrix_drawing(evaluation.confusion, title=tr("Confusion matrix")),
            _classes(evaluation.confusion),
        ]
    predictions = evaluation.predictions
    if evaluation.regression is not None and not predictions.horizon:
        for at, target in enumerate(predictions.targets[:2]):
            lines = predicted_lines(predictions.truth[:, at], predictions.outputs[:, at], most=_MOST_DOTS)
            title = tr("Predicted against true: {target}", target=target)
            across, up = tr("Truth"), tr("Prediction")
            drawings.append(draw(lines, title=title, axis=across, up=up, width=width, height=height))
    for errors in evaluation.steps[:2]:
        title = tr("Error by step ahead: {column}", column=errors.column)
        if len(errors.mae) > 1:
            lines = step_lines(errors, COLORS)
            drawings.append(draw(lines, title=title, axis=tr("Steps ahead"), width=width, height=height))
    return tuple(drawings)


def predicted_lines(
    truth: NDArray[np.floating],
    predicted: NDArray[np.floating],
    *,
    most: int,
    color: str = COLORS[0],
    muted: str = _MUTED,
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


def step_lines(errors: StepErrors, colors: Sequence[str]) -> list[Line]:
    """Return the mean absolute errors by step, of the model and of each simple forecast.

    Args:
        errors: Of one column.
        colors: The model has the first one.
    """
    found = [(tr("Model"), errors.mae), *((method_name(name), one) for name, one in errors.others.items())]
    steps = np.arange(1.0, len(errors.mae) + 1)
    return [
        Line(name, steps, np.asarray(values, np.float64), colors[at % len(colors)], dashed=at > 0)
        for at, (name, values) in enumerate(found)
    ]


def method_name(method: str) -> str:
    """Return the title of a simple method; one that has none keeps its name."""
    return tr(METHODS[method]) if method in METHODS else method


def _classes(confusion: Confusion) -> Drawing:
    """The measures of the classes; of many those with the lowest F1."""
    found = confusion.by_class
    title = tr("Each class")
    if len(found) > _MOST_CLASSES:
        found = sorted(found, key=lambda one: one.f1)[:_MOST_CLASSES]
        title = tr("The {count} classes with the lowest F1", count=_MOST_CLASSES)
    titles = (tr("Class"), tr("Precision"), tr("Recall"), tr("F1"), tr("Examples"))
    rows = [
        (one.name, percent(one.precision), percent(one.recall), percent(one.f1), f"{one.support:,}")
        for one in found
    ]
    return table_drawing(titles, rows, title=title, numeric=(False, True, True, True, True))
