"""What a report says of a run's results: the sentence, and the figures that the window shows too.

It reads the predictions that the run has kept; nothing is evaluated for a report.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.baselines.kept import read_comparison
from engine.evaluate.evaluation import Evaluation, measure
from engine.evaluate.measures.ahead import Future
from engine.evaluate.measures.intervals import Measured
from engine.evaluate.measures.regression import Regression, TargetScores
from engine.evaluate.predictions_file import as_decided, model_digest, read_predictions
from engine.evaluate.result_words import amount, with_unit
from engine.evaluate.words import comparison_sentence, sentence, threshold_sentence, together_sentence
from engine.language import tr, with_minus
from engine.message import joined
from engine.record.forecast_file import Forecast, read_forecast
from engine.record.run_folder import RunFolder
from engine.report.ahead_drawings import ahead_drawings
from engine.report.class_drawings import class_drawings
from engine.report.figure import Drawing
from engine.report.grid_figure import table_drawing
from engine.report.result_lines import (
    error_lines,
    plot,
    predicted_lines,
    quantile_lines,
    quantile_names,
    residual_lines,
)

_MOST_DOTS = 3_000
_MOST_TARGETS = 3


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


def kept_forecast(folder: RunFolder, evaluation: Evaluation) -> Forecast | None:
    """Return the forecast over the truth that a run has kept; None where there is none of the same epoch.

    Args:
        folder: The run folder; what it holds may come from elsewhere.
        evaluation: As `kept_evaluation` returns it.
    """
    kept = read_forecast(folder.forecast_file) if evaluation.steps else None
    return kept if kept is not None and kept.epoch == evaluation.predictions.epoch else None


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


def result_drawings(
    evaluation: Evaluation, *, forecast: Forecast | None = None, future: Sequence[Future] = ()
) -> tuple[Drawing, ...]:
    """Return the figures of an evaluation: those that the window shows too.

    Of many classes, targets and columns some are drawn.

    Args:
        evaluation: Of one part.
        forecast: Over the truth of that part; None where nothing is forecast, or it is not known.
        future: What is forecast beyond the last row; () where that is not known.
    """
    predictions = evaluation.predictions
    if evaluation.confusion is not None:
        return class_drawings(predictions, evaluation.confusion)
    if evaluation.steps:
        return ahead_drawings(evaluation, forecast=forecast, future=future)
    if evaluation.regression is None:
        return ()
    units = predictions.units
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


def _target(
    scores: TargetScores, truth: NDArray[np.float64], predicted: NDArray[np.float64], *, unit: str
) -> list[Drawing]:
    errors, error = predicted - truth, with_unit(tr("Prediction minus truth"), unit)
    true, given = with_unit(tr("Truth"), unit), with_unit(tr("Prediction"), unit)
    drawings = [
        plot(
            predicted_lines(truth, predicted, most=_MOST_DOTS),
            title=tr("Predicted against true: {target}", target=scores.name),
            axis=true,
            up=given,
        ),
        plot(
            error_lines(errors),
            title=f"{tr('How often each error occurs')}: {scores.name}",
            axis=error,
            up=tr("Examples"),
        ),
        plot(
            residual_lines(predicted, errors, most=_MOST_DOTS),
            title=f"{tr('Error over the prediction')}: {scores.name}",
            axis=given,
            up=error,
        ),
    ]
    if parts := scores.by_quantile:
        drawings.append(
            plot(
                quantile_lines(scores),
                title=f"{tr('Error by true value')}: {scores.name}",
                axis=true,
                up=with_unit(tr("Mean absolute error"), unit),
                epochs=(0.4, len(parts) + 0.6),
                ticks=list(enumerate(quantile_names(scores), start=1)),
            )
        )
    return drawings
