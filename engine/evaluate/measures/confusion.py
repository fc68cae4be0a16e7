"""Which class is taken for which, and precision, recall and F1 of each class.

Values that are not defined are 0, as scikit-learn has them with `zero_division=0`; means over classes are
over those that occur, as truth or as prediction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluate.measures.intervals import RESAMPLES, Measured, from_draws, wilson
from engine.language import percent, tr

_MOST_DRAWN = 4_000_000
"""Cells of resamples that are in memory at once."""


@dataclass(frozen=True, slots=True)
class ClassScores:
    """How well one class is recognized.

    Attributes:
        name: Of the class.
        precision: Of the examples that are taken for it, the share that is of it.
        recall: Of its examples, the share that is recognized.
        f1: The harmonic mean of both.
        support: How many examples are of it.
        predicted: How many are taken for it.
    """

    name: str
    precision: float
    recall: float
    f1: float
    support: int
    predicted: int


@dataclass(frozen=True, slots=True)
class Confused:
    """Two classes of which one is taken for the other.

    Attributes:
        truth: Number of the true class.
        predicted: Number of the class that it is taken for.
        truth_name: Name of the true class.
        predicted_name: Name of the other.
        count: How many examples.
        support: How many examples the true class has.
    """

    truth: int
    predicted: int
    truth_name: str
    predicted_name: str
    count: int
    support: int

    @property
    def sentence(self) -> str:
        """The confusion in words."""
        return tr(
            "{truth} is taken for {predicted} in {count:,} of {support:,} examples ({share}).",
            truth=self.truth_name,
            predicted=self.predicted_name,
            count=self.count,
            support=self.support,
            share=percent(self.count / self.support),
        )


@dataclass(frozen=True, slots=True)
class Confusion:
    """Which class is taken for which.

    Attributes:
        classes: Names of the classes.
        counts: (k, k) int64; rows are the truth, columns the prediction.
        accuracy: With Wilson's interval.
        precision_macro: The mean of all classes that occur, with an interval of a bootstrap.
        recall_macro: Like `precision_macro`.
        f1_macro: Like `precision_macro`.
        by_class: One for each class.
    """

    classes: tuple[str, ...]
    counts: NDArray[np.int64]
    accuracy: Measured
    precision_macro: Measured
    recall_macro: Measured
    f1_macro: Measured
    by_class: tuple[ClassScores, ...]

    @property
    def count(self) -> int:
        """How many examples there are."""
        return int(self.counts.sum())

    @property
    def right(self) -> int:
        """How many of them are right."""
        return int(np.trace(self.counts))

    @property
    def shares(self) -> NDArray[np.float64]:
        """(k, k): the counts as shares of their row; rows without examples are 0."""
        rows = self.counts.sum(axis=1, keepdims=True)
        return self.counts / np.maximum(rows, 1)

    def most_confused(self, most: int = 10) -> tuple[Confused, ...]:
        """Return the pairs with the most examples, at most `most`."""
        wrong = self.counts.copy()
        np.fill_diagonal(wrong, 0)
        support = self.counts.sum(axis=1)
        cells = np.flatnonzero(wrong)
        order = cells[np.argsort(-wrong.reshape(-1)[cells], kind="stable")[:most]]
        return tuple(
            Confused(
                truth=int(row),
                predicted=int(column),
                truth_name=self.classes[row],
                predicted_name=self.classes[column],
                count=int(wrong[row, column]),
                support=int(support[row]),
            )
            for row, column in zip(*np.unravel_index(order, wrong.shape), strict=True)
        )


def confusion(
    truth: NDArray[np.integer],
    predicted: NDArray[np.integer],
    *,
    classes: Sequence[str],
    seed: int = 0,
    draws: bool = True,
) -> Confusion:
    """Compare predicted classes with the true ones.

    Args:
        truth: (n,) class numbers.
        predicted: (n,) class numbers.
        classes: Their names.
        seed: Of the bootstrap.
        draws: Whether the means over the classes get an interval, which takes a bootstrap.
    """
    size = len(classes)
    codes = np.asarray(truth, np.int64) * size + np.asarray(predicted, np.int64)
    counts = np.bincount(codes, minlength=size * size).reshape(size, size).astype(np.int64)
    right, there, given = np.diagonal(counts), counts.sum(axis=1), counts.sum(axis=0)
    precision, recall, f1 = _scores(right, there, given=given)
    macro = np.array(_macro(right[np.newaxis], there[np.newaxis], given=given[np.newaxis]))[:, 0]
    drawn = _drawn(codes, counts, seed=seed) if draws else (np.empty(0),) * 3
    return Confusion(
        classes=tuple(classes),
        counts=counts,
        accuracy=wilson(int(right.sum()), len(codes)),
        precision_macro=from_draws(float(macro[0]), drawn[0]),
        recall_macro=from_draws(float(macro[1]), drawn[1]),
        f1_macro=from_draws(float(macro[2]), drawn[2]),
        by_class=tuple(
            ClassScores(name, float(p), float(r), float(f), int(n), int(m))
            for name, p, r, f, n, m in zip(classes, precision, recall, f1, there, given, strict=True)
        ),
    )


def _scores(
    right: NDArray[np.int64], there: NDArray[np.int64], *, given: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Precision, recall and F1, each of the shape of the counts; 0 where one is not defined."""
    return (
        right / np.maximum(given, 1),
        right / np.maximum(there, 1),
        2 * right / np.maximum(given + there, 1),
    )


def _macro(
    right: NDArray[np.int64], there: NDArray[np.int64], *, given: NDArray[np.int64]
) -> tuple[NDArray[np.float64], ...]:
    """Return the means, (r,) each, of counts (r, k)."""
    occurs = (there + given) > 0
    classes = np.maximum(occurs.sum(axis=1), 1)
    return tuple(values.sum(axis=1) / classes for values in _scores(right, there, given=given))


def _drawn(
    codes: NDArray[np.int64], counts: NDArray[np.int64], *, seed: int
) -> tuple[NDArray[np.float64], ...]:
    """Precision, recall and F1 of the resamples, (r,) each.

    Drawing n examples with replacement is drawing the cells of the matrix from a multinomial distribution.
    """
    size, count = len(counts), len(codes)
    cells = np.flatnonzero(counts)
    if not count:
        return (np.empty(0),) * 3
    rng = np.random.default_rng(seed)
    shares = counts.reshape(-1)[cells] / count
    rows, columns = np.divmod(cells, size)
    diagonal = rows == columns
    found: list[tuple[NDArray[np.float64], ...]] = []
    # a thousand classes have so many cells that not all resamples fit into memory at once
    most = max(1, _MOST_DRAWN // len(cells))
    for first in range(0, RESAMPLES, most):
        drawn = rng.multinomial(count, shares / shares.sum(), size=min(most, RESAMPLES - first))
        right = np.zeros((len(drawn), size), np.int64)
        right[:, rows[diagonal]] = drawn[:, diagonal]
        found.append(_macro(right, _summed(drawn, rows, size=size), given=_summed(drawn, columns, size=size)))
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))


def _summed(drawn: NDArray[np.int64], places: NDArray[np.intp], *, size: int) -> NDArray[np.int64]:
    """Return (r, size): the sums of the columns of `drawn`, (r, cells), that have the same place."""
    order = np.argsort(places, kind="stable")
    ordered = places[order]
    firsts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    found = np.zeros((len(drawn), size), np.int64)
    found[:, ordered[firsts]] = np.add.reduceat(drawn[:, order], firsts, axis=1)
    return found
