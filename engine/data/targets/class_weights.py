"""How much each class, and so each example, counts in the loss: Keras's class_weight and sample_weight.

Sample weights themselves are read by the reader of each kind.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import AnyDataset, DataError
from engine.language import tr
from engine.settings.fit import FitSettings

_WEIGHT_SETTINGS = {"arrays": "data.weight_key", "table": "data.weight"}
"""The setting that names the sample weights, by the kind of the data."""
_BY_HAND = "fit.class_weights"


def class_weights(
    dataset: AnyDataset, fit: FitSettings, *, train: NDArray[np.int64]
) -> dict[int, float] | None:
    """Return Keras's `class_weight`.

    "balanced" is n / (k * count), with n training examples, k classes that occur in them and the count of a
    class; a class that does not occur has weight 1. It is scikit-learn's `compute_class_weight("balanced")`.

    Args:
        dataset: the data.
        fit: `class_weight` and `class_weights` are used.
        train: int64 indices of the training examples.

    Returns:
        A weight for each class number; None where there are no class weights.

    Raises:
        DataError: for regression, for a class name that does not exist, and beside sample weights, as Keras
            takes only one of both.
    """
    if fit.class_weight == "none":
        return None
    if dataset.task != "classification":
        raise DataError(
            tr("Class weights are for classes, and the targets are numbers; choose none."),
            path="fit.class_weight",
        )
    if dataset.sample_weight is not None:
        raise DataError(
            tr(
                "Keras takes either class weights (class_weight) or sample weights (sample_weight),"
                " not both; set class weights to none, or the sample weights of the data to none."
            ),
            path="fit.class_weight",
        )
    if fit.class_weight == "table":
        return by_class_number(fit.class_weights, dataset.class_names)
    counts = np.bincount(dataset.y[train], minlength=dataset.outputs)
    occurring = int((counts > 0).sum())
    return {
        number: len(train) / (occurring * count) if count else 1.0
        for number, count in enumerate(counts.tolist())
    }


def example_weights(dataset: AnyDataset, by_class: dict[int, float] | None) -> NDArray[np.float32] | None:
    """Return the weight of each example, as Keras computes it from either kind of weights.

    Args:
        dataset: the data, with its sample weights.
        by_class: a weight for each class number, 1 for those missing; None for no class weights.

    Returns:
        (n,) float32; None without any weights.
    """
    if by_class is None:
        return dataset.sample_weight
    table = np.array([by_class.get(number, 1.0) for number in range(dataset.outputs)], dtype=np.float32)
    return table[dataset.y]


def check_weights(
    dataset: AnyDataset, by_class: dict[int, float] | None, *, train: NDArray[np.int64]
) -> None:
    """Check that some example trains with a weight above 0.

    Args:
        dataset: the data, with its sample weights.
        by_class: a weight for each class number; None for no class weights.
        train: int64 indices of the training examples.

    Raises:
        DataError: all of them have the weight 0.
    """
    if dataset.batches is not None:
        return  # only the first batch is known
    weights = example_weights(dataset, by_class)
    if weights is None or bool((weights[train] > 0).any()):
        return
    if by_class is not None:
        raise DataError(
            tr(
                "Every class that trains has the weight 0, so nothing would be learned; give at least one"
                " class a weight above 0."
            ),
            path=_BY_HAND,
        )
    raise DataError(
        tr(
            "Every example that trains has the sample weight 0, so nothing would be learned; choose other"
            " weights, or split the data in another way."
        ),
        path=_WEIGHT_SETTINGS.get(dataset.kind, ""),
    )


@dataclass(frozen=True, slots=True)
class ClassBalance:
    """One class, and how much it counts.

    Attributes:
        name: of the class.
        train: the number of its training examples.
        validation: the number of its validation examples.
        weight: the mean weight of its training examples.
        share: its share of all training weights, 0 to 1, so of the loss while all examples have the same
            loss.
    """

    name: str
    train: int
    validation: int
    weight: float
    share: float


def balance(
    dataset: AnyDataset, fit: FitSettings, *, train: NDArray[np.int64], validation: NDArray[np.int64]
) -> tuple[ClassBalance, ...]:
    """Return the balance of the classes.

    Args:
        dataset: the data.
        fit: says the class weights; where they are not valid all weights are 1.
        train: int64 indices of the training examples.
        validation: int64 indices of the validation examples.

    Returns:
        One value for each class, in their order; () for regression.
    """
    if dataset.task != "classification":
        return ()
    try:
        weights = example_weights(dataset, class_weights(dataset, fit, train=train))
    except DataError:
        weights = None  # the reason is shown at the setting
    classes = dataset.outputs
    counts = np.bincount(dataset.y[train], minlength=classes)
    validation_counts = np.bincount(dataset.y[validation], minlength=classes)
    given = None if weights is None else weights[train]
    sums = np.bincount(dataset.y[train], weights=given, minlength=classes)
    shares = sums / (sums.sum() or 1.0)
    return tuple(
        ClassBalance(
            name=name,
            train=int(counts[number]),
            validation=int(validation_counts[number]),
            weight=float(sums[number] / counts[number]) if counts[number] else 1.0,
            share=float(shares[number]),
        )
        for number, name in enumerate(dataset.class_names)
    )


def by_class_number(table: Mapping[str, float], class_names: Sequence[str]) -> dict[int, float]:
    """Return the weight of each class by its number, from a table as a person writes it.

    Args:
        table: weights by class name, or by class number as Keras has it; where a key is both, the name
            counts.
        class_names: the names in the order of their numbers.

    Returns:
        A weight for every class; 1 for those that are not in the table.

    Raises:
        DataError: a key is no class, or two keys are the same class.
    """
    weights: dict[int, float] = {}
    keys: dict[int, str] = {}
    for key, weight in table.items():
        number = _class_number(key, class_names)
        if number in keys:
            raise DataError(
                tr(
                    "{one} and {other} are the same class, {name}; give it one weight.",
                    one=repr(keys[number]),
                    other=repr(key),
                    name=class_names[number],
                ),
                path=_BY_HAND,
            )
        weights[number], keys[number] = weight, key
    return {number: weights.get(number, 1.0) for number in range(len(class_names))}


def _class_number(key: str, class_names: Sequence[str]) -> int:
    if key in class_names:
        return class_names.index(key)
    if key.isdecimal() and int(key) < len(class_names):
        return int(key)
    sentence = tr(
        "There is no class {name}; the classes are {names}.",
        name=key,
        names=", ".join(f"{number}: {name}" for number, name in enumerate(class_names[:20])),
    )
    near = difflib.get_close_matches(key, class_names, n=1)
    hint = " " + tr("Is {name} meant?", name=near[0]) if near else ""
    raise DataError(sentence + hint, path=_BY_HAND)
