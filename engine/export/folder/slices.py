"""Slices of the examples in which the model is worse than on all: by what stands in the examples themselves.

A slice is named only where its 95 % interval does not reach the value of all examples.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.evaluate.measures.intervals import Measured, bootstrap, wilson
from engine.language import tr
from engine.predict.signature.examples import Arrays, Pictures, Rows, Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from engine.export.proof.compare import Truth
    from engine.export.proof.examples import Examples
    from engine.predict.signature.examples import Examples as SignatureExamples
    from engine.predict.signature.schema import Signature

    Slices = Iterator[tuple[str, NDArray[np.bool_]]]

FEWEST = 10
"""Of fewer examples nothing is said."""
_PARTS = 4
_MOST_VALUES = 20
_WIDE = 257  # of 16 bits for one of 8


@dataclass(frozen=True, slots=True)
class Slice:
    """Some examples that have something in common.

    Attributes:
        name: What that is, for people.
        count: How many they are.
        measured: Their accuracy, or their mean absolute error.
    """

    name: str
    count: int
    measured: Measured


@dataclass(frozen=True, slots=True)
class Worse:
    """What was found.

    Attributes:
        looked_at: How many slices there are.
        slices: Those in which the model is worse, the worst first.
    """

    looked_at: int
    slices: tuple[Slice, ...]


def worse_slices(
    signature: Signature, examples: Examples, *, truth: Truth, outputs: NDArray[np.float32], seed: int
) -> Worse:
    """Return the slices in which the answers are worse.

    Args:
        signature: Of the run's model.
        examples: What it was run on.
        truth: Their truth.
        outputs: (n, m), what it gave.
        seed: Of the draws for intervals.
    """
    answers = truth.answers(outputs)
    if truth.classes:
        values = (answers == truth.y).astype(np.float64)
    else:
        values = np.abs(answers.astype(np.float64) - truth.y.reshape(answers.shape)).mean(axis=1)
    everywhere, looked_at = float(values.mean()), 0
    found: list[Slice] = []
    for name, chosen in _slices(signature, examples, truth):
        count = int(chosen.sum())
        if not FEWEST <= count < len(values):
            continue
        looked_at += 1
        measured = _measured(values[chosen], shares=truth.classes, seed=seed)
        is_worse = measured.high < everywhere if truth.classes else measured.low > everywhere
        if is_worse:
            found.append(Slice(name, count, measured))
    found.sort(key=lambda one: one.measured.value, reverse=not truth.classes)
    return Worse(looked_at, tuple(found))


def _measured(values: NDArray[np.float64], *, shares: bool, seed: int) -> Measured:
    if shares:
        return wilson(int(values.sum()), len(values))
    parts = np.column_stack([np.ones(len(values)), values])
    return bootstrap(parts, lambda sums: sums[:, 1:] / sums[:, :1], seed=seed)[0]


def _slices(signature: Signature, examples: Examples, truth: Truth) -> Slices:
    if truth.classes:
        for place, name in enumerate(truth.outputs.classes):
            yield tr("class {name}", name=name), truth.y == place
    else:
        first = truth.y.reshape(len(truth.y), -1)[:, 0].astype(np.float64)
        yield from _parts(tr("the true value"), first)
    form = signature.examples
    if isinstance(form, Rows):
        for column in form.columns:
            yield from _of_column(column.name, examples.raw[column.input][:, 0], dates=column.kind == "date")
    elif "text" in examples.raw:
        lengths = np.char.str_len(examples.raw["text"][:, 0].astype(np.str_)).astype(np.float64)
        yield from _parts(tr("characters of the text"), lengths)
    elif (picture := _picture(form)) is not None:
        means = examples.x.reshape(len(examples.x), -1).mean(axis=1, dtype=np.float64)
        high = 255 * _WIDE if isinstance(form, Pictures) and picture.mode == "grey16" else picture.high
        shades = (means - picture.low) * 255 / (high - picture.low)
        yield from _parts(tr("brightness of the picture, 0 to 255"), shades)
    elif isinstance(form, Windows):
        last = examples.x[:, -1].astype(np.float64)
        for place, name in enumerate(form.columns):
            yield from _parts(tr("the last {name}", name=name), last[:, place])


def _picture(form: SignatureExamples) -> Pictures | None:
    return form if isinstance(form, Pictures) else form.pictures if isinstance(form, Arrays) else None


def _of_column(name: str, values: NDArray[Any], *, dates: bool) -> Slices:
    if values.dtype.kind != "f":
        different = np.unique(values)
        for value in different if len(different) <= _MOST_VALUES else ():
            yield f"{name} = {value or tr('(missing)')}", values == value
        return
    gone = np.isnan(values)
    yield f"{name} = {tr('(missing)')}", gone
    if not gone.all():
        yield from _parts(name, values.astype(np.float64), dates=dates)


def _parts(name: str, values: NDArray[np.float64], *, dates: bool = False) -> Slices:
    """Yield parts of about equal numbers of examples, by ascending value."""
    present = ~np.isnan(values)
    edges = np.unique(np.quantile(values[present], np.linspace(0, 1, _PARTS + 1)[1:-1]))
    numbers = np.searchsorted(edges, values, side="left")
    for number in np.unique(numbers[present]):
        chosen = present & (numbers == number)
        low, high = (_shown(float(end), dates) for end in (values[chosen].min(), values[chosen].max()))
        yield tr("{name}: {low} to {high}", name=name, low=low, high=high), chosen


def _shown(value: float, is_day: bool) -> str:
    return str(np.datetime64(0, "D") + math.floor(value)) if is_day else f"{value:.4g}"
