"""The examples of a cell of the confusion matrix, and the worst ones of a regression, as they are listed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.result_words import amount
from gui.control.result_data import ClassResult, NumberResult, ResultData
from gui.text import tr
from gui.views.results.examples.cell_examples import CellExamples, ExampleLine

MOST = 500
"""Examples of a cell that are listed; they are the most certain ones."""


def examples_of_cell(data: ResultData, found: ClassResult, *, truth: int, answer: int) -> CellExamples:
    """Return the examples of one class that are taken for another, the most certain first.

    Args:
        data: The result.
        found: Its classes.
        truth: Number of the true class.
        answer: Number of the class that they are taken for.
    """
    names = found.names
    title = (
        tr("{name}, answered rightly", name=names[truth])
        if truth == answer
        else tr("{truth} taken for {answer}", truth=names[truth], answer=names[answer])
    )
    return _certain_first(data, found, (found.truth == truth) & (found.predicted == answer), title=title)


def all_mistakes(data: ResultData, found: ClassResult) -> CellExamples:
    """Return all examples that are answered wrongly, the most certain first.

    Args:
        data: The result.
        found: Its classes.
    """
    return _certain_first(data, found, found.truth != found.predicted, title=tr("All mistakes"))


def _certain_first(
    data: ResultData, found: ClassResult, chosen: NDArray[np.bool_], *, title: str
) -> CellExamples:
    places = np.flatnonzero(chosen)
    order = np.argsort(-found.sure[places], kind="stable")[:MOST]
    lines = tuple(_class_line(data, found, int(place)) for place in places[order])
    return CellExamples(title, lines, data.shown, data.columns)


def worst_examples(data: ResultData, found: NumberResult, *, target: int = 0) -> CellExamples:
    """Return the examples of a regression with the largest errors, the largest first.

    Args:
        data: The result.
        found: Its numbers.
        target: Number of the target.
    """
    errors: NDArray[np.float64] = found.predicted[:, target] - found.truth[:, target]
    order = np.argsort(-np.abs(errors), kind="stable")[:MOST]
    unit = found.units[target]
    lines = tuple(
        ExampleLine(
            id=place,
            name=_name(data, place),
            truth=amount(float(found.truth[place, target]), unit=unit),
            answer=amount(float(found.predicted[place, target]), unit=unit),
            error=amount(float(errors[place]), unit=unit),
            numbers=(float(found.truth[place, target]), float(found.predicted[place, target])),
        )
        for place in order.tolist()
    )
    several = len(found.names) > 1
    title = (
        tr("The largest errors of {target}", target=found.names[target])
        if several
        else tr("The largest errors")
    )
    return CellExamples(title, lines, data.shown, data.columns, unit)


def _class_line(data: ResultData, found: ClassResult, place: int) -> ExampleLine:
    answers = tuple(
        (found.names[number], share)
        for number, share in zip(found.answers[place].tolist(), found.shares[place].tolist(), strict=True)
    )
    return ExampleLine(
        id=place,
        name=_name(data, place),
        truth=found.names[int(found.truth[place])],
        answer=found.names[int(found.predicted[place])],
        sure=float(found.sure[place]),
        answers=answers,
        probable=found.probable,
    )


def _name(data: ResultData, place: int) -> str:
    return data.names[place] if data.names else tr("example {number}", number=f"{place + 1:,}")
