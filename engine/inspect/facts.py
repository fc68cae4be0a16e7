"""What the pages, the command line and the proposals must know of the data and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.dataset import forecast_of
from engine.data.facts import DatasetFacts
from engine.data.series.overview import validation_start
from engine.data.targets.class_weights import ClassBalance, balance

if TYPE_CHECKING:
    from engine.data.dataset import Dataset
    from engine.data.split import Split
    from engine.settings.fit import FitSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBatches:
    """The batches that a custom file makes.

    Attributes:
        size: Examples in the first of them.
        count: How many an epoch has where the settings do not say it; None where only they can.
        in_order: Whether each is made after the one before, as by a generator.
        validates: Whether the file makes batches to validate with too.
        validation_count: How many of those there are; None where only the settings can say it.
        tests: Whether the file makes batches to test on too, under a name of their own.
        stay: Whether each batch has the same examples in every epoch, so that some can be kept to test on.
        test_count: How many of them are kept out of training to test on.
    """

    size: int
    count: int | None
    in_order: bool
    validates: bool = False
    validation_count: int | None = None
    tests: bool = False
    stay: bool = False
    test_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFacts(DatasetFacts):
    """The facts of a data set and of its parts.

    Attributes:
        train: Number of training examples.
        validation: Number of validation examples; 0 if `fit.validation_data` names other data.
        test: Number of test examples; 0 if `fit.test_data` names other data.
        validation_start: Share of a time series before its validation part, 0 to 1; None if there is none.
        balance: Counts, weight and share of the loss of each class; empty for regression and custom batches.
        made: The batches of a custom file; None for other data.
    """

    train: int = 0
    validation: int = 0
    test: int = 0
    validation_start: float | None = None
    balance: tuple[ClassBalance, ...] = ()
    made: MadeBatches | None = None


def facts_of(dataset: Dataset, parts: Split, *, fit: FitSettings) -> DataFacts:
    """Return the facts; separate validation and test data is counted when the run reads it.

    Args:
        dataset: The data, fitted on its training part.
        parts: How it is split.
        fit: Says the class weights.
    """
    custom = dataset.batches is not None
    return DataFacts.of(
        dataset,
        train=len(parts.train),
        validation=len(parts.validation),
        test=len(parts.test),
        validation_start=validation_start(forecast_of(dataset), parts.validation),
        made=_made(dataset),
        balance=() if custom else balance(dataset, fit, train=parts.train, validation=parts.validation),
    )


def _made(dataset: Dataset) -> MadeBatches | None:
    batches = dataset.batches
    if batches is None:
        return None
    other = batches.validation
    return MadeBatches(
        size=batches.size,
        count=batches.of_an_epoch,
        in_order=batches.in_order,
        validates=other is not None,
        validation_count=None if other is None else other.of_an_epoch,
        tests=batches.tests,
        stay=batches.stay,
        test_count=batches.kept_out,
    )
