"""An evaluation as text for a terminal: the sentence first, then small tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from engine.evaluate.evaluation import Evaluation
from engine.evaluate.looks import looks_sentence
from engine.evaluate.measures.confusion import Confusion
from engine.evaluate.measures.regression import Regression
from engine.evaluate.result_words import amount
from engine.evaluate.words import (
    METHODS,
    comparison_sentence,
    drawn_sentence,
    sentence,
    threshold_sentence,
    together_sentence,
)
from engine.language import tr, with_minus

_MOST_CLASSES = 20
"""A matrix of more classes has lines that no terminal shows; the most confused pairs follow either way."""
_MOST_STEPS = 24
_PAIRS = 5
_INDENT = "  "


def as_lines(evaluation: Evaluation, *, pictures: bool = False) -> Iterator[str]:
    """Yield the lines of an evaluation.

    Args:
        evaluation: Of one part.
        pictures: Whether its examples are pictures, as those of arrays can be.
    """
    predictions = evaluation.predictions
    said = (
        sentence(evaluation, pictures=pictures),
        together_sentence(evaluation),
        comparison_sentence(evaluation),
        drawn_sentence(predictions),
        threshold_sentence(predictions),
        predictions.problem,
        looks_sentence(evaluation.looks) if evaluation.looks else "",
    )
    yield from filter(None, said)
    yield ""
    yield from _table([["", tr("value"), tr("95 % interval")], *_metrics(evaluation)])
    if evaluation.baselines:
        yield ""
        yield from _table(_baselines(evaluation))
    if evaluation.confusion is not None:
        yield from _classes(evaluation.confusion)
    if evaluation.regression is not None and len(evaluation.regression.targets) > 1 and not evaluation.steps:
        yield ""
        yield from _table(_targets(evaluation.regression, predictions.units))
    yield from _steps(evaluation)


def _metrics(evaluation: Evaluation) -> Iterator[list[str]]:
    intervals = evaluation.intervals
    for name, value in evaluation.metrics.items():
        bounds = intervals.get(name)
        shown = "" if bounds is None else tr("{low} to {high}", low=_short(bounds[0]), high=_short(bounds[1]))
        yield [name, _short(value), shown]


def _baselines(evaluation: Evaluation) -> Iterator[list[str]]:
    names = [
        name for name in evaluation.metrics if any(name in values for values in evaluation.baselines.values())
    ]
    yield ["", *names]
    yield [tr("this model"), *(_short(evaluation.metrics[name]) for name in names)]
    for method, values in evaluation.baselines.items():
        yield [tr(METHODS[method]), *(_short(values[name]) if name in values else "" for name in names)]


def _classes(confusion: Confusion) -> Iterator[str]:
    if len(confusion.classes) <= _MOST_CLASSES:
        yield ""
        head = ["", *(tr("precision"), tr("recall"), "F1", tr("examples"))]
        scores = (
            [one.name, f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}", f"{one.support:,}"]
            for one in confusion.by_class
        )
        yield from _table([head, *scores])
        yield ""
        yield tr("Confusion: rows are the truth, columns what the model says.")
        rows = (
            [name, *(f"{count:,}" if count else "·" for count in counts)]
            for name, counts in zip(confusion.classes, confusion.counts.tolist(), strict=True)
        )
        yield from _table([["", *confusion.classes], *rows])
    pairs = confusion.most_confused(_PAIRS)
    if pairs:
        yield ""
        yield from (pair.sentence for pair in pairs)


def _targets(regression: Regression, units: Sequence[str]) -> Iterator[list[str]]:
    interval = tr("95 % interval")
    yield ["", "mae", interval, "rmse", "r2"]
    for one, unit in zip(regression.targets[:_MOST_STEPS], units, strict=False):
        between = tr("{low} to {high}", low=amount(one.mae.low), high=amount(one.mae.high))
        error = f"{amount(one.mae.value)} {unit}".rstrip()
        yield [
            one.name,
            error,
            between if one.mae.has_interval else "",
            amount(one.rmse.value),
            _short(one.r2.value),
        ]


def _steps(evaluation: Evaluation) -> Iterator[str]:
    for one in evaluation.steps:
        yield ""
        yield tr("Mean absolute error of {name} by step of the forecast:", name=one.column)
        others = list(one.others)
        head = [tr("step"), tr("this model"), *(tr(METHODS[name]) for name in others)]
        rows = (
            [str(at + 1), amount(one.mae[at]), *(amount(one.others[name][at]) for name in others)]
            for at in range(min(len(one.mae), _MOST_STEPS))
        )
        yield from _table([head, *rows])


def _table(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield rows with the first column to the left and the others to the right."""
    lines = [list(row) for row in rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        spaces = [" " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)]
        others = (space + cell for space, cell in zip(spaces[1:], line[1:], strict=True))
        yield (_INDENT + _INDENT.join([line[0] + spaces[0], *others])).rstrip()


def _width(text: str) -> int:
    """How many places a text takes in a terminal: Korean letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _short(value: float) -> str:
    return with_minus(f"{value:.4f}") if abs(value) < 10 else amount(value)
