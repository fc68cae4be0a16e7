"""The figures of a classification in a report: matrix, classes, curves, calibration, and the threshold."""

from __future__ import annotations

import numpy as np

from engine.evaluate.evaluation import part_calibration
from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.measures.roc_curves import precision_recall, precision_recall_curves, roc, roc_curves
from engine.evaluate.measures.threshold import threshold_costs
from engine.evaluate.predictions import Predictions
from engine.evaluate.result_words import percent
from engine.language import tr, tr_later
from engine.report.figure import Drawing
from engine.report.grid_figure import matrix_drawing, table_drawing
from engine.report.result_lines import (
    calibration_lines,
    calibration_titles,
    cost_lines,
    curve_lines,
    diagonal,
    few_curves,
    plot,
)

_MOST_CLASSES = 20
_FEWEST = 6  # curves that are distinguished by colour
_SHARES = (-0.03, 1.03)
_RATES = (tr_later("False positive rate"), tr_later("True positive rate"))
_PRECISION = (tr_later("Recall"), tr_later("Precision"))


def class_drawings(predictions: Predictions, confusion: Confusion) -> tuple[Drawing, ...]:
    """Return the figures of a classification.

    Of more than 20 classes those with the lowest F1 are listed, and fewer of them have curves, as each curve
    needs its own sorting of all examples.

    Args:
        predictions: Of one part.
        confusion: Which class is taken for which in it.
    """
    return (
        matrix_drawing(confusion, title=tr("Confusion matrix")),
        _classes(confusion),
        *_curves(predictions, confusion),
        *_calibration(predictions),
        *_threshold(predictions),
    )


def _curves(predictions: Predictions, confusion: Confusion) -> list[Drawing]:
    scores, classes, truth = predictions.scores, predictions.classes, predictions.truth
    if scores is None or not np.isfinite(scores).all():
        return []
    if len(classes) > _MOST_CLASSES:
        numbers = _worst(confusion)[:_FEWEST]
        one_each = [(truth == number, scores[:, number], classes[number]) for number in numbers]
        rates = [roc(is_one, score, name=name) for is_one, score, name in one_each]
        precisions = [precision_recall(is_one, score, name=name) for is_one, score, name in one_each]
        of_which = tr("classes with the lowest F1")
        titles = f"{tr('ROC')}: {of_which}", f"{tr('Precision-recall')}: {of_which}"
    else:
        rates = list(roc_curves(truth, scores, classes=classes))
        precisions = list(precision_recall_curves(truth, scores, classes=classes))
        titles = tr("ROC"), tr("Precision-recall")
    found = ((rates, titles[0], _RATES, True), (precisions, titles[1], _PRECISION, False))
    return [
        plot(
            [
                *curve_lines(few_curves([curve for curve in curves if curve is not None])),
                *([diagonal()] if by_chance else []),
            ],
            title=title,
            axis=tr(across),
            up=tr(up),
            epochs=_SHARES,
            values=_SHARES,
        )
        for curves, title, (across, up), by_chance in found
        if any(curve is not None for curve in curves)
    ]


def _threshold(predictions: Predictions) -> list[Drawing]:
    """What mistakes between two classes cost, where either kind costs 1."""
    scores = predictions.scores
    if scores is None or len(predictions.classes) != 2 or not predictions.are_probabilities:
        return []
    costs = threshold_costs(
        np.asarray(predictions.truth == 1), scores[:, 1].astype(np.float64), default=predictions.border
    )
    return [
        plot(
            cost_lines(costs, predictions.cut),
            title=tr("Threshold (each mistake costs 1)"),
            axis=tr("Threshold of {name}", name=predictions.classes[1]),
            up=tr("Cost"),
            epochs=_SHARES,
        )
    ]


def _calibration(predictions: Predictions) -> list[Drawing]:
    found = part_calibration(predictions)
    bins = [one for one in found.bins if one.count] if found is not None else []
    if not bins:
        return []
    across, share = calibration_titles(predictions.classes[1] if len(predictions.classes) == 2 else "")
    lines = calibration_lines(bins, share=share)
    return [plot(lines, title=tr("Calibration"), axis=across, up=share, epochs=_SHARES, values=_SHARES)]


def _classes(confusion: Confusion) -> Drawing:
    """The measures of the classes; of many those with the lowest F1."""
    found, title = confusion.by_class, tr("Each class")
    if len(found) > _MOST_CLASSES:
        found = [found[number] for number in _worst(confusion)[:_MOST_CLASSES]]
        title = tr("The {count} classes with the lowest F1", count=_MOST_CLASSES)
    titles = (tr("Class"), tr("Precision"), tr("Recall"), tr("F1"), tr("Examples"))
    rows = [
        (one.name, percent(one.precision), percent(one.recall), percent(one.f1), f"{one.support:,}")
        for one in found
    ]
    return table_drawing(titles, rows, title=title, numeric=(False, True, True, True, True))


def _worst(confusion: Confusion) -> list[int]:
    """The numbers of the classes, the lowest F1 first."""
    found = confusion.by_class
    return sorted(range(len(found)), key=lambda number: found[number].f1)
