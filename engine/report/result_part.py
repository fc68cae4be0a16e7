"""What a report says of a run's results: the sentence, and the figures that the window shows too.

It reads the predictions that the run has kept; nothing is evaluated for a report.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.baselines.kept import read_comparison
from engine.evaluate.evaluation import Evaluation, measure, part_calibration
from engine.evaluate.measures.by_step import StepErrors
from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.measures.intervals import Measured
from engine.evaluate.measures.regression import Regression, TargetScores
from engine.evaluate.measures.roc_curves import precision_recall_curves, roc_curves
from engine.evaluate.predictions import Predictions
from engine.evaluate.predictions_file import as_decided, model_digest, read_predictions
from engine.evaluate.result_words import amount, percent, with_unit
from engine.evaluate.words import comparison_sentence, sentence, threshold_sentence, together_sentence
from engine.language import tr, tr_later, with_minus
from engine.message import joined
from engine.record.run_folder import RunFolder
from engine.report.figure import Drawing, Line, draw
from engine.report.grid_figure import matrix_drawing, table_drawing
from engine.report.result_lines import (
    calibration_lines,
    calibration_titles,
    curve_lines,
    diagonal,
    error_lines,
    few_curves,
    named_errors,
    predicted_lines,
    quantile_lines,
    quantile_names,
    residual_lines,
    step_lines,
)

_MOST_DOTS = 3_000
_MOST_CLASSES = 20
_MOST_TARGETS = 3
_WIDTH, _HEIGHT = 460, 300  # of a plot in pixels; a matrix and a table are as large as they need to be
_SHARES = (-0.03, 1.03)
_RATES = (tr_later("False positive rate"), tr_later("True positive rate"))
_PRECISION = (tr_later("Recall"), tr_later("Precision"))


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


def result_drawings(evaluation: Evaluation) -> tuple[Drawing, ...]:
    """Return the figures of an evaluation: those that the window shows too.

    Of many classes the curves are left out, as each needs its own sorting; of many targets and columns the
    first ones are drawn.

    Args:
        evaluation: Of one part.
    """
    predictions = evaluation.predictions
    if evaluation.confusion is not None:
        return (
            matrix_drawing(evaluation.confusion, title=tr("Confusion matrix")),
            _classes(evaluation.confusion),
            *_curves(predictions),
            *_calibration(predictions),
        )
    units = predictions.units
    if evaluation.steps:
        return tuple(
            _by_step(errors, unit=unit)
            for errors, unit in zip(evaluation.steps[:_MOST_TARGETS], units, strict=False)
        )
    if evaluation.regression is None:
        return ()
    titles, cells = score_cells(evaluation.regression, units=units)
    numeric = [at > 0 for at in range(len(titles))]
    drawings = [table_drawing(titles, cells, title=tr("Each target"), numeric=numeric)]
    truth = np.asarray(predictions.truth, np.float64).reshape(predictions.count, -1)
    outputs = np.asarray(predictions.outputs, np.float64).reshape(truth.shape)
    for at, scores in enumerate(evaluation.regression.targets[:_MOST_TARGETS]):
        drawings += _target(scores, truth[:, at], outputs[:, at], unit=units[at] if at < len(units) else "")
    return tuple(drawings)


def score_cells(
    regression: Regression, *, units: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Return titles and cells of the table of the measures of each target, as they are written.

    Args:
        regression: The measures of all targets.
        units: Of each target, "" for none; () where none is known.
    """
    titles = (tr("Target"), tr("R²"), tr("Mean absolute error"), tr("RMSE"), tr("Too high on average"))
    cells: list[tuple[str, ...]] = []
    for at, one in enumerate(regression.targets):
        unit = units[at] if at < len(units) else ""
        cells.append(
            (
                one.name,
                _with_interval(
                    one.r2, "–" if math.isnan(one.r2.value) else with_minus(f"{one.r2.value:.3f}")
                ),
                _with_interval(one.mae, amount(one.mae.value, unit=unit)),
                _with_interval(one.rmse, amount(one.rmse.value, unit=unit)),
                amount(one.bias, unit=unit),
            )
        )
    return titles, cells


def _with_interval(measured: Measured, written: str) -> str:
    if not measured.has_interval:
        return written
    low, high = amount(measured.low, digits=3), amount(measured.high, digits=3)
    return tr("{value} ({low} to {high})", value=written, low=low, high=high)


def _curves(predictions: Predictions) -> list[Drawing]:
    scores, classes = predictions.scores, predictions.classes
    if scores is None or len(classes) > _MOST_CLASSES or not np.isfinite(scores).all():
        return []
    found = (
        (roc_curves(predictions.truth, scores, classes=classes), tr("ROC"), _RATES, True),
        (
            precision_recall_curves(predictions.truth, scores, classes=classes),
            tr("Precision-recall"),
            _PRECISION,
            False,
        ),
    )
    return [
        _plot(
            [*curve_lines(few_curves(curves)), *([diagonal()] if by_chance else [])],
            title=title,
            axis=tr(across),
            up=tr(up),
            epochs=_SHARES,
            values=_SHARES,
        )
        for curves, title, (across, up), by_chance in found
        if curves
    ]


def _calibration(predictions: Predictions) -> list[Drawing]:
    found = part_calibration(predictions)
    bins = [one for one in found.bins if one.count] if found is not None else []
    if not bins:
        return []
    across, share = calibration_titles(predictions.classes[1] if len(predictions.classes) == 2 else "")
    lines = calibration_lines(bins, share=share)
    return [_plot(lines, title=tr("Calibration"), axis=across, up=share, epochs=_SHARES, values=_SHARES)]


def _target(
    scores: TargetScores, truth: NDArray[np.float64], predicted: NDArray[np.float64], *, unit: str
) -> list[Drawing]:
    errors, error = predicted - truth, with_unit(tr("Prediction minus truth"), unit)
    true, given = with_unit(tr("Truth"), unit), with_unit(tr("Prediction"), unit)
    drawings = [
        _plot(
            predicted_lines(truth, predicted, most=_MOST_DOTS),
            title=tr("Predicted against true: {target}", target=scores.name),
            axis=true,
            up=given,
        ),
        _plot(
            error_lines(errors),
            title=f"{tr('How often each error occurs')}: {scores.name}",
            axis=error,
            up=tr("Examples"),
        ),
        _plot(
            residual_lines(predicted, errors, most=_MOST_DOTS),
            title=f"{tr('Error over the prediction')}: {scores.name}",
            axis=given,
            up=error,
        ),
    ]
    if parts := scores.by_quantile:
        drawings.append(
            _plot(
                quantile_lines(scores),
                title=f"{tr('Error by true value')}: {scores.name}",
                axis=true,
                up=with_unit(tr("Mean absolute error"), unit),
                epochs=(0.4, len(parts) + 0.6),
                ticks=list(enumerate(quantile_names(scores), start=1)),
            )
        )
    return drawings


def _by_step(errors: StepErrors, *, unit: str) -> Drawing:
    lines, found = step_lines(errors), named_errors(errors)
    heights = np.concatenate([values for _, values in found])
    highest = float(heights[np.isfinite(heights)].max(initial=0.0)) or 1.0
    is_one = len(errors.mae) == 1
    return _plot(
        lines,
        title=tr("Error by step ahead: {column}", column=errors.column),
        axis="" if is_one else tr("Steps ahead"),
        up=with_unit(tr("Mean absolute error"), unit),
        epochs=(0.4, len(found) + 0.6) if is_one else None,
        values=(0.0, highest * 1.06),
        ticks=list(enumerate((name for name, _ in found), start=1)) if is_one else None,
    )


def _plot(lines: Sequence[Line], *, title: str, axis: str, up: str, **options: Any) -> Drawing:
    return draw(lines, title=title, axis=axis, up=up, width=_WIDTH, height=_HEIGHT, **options)


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
