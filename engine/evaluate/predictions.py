"""`Predictions`: what a trained model says of a part of the data. Everything about results reads this value.

It is made in `predict_part`, kept by `predictions_file`, and measured in `evaluation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from engine.data.dataset import TaskName
from engine.evaluate.result_words import unit_in
from engine.language import tr
from engine.predict.signature.schema import HALF

PartName = Literal["validation", "test", "train", "other"]
PARTS: tuple[PartName, ...] = get_args(PartName)
HIGHEST = 5
"""Of very many outputs that of the truth and so many highest are kept."""
_NEARLY = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What the model of a run says of n examples. All arrays have one row an example, in the same order.

    Attributes:
        part: "validation", "test", "train", or "other" for data that is none of the run's.
        kind: The kind of the data, such as "images".
        task: Whether classes or numbers are predicted.
        indices: (n,) int64, the places of the examples in the data set that they come from.
        ids: What each example is called: its file, its row, the time of its first forecast, or its text.
        truth: (n,) int64 class numbers, or (n, targets) float32 in the targets' units.
        outputs: (n, k) float32 as the model gives them: for each class, or one for the second of two classes,
            or a column a target, in its units; of very many classes the columns that `kept` names.
        kept: (n, 1 + HIGHEST) int32, the class of each column of `outputs`: first the truth, then the highest
            in falling order; None where all are kept.
        loss: (n,) float32, the loss of each example, without weights and regularization.
        classes: Names of the classes; () for numbers.
        targets: Names of the targets; () for classes. Of a forecast one for each column and step.
        columns: Names of the columns that are forecast; () where nothing is.
        horizon: How many steps are forecast; 0 where nothing is.
        season: Steps of a season; 0 where none is known.
        border: A single output above it is the second class for Keras: 0.5, or 0 with a hinge loss.
        threshold: The probability of the second of two classes above which that class is the answer, as
            signature.json has it. It is no part of the file of the predictions.
        cell_units: The units of the targets in the cells of a table, as signature.json has them; () for none.
        epoch: The epoch (from 1) that the weights are of; 0 where that is not known.
        metrics: The loss and the compiled metrics under Keras's names, as `model.evaluate` returns them.
        fingerprint: Identifies the data that the examples come from.
        model: Identifies the file of the model.
        of: How many examples the part has; more than n where a share was drawn.
        embedding: (n, d) float32, what the last layer with weights gets; None where nobody asked for it.
    """

    part: PartName
    kind: str
    task: TaskName
    indices: NDArray[np.int64]
    ids: tuple[str, ...]
    truth: NDArray[Any]
    outputs: NDArray[np.float32]
    kept: NDArray[np.int32] | None = None
    loss: NDArray[np.float32]
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    horizon: int = 0
    season: int = 0
    border: float = HALF
    threshold: float = HALF
    cell_units: tuple[str, ...] = ()
    epoch: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    fingerprint: str = ""
    model: str = ""
    of: int = 0
    embedding: NDArray[np.float32] | None = None

    @property
    def count(self) -> int:
        """How many examples there are."""
        return len(self.truth)

    @property
    def is_classification(self) -> bool:
        """Whether classes are predicted."""
        return self.task == "classification"

    @property
    def units(self) -> tuple[str, ...]:
        """The unit of each target as its cells have it, or its name in brackets, as in "Mass (kg)"; or ""."""
        names = self.columns or self.targets
        found = tuple(map(unit_in, names))
        in_cells = self.cell_units[:: max(1, self.horizon)]
        if len(in_cells) != len(found):
            return found
        return tuple(cell or name for cell, name in zip(in_cells, found, strict=True))

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(n,) int64: the class that each example is taken for."""
        if self.kept is not None:
            return self.kept[:, 1].astype(np.int64)
        width = self.outputs.shape[1]
        if width > 2 or (width == 2 and not self.has_chosen_threshold):
            return self.outputs.argmax(axis=1).astype(np.int64)
        # in float64, as the answers for new examples are decided
        return (self.outputs[:, -1].astype(np.float64) > self.cut).astype(np.int64)

    @property
    def has_chosen_threshold(self) -> bool:
        """Whether a person has chosen another threshold between two classes than a half."""
        return self.threshold != HALF

    @property
    def cut(self) -> float:
        """The threshold as the outputs have it: from -1 to 1 where these are margins."""
        return self.threshold if self.border else 2 * self.threshold - 1

    @property
    def scores(self) -> NDArray[np.float32] | None:
        """(n, classes) float32, higher where a class is more likely; None where some are not kept."""
        if self.kept is not None or not self.is_classification:
            return None
        if self.outputs.shape[1] == 1:
            second = self.outputs[:, 0]
            return np.stack([2 * self.border - second, second], axis=1)
        return self.outputs

    @property
    def certainty(self) -> NDArray[np.float32]:
        """(n,) float32: the output of the class that each example is taken for."""
        if self.kept is not None:
            return self.outputs[:, 1]
        scores = self.scores
        if scores is None:
            return np.zeros(self.count, np.float32)
        return np.take_along_axis(scores, self.predicted[:, np.newaxis], axis=1)[:, 0]

    @property
    def are_probabilities(self) -> bool:
        """Whether the outputs are probabilities: 0 to 1, and together 1 where there is one for each class."""
        if not self.is_classification or not self.count:
            return self.is_classification
        low, high = float(self.outputs.min()), float(self.outputs.max())
        if self.border != 0.5 or not (low >= -_NEARLY and high <= 1 + _NEARLY):
            return False
        if self.kept is not None or self.outputs.shape[1] == 1:
            return True
        return bool(np.abs(self.outputs.sum(axis=1) - 1).max() <= 10 * _NEARLY)

    @property
    def problem(self) -> str:
        """A sentence about outputs of which less can be said; "" where there is nothing to say."""
        if not np.isfinite(self.outputs).all():
            return tr(
                "The model gives values that are no numbers (NaN), as it does when training has diverged; "
                "train again with a lower learning rate."
            )
        if self.is_classification and not self.border:
            return tr(
                "This model was trained with a hinge loss: its outputs are margins around 0 and no"
                " probabilities; choose Binary cross-entropy as loss to have these."
            )
        if self.is_classification and not self.are_probabilities:
            return tr(
                "The outputs of this model are no probabilities, so how sure it is cannot be read from them;"
                " end the model with softmax, or with sigmoid for two classes, to have them."
            )
        return ""

    def by_step(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return truth and forecast, each (n, columns, horizon) float32; of a forecast alone."""
        shape = (self.count, len(self.columns), self.horizon)
        return self.truth.reshape(shape), self.outputs.reshape(shape)


def highest(
    outputs: NDArray[np.float32], truth: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return the outputs of the truth and of the highest classes, and the numbers of these classes.

    Args:
        outputs: (n, k).
        truth: (n,) class numbers.

    Returns:
        Both (n, 1 + HIGHEST): first the truth, then the highest in falling order.
    """
    most = np.argpartition(-outputs, HIGHEST - 1, axis=1)[:, :HIGHEST]
    values = np.take_along_axis(outputs, most, axis=1)
    # of equal outputs the first class, as argmax has it
    order = np.lexsort((most, -values), axis=1)
    chosen = np.take_along_axis(most, order, axis=1)
    kept = np.concatenate([truth[:, np.newaxis], chosen], axis=1).astype(np.int32)
    return np.take_along_axis(outputs, kept.astype(np.int64), axis=1).astype(np.float32), kept
