"""What a model gives for an example -> the answer: a class with its probability, or numbers with units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.problems import LeftOut
from engine.language import percent, tr, with_minus
from engine.predict.signature.schema import HALF, Outputs

_LITTLE = 1e-3


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one example.

    Attributes:
        name: Of the example, as in `NewRows`.
        label: The class that is the answer; "" for numbers.
        values: By class or target, in the order of the outputs: probabilities or scores, or numbers.
        units: By target; "" where it is not known. Empty for classes.
        probabilities: Whether the values are probabilities of classes.
    """

    name: str
    label: str
    values: dict[str, float]
    units: dict[str, str]
    probabilities: bool

    @property
    def sure(self) -> float | None:
        """The probability of the answer; None where there are no probabilities."""
        return self.values[self.label] if self.probabilities and self.label else None

    @property
    def ranked(self) -> tuple[tuple[str, float], ...]:
        """Classes or targets with their values: the answer first, then the highest values."""
        others = [item for item in self.values.items() if item[0] != self.label]
        if not self.label:
            return tuple(others)
        others.sort(key=lambda item: -item[1])
        return ((self.label, self.values[self.label]), *others)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers for some inputs.

    Attributes:
        answers: In the order of the inputs.
        refused: Inputs that cannot be read, with the reason.
        remarks: What is odd about an input that has an answer.
    """

    answers: tuple[Answer, ...] = ()
    refused: tuple[LeftOut, ...] = ()
    remarks: tuple[LeftOut, ...] = ()


def class_values(outputs: Outputs, given: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return a value for each class, of what a model gives.

    Args:
        outputs: What it means.
        given: (n, 1) or (n, classes).

    Returns:
        (n, classes) float64: probabilities, or scores where the model has none; margins from 0 to 1.
    """
    values = given.reshape(len(given), -1).astype(np.float64)
    if outputs.holds == "margins":
        values = (values + 1) / 2
    if values.shape[1] == 1:
        values = np.concatenate([1 - values, values], axis=1)
    if outputs.from_logits:
        values = np.exp(values - values.max(axis=1, keepdims=True))
        values /= values.sum(axis=1, keepdims=True)
    return values


def chosen_classes(outputs: Outputs, values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the class that is the answer for each example, (n,) int64.

    Args:
        outputs: Its threshold decides between two classes.
        values: (n, classes), as `class_values` returns them.
    """
    chosen = outputs.threshold not in (None, HALF)
    if outputs.threshold is not None and chosen and values.shape[1] == 2 and outputs.holds != "scores":
        return (values[:, 1] > outputs.threshold).astype(np.int64)
    return values.argmax(axis=1)


def threshold_sentence(outputs: Outputs) -> str:
    """Return which threshold decides between two classes; "" where it is a half, as usual.

    Args:
        outputs: What the outputs of a model mean.
    """
    if outputs.threshold in (None, HALF) or outputs.holds == "scores":
        return ""
    return chosen_threshold(outputs.classes[1], outputs.threshold or HALF)


def chosen_threshold(name: str, threshold: float) -> str:
    """Return that a threshold was chosen for a run.

    Args:
        name: Of the second of two classes.
        threshold: The probability above which it is the answer.
    """
    return tr(
        "{name} is the answer where its probability is above {threshold:.3g}, the threshold that was chosen"
        " for this run.",
        name=name,
        threshold=threshold,
    )


def odd_outputs(outputs: Outputs, given: NDArray[np.floating]) -> str:
    """Return a sentence where what a model gives is not what its signature says; "" where it is.

    Args:
        outputs: What its signature says.
        given: (n, ...), what it gives.
    """
    if not bool(np.isfinite(given).all()):
        return tr("The model gives values that are not finite numbers; its training has failed.")
    if not outputs.classes:
        return ""
    if outputs.holds == "margins":
        return tr(
            "This model was trained with a hinge loss: its outputs are margins around 0 and no probabilities."
            " They are given as (margin + 1) / 2; above {threshold:.3g} the answer is {name}.",
            threshold=outputs.threshold or HALF,
            name=outputs.classes[1],
        )
    values = class_values(outputs, given)
    if outputs.holds == "scores":
        return tr("The outputs of this model are no probabilities, so they are shown as they are.")
    sums = np.abs(values.sum(axis=1) - 1) > _LITTLE
    if bool((values < -_LITTLE).any() or (values > 1 + _LITTLE).any() or sums.any()):
        return tr("The outputs of this model are no probabilities, so they are shown as they are.")
    return ""


def answers_of(outputs: Outputs, given: NDArray[np.floating], *, names: Sequence[str]) -> tuple[Answer, ...]:
    """Return the answer for each example.

    Args:
        outputs: What the outputs mean.
        given: (n, ...), what the model gives.
        names: Of the examples.
    """
    if not outputs.classes:
        units = dict(zip(outputs.targets, outputs.units or [""] * len(outputs.targets), strict=True))
        rows = given.reshape(len(given), -1).astype(np.float64).tolist()
        return tuple(
            Answer(name, "", dict(zip(outputs.targets, row, strict=True)), units, False)
            for name, row in zip(names, rows, strict=True)
        )
    values = class_values(outputs, given)
    is_probability = not odd_outputs(outputs, given)
    return tuple(
        Answer(name, outputs.classes[at], dict(zip(outputs.classes, row, strict=True)), {}, is_probability)
        for name, at, row in zip(
            names, chosen_classes(outputs, values).tolist(), values.tolist(), strict=True
        )
    )


def in_words(answer: Answer) -> str:
    """Return an answer as one line: the class, how sure, and the runner-up; or the numbers."""
    if not answer.label:
        return ", ".join(
            f"{name} {with_minus(f'{value:.6g}')} {answer.units.get(name, '')}".rstrip()
            for name, value in answer.values.items()
        )
    first, *others = answer.ranked
    parts = [_part(first, answer.probabilities), *(_part(one, answer.probabilities) for one in others[:1])]
    return ", ".join(parts)


def _part(item: tuple[str, float], probabilities: bool) -> str:
    name, value = item
    return f"{name} {percent(value)}" if probabilities else f"{name} {with_minus(f'{value:.4g}')}"


def joined_answers(parts: Iterable[Answered]) -> Answered:
    """Return several parts as one."""
    every = list(parts)
    return Answered(
        tuple(one for part in every for one in part.answers),
        tuple(one for part in every for one in part.refused),
        tuple(one for part in every for one in part.remarks),
    )
