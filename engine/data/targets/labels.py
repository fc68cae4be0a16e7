"""Targets as found in a file -> class numbers or numbers. Where they stand is left to the readers."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import DataError, Dataset, TaskName
from engine.data.problems import CLASSES, noted
from engine.language import tr
from engine.settings.data.kinds import Task

FEW_ARRAY_CLASSES = 1000
FEW_TABLE_CLASSES = 20


@dataclass(frozen=True, slots=True)
class Targets:
    """What is learned.

    Attributes:
        task: "classification" or "regression".
        y: (n,) int64 class numbers, or (n, m) float32.
        class_names: of the classes 0, 1, 2, ...; empty for regression.
        notes: sentences for people.
    """

    task: TaskName
    y: NDArray[Any]
    class_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def targets_of(
    values: NDArray[Any],
    task: Task,
    *,
    few: int,
    declared: tuple[str, ...] = (),
    like: Dataset | None = None,
) -> Targets:
    """Decide whether targets are classes or numbers, and convert them.

    On task "auto", text, booleans and one-hot rows are classes; so are integers with at most `few` different
    values of which each has two examples or more on average, or with declared names for all; other numbers
    are a regression.

    Args:
        values: (n,) or (n, m) of any plain dtype, all present and finite.
        task: "auto", "classification" or "regression".
        few: how many different integers may be classes on "auto".
        declared: names for the classes 0, 1, 2, ...; used when there are enough of them.
        like: training data whose task and classes hold here too; None for training data itself.

    Raises:
        DataError: the values do not fit the task, have one class only, or a class that `like` does not have.
    """
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if like is not None:
        task = like.task
    if values.ndim > 2:
        raise DataError(
            tr(
                "Targets have the shape {shape}; one class number, or one row of numbers, is needed"
                " for each example.",
                shape=values.shape,
            )
        )
    if task == "regression":
        return _numbers(values)
    if values.ndim == 2:
        return _rows(values, task, declared=declared, like=like)
    if values.dtype.kind in "USbO":
        y, names = _by_text(values)
        return _named(y, names, like=like)
    return _whole(values, task, few=few, declared=declared, like=like)


def matched(values: NDArray[Any], training: Targets, *, declared: tuple[str, ...]) -> NDArray[Any]:
    """Return targets of other examples of the same file as those of the training part.

    Args:
        values: (n,) or (n, m), as given to `targets_of`.
        training: what `targets_of` made of the training part.
        declared: as given to `targets_of`.

    Returns:
        (n,) int64 class numbers, -1 where no training example has the class; or (n, m) float32.

    Raises:
        DataError: the values do not fit the task.
    """
    if training.task == "regression":
        return _numbers(values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values).y
    if values.ndim == 2 and values.shape[1] > 1:
        return np.argmax(values, axis=1) if _is_one_hot(values) else np.full(len(values), -1, np.int64)
    flat = values.reshape(-1)
    numbers = {name: number for number, name in enumerate(training.class_names)}
    if flat.dtype.kind in "USbO":
        y, names = _by_text(flat)
    else:
        distinct, y = np.unique(flat, return_inverse=True)
        whole = [int(value) if value == round(value) else value for value in distinct.tolist()]
        names = tuple(str(value) for value in whole)
        if declared and declared == training.class_names and not set(names) <= numbers.keys():
            names = tuple(declared[int(v)] if 0 <= v < len(declared) else "" for v in distinct.tolist())
    return np.array([numbers.get(name, -1) for name in names], np.int64)[y]


def _rows(values: NDArray[Any], task: Task, *, declared: tuple[str, ...], like: Dataset | None) -> Targets:
    """Return one-hot rows as classes, other rows as numbers."""
    width = values.shape[1]
    if _is_one_hot(values):
        known = like.class_names if like is not None else declared
        names = known if len(known) == width else tuple(str(number) for number in range(width))
        return _named(np.argmax(values, axis=1), names, like=like)
    if task == "classification":
        raise DataError(
            tr(
                "Targets have the shape {shape} but are not one-hot, so they cannot be classes;"
                " choose regression, or give one class number for each example.",
                shape=values.shape,
            ),
            path="data.task",
        )
    return _numbers(values)


def _whole(
    values: NDArray[Any], task: Task, *, few: int, declared: tuple[str, ...], like: Dataset | None
) -> Targets:
    """Return integers as classes where they can be, other numbers as numbers."""
    if values.dtype.kind == "f" and task == "auto":
        return _numbers(values)
    if values.dtype.kind == "f" and not bool((values == np.round(values)).all()):
        raise DataError(
            tr("Classification was chosen, but the targets are numbers with decimals; choose regression."),
            path="data.task",
        )
    distinct, index = np.unique(values, return_inverse=True)
    low, high = int(distinct[0]), int(distinct[-1])
    names = tuple(str(int(value)) for value in distinct)
    if like is not None and not set(names) <= set(like.class_names):
        # the training data has names for its class numbers, this file has only the numbers
        declared = declared or like.class_names
    if declared and low >= 0 and high < len(declared):
        return _named(values.astype(np.int64), declared, like=like)
    if task == "auto" and not (len(distinct) <= few and 2 * len(distinct) <= len(values)):
        return _numbers(values)
    found = _named(index, names, like=like)
    if not declared:
        return found
    note = tr(
        "The {count} class names do not fit the class numbers {low} to {high}; numbers are shown.",
        count=len(declared),
        low=low,
        high=high,
    )
    return replace(found, notes=(*found.notes, note))


def _is_one_hot(values: NDArray[Any]) -> bool:
    if values.dtype.kind not in "biuf":
        return False
    return bool(((values == 0) | (values == 1)).all() and ((values == 1).sum(axis=1) == 1).all())


def _by_text(values: NDArray[Any]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    texts = np.array([as_text(value) for value in values.tolist()], dtype=object)
    distinct = sorted(set(texts.tolist()))
    numbers = {text: number for number, text in enumerate(distinct)}
    return np.array([numbers[text] for text in texts.tolist()], dtype=np.int64), tuple(distinct)


def as_text(value: Any) -> str:
    """Return a class name as text: bytes are decoded as UTF-8, and surrounding spaces are removed."""
    return (value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)).strip()


def _named(y: NDArray[Any], names: tuple[str, ...], *, like: Dataset | None) -> Targets:
    if like is None:
        y = y.astype(np.int64)
        counts = dict(zip(names, np.bincount(y, minlength=len(names)).tolist(), strict=True))
        missing = [name for name, count in counts.items() if not count]
        if len(names) - len(missing) < 2:
            only = next(name for name, count in counts.items() if count)
            raise DataError(
                tr(
                    "All examples are of one class, {only}; at least two classes are needed to learn from.",
                    only=only,
                )
            )
        notes = [noted(tr("The class {name} has no examples.", name=name), CLASSES) for name in missing[:10]]
        single = [name for name, count in counts.items() if count == 1]
        notes += [
            noted(
                tr(
                    "The class {name} has one example only; it can be learned or checked, not both.",
                    name=name,
                ),
                CLASSES,
            )
            for name in single[:10]
        ]
        return Targets("classification", y, names, tuple(notes))
    known = {name: number for number, name in enumerate(like.class_names)}
    unknown = [names[number] for number in np.unique(y).tolist() if names[number] not in known]
    if unknown:
        raise DataError(
            tr(
                "The class {unknown} is not among those of the training data: {names}.",
                unknown=unknown[0],
                names=", ".join(like.class_names[:10]),
            )
        )
    table = np.array([known.get(name, -1) for name in names], dtype=np.int64)
    return Targets("classification", table[y], like.class_names)


def _numbers(values: NDArray[Any]) -> Targets:
    if values.dtype.kind not in "biuf":
        raise DataError(
            tr("Regression was chosen, but the targets are text; choose classification, or another target."),
            path="data.task",
        )
    with np.errstate(over="ignore"):
        y = np.ascontiguousarray(values.reshape(len(values), -1), dtype=np.float32)
    if not bool(np.isfinite(y).all()):
        raise DataError(
            tr("Targets hold numbers too large for 32 bits; divide them by a fixed number first.")
        )
    return Targets("regression", y)
