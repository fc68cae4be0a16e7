"""What the coach observes of a run: its losses by epoch, and the facts that are needed to interpret them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.history.metric_history import MetricHistory
from engine.record.events import Mark
from engine.settings import Project
from engine.settings.model import FileModel


@dataclass(frozen=True, slots=True)
class Curve:
    """One value by epoch.

    Attributes:
        epochs: (n,) float64, from 1, increasing.
        values: (n,) float64, may contain NaN and infinity.
    """

    epochs: NDArray[np.float64]
    values: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.epochs)

    @property
    def finite(self) -> Curve:
        """The points whose value is finite."""
        known = np.isfinite(self.values)
        return Curve(self.epochs[known], self.values[known])

    def since(self, epoch: float) -> Curve:
        """Return the points from `epoch` on."""
        later = self.epochs >= epoch
        return Curve(self.epochs[later], self.values[later])


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """A run as the rules see it.

    Attributes:
        loss: Training loss.
        validation: Validation loss, empty without validation.
        first_loss: Loss of the first batch, from the untrained model; None where it is unknown.
        over: Whether the run has ended.
        restored: Whether the weights of the best epoch were restored.
        examples: Number of training examples.
        validation_examples: Number of validation examples.
        classes: Number of classes, 0 for regression.
        project: The settings of the run.
        counted: Number of validation examples of each class, by name.
        predicted: How often the model predicted each class for the validation examples, by name.
        only_validated: Names of the classes that validation has examples of, and training has none.
        only_trained: Names of the classes that training has examples of, and validation has none.
    """

    loss: Curve
    validation: Curve
    first_loss: float | None
    over: bool
    restored: bool
    examples: int
    validation_examples: int
    classes: int
    project: Project
    counted: Mapping[str, int] = field(default_factory=dict[str, int])
    predicted: Mapping[str, int] = field(default_factory=dict[str, int])
    only_validated: tuple[str, ...] = ()
    only_trained: tuple[str, ...] = ()

    @property
    def guessing(self) -> float | None:
        """The loss of a model that has learned nothing, None where it is unknown.

        For a cross-entropy it is the loss of equal probabilities for all classes; else the loss of the
        untrained model on the first batch. A model from a file has been trained before, so its first loss
        does not count.
        """
        name = self.project.compile.loss
        plain = name in ("auto", "sparse_categorical_crossentropy", "categorical_crossentropy")
        if self.classes > 1 and (plain or name == "binary_crossentropy"):
            return math.log(self.classes)
        if isinstance(self.project.model, FileModel) or self.first_loss is None:
            return None
        return self.first_loss if math.isfinite(self.first_loss) and self.first_loss > 0 else None


def observations_of(history: MetricHistory, project: Project) -> Observations | None:
    """Extract the observations from the history of a run.

    Args:
        history: The history, possibly of a run that is under way.
        project: The settings of the run.

    Returns:
        The observations, None before training has begun.
    """
    started, classes = history.started, history.classes
    if started is None:
        return None
    first = history.batches("loss")[1]
    return Observations(
        loss=Curve(*history.epochs("loss")),
        validation=Curve(*history.epochs("val_loss")),
        first_loss=float(first[0]) if len(first) else None,
        over=history.outcome is not None,
        restored=any(mark.mark is Mark.RESTORED for mark in history.marks),
        examples=started.examples,
        validation_examples=started.validation_examples,
        classes=started.classes,
        project=project,
        counted=classes.examples if classes is not None else {},
        predicted=classes.predicted if classes is not None else {},
        only_validated=started.only_validated,
        only_trained=started.only_trained,
    )
